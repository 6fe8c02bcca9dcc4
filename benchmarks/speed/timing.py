"""The arithmetic of timings: medians of interleaved rounds, and ratios taken round by round.

A shared machine changes its pace from minute to minute. So contenders take turns, and a ratio is
the median over rounds of the two times of one round: what slows the round slows both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Measurement:
    """How long one contender took, or why it was not measured.

    Attributes:
        name: of the contender.
        seconds: CPU seconds of each round, in order.
        size: bytes of the pages (UTF-8), of each round.
        documents: how many pages.
        problem: why there are no seconds; empty if there are.
        note: what a reader must know to read the figure.
    """

    name: str
    seconds: tuple[float, ...] = ()
    size: int = 0
    documents: int = 0
    problem: str = ""
    note: str = ""

    @property
    def middle(self) -> float:
        """The median of the rounds, in seconds."""
        return median(self.seconds)

    @property
    def mb_per_second(self) -> float:
        return self.size / 1e6 / self.middle

    @property
    def documents_per_second(self) -> float:
        return self.documents / self.middle

    @property
    def spread(self) -> float:
        """Slowest round over fastest: 1.0 on a machine that does nothing else."""
        return max(self.seconds) / min(self.seconds)


def times_as_fast(one: Measurement, other: Measurement) -> float:
    """Return how many times as many MB `one` does in the time of `other`: median over rounds.

    >>> one = Measurement("one", (1.0, 2.0, 1.0), size=10)
    >>> other = Measurement("other", (2.0, 4.0, 3.0), size=10)
    >>> times_as_fast(one, other)
    2.0
    """
    pairs = zip(one.seconds, other.seconds, strict=True)
    return median((one.size / a) / (other.size / b) for a, b in pairs)


def paired_ratio(one: Sequence[float], other: Sequence[float]) -> float:
    """Return the median over rounds of one time by the other.

    >>> paired_ratio([2.0, 9.0, 4.0], [1.0, 3.0, 2.0])
    2.0
    """
    return median(a / b for a, b in zip(one, other, strict=True))
