"""Whether one run is better than another: paired bootstrap over the pages that both have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.errors import UsageError
from cleaner.measure.scores import MEASURES, PageScore

Matrix = NDArray[np.float64]

DRAWS: Final = 10_000
SEED: Final = 0
PORTIONS: Final = 20  # so that the draws of many pages need little memory
INTERVAL: Final = (2.5, 97.5)  # percentiles


@dataclass(frozen=True, slots=True)
class Difference:
    """By how much a measure differs, this run less the other, in percentage points.

    Attributes:
        measure: its name in Summary.
        this, other: the means over the pages that both runs have.
        low, high: 95 % of the draws of as many pages lie between these.
    """

    measure: str
    this: float
    other: float
    low: float
    high: float

    @property
    def mean(self) -> float:
        return self.this - self.other

    @property
    def is_sure(self) -> bool:
        """True if nought is outside of the interval."""
        return self.low > 0 or self.high < 0


def compare(this: Iterable[PageScore], other: Iterable[PageScore]) -> tuple[Difference, ...]:
    """Return the differences between two runs, page by page, with their uncertainty.

    See `pairs_of` for what is a pair. The draws are seeded: the same runs, the same interval.

    Raises:
        UsageError: the runs have no page in common.
    """
    pairs = pairs_of(this, other)
    if not pairs:
        raise UsageError("the two runs have no page in common; run both on the same texts")
    ours, theirs = (_shares([pair[side] for pair in pairs]) for side in (0, 1))
    low, high = np.percentile(_drawn_means(ours - theirs), INTERVAL, axis=0)
    return tuple(
        Difference(name, *map(float, numbers))
        for name, *numbers in zip(
            MEASURES, ours.mean(axis=0), theirs.mean(axis=0), low, high, strict=True
        )
    )


def pairs_of(
    this: Iterable[PageScore], other: Iterable[PageScore]
) -> list[tuple[PageScore, PageScore]]:
    """Return the pages that both runs have, in the order of the first.

    The same path and id are the same page. Elsewhere the file's own name stands for the path, as
    the texts may have moved, unless a run has several pages of that name and id.
    """
    ours, theirs = tuple(this), tuple(other)
    by_path = {(page.file, page.id): page for page in theirs}
    ours_by_name, theirs_by_name = _by_name(ours), _by_name(theirs)
    pairs = []
    for page in ours:
        match = by_path.get((page.file, page.id))
        if match is None and _name(page) in ours_by_name:
            match = theirs_by_name.get(_name(page))
        if match is not None:
            pairs.append((page, match))
    return pairs


def _by_name(pages: Sequence[PageScore]) -> dict[tuple[str, str], PageScore]:
    """Return the pages whose name no other page of the run has."""
    times = Counter(map(_name, pages))
    return {_name(page): page for page in pages if times[_name(page)] == 1}


def _name(page: PageScore) -> tuple[str, str]:
    """The file's own name, wherever it lies and whether it is packed, and the id."""
    return page.file.replace("\\", "/").rpartition("/")[2].removesuffix(".gz"), page.id


def _shares(pages: Sequence[PageScore]) -> Matrix:
    """Return what each page adds to each measure, in per cent, shape (pages, measures)."""
    return np.array([[100.0 * share(page) for share in MEASURES.values()] for page in pages])


def _drawn_means(differences: Matrix) -> Matrix:
    """Return the means of as many pages drawn with replacement, shape (draws, measures)."""
    draw, n = np.random.default_rng(SEED), len(differences)
    counts = (draw.multinomial(n, np.full(n, 1 / n), DRAWS // PORTIONS) for _ in range(PORTIONS))
    return np.concatenate([count @ differences / n for count in counts])
