"""Which weights can be counted with exactly: by doubles, by 16 bits, and by tables of fixed size.

A file of weights is what somebody wrote: all that the scorer, compiled or not, takes for granted of
its numbers is checked here, when they are read.
"""

from __future__ import annotations

from collections.abc import Mapping
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


def check_sums(numbers: Mapping[str, Any]) -> None:
    """Raise ValueError if a sum could pass 2**53, or there are more hidden units than are held.

    Args:
        numbers: by the names and of the shapes that `Weights` has.
    """
    bounds = zip(numbers["low"], numbers["high"], numbers["middle"], strict=True)
    reach = [max(1, *map(abs, three)) for three in bounds]
    if max(reach) > MOST_VALUE:
        raise ValueError(f"a feature is cut to more than {MOST_VALUE}")
    if len(numbers["out"]) > MOST_UNITS:
        raise ValueError(f"more than {MOST_UNITS:,} hidden units")
    first = _largest(numbers["own"], reach) + abs(numbers["own_base"])
    second = _largest(numbers["direct"], reach) + abs(numbers["base"])
    single = 0  # what counts though it is multiplied by nothing
    hinges = zip(numbers["hidden"], numbers["hidden_base"], numbers["out"], strict=True)
    for slopes, base, out in hinges:
        inner = _largest(slopes, reach) + abs(base)
        second += abs(out) * inner
        single = max(single, inner, abs(out))
    if max(first, second, single) >= EXACT:
        raise ValueError("weights too large for exact sums; train with more decay")


def _largest(slopes: Numbers, reach: list[int]) -> int:
    """Return how large a weighted sum of features can be."""
    return sum(abs(slope) * most for slope, most in zip(slopes, reach, strict=False))
