"""Blocks + Matches + Weights -> Scores: how much each block looks like main content.

Rules speak first: what they drop is not there for the scorer, so that a donation appeal can neither
open the body nor stand in its way. The score of a text is thus that of what the rules leave of it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cleaner.columns import runs
from cleaner.data import DROPPED, Blocks, Scores

if TYPE_CHECKING:
    from cleaner.scoring.model import Scored
    from cleaner.scoring.weights import Weights

_IS_DROPPED = bytes(byte == DROPPED % 256 for byte in range(256))


def score_blocks(
    documents: Sequence[tuple[Blocks, Sequence[int]]], weights: Weights
) -> list[Scores]:
    """Score the blocks of a batch of documents.

    Args:
        documents: for each its blocks, and for each block what the rules say of it (see
            `stages.evidence`).
        weights: of the model.

    Returns:
        One `Scores` for each document: the same whether it comes alone or in a batch. Dropped and
        blank blocks have 0 points.
    """
    from cleaner.scoring.model import score_batch

    left = [_left_by_rules(blocks, codes) for blocks, codes in documents]
    scored = score_batch(
        [one.text for one in left],
        [(one.starts, one.ends) for one in left],
        [one.codes for one in left],
        weights,
    )
    return [
        _scores(one, rest.rows, len(blocks))
        for one, rest, (blocks, _) in zip(scored, left, documents, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Left:
    """What the rules leave of a document: its text, and the blocks in it.

    Attributes:
        rows: shape (n,), which blocks of the document are left, in order.
        starts, ends: shape (n,), where they stand in the text that is left.
        codes: shape (n,), what the rules say of them.
    """

    text: str
    rows: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]
    codes: Sequence[int]


def _left_by_rules(blocks: Blocks, codes: Sequence[int]) -> _Left:
    text, starts, ends = blocks.plain, blocks.starts, blocks.ends
    dropped = array("b", codes).tobytes().translate(_IS_DROPPED)
    if 1 not in dropped:
        return _Left(text, range(len(blocks)), starts, ends, codes)
    parts: list[str] = []
    rows: list[int] = []
    left: list[int] = []
    said: list[int] = []
    size = 0
    for first, last in runs(dropped, 0):
        shift = starts[first] - size  # blocks tile the text
        left += [start - shift for start in starts[first:last]] if shift else starts[first:last]
        parts.append(text[starts[first] : ends[last - 1]])
        size += len(parts[-1])
        rows += range(first, last)
        said += codes[first:last]
    return _Left("".join(parts), rows, left, [*left[1:], size] if left else [], said)


def _scores(scored: Scored, rows: Sequence[int], n: int) -> Scores:
    points = [value or 0 for value in scored.final]
    if len(rows) == n:
        return Scores(points, scored.explain)
    spread = [0] * n
    for row, value in zip(rows, points, strict=True):
        spread[row] = value

    def explain(row: int) -> Sequence[tuple[str, int]]:
        place = bisect_left(rows, row)
        return scored.explain(place) if place < len(rows) and rows[place] == row else ()

    return Scores(spread, explain)
