"""Scores for blocks: three stages of whole-number sums, and the terms they are made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cleaner.scoring import compiled
from cleaner.scoring.names import ALL_NAMES, DENIED, OWN_FEATURES, WINDOW_FEATURES
from cleaner.scoring.weights import Weights

if TYPE_CHECKING:
    from cleaner.scoring.batch import Bounds
    from cleaner.scoring.columns import Added, Scores

CHUNK_CHARS: Final = 1 << 18
"""Documents are scored together up to this many characters."""

BASE_TERM: Final = "any block"
_WORDS: Final = OWN_FEATURES | WINDOW_FEATURES

Term = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores of one document's blocks, in hundredths of a logit; 0 is undecided.

    Attributes:
        final: one score per block, body above and chrome below zero; None where it is blank.
    """

    final: tuple[int | None, ...]
    _added: Callable[[int], Added] = field(repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.final)

    def explain(self, block: int) -> tuple[Term, ...]:
        """Return (term in plain words, points in hundredths), the weightiest first.

        The points add up to the block's final score exactly. Within the reach of a block's own
        hidden units the score is a weighted sum: each term is what its feature adds compared
        with the mean block; the last, BASE_TERM, is what the mean block would have. Blank blocks
        have no terms.
        """
        score = self.final[block]
        if score is None:
            return ()
        points, values = self._added(block)
        terms = [
            (_WORDS[name] if value else DENIED.get(name, _WORDS[name]), added)
            for name, added, value in zip(ALL_NAMES, points, values, strict=True)
            if added
        ]
        terms.sort(key=lambda term: (-abs(term[1]), term[0]))
        return (*terms, (BASE_TERM, score - sum(added for _, added in terms)))


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
        evidence: for each, one code per block: what the rules said. 0 nothing, DROPPED,
            KEPT, 2 and more weak labels (see `names.LABELS`).
        weights: what was learnt.

    Raises:
        ValueError: blocks that do not tile their text, or evidence of another length.
    """
    if compiled.module():
        found = compiled.score_documents(texts, bounds, evidence, weights)
    else:
        found = _by_columns(texts, bounds, evidence, weights)
    return [Scored(*one) for one in found]


def _by_columns(
    texts: Sequence[str],
    bounds: Sequence[Bounds],
    evidence: Sequence[Sequence[int]],
    weights: Weights,
) -> list[Scores]:
    from cleaner.scoring.columns import score_chunk

    found: list[Scores] = []
    for low, high in _chunks([len(text) for text in texts]):
        found += score_chunk(texts[low:high], bounds[low:high], evidence[low:high], weights)
    return found


def _chunks(sizes: Sequence[int]) -> list[tuple[int, int]]:
    chunks, low, total = [], 0, 0
    for number, size in enumerate(sizes):
        if number > low and total + size > CHUNK_CHARS:
            chunks.append((low, number))
            low, total = number, 0
        total += size
    return [*chunks, (low, len(sizes))] if sizes else []
