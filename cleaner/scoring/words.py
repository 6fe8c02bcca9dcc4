"""Words of a batch as 64-bit hashes, and looking them up without a loop over words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring.characters import N_CODES, folded_codes
from cleaner.scoring.entries import BASE, FIRST, MIX, PAIR
from cleaner.scoring.lexicon import STEM_LENGTH

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]

_MIX, _PAIR, _FIRST = (np.uint64(number) for number in (MIX, PAIR, FIRST))
_FOLDED: Final = np.arange(N_CODES, dtype=np.uint64)
_FOLDED[list(folded_codes())] = list(folded_codes().values())
_SHARED_LENGTH: Final = 1 << 18


def stem_hashes(codes: Ints, starts: Ints, ends: Ints) -> Hashes:
    """Return a hash of the first STEM_LENGTH letters of each word, case and digits folded.

    Args:
        codes: code points below 0x10000, shape (n,).
        starts, ends: half-open words, shape (w,).

    Returns:
        Shape (w,). The same word gets the same hash wherever it stands: the polynomial over the
        batch is shifted back by the inverse power of the word's place, exactly, modulo 2**64.
    """
    power, inverse = _powers(len(codes))
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(_FOLDED[codes] * power, out=sums[1:])
    stem_ends = np.minimum(ends, starts + STEM_LENGTH)
    return _mixed((sums[stem_ends] - sums[starts]) * inverse[starts])


def pair_hashes(hashes: Hashes) -> Hashes:
    """Return a hash for each word with the one after it, shape (w - 1,)."""
    return _mixed(hashes[:-1] * _PAIR + hashes[1:])


def first_hashes(hashes: Hashes) -> Hashes:
    """Return what `hashes` become where a word stands first in its block."""
    return _mixed(hashes ^ _FIRST)


@dataclass(frozen=True, slots=True)
class WordIndex:
    """A set of hashes that finds, for many words at once, which entry each one is.

    Attributes:
        keys: shape (k + 1,), the hashes; row 0 stands for no entry.
        levels: tables of 2**16 row numbers; a level holds what collided in the one before.
    """

    keys: Hashes
    levels: tuple[NDArray[np.uint16], ...]

    @classmethod
    def of(cls, hashes: Sequence[int]) -> WordIndex:
        """Build the index of at most 65,000 distinct hashes, row i + 1 for hashes[i]."""
        keys = np.array([0, *hashes], np.uint64)
        levels: list[NDArray[np.uint16]] = []
        left = np.arange(1, len(keys))
        while len(left):
            slots = _slots(keys[left], len(levels))
            _, firsts = np.unique(slots, return_index=True)
            table = np.zeros(0x10000, np.uint16)
            table[slots[firsts]] = left[firsts]
            levels.append(table)
            left = np.delete(left, firsts)
        return cls(keys, tuple(levels))

    def find(self, hashes: Hashes) -> tuple[Ints, Ints]:
        """Return (places in `hashes`, rows) of the hashes that are entries."""
        places, rows = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        left, wanted = np.arange(len(hashes)), hashes
        for number, table in enumerate(self.levels):
            found = table[_slots(wanted, number)]
            taken = np.flatnonzero(found)
            row = found[taken].astype(np.int64)
            same = self.keys[row] == wanted[taken]
            places.append(left[taken[same]])
            rows.append(row[same])
            left, wanted = left[taken[~same]], wanted[taken[~same]]
        return np.concatenate(places), np.concatenate(rows)


def _slots(hashes: Hashes, level: int) -> Ints:
    if level:
        hashes = hashes * np.uint64(2 * (level * 0x5851F42D4C957F2D % (1 << 62)) + 1)
    return (hashes >> np.uint64(48)).astype(np.int64)


def _mixed(hashes: Hashes) -> Hashes:
    return (hashes ^ (hashes >> np.uint64(29))) * _MIX


def _powers(length: int) -> tuple[Hashes, Hashes]:
    if length <= _SHARED_LENGTH:
        power, inverse = _shared_powers()
        return power[:length], inverse
    return _powers_of(length)


@cache
def _shared_powers() -> tuple[Hashes, Hashes]:
    return _powers_of(_SHARED_LENGTH)


def _powers_of(length: int) -> tuple[Hashes, Hashes]:
    inverse = pow(BASE, -1, 1 << 64)
    return _power_column(BASE, length), _power_column(inverse, length)


def _power_column(base: int, length: int) -> Hashes:
    column = np.full(length, base, np.uint64)
    if length:
        column[0] = 1
    return np.cumprod(column)
