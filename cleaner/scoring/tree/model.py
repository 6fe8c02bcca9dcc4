"""Blocks of a page -> logits, and the terms they are made of: the two stages, text and tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring.batch import Bounds
from cleaner.scoring.columns import first_logits
from cleaner.scoring.features import Rows, fill, own_features
from cleaner.scoring.model import Term
from cleaner.scoring.names import OWN_FEATURES, WINDOW_FEATURES
from cleaner.scoring.net import Matrix, hinged
from cleaner.scoring.tables import LOGIT_CAP
from cleaner.scoring.tree.facts import Facts
from cleaner.scoring.tree.names import FACTS
from cleaner.scoring.tree.weights import ALL_NAMES, FIRST_NAMES, WORDS, TreeArrays, TreeWeights
from cleaner.scoring.tree.windows import tree_windows
from cleaner.scoring.windows import window_features
from cleaner.scoring.words import Ints

_BILLIONTHS: Final = 10_000_000  # in one hundredth
_YES_OR_NO: Final = frozenset(
    name for name in FACTS if name.startswith(("tag_", "in_", "near_", "far_", "all_", "outside_"))
) - {"tag_prose"}
_IS_YES_OR_NO: Final = np.array([name in _YES_OR_NO for name in ALL_NAMES])
_TOLD: Final = [f"{no}{WORDS[name]}" for no in ("", "not ") for name in ALL_NAMES]
"""The features in plain words, and again as what a block is not."""

_PLACES: Final = np.argsort(np.array(sorted(range(len(_TOLD)), key=_TOLD.__getitem__)))
"""Where each stands in the alphabet."""


@dataclass(frozen=True, slots=True)
class PageScores:
    """The scores of a page's n blocks.

    Attributes:
        logits: shape (n,), in hundredths.
    """

    logits: Ints
    _rows: Ints = field(repr=False, compare=False)
    _values: NDArray[np.int16] = field(repr=False, compare=False)
    _middle: Ints = field(repr=False, compare=False)
    _weights: TreeWeights = field(repr=False, compare=False)

    def explain(self, block: int, percent: int = 100) -> tuple[Term, ...]:
        """Return (term in plain words, points in hundredths), the weightiest first.

        Within the reach of a block's own hidden units the logit is a weighted sum: each term is
        what a feature adds compared with the page's mean block, so that what is the same for the
        whole page is no reason for any block of it.

        Args:
            block: its number.
            percent: how much of the points is believed.
        """
        row = self._rows[block]
        if row < 0:
            return ()
        values = self._values[:, row]
        points = _term_points(values, self._middle, self._weights)
        filled = np.flatnonzero(points)
        points = points[filled] * percent // 100
        told = filled + len(ALL_NAMES) * (_IS_YES_OR_NO[filled] & (values[filled] == 0))
        order = np.lexsort((_PLACES[told], -abs(points)))
        names = [_TOLD[number] for number in told[order].tolist()]
        return tuple(zip(names, points[order].tolist(), strict=True))


def score_page(
    text: str, bounds: Bounds, evidence: Sequence[int], facts: Facts, weights: TreeWeights
) -> PageScores:
    """Return the scores of a page's blocks.

    Args:
        text: the blocks, each with a line end.
        bounds: (starts, ends) of the blocks; they tile the text.
        evidence: what the rules said, one code per block, see `scoring.features.LABELS`.
        facts: of the same blocks.
        weights: what was learnt.
    """
    arrays = weights.arrays
    rows = own_features([text], [bounds], [evidence], weights.vocabulary)
    values = np.empty((len(ALL_NAMES), len(rows.block)))
    own, around = values[: len(FIRST_NAMES)], values[len(FIRST_NAMES) :]
    fill(own, rows.columns, tuple(OWN_FEATURES))
    own[-len(FACTS) :] = facts.values[:, rows.block]
    _cut(own, arrays, slice(None, len(FIRST_NAMES)))
    slopes = arrays.own.astype(np.float64)
    first = first_logits(own, rows.evidence, slopes, int(arrays.own_base[0]))
    _fill_windows(around, rows, facts, first)
    _cut(around, arrays, slice(len(FIRST_NAMES), None))
    logits = np.full(len(evidence), -LOGIT_CAP)
    logits[rows.block] = _second_logits(values, weights)
    row_of = np.full(len(evidence), -1)
    row_of[rows.block] = np.arange(len(rows.block))
    small = values.astype(np.int16)
    return PageScores(logits, row_of, small, _middle(small), weights)


def _middle(values: NDArray[np.int16]) -> Ints:
    """The page's mean block, in whole numbers."""
    middle: Ints = values.sum(axis=1, dtype=np.int64) // max(values.shape[1], 1)
    return middle


def _fill_windows(values: Matrix, rows: Rows, facts: Facts, first: Ints) -> None:
    fill(values, window_features(rows, first), tuple(WINDOW_FEATURES))
    logits = np.zeros(len(facts.words2), np.int64)
    logits[rows.block] = first
    values[len(WINDOW_FEATURES) :] = tree_windows(facts, logits)[:, rows.block]


def _cut(values: Matrix, arrays: TreeArrays, part: slice) -> None:
    np.clip(values, arrays.low[part, None], arrays.high[part, None], out=values)


def _second_logits(values: Matrix, weights: TreeWeights) -> Ints:
    arrays = weights.arrays
    out = arrays.out.astype(np.float64)
    sums = hinged(weights.second, arrays.hidden_base, out, values) + arrays.base
    logits: Ints = np.floor(sums / _BILLIONTHS).astype(np.int64)
    return logits


def _term_points(values: NDArray[np.int16], middle: Ints, weights: TreeWeights) -> Ints:
    """Return what each feature adds to a row's logit against the mean block, in hundredths."""
    arrays, hidden = weights.arrays, weights.second[:-1]
    active = hidden @ values.astype(np.float64) + arrays.hidden_base > 0
    worth = (arrays.out * active).astype(np.float64) @ hidden + weights.second[-1]
    points: Ints = worth.astype(np.int64) * (values - middle) // _BILLIONTHS
    return points
