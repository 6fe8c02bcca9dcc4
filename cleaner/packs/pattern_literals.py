"""What must stand where a regular expression matches, read off the expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cleaner.folding import lower


def pattern_literals(source: str) -> tuple[str, ...]:
    """The literals of which one must occur where the pattern matches, as far as can be seen."""
    return max(pattern_musts(source), key=_worth, default=())


def pattern_musts(source: str) -> tuple[tuple[str, ...], ...]:
    """Sets of literals of each of which one must occur where the pattern matches.

    `re` reads the pattern for us; what `regex` alone knows and `re` takes for plain text is left
    to `needs`: classes like [[:alpha:]] and fuzzy matching like (?:word){e<=1}.
    """
    readable = re.sub(r"\\[pP]\{[^}]*\}", r"\\w", source)  # `regex` knows more classes than `re`
    if "[[" in readable or re.search(r"\{[^{}]*[eids][^{}]*\}", readable):
        return ()
    try:
        tree = re._parser.parse(readable)  # type: ignore[attr-defined]
    except re.error:
        return ()
    return tuple(_musts(tree))


def _musts(tree: Any) -> Iterator[tuple[str, ...]]:
    """The sets of the parts that every match passes through."""
    run: list[str] = []
    for op, value in [*tree, (None, None)]:
        name = str(op)
        if name == "LITERAL":
            run.append(lower(chr(value)))
            continue
        if text := "".join(run).strip():
            yield (text,)
        run = []
        if name == "SUBPATTERN":
            yield from _musts(value[3])
        elif name == "MAX_REPEAT" and value[0] >= 1:
            yield from _musts(value[2])
        elif name == "BRANCH":
            branches = [max(_musts(b), key=_worth, default=()) for b in value[1]]
            if all(branches):
                yield tuple(dict.fromkeys(x for b in branches for x in b))


def _worth(literals: tuple[str, ...]) -> int:
    return min(map(len, literals), default=0)
