"""Blocks + Matches + Weights -> Scores: how much each block looks like main content."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from cleaner.data import Blocks, Scores

if TYPE_CHECKING:
    from cleaner.scoring.weights import Weights


def score_blocks(
    documents: Sequence[tuple[Blocks, Sequence[int]]], weights: Weights
) -> list[Scores]:
    """Score the blocks of a batch of documents.

    Args:
        documents: for each its blocks, and for each block what the rules say of it (see
            `stages.verdicts.evidence`).
        weights: of the model.

    Returns:
        One `Scores` for each document: the same whether it comes alone or in a batch.
    """
    from cleaner.scoring.model import score_batch

    scored = score_batch(
        [blocks.document.text for blocks, _ in documents],
        [(blocks.starts, blocks.ends) for blocks, _ in documents],
        [said for _, said in documents],
        weights,
    )
    return [
        Scores([points or 0 for points in one.final], one.explain, weights.fingerprint)
        for one in scored
    ]
