"""All stages in numpy: what is done where the compiled scorer is not there, and by training."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cleaner.data import DROPPED, KEPT
from cleaner.scoring.batch import Bounds
from cleaner.scoring.features import Rows, fill, own_features
from cleaner.scoring.names import ALL_NAMES, OWN_NAMES, WINDOW_FEATURES
from cleaner.scoring.net import Matrix, hinged, linear
from cleaner.scoring.tables import LOGIT_CAP
from cleaner.scoring.weights import Stage, Weights
from cleaner.scoring.windows import window_features
from cleaner.scoring.wording import Vocabulary, vocabulary_of
from cleaner.scoring.words import Ints

MILLIONTHS, BILLIONTHS = 10_000, 10_000_000  # in one hundredth
_OWN, _AROUND = slice(None, len(OWN_NAMES)), slice(len(OWN_NAMES), None)

Column = tuple[int | None, ...]
Added = tuple[Sequence[int], Sequence[int]]
"""What each feature adds to a block's score, and its value, as the first of the stages has it."""

Scores = tuple[Column, Callable[[int], Added]]
"""Final scores of the blocks of a document, and what tells why."""


@dataclass(frozen=True, slots=True)
class StageMatrices:
    """The numbers of a Stage as arrays; those in floats are for exact sums by matrix products.

    Attributes:
        low, high: shape (f, 1), floats.
        slopes: shape (h + 1, f), floats: the hidden units, and `direct` as last row.
        out: shape (h,), floats.
        hidden_base: shape (h,).
        middle: shape (f,).
        base: the constant.
    """

    low: Matrix
    high: Matrix
    slopes: Matrix
    out: Matrix
    hidden_base: Ints
    middle: Ints
    base: int

    def cut(self, values: Matrix, part: slice) -> None:
        """Cut some features, shape (features of the part, rows), to their bounds."""
        np.maximum(values, self.low[part], out=values)
        np.minimum(values, self.high[part], out=values)

    def logits(self, values: Matrix) -> Ints:
        """Return logits in hundredths of values of shape (f, rows)."""
        sums = hinged(self.slopes, self.hidden_base, self.out, values) + self.base
        found: Ints = np.floor(sums / BILLIONTHS).astype(np.int64)
        return found


@dataclass(frozen=True, slots=True)
class Matrices:
    """The numbers of Weights as arrays.

    Attributes:
        own: shape (own features,), floats.
        stages: the second and the third.
        vocabulary: the words.
    """

    own: Matrix
    stages: tuple[StageMatrices, StageMatrices]
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
    second, third = matrices.stages
    rows = own_features(texts, bounds, evidence, matrices.vocabulary)
    values = np.empty((2, len(ALL_NAMES), len(rows.block)))
    own = values[0, : len(OWN_NAMES)]
    fill(own, rows.columns, OWN_NAMES)
    second.cut(own, _OWN)
    first = first_logits(own, rows.evidence, matrices.own, weights.own_base)
    looked = _look_around(second, values[0], rows, first)
    values[1, _OWN] = own
    third.cut(values[1, _OWN], _OWN)
    again = _look_around(third, values[1], rows, settled(looked, rows.evidence))
    return _split(bounds, rows, mean_of(looked, again), values, weights)


def first_logits(own: Matrix, evidence: Ints, slopes: Matrix, base: int) -> Ints:
    """Return first-stage logits in hundredths, what the rules settled put in.

    Args:
        own: own features, shape (own features, rows), cut to their bounds.
        evidence: shape (rows,).
        slopes, base: `Weights.own` and `Weights.own_base`.
    """
    sums = np.floor((linear(slopes, own) + base) / MILLIONTHS).astype(np.int64)
    return settled(sums, evidence)


def settled(logits: Ints, evidence: Ints) -> Ints:
    """Return logits within LOGIT_CAP, with what the rules settled put in."""
    found = np.minimum(np.maximum(logits, -LOGIT_CAP), LOGIT_CAP)
    found[evidence == DROPPED] = -LOGIT_CAP
    found[evidence == KEPT] = LOGIT_CAP
    return found


def mean_of(second: Ints, third: Ints) -> Ints:
    """Return the final logits: each of the two stages errs where the other does not."""
    return (second + third) // 2


def _look_around(stage: StageMatrices, values: Matrix, rows: Rows, logits: Ints) -> Ints:
    """Fill in what stands around each row, judged by `logits`; return the stage's own."""
    around = values[_AROUND]
    fill(around, window_features(rows, logits), tuple(WINDOW_FEATURES))
    stage.cut(around, _AROUND)
    return stage.logits(values)


def _matrices(weights: Weights) -> Matrices:
    second, third = map(_stage_matrices, weights.stages)
    own = np.array(weights.own, np.float64)
    return Matrices(own, (second, third), vocabulary_of(weights.entries))


def _stage_matrices(stage: Stage) -> StageMatrices:
    return StageMatrices(
        low=np.array(stage.low, np.float64)[:, None],
        high=np.array(stage.high, np.float64)[:, None],
        slopes=np.array([*stage.hidden, stage.direct], np.float64),
        out=np.array(stage.out, np.float64),
        hidden_base=np.array(stage.hidden_base, np.int64),
        middle=np.array(stage.middle, np.int64),
        base=stage.base,
    )


def _split(
    bounds: Sequence[Bounds],
    rows: Rows,
    logits: Ints,
    values: Matrix,
    weights: Weights,
) -> list[Scores]:
    counts = [len(starts) for starts, _ in bounds]
    row_of = np.full(sum(counts), -1)
    row_of[rows.block] = np.arange(len(rows.block))
    final = _with_blanks(logits, row_of)
    points = _Points(values.astype(np.int16), matrices_of(weights))
    scored, low = [], 0
    for count in counts:
        part = slice(low, low + count)
        scored.append((tuple(final[part]), points.of(row_of[part])))
        low += count
    return scored


def _with_blanks(logits: Ints, row_of: Ints) -> list[int | None]:
    column: list[int | None] = np.append(logits, 0)[row_of].tolist()
    for place in np.flatnonzero(row_of < 0).tolist():
        column[place] = None
    return column


@dataclass(frozen=True, slots=True)
class _Points:
    """What features add to scores; `values` has shape (2, f, rows): of each stage."""

    values: NDArray[np.int16]
    matrices: Matrices

    def of(self, row_of: Ints) -> Callable[[int], Added]:
        """Return what tells the points of a document's blocks."""
        return lambda block: self._of_row(row_of[block])

    def _of_row(self, row: int) -> Added:
        second, third = (
            _points_of(stage, values[:, row].astype(np.int64))
            for stage, values in zip(self.matrices.stages, self.values, strict=True)
        )
        return mean_of(second, third).tolist(), self.values[0, :, row].tolist()


def _points_of(stage: StageMatrices, x: Ints) -> Ints:
    """Return what each feature of a row adds to a stage's logit against the mean block."""
    hidden, direct = stage.slopes[:-1], stage.slopes[-1]
    active = hidden @ x + stage.hidden_base > 0
    worth = (direct + stage.out[active] @ hidden[active]).astype(np.int64)
    points: Ints = worth * (x - stage.middle) // BILLIONTHS
    return points
