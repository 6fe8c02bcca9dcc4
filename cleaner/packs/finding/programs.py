"""The regular expressions of slots as little programs, which the compiled finder runs.

`re` reads the expression; what it understands becomes steps without loops or counters: bounded
repetitions are written out. Running them (`native/finder_programs.h`) gives at once every place
where a match may end, the one that `re` would find first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from cleaner.caching import Shelf, beside, kept
from cleaner.folding import lower
from cleaner.packs.expressions import TEXT, parts_of
from cleaner.packs.slots import DATE_SLOTS, MAX_WORDS, MOST_SLOT_CHARS, SLOT_CHARS, SLOTS

SET, SOME, WORDS, FORK, JUMP, UNLESS, DONE = range(7)
"""A sign of a set; some such signs; one of some texts; two ways, the first preferred; on to a step;
unless a sign of a set follows; done."""

_CLASSES = {
    "CATEGORY_WORD": 1,
    "CATEGORY_NOT_WORD": 2,
    "CATEGORY_DIGIT": 3,
    "CATEGORY_NOT_DIGIT": 4,
    "CATEGORY_SPACE": 5,
    "CATEGORY_NOT_SPACE": 6,
}
LETTERS = 0  # a range of letters; the classes are numbered as above

MAX_STEPS = 2_000


class Set(NamedTuple):
    """A set of signs: ranges and classes of `kind`, `first`, `last`; or all but these."""

    items: tuple[tuple[int, int, int], ...]
    is_negated: bool
    is_folded: bool


class Step(NamedTuple):
    """One step: its kind, what signs or texts, two numbers (of signs, or of steps to go to)."""

    kind: int
    signs: Set | None = None
    texts: tuple[str, ...] = ()
    is_folded: bool = False
    first: int = 0
    second: int = 0


class Program(NamedTuple):
    """Steps, the first one to begin with, and how long a match can be."""

    steps: tuple[Step, ...]
    longest: int


_SHELF: Final = Shelf(
    "slots",
    1,
    beside(__file__, "programs.py ../expressions.py ../slots.py ../../dates.py ../../folding.py"),
)
"""Where the programs of all slots are kept; to write them takes as long as a short start."""


class UnknownExpressionError(ValueError):
    """An expression that holds something for which there is no step."""


def slot_rows() -> tuple[tuple[Any, ...], ...]:
    """Return all slots as the compiled finder reads them, plain tuples."""
    rows: tuple[tuple[Any, ...], ...] = kept(
        _SHELF, [__file__], lambda: tuple(map(_slot_row, SLOTS))
    )
    return rows


def _slot_row(name: str) -> tuple[Any, ...]:
    words, most = MAX_WORDS.get(name, 0), MOST_SLOT_CHARS.get(name, 0)
    program = ((), 0) if words else _plain(program_of(SLOTS[name]))
    return name, words, most, most or SLOT_CHARS[name], name in DATE_SLOTS, program


def _plain(value: Any) -> Any:
    """Named tuples as tuples, which can be kept."""
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value


def program_of(pattern: str) -> Program:
    """Return the program of a regular expression.

    Raises:
        UnknownExpressionError: nothing here can do what it asks for.
    """
    expression = re._parser.parse(pattern)  # type: ignore[attr-defined]
    steps: list[Step] = []
    _write(expression, steps, is_folded=False)
    steps.append(Step(DONE))
    if len(steps) > MAX_STEPS:
        raise UnknownExpressionError(f"{pattern}: {len(steps)} steps")
    return Program(tuple(steps), int(expression.getwidth()[1]))


def _write(expression: Iterable[Any], steps: list[Step], *, is_folded: bool) -> None:
    for name, value in parts_of(expression):
        if name == TEXT:
            steps.append(Step(WORDS, None, (_as_compared(value, is_folded),), is_folded))
        elif name == "SUBPATTERN":
            _, added, removed, inner = value
            if removed or added & ~re.IGNORECASE:
                raise UnknownExpressionError("flags")
            _write(inner, steps, is_folded=is_folded or bool(added))
        elif name == "BRANCH":
            _write_branches(value[1], steps, is_folded)
        elif name == "MAX_REPEAT":
            least, most, inner = value
            _write_repeat(least, int(most), inner, steps, is_folded)
        elif name == "ASSERT_NOT" and value[0] == 1:
            steps.append(Step(UNLESS, _set([*value[1]], is_folded)))
        else:
            steps.append(Step(SET, _set([(name, value)], is_folded)))


def _write_branches(branches: list[Any], steps: list[Step], is_folded: bool) -> None:
    texts = [_text(branch) for branch in branches]
    if all(texts):
        compared = tuple(_as_compared(str(text), is_folded) for text in texts)
        steps.append(Step(WORDS, None, compared, is_folded))
        return
    jumps = []
    for branch in branches[:-1]:
        fork = len(steps)
        steps.append(Step(FORK))
        _write(branch, steps, is_folded=is_folded)
        jumps.append(len(steps))
        steps.append(Step(JUMP))
        steps[fork] = Step(FORK, first=fork + 1, second=len(steps))
    _write(branches[-1], steps, is_folded=is_folded)
    for jump in jumps:
        steps[jump] = Step(JUMP, first=len(steps))


def _write_repeat(least: int, most: int, inner: Any, steps: list[Step], is_folded: bool) -> None:
    one = [*inner]
    if len(one) == 1 and str(one[0][0]) in ("LITERAL", "IN"):
        steps.append(Step(SOME, _set(one, is_folded), (), is_folded, least, most))
        return
    for _ in range(least):
        _write(inner, steps, is_folded=is_folded)
    forks = []
    for _ in range(most - least):
        forks.append(len(steps))
        steps.append(Step(FORK))
        _write(inner, steps, is_folded=is_folded)
        if len(steps) > MAX_STEPS:
            raise UnknownExpressionError("too many steps")
    for fork in forks:
        steps[fork] = Step(FORK, first=fork + 1, second=len(steps))


def _text(branch: Iterable[Any]) -> str | None:
    """A branch as plain text, None if it is more than that."""
    found = [(str(op), value) for op, value in branch]
    if any(name != "LITERAL" for name, _ in found):
        return None
    return "".join(chr(value) for _, value in found)


def _set(one: list[Any], is_folded: bool) -> Set:
    if len(one) != 1:
        raise UnknownExpressionError("more than one sign")
    op, value = one[0]
    inner = value if str(op) == "IN" else [(op, value)]
    items = []
    is_negated = False
    for kind, what in inner:
        name = str(kind)
        if name == "NEGATE":
            is_negated = True
        elif name == "CATEGORY" and str(what) in _CLASSES:
            items.append((_CLASSES[str(what)], 0, 0))
        elif name == "LITERAL":
            sign = ord(_as_compared(chr(what), is_folded))
            items.append((LETTERS, sign, sign))
        elif name == "RANGE" and not is_folded:
            items.append((LETTERS, *what))
        else:
            raise UnknownExpressionError(f"{name} in a set")
    return Set(tuple(items), is_negated, is_folded)


def _as_compared(text: str, is_folded: bool) -> str:
    return lower(text) if is_folded else text
