"""Scores for blocks: two stages of whole-number sums, and the terms they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring.batch import Bounds
from cleaner.scoring.features import OWN_FEATURES, Rows, fill, own_features
from cleaner.scoring.net import hinged, linear
from cleaner.scoring.weights import ALL_NAMES, OWN_NAMES, Matrix, Weights
from cleaner.scoring.windows import LOGIT_CAP, WINDOW_FEATURES, window_features
from cleaner.scoring.words import Ints

CHROME, BODY = -1, 1
"""Evidence that settles a block."""

CHUNK_CHARS: Final = 1 << 18
"""Documents are scored together up to this many characters."""

BASE_TERM: Final = "any block"
_WORDS: Final = OWN_FEATURES | WINDOW_FEATURES
_MILLIONTHS, _BILLIONTHS = 10_000, 10_000_000  # in one hundredth

Term = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of one document's blocks, in hundredths of a logit; 0 is undecided.

    Attributes:
        final: one score per block, body above and chrome below zero; None where it is blank.
        first: what each block scores by itself, same form, evidence already in it.
    """

    final: tuple[int | None, ...]
    first: tuple[int | None, ...]
    _rows: Ints = field(repr=False, compare=False)
    _values: NDArray[np.int16] = field(repr=False, compare=False)
    _weights: Weights = field(repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.final)

    def explain(self, block: int) -> tuple[Term, ...]:
        """Return (term in plain words, points in hundredths), the weightiest first.

        The points add up to the block's final score exactly. Within the reach of a block's own
        hidden units the score is a weighted sum: each term is what its feature adds compared
        with the mean block, BASE_TERM what the mean block would have. Blank blocks have no terms.
        """
        row = self._rows[block]
        score = self.final[block]
        if row < 0 or score is None:
            return ()
        points = _term_points(self._values[:, row], self._weights)
        terms = [(_WORDS[name], int(p)) for name, p in zip(ALL_NAMES, points, strict=True) if p]
        terms.append((BASE_TERM, score - sum(p for _, p in terms)))
        return tuple(sorted(terms, key=lambda term: (-abs(term[1]), term[0])))


def score_batch(
    texts: Sequence[str],
    bounds: Sequence[Bounds],
    evidence: Sequence[Sequence[int]],
    weights: Weights,
) -> list[Scored]:
    """Return the scores of many documents; each gets what it would get alone.

    Args:
        texts: the documents.
        bounds: for each, (starts, ends) of all its blocks: code points, half-open, tiling the
            text, line ends included.
        evidence: for each, one code per block: what the rules said. 0 nothing, -1 chrome, 1 body,
            2 and more weak labels (see `features.LABELS`).
        weights: what was learnt.

    Raises:
        ValueError: blocks that do not tile their text, or evidence of another length.
    """
    scored: list[Scored] = []
    for low, high in _chunks([len(text) for text in texts]):
        scored += _score_chunk(texts[low:high], bounds[low:high], evidence[low:high], weights)
    return scored


def score(text: str, bounds: Bounds, evidence: Sequence[int], weights: Weights) -> Scored:
    """Return the scores of one document; see `score_batch`."""
    return score_batch([text], [bounds], [evidence], weights)[0]


def first_logits(own: Matrix, evidence: Ints, slopes: Matrix, base: int) -> Ints:
    """Return first-stage logits in hundredths, what the rules settled put in.

    Args:
        own: own features, shape (own features, rows), cut to their bounds.
        evidence: shape (rows,).
        slopes, base: `Weights.own` and `Weights.own_base`.
    """
    sums = np.floor((linear(slopes, own) + base) / _MILLIONTHS).astype(np.int64)
    logits = np.minimum(np.maximum(sums, -LOGIT_CAP), LOGIT_CAP)
    logits[evidence == CHROME] = -LOGIT_CAP
    logits[evidence == BODY] = LOGIT_CAP
    return logits


def _chunks(sizes: Sequence[int]) -> list[tuple[int, int]]:
    chunks, low, total = [], 0, 0
    for number, size in enumerate(sizes):
        if number > low and total + size > CHUNK_CHARS:
            chunks.append((low, number))
            low, total = number, 0
        total += size
    return [*chunks, (low, len(sizes))] if sizes else []


def _score_chunk(
    texts: Sequence[str],
    bounds: Sequence[Bounds],
    evidence: Sequence[Sequence[int]],
    weights: Weights,
) -> list[Scored]:
    rows = own_features(texts, bounds, evidence, weights.vocabulary)
    values = np.empty((len(ALL_NAMES), len(rows.block)))
    own, around = values[: len(OWN_NAMES)], values[len(OWN_NAMES) :]
    fill(own, rows.columns, OWN_NAMES)
    _cut(own, weights, slice(None, len(OWN_NAMES)))
    first = first_logits(own, rows.evidence, weights.matrices.own, weights.own_base)
    fill(around, window_features(rows, first), tuple(WINDOW_FEATURES))
    _cut(around, weights, slice(len(OWN_NAMES), None))
    final = _second_logits(values, weights)
    return _split(bounds, rows, (first, final), values, weights)


def _cut(values: Matrix, weights: Weights, part: slice) -> None:
    np.maximum(values, weights.matrices.low[part], out=values)
    np.minimum(values, weights.matrices.high[part], out=values)


def _second_logits(values: Matrix, weights: Weights) -> Ints:
    parts = weights.matrices
    sums = hinged(parts.second, weights.hidden_base, parts.out, values) + weights.base
    logits: Ints = np.floor(sums / _BILLIONTHS).astype(np.int64)
    return logits


def _split(
    bounds: Sequence[Bounds],
    rows: Rows,
    logits: tuple[Ints, Ints],
    values: Matrix,
    weights: Weights,
) -> list[Scored]:
    counts = [len(starts) for starts, _ in bounds]
    row_of = np.full(sum(counts), -1)
    row_of[rows.block] = np.arange(len(rows.block))
    blank = np.flatnonzero(row_of < 0).tolist()
    first, final = (_with_blanks(column, row_of, blank) for column in logits)
    small = values.astype(np.int16)
    scored, low = [], 0
    for count in counts:
        part = slice(low, low + count)
        scored.append(Scored(tuple(final[part]), tuple(first[part]), row_of[part], small, weights))
        low += count
    return scored


def _with_blanks(logits: Ints, row_of: Ints, blank: list[int]) -> list[int | None]:
    column: list[int | None] = np.append(logits, 0)[row_of].tolist()
    for place in blank:
        column[place] = None
    return column


def _term_points(values: NDArray[np.int16], weights: Weights) -> Ints:
    """Return what each feature adds to a row's score against the mean block, in hundredths."""
    x = values.astype(np.int64)
    active = weights.hidden @ x + weights.hidden_base > 0
    worth = weights.direct + weights.out[active] @ weights.hidden[active]
    points: Ints = worth * (x - weights.middle) // _BILLIONTHS
    return points
