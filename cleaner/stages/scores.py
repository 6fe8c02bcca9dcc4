"""Blocks + Matches + Weights -> Scores: how much each block looks like main content.

Rules speak first: what they drop is not there for the scorer, so that a donation appeal can neither
open the body nor stand in its way. The score of a text is thus that of what the rules leave of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from cleaner.data import Blocks, Scores

if TYPE_CHECKING:
    from cleaner.scoring.model import Scored
    from cleaner.scoring.weights import Weights

DROPPED = -1  # evidence: a confident rule says drop


def score_blocks(
    documents: Sequence[tuple[Blocks, Sequence[int]]], weights: Weights
) -> list[Scores]:
    """Score the blocks of a batch of documents.

    Args:
        documents: for each its blocks, and for each block what the rules say of it (see
            `stages.verdicts.evidence`).
        weights: of the model.

    Returns:
        One `Scores` for each document: the same whether it comes alone or in a batch. Dropped and
        blank blocks have 0 points.
    """
    from cleaner.scoring.model import score_batch

    left = [[r for r, code in enumerate(said) if code != DROPPED] for _, said in documents]
    texts = []
    bounds = []
    for (blocks, _), rows in zip(documents, left, strict=True):
        text, ends = _without_dropped(blocks, rows)
        texts.append(text)
        bounds.append(([0, *ends[:-1]] if ends else [], ends))
    said = [[codes[r] for r in rows] for (_, codes), rows in zip(documents, left, strict=True)]
    scored = score_batch(texts, bounds, said, weights)
    return [
        _scores(one, rows, len(blocks), weights.fingerprint)
        for one, rows, (blocks, _) in zip(scored, left, documents, strict=True)
    ]


def _without_dropped(blocks: Blocks, rows: Sequence[int]) -> tuple[str, list[int]]:
    """Return the text of the rows alone, and where each of them ends in it."""
    text, starts, ends = blocks.document.text, blocks.starts, blocks.ends
    if len(rows) == len(blocks):
        return text, list(ends)
    parts = [text[starts[r] : ends[r]] for r in rows]
    return "".join(parts), list(accumulate(map(len, parts)))


def _scores(scored: Scored, rows: Sequence[int], n: int, fingerprint: str) -> Scores:
    points = [0] * n
    place = {}
    for i, (row, value) in enumerate(zip(rows, scored.final, strict=True)):
        points[row] = value or 0
        place[row] = i

    def explain(row: int) -> Sequence[tuple[str, int]]:
        return scored.explain(place[row]) if row in place else ()

    return Scores(points, explain, fingerprint)
