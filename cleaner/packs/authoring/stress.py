"""Whether a pattern can be made to run away: long hostile texts, made of the pattern itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import regex

from cleaner.folding import one_twin
from cleaner.packs.expressions import TEXT, parts_of, read_expression

HOSTILE_CHARS = 20_000
SECONDS = 0.5  # of this process, for all that a pattern finds in one hostile text
MAX_ATOMS = 12  # of a pattern, each repeated by itself
_SAMPLES = {"DIGIT": "7", "WORD": "a", "SPACE": " "}
BREAKER = "\x00"  # no class of letters, digits or blanks holds it
SHOWN_CHARS = 40
_COMMON_UNITS = (" ", "a", "a ", "7", ".")


def slow_text(source: str, anchor: str = "none") -> str | None:
    """Return the beginning of a text on which a pattern needs too long; None if there is none.

    Args:
        source: the pattern.
        anchor: of its rule: one that begins with the line is tried there only.

    >>> slow_text("(?:a+)+b") is None, slow_text("photo: .{1,40}") is None
    (False, True)
    """
    is_first = anchor in ("line", "start")
    compiled = regex.compile(rf"\A(?:{one_twin(source)})" if is_first else one_twin(source))
    for head, unit, tail in hostile_parts(source):
        text = head + unit * (HOSTILE_CHARS // len(unit)) + tail
        try:
            for _ in compiled.finditer(text, timeout=SECONDS):
                pass
        except (TimeoutError, MemoryError):
            return text[:SHOWN_CHARS]
    return None


def hostile_parts(source: str) -> Iterator[tuple[str, str, str]]:
    """Yield (head, unit, tail): the unit is to be repeated between them.

    The head lets a match begin, the unit keeps it going, and the tail makes it fail at the last
    moment, with the rest of the pattern behind, so that no look ahead saves it.
    """
    atoms = _atoms(source)
    whole = "".join(atoms)
    for at in range(min(len(atoms), MAX_ATOMS)):
        head, rest = "".join(atoms[:at]), "".join(atoms[at + 1 :])
        for unit in {atoms[at]: 0, "".join(atoms[at : at + 2]): 0}:
            yield from ((head, unit, tail) for tail in ("", BREAKER, BREAKER + rest))
    for unit in dict.fromkeys((whole, f"{whole} ", whole[: len(whole) // 2], *_COMMON_UNITS)):
        if unit:
            yield from (("", unit, tail) for tail in ("", BREAKER, BREAKER + whole[-1:]))


def _atoms(source: str) -> tuple[str, ...]:
    """Literals in a row and one sign for each class, in the order of the pattern."""
    expression = read_expression(source)
    if expression is None:
        return tuple(re.findall(r"\w+", source))
    return tuple(_signs_of(expression))


def _signs_of(expression: Any) -> Iterator[str]:
    for name, value in parts_of(expression):
        if name == TEXT:
            yield value
        elif name in ("ANY", "NOT_LITERAL"):
            yield "a"
        elif name == "IN":
            yield _member(value)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _signs_of(branch)
        elif name in ("SUBPATTERN", "MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT", "ASSERT"):
            yield from _signs_of(value[-1])
        elif name == "ATOMIC_GROUP":
            yield from _signs_of(value)


def _member(members: Any) -> str:
    """A sign that a class holds."""
    for op, value in members:
        name = str(op)
        if name == "LITERAL":
            return chr(value)
        if name == "RANGE":
            return chr(value[0])
        if name == "CATEGORY":
            return next((s for k, s in _SAMPLES.items() if str(value).endswith("_" + k)), "a")
    return "a"
