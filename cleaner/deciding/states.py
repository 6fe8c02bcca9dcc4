"""The lines of a text as a string of states, in which runs and edges are found at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

from cleaner.columns import runs
from cleaner.data import Blocks
from cleaner.deciding.prose import PROSE_WORDS, is_prose

DROPPED, LOW, HIGH = b"dlh"
"""Rules dropped the line, it scores low, it scores high."""


class Lines(NamedTuple):
    """The pieces that are not blank, n of them.

    Attributes:
        pieces: they are of.
        rows: n rows of `pieces`.
        points: n numbers; they grow where a line is given grace.
        states: n bytes, DROPPED, LOW or HIGH.
        bound: points from which on a line is HIGH.
    """

    pieces: Blocks
    rows: Sequence[int]
    points: list[int]
    states: bytearray
    bound: int

    def text(self, line: int) -> str:
        row = self.rows[line]
        return self.pieces.folded[self.pieces.starts[row] : self.pieces.ends[row]]

    def is_prose(self, line: int) -> bool:
        row = self.rows[line]
        size = self.pieces.ends[row] - self.pieces.starts[row]
        return size >= 2 * PROSE_WORDS - 1 and is_prose(self.text(line))

    def lift(self, line: int, points: int) -> None:
        """Give a line more points."""
        self.points[line] = points
        self.states[line] = HIGH if points >= self.bound else LOW


def lines_of(pieces: Blocks, keeps: Sequence[int], points: Sequence[int], bound: int) -> Lines:
    """Return the lines of a text.

    Args:
        pieces: of the text.
        keeps: one flag for each piece, 0 where rules dropped it.
        points: one for each piece.
        bound: as in `Lines`.
    """
    rows = list(compress(range(len(pieces)), pieces.kinds))
    own = list(compress(points, pieces.kinds))
    states = bytearray([HIGH if value >= bound else LOW for value in own])
    if 0 in keeps:
        for begin, end in runs(bytearray(compress(keeps, pieces.kinds)), 0):
            own[begin:end] = [bound - 1] * (end - begin)
            states[begin:end] = bytes((DROPPED,)) * (end - begin)
    return Lines(pieces, rows, own, states, bound)
