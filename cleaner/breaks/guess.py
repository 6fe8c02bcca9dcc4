"""Which places between the words of running text are taken for the begin of a line."""

from __future__ import annotations

import os
from array import array
from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import Any, Final, NamedTuple

from cleaner.breaks.cues import (
    FIRST_END,
    KINDS,
    LASTS,
    MARKS,
    OPENING,
    Words,
    kinds_around,
    lengths,
    open_places,
    shape,
    since,
    until,
    words_of,
)
from cleaner.breaks.table import ANYWHERE, SHIPPED, shipped_table
from cleaner.caching import Shelf, kept
from cleaner.native import twin
from cleaner.sentences import sentence_cuts

SURE_POINTS: Final = 80  # a break within a sentence of the body costs more than one overlooked
CUES: Final = (
    *("kinds", "last", "before", "after", "before-kind", "after-kind"),
    *("second-before", "second-after", "ends", "around", "begins"),
    *("since", "until", "lengths", "first"),
)
"""The kinds of cue; `native/breaks_table.h` counts them in this order, from 1 on."""

_OF_TWO: Final = "before-kind", "after-kind", "ends", "around", "begins"
"""Those of a word and of what stands beside it."""

_KINDS: Final = 32
_LASTS: Final = 64
"""More than there are; `KINDS` and `LASTS` in `native/breaks_table.h`."""

_NONE: Final[Mapping[str, int]] = {}
_HERE: Final = os.path.dirname(os.path.abspath(__file__))
_MAKERS: Final = tuple(os.path.join(_HERE, file) for file in ("guess.py", "cues.py", "table.py"))
_SHELF: Final = Shelf("breaks", 1, _MAKERS)
_native = twin("breaks")


def line_starts(text: str) -> list[int]:
    """Return where lines seem to have begun in a text that lost its line breaks.

    Where sentences end is not asked.

    Args:
        text: folded, on one line.
    """
    return _shipped().line_starts(text)


class Points:
    """What the cues of a place count, found without writing them out: many places are looked at."""

    def __init__(self, table: Mapping[str, int]) -> None:
        """Arrange the points of each cue, see `table.parse_table`."""
        self._anywhere = table[ANYWHERE]
        self._cues: dict[str, dict[str, int]] = {name: {} for name in CUES}
        self._of_two: dict[str, dict[str, dict[str, int]]] = {name: {} for name in _OF_TWO}
        for cue, points in table.items():
            name, _, what = cue.partition(" ")
            if name in self._of_two:
                word, _, beside = what.partition(" ")
                self._of_two[name].setdefault(word, {})[beside] = points
            elif name != ANYWHERE:
                self._cues[name][what] = points

    def line_starts(self, text: str) -> list[int]:
        """Return the offsets at which a line seems to have begun."""
        words = words_of(text)
        places = open_places(text, words)
        found = zip(places, self.of(words, places), strict=True)
        return [words.starts[at] for at, points in found if points >= SURE_POINTS]

    def of(self, words: Words, places: list[int]) -> list[int]:
        """Return the points of places, the sums of what their cues count."""
        _, keys, kinds, lasts, firsts, _ = words
        cues, anywhere = self._cues, self._anywhere
        kind_behind, kind_before, ends, around, begins = (
            self._of_two[name].get for name in _OF_TWO
        )
        found = []
        for at in places:
            before, after, last = keys[at - 1], keys[at], lasts[at - 1]
            far = keys[at - 2] if at > 1 else ""
            next_ = keys[at + 1] if at + 1 < len(keys) else ""
            a, b = kinds[at - 1], kinds[at]
            points = (
                anywhere
                + cues["kinds"].get(kinds_around(words, at), 0)
                + cues["last"].get(a + last + b, 0)
                + cues["before"].get(before, 0)
                + cues["after"].get(after, 0)
                + kind_behind(before, _NONE).get(b, 0)
                + kind_before(after, _NONE).get(a, 0)
                + cues["second-before"].get(far, 0)
                + cues["second-after"].get(next_, 0)
                + ends(before, _NONE).get(far, 0)
                + around(before, _NONE).get(after, 0)
                + begins(after, _NONE).get(next_, 0)
                + cues["since"].get(f"{last}{since(words, at)}", 0)
                + cues["until"].get(f"{b}{until(words, at)}", 0)
            )
            if a == "o" or b == "o":
                points += cues["lengths"].get(lengths(words, at), 0)
            if firsts[at]:
                points += cues["first"].get(firsts[at], 0)
            found.append(points)
        return found


class Packed(NamedTuple):
    """What cues count, by numbers.

    Attributes:
        least: what those of a place must count together for a line to begin there.
        words: that cues name; their numbers begin with 1.
        keys: of the cues, 64 bits each, see `_key`.
        points: of the cues, 32 bits each.
    """

    least: int
    words: list[str]
    keys: bytes
    points: bytes


def packed(table: Mapping[str, int]) -> Packed:
    """Number the words and signs of cues for the compiled twin."""
    told = [cue.split(" ") for cue in table if cue != ANYWHERE]
    words = sorted(set(chain.from_iterable(map(_words, told))))
    numbers = {word: number for number, word in enumerate(words, 1)}
    keys = array("Q", [_key(cue, numbers) for cue in told])
    points = array("i", [n for cue, n in table.items() if cue != ANYWHERE])
    return Packed(SURE_POINTS - table[ANYWHERE], words, keys.tobytes(), points.tobytes())


class CompiledPoints:
    """The same as `Points` by `native/breaks.c`."""

    def __init__(self, least: int, words: list[str], keys: bytes, points: bytes) -> None:
        """Take what `packed` gives."""
        self._least = least
        signs = (KINDS, LASTS, FIRST_END, OPENING, MARKS)
        self._table: Any = _native.Table(words, keys, points, *signs, shape)

    def line_starts(self, text: str) -> list[int]:
        """Return the offsets at which a line seems to have begun."""
        known = sentence_cuts(text, 0, len(text))
        found: list[int] = self._table.line_starts(text, known, self._least)
        return found


@cache
def _shipped() -> Points | CompiledPoints:
    """Return the points that ship, arranged once."""
    if _native is None:
        return Points(shipped_table())
    return CompiledPoints(*kept(_SHELF, [SHIPPED], lambda _: tuple(packed(shipped_table()))))


def _words(cue: list[str]) -> list[str]:
    """Return the words that a cue names."""
    name, *parts = cue
    if name in ("ends", "around", "begins"):
        return parts
    return parts[:1] if name.startswith(("before", "after", "second")) else []


def _key(cue: list[str], numbers: Mapping[str, int]) -> int:
    """Return a cue as `points_at` in `native/breaks.c` asks for it."""
    name, what, *rest = cue
    kind, last = KINDS.index, LASTS.index
    if words := [numbers[word] for word in _words(cue)]:
        one, other = words[0], words[1] if len(words) > 1 else kind(rest[0]) if rest else 0
    elif name == "kinds":
        far, next_ = (0 if what[at] == "^" else kind(what[at]) + 1 for at in (0, 3))
        one, other = far * _KINDS + kind(what[1]), kind(what[2]) * _KINDS + next_
    elif name == "last":
        one, other = kind(what[0]) * _LASTS + last(what[1]), kind(what[2])
    elif name == "lengths":
        one, other = (kind(what[at]) * _KINDS + int(what[at + 1]) for at in (0, 2))
    elif name == "first":
        one, other = ord(what), 0
    else:
        one, other = (last if name == "since" else kind)(what[0]), int(what[1:])
    return (CUES.index(name) + 1) << 56 | one << 28 | other
