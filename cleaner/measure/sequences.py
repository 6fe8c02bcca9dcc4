"""Longest common subsequences, by rapidfuzz: the only place that imports it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

from cleaner.errors import MissingLibraryError

try:
    from rapidfuzz.distance import LCSseq
except ImportError as error:
    raise MissingLibraryError("rapidfuzz", "eval") from error


class Run(NamedTuple):
    """Items that two sequences share in a row: from `a` in the one, from `b` in the other."""

    a: int
    b: int
    size: int


def shared_length(one: str, other: str) -> int:
    """Return the length of the longest common subsequence."""
    return LCSseq.similarity(one, other)


def shared_runs(one: Sequence[Hashable], other: Sequence[Hashable]) -> list[Run]:
    """Return the runs of one longest common subsequence, in order."""
    if not one or not other:
        return []
    blocks = LCSseq.editops(one, other).as_matching_blocks()
    return [Run(block.a, block.b, block.size) for block in blocks if block.size]
