"""Many documents on one joined text: code points, character kinds, blocks and words as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring import characters as ch
from cleaner.scoring.words import Hashes, Ints, stem_hashes

Bounds = tuple[Sequence[int], Sequence[int]]

_CLASSES: Final = np.frombuffer(ch.class_table(), np.uint8)


@dataclass(frozen=True, slots=True)
class Batch:
    """The blocks of many documents; places are code points of the joined text.

    Attributes:
        codes: shape (n,), code points, those beyond the tables by stand-ins.
        kinds: shape (n,), their classes (see `characters`).
        block_of: shape (n,), the block of each character.
        starts, ends: shape (b,), half-open blocks.
        document: shape (b,), which document.
        evidence: shape (b,), what the rules said.
    """

    codes: Ints
    kinds: NDArray[np.uint8]
    block_of: Ints
    starts: Ints
    ends: Ints
    document: Ints
    evidence: Ints


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a batch, all shape (w,): half-open places, stem hash, and the row they are in.

    `is_first` says that a word is the first of its row.
    """

    starts: Ints
    ends: Ints
    hashes: Hashes
    row: Ints
    is_first: NDArray[np.bool_]


def join(
    texts: Sequence[str], bounds: Sequence[Bounds], evidence: Sequence[Sequence[int]]
) -> Batch:
    """Return the documents as one batch.

    Raises:
        ValueError: blocks that do not tile their text, or evidence of another length.
    """
    sizes = [len(text) for text in texts]
    counts = [len(starts) for starts, _ in bounds]
    if counts != [len(codes) for codes in evidence]:
        raise ValueError("evidence needs one code for each block; give 0 where there is none")
    offsets = np.repeat(np.cumsum([0, *sizes[:-1]]), counts) if counts else np.zeros(0, np.int64)
    starts = _flat([starts for starts, _ in bounds]) + offsets
    ends = _flat([ends for _, ends in bounds]) + offsets
    fits = all(_fits(*edges, size) for edges, size in zip(bounds, sizes, strict=True))
    if not fits or (starts > ends).any() or (starts[1:] != ends[:-1]).any():
        raise ValueError("blocks must tile their text, in order and without gaps")
    codes = _codes("".join(texts))
    block_of = np.repeat(np.arange(len(starts)), ends - starts)
    document = np.repeat(np.arange(len(texts)), counts)
    return Batch(codes, _CLASSES[codes], block_of, starts, ends, document, _flat(evidence))


def find_words(batch: Batch, row_of: Ints) -> Words:
    """Return the words: runs of letters and digits within a block, ideographs one by one.

    Args:
        row_of: shape (b,), the row of each block.
    """
    inside = batch.kinds <= ch.LAST_WORD_CLASS
    joined = np.zeros(len(inside) + 1, np.bool_)  # a word goes on from i - 1 to i
    np.logical_and(inside[1:], inside[:-1], out=joined[1:-1])
    ideograph = batch.kinds == ch.IDEOGRAPH
    if ideograph.any():
        joined[1:-1] &= ~(ideograph[1:] | ideograph[:-1])
    joined[batch.starts] = False
    starts = np.flatnonzero(inside & ~joined[:-1])
    ends = np.flatnonzero(inside & ~joined[1:]) + 1
    row = row_of[batch.block_of[starts]]
    is_first = np.ones(len(row), np.bool_)
    is_first[1:] = row[1:] != row[:-1]
    return Words(starts, ends, stem_hashes(batch.codes, starts, ends), row, is_first)


def _codes(text: str) -> Ints:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    if len(codes) and codes.max() > 0xFFFF:
        beyond = np.where(codes < 0x20000, ch.ASTRAL_SYMBOL, ch.ASTRAL_IDEOGRAPH)
        codes = np.where(codes > 0xFFFF, beyond, codes)
    return codes.astype(np.int64)


def _flat(columns: Sequence[Sequence[int]]) -> Ints:
    return np.fromiter(chain.from_iterable(columns), np.int64, sum(map(len, columns)))


def _fits(starts: Sequence[int], ends: Sequence[int], size: int) -> bool:
    """True if blocks begin and end where their text does."""
    if not len(starts):
        return size == len(ends) == 0
    return len(starts) == len(ends) and (starts[0], ends[-1]) == (0, size)
