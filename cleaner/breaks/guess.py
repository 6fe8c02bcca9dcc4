"""Which places between the words of running text are taken for the begin of a line."""

from __future__ import annotations

import os
from array import array
from collections.abc import Mapping
from functools import cache
from itertools import chain
from typing import Any, Final, NamedTuple

from cleaner.breaks.cues import FIRST_END, KINDS, LASTS, MARKS, places_of, shape
from cleaner.breaks.table import ANYWHERE, SHIPPED, shipped_table
from cleaner.caching import Shelf, kept
from cleaner.native import twin
from cleaner.sentences import OPENING, sentence_cuts

SURE_POINTS: Final = 80  # a break within a sentence of the body costs more than one overlooked
CUES: Final = (
    *("kinds", "last", "before", "after", "before-kind", "after-kind"),
    *("second-before", "second-after", "ends", "around", "begins"),
    *("since", "until", "lengths", "first"),
)
"""The kinds of cue; `native/breaks_table.h` counts them in this order, from 1 on."""

_KINDS: Final = 32
_LASTS: Final = 64
"""More than there are; `KINDS` and `LASTS` in `native/breaks_table.h`."""

_HERE: Final = os.path.dirname(os.path.abspath(__file__))
_MAKERS: Final = tuple(
    os.path.join(_HERE, file) for file in ("guess.py", "cues.py", "table.py", "../sentences.py")
)
_SHELF: Final = Shelf("breaks", 1, _MAKERS)
_native = twin("breaks")


def line_starts(text: str) -> list[int]:
    """Return where lines seem to have begun in a text that lost its line breaks.

    Where sentences end is not asked.

    Args:
        text: folded, on one line.
    """
    if _native is None:
        return line_starts_found(text, shipped_table())
    return _shipped().line_starts(text)


def line_starts_found(text: str, table: Mapping[str, int]) -> list[int]:
    """Return the offsets at which cues count enough; the Python whose twin is `native/breaks.c`.

    Args:
        text: as for `line_starts`.
        table: the points of each cue, see `table.parse_table`.
    """
    least, get = SURE_POINTS - table[ANYWHERE], table.get
    return [at for at, cues in places_of(text) if sum([get(cue, 0) for cue in cues]) >= least]


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
    """What cues count, looked up by `native/breaks.c`."""

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
def _shipped() -> CompiledPoints:
    """Return the points that ship, made ready once."""
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
