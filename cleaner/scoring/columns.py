"""Both stages in numpy: what is done where the compiled scorer is not there, and by training."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring.batch import Bounds
from cleaner.scoring.features import Rows, fill, own_features
from cleaner.scoring.names import ALL_NAMES, OWN_NAMES, WINDOW_FEATURES
from cleaner.scoring.net import Matrix, hinged, linear
from cleaner.scoring.tables import LOGIT_CAP
from cleaner.scoring.weights import Weights
from cleaner.scoring.windows import window_features
from cleaner.scoring.wording import Vocabulary, vocabulary_of
from cleaner.scoring.words import Ints

_MILLIONTHS, _BILLIONTHS = 10_000, 10_000_000  # in one hundredth
_CHROME, _BODY = -1, 1  # evidence that settles a block

Column = tuple[int | None, ...]
Scores = tuple[Column, Column, Callable[[int], Sequence[int]]]
"""Final and first scores of the blocks of a document, and what each feature adds to a block's."""


@dataclass(frozen=True, slots=True)
class Matrices:
    """The numbers of Weights as arrays; those in floats are for exact sums by matrix products.

    Attributes:
        low, high: shape (f, 1), floats.
        own: shape (own features,), floats.
        second: shape (h + 1, f), floats: the hidden units, and `direct` as last row.
        out: shape (h,), floats.
        hidden_base: shape (h,).
        middle: shape (f,).
        vocabulary: the words.
    """

    low: Matrix
    high: Matrix
    own: Matrix
    second: Matrix
    out: Matrix
    hidden_base: Ints
    middle: Ints
    vocabulary: Vocabulary


def matrices_of(weights: Weights) -> Matrices:
    """Return the numbers of weights as arrays, made once."""
    return weights.made("matrices", _matrices)


def score_chunk(
    texts: Sequence[str],
    bounds: Sequence[Bounds],
    evidence: Sequence[Sequence[int]],
    weights: Weights,
) -> list[Scores]:
    """Return the scores of documents, see `model.score_batch`.

    Raises:
        ValueError: blocks that do not tile their text, or evidence of another length.
    """
    matrices = matrices_of(weights)
    rows = own_features(texts, bounds, evidence, matrices.vocabulary)
    values = np.empty((len(ALL_NAMES), len(rows.block)))
    own, around = values[: len(OWN_NAMES)], values[len(OWN_NAMES) :]
    fill(own, rows.columns, OWN_NAMES)
    _cut(own, matrices, slice(None, len(OWN_NAMES)))
    first = first_logits(own, rows.evidence, matrices.own, weights.own_base)
    fill(around, window_features(rows, first), tuple(WINDOW_FEATURES))
    _cut(around, matrices, slice(len(OWN_NAMES), None))
    final = _second_logits(values, matrices, weights.base)
    return _split(bounds, rows, (first, final), values, weights)


def first_logits(own: Matrix, evidence: Ints, slopes: Matrix, base: int) -> Ints:
    """Return first-stage logits in hundredths, what the rules settled put in.

    Args:
        own: own features, shape (own features, rows), cut to their bounds.
        evidence: shape (rows,).
        slopes, base: `Weights.own` and `Weights.own_base`.
    """
    sums = np.floor((linear(slopes, own) + base) / _MILLIONTHS).astype(np.int64)
    logits = np.minimum(np.maximum(sums, -LOGIT_CAP), LOGIT_CAP)
    logits[evidence == _CHROME] = -LOGIT_CAP
    logits[evidence == _BODY] = LOGIT_CAP
    return logits


def _matrices(weights: Weights) -> Matrices:
    second = np.array([*weights.hidden, weights.direct], np.float64)
    return Matrices(
        low=np.array(weights.low, np.float64)[:, None],
        high=np.array(weights.high, np.float64)[:, None],
        own=np.array(weights.own, np.float64),
        second=second,
        out=np.array(weights.out, np.float64),
        hidden_base=np.array(weights.hidden_base, np.int64),
        middle=np.array(weights.middle, np.int64),
        vocabulary=vocabulary_of(weights.entries),
    )


def _cut(values: Matrix, matrices: Matrices, part: slice) -> None:
    np.maximum(values, matrices.low[part], out=values)
    np.minimum(values, matrices.high[part], out=values)


def _second_logits(values: Matrix, matrices: Matrices, base: int) -> Ints:
    sums = hinged(matrices.second, matrices.hidden_base, matrices.out, values) + base
    logits: Ints = np.floor(sums / _BILLIONTHS).astype(np.int64)
    return logits


def _split(
    bounds: Sequence[Bounds],
    rows: Rows,
    logits: tuple[Ints, Ints],
    values: Matrix,
    weights: Weights,
) -> list[Scores]:
    counts = [len(starts) for starts, _ in bounds]
    row_of = np.full(sum(counts), -1)
    row_of[rows.block] = np.arange(len(rows.block))
    blank = np.flatnonzero(row_of < 0).tolist()
    first, final = (_with_blanks(column, row_of, blank) for column in logits)
    points = _Points(values.astype(np.int16), matrices_of(weights))
    scored, low = [], 0
    for count in counts:
        part = slice(low, low + count)
        scored.append((tuple(final[part]), tuple(first[part]), points.of(row_of[part])))
        low += count
    return scored


def _with_blanks(logits: Ints, row_of: Ints, blank: list[int]) -> list[int | None]:
    column: list[int | None] = np.append(logits, 0)[row_of].tolist()
    for place in blank:
        column[place] = None
    return column


@dataclass(frozen=True, slots=True)
class _Points:
    """What features add to scores; `values` has shape (f, rows)."""

    values: NDArray[np.int16]
    matrices: Matrices

    def of(self, row_of: Ints) -> Callable[[int], Sequence[int]]:
        """Return what gives the points of a document's blocks."""
        return lambda block: self._of_row(row_of[block])

    def _of_row(self, row: int) -> Sequence[int]:
        x = self.values[:, row].astype(np.int64)
        matrices = self.matrices
        hidden, direct = matrices.second[:-1], matrices.second[-1]
        active = hidden @ x + matrices.hidden_base > 0
        worth = (direct + matrices.out[active] @ hidden[active]).astype(np.int64)
        points: list[int] = (worth * (x - matrices.middle) // _BILLIONTHS).tolist()
        return points
