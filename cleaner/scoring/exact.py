"""Which weights can be counted with exactly: by doubles, by 16 bits, and by tables of fixed size.

A file of weights is what somebody wrote: all that the scorer, compiled or not, takes for granted of
its numbers is checked here, when they are read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

EXACT: Final = 2**53
"""Below that floats hold every whole number."""

MOST_VALUE: Final = 2**15 - 1
"""No feature is cut to more, so that it fits 16 bits."""

MOST_POINTS: Final = 2**31 - 1
MOST_ENTRIES: Final = 65_000  # of the lexicon and learnt, so that 16 bits number them
MOST_UNITS: Final = 4_096

Numbers = tuple[int, ...]


def check_words(words: Mapping[str, int], n_entries: int) -> None:
    """Raise ValueError if learnt words are too many, or their points too large, to be looked up.

    Args:
        words: points by entry.
        n_entries: of the lexicon and learnt.
    """
    if n_entries > MOST_ENTRIES:
        raise ValueError(f"{n_entries:,} words, {MOST_ENTRIES:,} are the most")
    if max(map(abs, words.values()), default=0) > MOST_POINTS:
        raise ValueError(f"a word has more than {MOST_POINTS:,} points")


def check_sums(own: Numbers, own_base: int, stages: Sequence[Any]) -> None:
    """Raise ValueError if a sum could pass 2**53, or there are more hidden units than are held.

    Args:
        own, own_base: as `Weights` has them.
        stages: those that look around, see `weights.Stage`.
    """
    reaches = [_reach(stage) for stage in stages]
    if max(map(max, reaches)) > MOST_VALUE:
        raise ValueError(f"a feature is cut to more than {MOST_VALUE}")
    if max(len(stage.out) for stage in stages) > MOST_UNITS:
        raise ValueError(f"more than {MOST_UNITS:,} hidden units")
    sums = [_largest(own, reaches[0]) + abs(own_base)]
    sums += map(_largest_of_stage, stages, reaches)
    if max(sums) >= EXACT:
        raise ValueError("weights too large for exact sums; train with more decay")


def _reach(stage: Any) -> list[int]:
    """Return how far each feature of a stage can be from nought, at least 1."""
    bounds = zip(stage.low, stage.high, stage.middle, strict=True)
    return [max(1, *map(abs, three)) for three in bounds]


def _largest_of_stage(stage: Any, reach: list[int]) -> int:
    """Return the largest number that a stage can come to."""
    total: int = _largest(stage.direct, reach) + abs(stage.base)
    single = 0  # what counts though it is multiplied by nothing
    for slopes, base, out in zip(stage.hidden, stage.hidden_base, stage.out, strict=True):
        inner = _largest(slopes, reach) + abs(base)
        total += abs(out) * inner
        single = max(single, inner, abs(out))
    return max(total, single)


def _largest(slopes: Numbers, reach: list[int]) -> int:
    """Return how large a weighted sum of features can be."""
    return sum(abs(slope) * most for slope, most in zip(slopes, reach, strict=False))
