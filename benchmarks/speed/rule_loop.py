"""The shipped rules as one regular expression each: what one would write without this project.

Slots, optional pieces and choices of a template become the same things of a regular expression.
Conditions of place, exceptions and reach are left out, which only makes the loop faster.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any


def rule_patterns() -> list[Any]:
    """Return one compiled pattern for each rule; a block counts with the line it begins with."""
    import regex

    flags = regex.IGNORECASE | regex.V0
    return [regex.compile(_pattern(loaded.rule), flags) for loaded in _loaded()]


def rule_lines() -> list[str]:
    """Return the plain texts of all whole-line rules, where they hold no slot and no choice.

    In an environment without this project they come from the file that `RULE_LINES` names.
    """
    kept = os.environ.get("RULE_LINES")
    if kept:
        return Path(kept).read_text("utf-8").splitlines()
    return [
        text
        for loaded in _loaded()
        if loaded.rule.kind == "line"
        for text in loaded.rule.any
        if not set(text) & set("{}[]()|\n")
    ]


def as_regex(template: str) -> str:
    """Return a template as a regular expression.

    >>> as_regex("[by ]ann (said|wrote)")
    '(?:by )?ann (?:said|wrote)'
    """
    from cleaner.packs.grammar import parse

    return _node(parse(template))


def _node(node: Any) -> str:
    from cleaner.packs.nodes import Literal, Sequence_, Slot
    from cleaner.packs.slots import SLOTS

    if isinstance(node, Literal):
        return _literal(node.text)
    if isinstance(node, Slot):
        return f"(?:{SLOTS[node.name]})"
    if isinstance(node, Sequence_):
        return "".join(map(_node, node.parts))
    choice = f"(?:{'|'.join(map(_node, node.branches))})"
    return choice + "?" * bool(node.optional)


@cache
def _loaded() -> tuple[Any, ...]:
    from cleaner.packs.cache import builtin_rules
    from cleaner.packs.load import load_rules

    return load_rules([Path(builtin_rules())])


def _literal(text: str) -> str:
    return re.sub(r"([^\w\s])", r"\\\1", text)


_WRITTEN: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("signs", "pattern"), str),
    **dict.fromkeys(("line", "phrase"), _literal),
}


def _pattern(rule: Any) -> str:
    from cleaner.packs.schema import texts_of

    texts = rule.from_ or [text for _, text in texts_of(rule)]
    written = _WRITTEN.get(rule.kind, as_regex)
    whole = "|".join(map(written, texts))
    if rule.kind == "line" or rule.anchor == "line":
        return rf"\A\s*(?:{whole})\s*\Z"
    if rule.anchor == "start":
        return rf"\A\s*(?:{whole})"
    return rf"(?:{whole})\s*\Z" if rule.anchor == "end" else f"(?:{whole})"
