"""Blocks of a page -> logits, and the terms they are made of: the two stages, text and tree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring.batch import Bounds
from cleaner.scoring.columns import BILLIONTHS
from cleaner.scoring.model import Term
from cleaner.scoring.names import OWN_FEATURES, WINDOW_FEATURES
from cleaner.scoring.net import Matrix, hinged
from cleaner.scoring.tables import LOGIT_CAP
from cleaner.scoring.tree.around import Lines, look_around
from cleaner.scoring.tree.facts import Facts
from cleaner.scoring.tree.names import FACTS
from cleaner.scoring.tree.weights import ALL_NAMES, FIRST_NAMES, WORDS, TreeArrays, TreeWeights
from cleaner.scoring.tree.windows import tree_windows
from cleaner.scoring.words import Ints

_N_FIRST: Final = len(FIRST_NAMES)
_OWN: Final = slice(0, len(OWN_FEATURES))
_FACTS: Final = slice(len(OWN_FEATURES), _N_FIRST)
_WINDOWS: Final = slice(_N_FIRST, _N_FIRST + len(WINDOW_FEATURES))
_AROUND: Final = slice(_N_FIRST + len(WINDOW_FEATURES), len(ALL_NAMES))
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
    _values: Matrix = field(repr=False, compare=False)
    _weights: TreeWeights = field(repr=False, compare=False)
    _known: list[Ints] = field(default_factory=list, repr=False, compare=False)

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
        values = self._values[:, row].astype(np.int64)
        points = _term_points(values, self._middle(), self._weights)
        filled = np.flatnonzero(points)
        points = points[filled] * percent // 100
        told = filled + len(ALL_NAMES) * (_IS_YES_OR_NO[filled] & (values[filled] == 0))
        order = np.lexsort((_PLACES[told], -abs(points)))
        names = [_TOLD[number] for number in told[order].tolist()]
        return tuple(zip(names, points[order].tolist(), strict=True))

    def _middle(self) -> Ints:
        """The page's mean block, in whole numbers; worked out once somebody looks."""
        if not self._known:
            sums = self._values.sum(axis=1).astype(np.int64)
            self._known.append(sums // max(self._values.shape[1], 1))
        return self._known[0]


def score_page(
    text: str, bounds: Bounds, evidence: Sequence[int], facts: Facts, weights: TreeWeights
) -> PageScores:
    """Return the scores of a page's blocks.

    Args:
        text: the blocks, each with a line end.
        bounds: (starts, ends) of the blocks; they tile the text.
        evidence: what the rules said, one code per block, see `model.score_batch`.
        facts: of the same blocks.
        weights: what was learnt.
    """
    shown = _cut(facts.values, weights.arrays)
    more = (weights.arrays.own[-len(FACTS) :].astype(np.float64) @ shown).astype(np.int64)
    lines = look_around(text, bounds, evidence, more, weights)
    block = np.flatnonzero(lines.row_of >= 0)
    values = _columns(lines, shown, facts, block, weights.arrays)
    logits = np.full(len(evidence), -LOGIT_CAP)
    logits[block] = _second_logits(values, weights)
    return PageScores(logits, lines.row_of, values, weights)


def _columns(lines: Lines, shown: Matrix, facts: Facts, block: Ints, arrays: TreeArrays) -> Matrix:
    """Return the features of all rows, shape (len(ALL_NAMES), rows), cut to their bounds."""
    values = np.empty((len(ALL_NAMES), len(block)))
    logits = np.zeros(len(facts.words2), np.int64)
    logits[block] = lines.first
    values[_OWN] = lines.own.T
    values[_FACTS] = shown[:, block]
    values[_WINDOWS] = lines.windows.T
    around = tree_windows(facts, logits)[:, block]
    low, high = arrays.low[_AROUND, None], arrays.high[_AROUND, None]
    values[_AROUND] = np.minimum(np.maximum(around, low), high)
    return values


def _cut(facts: NDArray[np.int16], arrays: TreeArrays) -> Matrix:
    """Return the facts cut to their bounds."""
    low, high = arrays.low[_FACTS, None], arrays.high[_FACTS, None]
    return np.minimum(np.maximum(facts, low), high).astype(np.float64)


def _second_logits(values: Matrix, weights: TreeWeights) -> Ints:
    arrays = weights.arrays
    out = arrays.out.astype(np.float64)
    sums = hinged(weights.second, arrays.hidden_base, out, values) + arrays.base
    logits: Ints = np.floor(sums / BILLIONTHS).astype(np.int64)
    return logits


def _term_points(values: Ints, middle: Ints, weights: TreeWeights) -> Ints:
    """Return what each feature adds to a row's logit against the mean block, in hundredths."""
    arrays, hidden = weights.arrays, weights.second[:-1]
    active = hidden @ values.astype(np.float64) + arrays.hidden_base > 0
    worth = (arrays.out * active).astype(np.float64) @ hidden + weights.second[-1]
    points: Ints = worth.astype(np.int64) * (values - middle) // BILLIONTHS
    return points
