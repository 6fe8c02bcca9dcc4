"""What no line that patterns are searched in can hold: such lines are folded, small and compact."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Any, NamedTuple

from cleaner.folding import Compact, fold, lower, one_twin
from cleaner.packs.expressions import TEXT, parts_of, read_expression

_CAPITAL = re.compile(r"\\p\{(?:Lu|Lt|Upper|Uppercase|Uppercase_Letter)\}")
_MANY = 300  # signs of a range that are looked at; no alphabet has so many capitals in a row
_RUNS = {" ": 2, ".": 3}
"""Signs of which a compact line has never so many in a row."""


class Unmatchable(NamedTuple):
    """A piece of a pattern that matches nowhere, and what lines have instead; None for nothing."""

    text: str
    instead: str | None


def unmatchable(source: str) -> Iterator[Unmatchable]:
    """Yield the pieces of a pattern that match in no line, if `re` reads it.

    >>> [*unmatchable("Share (?:it’s|this) [A-Z]")][:2]
    [Unmatchable(text='Share ', instead='share '), Unmatchable(text='it’s', instead="it's")]
    >>> [*unmatchable("(?i)Share")], [*unmatchable("[A-Za-z’] (?!Share)")]
    ([], [])
    """
    expression = read_expression(one_twin(_CAPITAL.sub("A", source)))
    if expression is not None:
        is_any_case = bool(expression.state.flags & re.IGNORECASE)
        yield from _pieces(expression, is_any_case)


def _pieces(expression: Any, is_any_case: bool) -> Iterator[Unmatchable]:
    for name, value in parts_of(expression):
        if name == TEXT:
            instead = _as_in_lines(value, is_any_case)
            if instead != value:
                yield Unmatchable(value, instead)
        elif name == "IN":
            yield from _class(value, is_any_case)
        elif name == "BRANCH":
            yield from chain.from_iterable(_pieces(branch, is_any_case) for branch in value[1])
        elif name == "SUBPATTERN":
            yield from _pieces(value[3], is_any_case or bool(value[1] & re.IGNORECASE))
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            yield from _repeated(value[0], value[2], is_any_case)
        elif name in ("ASSERT", "ATOMIC_GROUP"):
            yield from _pieces(value[1] if name == "ASSERT" else value, is_any_case)


def _repeated(least: int, part: Any, is_any_case: bool) -> Iterator[Unmatchable]:
    yield from _pieces(part, is_any_case)
    texts = [value for name, value in parts_of(part) if name == TEXT]
    if len(part) == 1 and texts and least >= _RUNS.get(texts[0], least + 1):
        yield Unmatchable(texts[0] * least, _as_in_lines(texts[0] * least, is_any_case))


def _class(members: Any, is_any_case: bool) -> Iterator[Unmatchable]:
    """The class, if no line holds any of its signs."""
    signs: list[str] = []
    for op, value in members:
        if str(op) not in ("LITERAL", "RANGE"):
            return
        first, last = (value, value) if str(op) == "LITERAL" else value
        signs += map(chr, range(first, min(last, first + _MANY) + 1))
    if all(_as_in_lines(sign, is_any_case) != sign for sign in signs):
        shown = f"[{signs[0]}-{signs[-1]}]" if len(signs) > 1 else signs[0]
        yield Unmatchable(shown, None)


def _as_in_lines(text: str, is_any_case: bool) -> str:
    """Return a piece as folded lines have it; guillemets stay, as in a text with both of them."""
    text = text.replace("\n", " ").strip() if "\n" in text else text  # no line has a line end
    folded = Compact.of(fold(f"«{text}")[1:]).text
    return folded if is_any_case else lower(folded)
