"""Verdicts as they stand so far: what each part of the decision reads and adds to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import compress
from operator import mul
from typing import NamedTuple, TypeVar

from cleaner.data import Blocks, Match

Value = TypeVar("Value")


class Draft(NamedTuple):
    """What stays and what goes of n pieces, so far.

    Attributes:
        pieces: they tile the text.
        spoken: the matches on each piece, the deciding one first.
        keeps: n flags, 1 for what stays.
        notes: why, for pieces that neither a rule nor the score decides on.
    """

    pieces: Blocks
    spoken: Mapping[int, tuple[Match, ...]]
    keeps: bytearray
    notes: dict[int, str]

    def drop(self, row: int, why: str) -> None:
        self.keeps[row] = 0
        self.notes[row] = why

    def is_decided(self, row: int) -> bool:
        """True if a rule has decided on a piece."""
        return row in self.spoken and self.spoken[row][0].is_decisive

    def rows_left(self) -> Iterator[int]:
        """The rows that are not blank and stay so far."""
        return of_left(range(len(self.pieces)), self.pieces, self.keeps)


def drafted(pieces: Blocks, spoken: Mapping[int, tuple[Match, ...]]) -> Draft:
    """Return what the rules alone decide."""
    keeps = bytearray(b"\1" * len(pieces))
    for row, matches in spoken.items():
        if matches[0].is_decisive and matches[0].action == "drop":
            keeps[row] = 0
    return Draft(pieces, spoken, keeps, {})


def of_left(values: Iterable[Value], pieces: Blocks, keeps: Sequence[int]) -> Iterator[Value]:
    """Return those of n values whose piece is not blank and stays so far."""
    return compress(values, map(mul, pieces.kinds, keeps))
