"""Labelled pages, and all their rows as columns to learn from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring.batch import join
from cleaner.scoring.entries import entries_of
from cleaner.scoring.features import Rows, rows_of
from cleaner.scoring.learn import Floats, NetSettings
from cleaner.scoring.learn_words import Grams, WordSettings, find_grams
from cleaner.scoring.model import CHUNK_CHARS
from cleaner.scoring.names import OWN_NAMES
from cleaner.scoring.wording import vocabulary_of
from cleaner.scoring.words import Ints

BODY, CHROME, NEUTRAL = 1, 0, -1
"""Labels. What is neutral counts neither as body nor as chrome; so are blank blocks."""


ALL_WEIGHT: Final = 100_000
"""The weight of all rows together, in which penalties are counted: see `WordSettings.pull`."""


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """One page to learn from.

    Attributes:
        text: the raw text.
        starts, ends: its blocks, see `model.score_batch`.
        labels: one of BODY, CHROME, NEUTRAL per block.
        evidence: what the rules said, one code per block.
        group: pages of one group (domain) are never on both sides of a cross-validation.
        weight: how much the page counts, however long it is.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    labels: Sequence[int]
    evidence: Sequence[int]
    group: str
    weight: float = 1.0


NET_SEED: Final = 3
"""Of six, one of the five with whose nets the cleaner stays above all floors of `corpus/`."""


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """How to learn; the defaults made the weights that ship.

    Attributes:
        folds: parts that the groups are dealt into.
        rows_per_page: of longer pages so many rows are drawn, each counting for more.
        seed: of that draw.
        pull: penalty of the first stage, see `fit_logistic`.
        words: the learnt words.
        net: the stages that look around.
        tell: is told, before each step, what is learnt now.
    """

    folds: int = 5
    rows_per_page: int = 80
    seed: int = 0
    pull: float = 3.0
    words: WordSettings = field(default_factory=WordSettings)
    net: NetSettings = field(default_factory=lambda: NetSettings(seed=NET_SEED))
    tell: Callable[[str], None] = field(default=lambda step: None, repr=False)


@dataclass(frozen=True, slots=True)
class Data:
    """All r rows of all pages.

    Attributes:
        rows: which block and page each is of; without columns.
        own: shape (own features, r), the learnt wording still nought.
        labels: shape (r,), 1 for body, 0 for all else.
        weights: shape (r,), 0 where a row is not learnt from.
        fold: shape (r,), that of the page's group.
        grams: the words, pairs and first words on many sites.
    """

    rows: Rows
    own: NDArray[np.int16]
    labels: Floats
    weights: Floats
    fold: Ints
    grams: Grams


def gather(pages: Sequence[LabelledPage], settings: TrainSettings) -> Data:
    """Return the rows of all pages, a chunk of pages at a time."""
    settings.tell(f"features of {len(pages):,} texts")
    vocabulary = vocabulary_of(entries_of({}))
    parts, owns, words_of, texts = [], [], [], []
    done = n_rows = n_blocks = 0
    while done < len(pages):
        chunk = _next_chunk(pages, done)
        bounds = [(page.starts, page.ends) for page in chunk]
        batch = join([p.text for p in chunk], bounds, [p.evidence for p in chunk])
        rows, words = rows_of(batch, vocabulary)
        parts.append(replace(rows, block=rows.block + n_blocks, document=rows.document + done))
        owns.append(np.stack([rows.columns[name].astype(np.int16) for name in OWN_NAMES]))
        words_of.append(replace(words, row=words.row + n_rows))
        texts.append("".join(page.text for page in chunk))
        done, n_rows = done + len(chunk), n_rows + len(rows.block)
        n_blocks += len(batch.starts)
    rows = _joined(parts)
    labels = np.concatenate([np.asarray(p.labels, np.int64) for p in pages])[rows.block]
    numbers = {group: number for number, group in enumerate(sorted({p.group for p in pages}))}
    group_of = np.array([numbers[page.group] for page in pages])[rows.document]
    folds = np.array([fold_of(page.group, settings.folds) for page in pages])[rows.document]
    return Data(
        rows=rows,
        own=np.concatenate(owns, axis=1),
        labels=(labels == BODY).astype(np.float32),
        weights=_row_weights(pages, rows.document, labels, settings),
        fold=folds,
        grams=find_grams(texts, words_of, group_of, settings.words),
    )


def fold_of(group: str, folds: int) -> int:
    """Return the fold of a group, the same in every run."""
    return int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) % folds


def _next_chunk(pages: Sequence[LabelledPage], done: int) -> Sequence[LabelledPage]:
    size, end = 0, done
    while end < len(pages) and (end == done or size + len(pages[end].text) <= CHUNK_CHARS):
        size += len(pages[end].text)
        end += 1
    return pages[done:end]


def _joined(parts: Sequence[Rows]) -> Rows:
    return Rows(
        block=np.concatenate([part.block for part in parts]),
        document=np.concatenate([part.document for part in parts]),
        words2=np.concatenate([part.words2 for part in parts]),
        evidence=np.concatenate([part.evidence for part in parts]),
        columns={},
    )


def _row_weights(
    pages: Sequence[LabelledPage], document: Ints, labels: Ints, settings: TrainSettings
) -> Floats:
    """Return row weights by which every page counts its own weight, ALL_WEIGHT in all.

    Rows without a label, and rows not drawn from a long page, count nothing.
    """
    decided = np.flatnonzero(labels != NEUTRAL)
    draw = np.random.default_rng(settings.seed).random(len(decided))
    shuffled = decided[np.lexsort((draw, document[decided]))]
    heads = np.flatnonzero(np.diff(document[shuffled], prepend=-1))
    rank = np.arange(len(shuffled)) - np.repeat(heads, np.diff(heads, append=len(shuffled)))
    drawn = shuffled[rank < settings.rows_per_page]
    counts = np.bincount(document[drawn], minlength=len(pages))
    page_weights = np.array([page.weight for page in pages]) / np.maximum(counts, 1)
    weights = np.zeros(len(labels))
    weights[drawn] = page_weights[document[drawn]]
    scaled: Floats = (weights * (ALL_WEIGHT / max(weights.sum(), 1e-9))).astype(np.float32)
    return scaled
