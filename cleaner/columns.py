"""Columns of bytes, one for each block: runs of a value, and two columns read as one.

What is done to a column as a whole costs next to nothing; what is done block by block is felt.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import repeat
from typing import NamedTuple


def runs(column: bytes | bytearray, value: int) -> Iterator[tuple[int, int]]:
    """Yield where the runs of a value begin and end, as the column is now.

    >>> list(runs(b"aabba", ord("a")))
    [(0, 2), (4, 5)]
    """
    mask = column.translate(_mask(value))
    begin = mask.find(1)
    while begin >= 0:
        end = mask.find(0, begin)
        if end < 0:
            end = len(mask)
        yield begin, end
        begin = mask.find(1, end)


def paired(high: bytes | bytearray, low: bytes | bytearray) -> bytes:
    """Return a column that holds two: 16 times the first and the second, each below 16.

    >>> paired(bytes([0, 1, 2]), bytes([1, 0, 1])).hex(" ")
    '01 10 21'
    """
    both = int.from_bytes(high, "big") << 4 | int.from_bytes(low, "big")
    return both.to_bytes(len(low), "big")


class Cut(NamedTuple):
    """Columns of blocks that were cut.

    Attributes:
        starts, kinds: of the pieces; a piece has the kind of its block.
        parents: for each piece the row of its block.
        new: for each block that was cut, ascending, its pieces.
    """

    starts: list[int]
    kinds: bytearray
    parents: list[int]
    new: list[range]


def cut(starts: Sequence[int], kinds: bytes, cuts: Sequence[int]) -> Cut:
    """Cut blocks at offsets inside them.

    Args:
        starts, kinds: of n blocks.
        cuts: offsets, ascending, none of them in `starts`.

    >>> cut([0, 9], b"ab", [12, 14])
    Cut(starts=[0, 9, 12, 14], kinds=bytearray(b'abbb'), parents=[0, 1, 1, 1], new=[range(1, 4)])
    """
    made = bytearray()
    parents: list[int] = []
    new = []
    done = at = 0  # blocks and cuts taken over
    while at < len(cuts):
        row = bisect_right(starts, cuts[at]) - 1
        behind = len(cuts) if row + 1 == len(starts) else bisect_left(cuts, starts[row + 1], at)
        made += kinds[done:row]
        parents += range(done, row)
        n_pieces = behind - at + 1
        new.append(range(len(parents), len(parents) + n_pieces))
        made += kinds[row : row + 1] * n_pieces
        parents += repeat(row, n_pieces)
        done, at = row + 1, behind
    made += kinds[done:]
    parents += range(done, len(starts))
    return Cut(sorted([*starts, *cuts]), made, parents, new)


@cache
def _mask(value: int) -> bytes:
    """A table for `translate`: 1 for the value, 0 for all others."""
    return bytes(number == value for number in range(256))
