"""Conditions `near`, for the compiled finder: what it notes of a line while it looks at it.

The texts that the conditions of a part ask for, and those that their templates need, are looked for
along with the rest. So of each condition it is known which units hold what it asks for, or may hold
it, and few lines are looked at again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.packs.finding.matcher import FEW_TEXTS
from cleaner.packs.modes import ANY_LENGTH, NEAR, Musts, Templates

_FEW_LETTERS = 3  # a shorter text with letters stands in too many lines
_IN_MANY_LINES = frozenset(".,:;-/'\"!?() ")


class Wanted(NamedTuple):
    """What a condition asks for.

    Attributes:
        sure: numbers of what is noted where a template stands.
        perhaps: the same where one of `proved` may stand, and nowhere else.
        proved: templates to be looked for there.
        others: templates that may stand anywhere.
    """

    sure: frozenset[int]
    perhaps: frozenset[int]
    proved: Templates
    others: Templates


Answer = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""`Wanted` as plain data: numbers, and of templates their places among those of the condition."""


class Around:
    """What the conditions of some rules ask for.

    Args:
        asked: templates by the name of the condition; kept elsewhere.
        answers: likewise what is noted for them, as `Noting` says.
    """

    def __init__(self, asked: Mapping[str, Templates], answers: Mapping[str, Answer]) -> None:
        self._asked = asked
        self._answers = answers
        self._wanted: dict[str, Wanted] = {}

    def wanted(self, name: str) -> Wanted:
        """Return what one of the conditions asks for; the same object each time."""
        known = self._wanted.get(name)
        if known is None:
            sure, perhaps, proved, others = self._answers[name]
            of = self._asked[name].__getitem__
            known = self._wanted[name] = Wanted(
                *(frozenset(sure), frozenset(perhaps)),
                *(tuple(map(of, proved)), tuple(map(of, others))),
            )
        return known


class Noting:
    """What is noted for the conditions of some rules.

    Args:
        asked: what they ask for, by name.

    Attributes:
        entries: rows as those of a part; the rule is the number that is noted.
        literals: by a text the entries that need it, numbered from 0.
        answers: what of it tells what a condition asks for.
    """

    def __init__(self, asked: Mapping[str, Templates]) -> None:
        self.entries: list[tuple[Any, ...]] = []
        self.literals: dict[str, list[tuple[int, int]]] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self.answers = {name: self._taken_apart(templates) for name, templates in asked.items()}

    def literals_from(self, first: int) -> dict[str, tuple[tuple[int, int], ...]]:
        """Return the literals with their entries numbered from `first`."""
        return {
            text: tuple((first + entry, limit) for entry, limit in owners)
            for text, owners in self.literals.items()
        }

    def _taken_apart(self, templates: Templates) -> Answer:
        sure: set[int] = set()
        perhaps: set[int] = set()
        proved, others = [], []
        for place, (tree, musts) in enumerate(templates):
            if tree[0] == "a" and all(map(_is_rare, tree[1])) and _are_implied(musts, tree[1]):
                anchor = "none" if len(tree[1]) <= FEW_TEXTS else "word"
                sure.update(self._number(text, anchor) for text in tree[1])
            elif texts := _needed(musts):
                proved.append(place)
                perhaps.update(self._number(text, "anywhere") for text in texts)
            else:
                others.append(place)
        return tuple(sorted(sure)), tuple(sorted(perhaps)), tuple(proved), tuple(others)

    def _number(self, text: str, anchor: str) -> int:
        known = self._numbers.get((text, anchor))
        if known is None:
            known = self._numbers[text, anchor] = len(self.entries)
            self.entries.append((NEAR, known, text, 0, (), anchor))
            self.literals.setdefault(text, []).append((known, ANY_LENGTH))
        return known


def _needed(musts: Musts) -> Sequence[str]:
    """Texts one of which must stand there, all of them rare; none if there are no such."""
    usable = [texts for texts in musts if all(map(_is_rare, texts))]
    return max(usable, key=lambda texts: min(map(len, texts)), default=())


def _is_rare(text: str) -> bool:
    if len(text) >= _FEW_LETTERS:
        return True
    return bool(text) and not any(c.isalnum() or c in _IN_MANY_LINES for c in text)


def _are_implied(musts: Musts, texts: Sequence[str]) -> bool:
    """True if each of the texts holds what must stand there."""
    return all(any(must in text for must in one) for one in musts for text in texts)
