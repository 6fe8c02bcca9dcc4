"""What cues count, made ready for the compiled search."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any, Final, NamedTuple

from cleaner.breaks.cues import FIRST_END, KINDS, LASTS, MARKS, shape
from cleaner.breaks.table import ANYWHERE, shipped_table
from cleaner.caching import Shelf, beside, kept
from cleaner.native import twin
from cleaner.sentences import OPENING, sentence_cuts

CUES: Final = (
    *("kinds", "last", "before", "after", "before-kind", "after-kind"),
    *("second-before", "second-after", "ends", "around", "begins"),
    *("since", "until", "lengths", "first"),
    *("above", "below", "beside"),
)
"""The kinds of cue; `native/breaks_table.h` counts them in this order, from 1 on."""

_KINDS: Final = 32
_LASTS: Final = 64
"""More than there are; `KINDS` and `LASTS` in `native/breaks_table.h`."""

_MAKERS: Final = beside(__file__, "points.py cues.py table.py ../sentences.py ../scripts.py")
_SHELF: Final = Shelf("breaks", 2, _MAKERS)
native = twin("breaks")


class Packed(NamedTuple):
    """What cues count, by numbers.

    Attributes:
        anywhere: what each place has.
        words: that cues name; their numbers begin with 1.
        keys: of the cues, 64 bits each, see `_key`.
        points: of the cues, 32 bits each.
    """

    anywhere: int
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
    return Packed(table[ANYWHERE], words, keys.tobytes(), points.tobytes())


class CompiledPoints:
    """What cues count, looked up by `native/breaks.c`."""

    def __init__(self, anywhere: int, words: list[str], keys: bytes, points: bytes) -> None:
        """Take what `packed` gives."""
        self._anywhere = anywhere
        signs = (KINDS, LASTS, FIRST_END, OPENING, MARKS)
        self._table: Any = native.Table(words, keys, points, *signs, shape)

    def line_starts(self, text: str, sure: int) -> list[int]:
        """See `guess.line_starts_found`."""
        known = sentence_cuts(text, 0, len(text))
        found: list[int] = self._table.line_starts(text, known, sure - self._anywhere)
        return found

    def going_on(self, text: str, starts: Sequence[int], known: bytes, sure: int) -> list[int]:
        """See `guess.going_on_found`."""
        found: list[int] = self._table.going_on(text, starts, known, sure - self._anywhere)
        return found


@cache
def compiled_points(file: str) -> CompiledPoints:
    """Return the points in a file that ships, made ready once."""
    return CompiledPoints(*kept(_SHELF, [file], lambda: tuple(packed(shipped_table(file)))))


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
    elif name == "above":
        one, other = int(what), kind(rest[0][0]) * _LASTS + last(rest[0][1])
    elif name == "below":
        one, other = int(what), kind(rest[0])
    elif name == "beside":
        ending = kind(rest[0][0]) * _LASTS + last(rest[0][1])
        one, other = int(what, 2), ending * _KINDS + kind(rest[0][2])
    else:
        one, other = (last if name == "since" else kind)(what[0]), int(what[1:])
    return (CUES.index(name) + 1) << 56 | one << 28 | other
