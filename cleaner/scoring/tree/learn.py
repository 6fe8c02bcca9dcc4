"""Learning the weights for pages: the text scorer's own way, with the tree's columns beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring.labelled import Data, LabelledPage, TrainSettings, gather
from cleaner.scoring.learn import Net, NetSettings, Scale
from cleaner.scoring.learn_stages import (
    FirstStage,
    all_columns,
    first_stage,
    fit_columns,
    learnt_words,
    whole_numbers,
)
from cleaner.scoring.tree.facts import Facts
from cleaner.scoring.tree.weights import TreeArrays, TreeWeights, make_tree_weights
from cleaner.scoring.tree.windows import tree_windows
from cleaner.scoring.words import Ints

SETTINGS: Final = TrainSettings(net=NetSettings(units=48))
"""What made the weights that ship."""


@dataclass(frozen=True, slots=True)
class TreePage:
    """A page to learn from.

    Attributes:
        page: its blocks as the lines of a text, with labels.
        facts: what the tree says about the same blocks.
    """

    page: LabelledPage
    facts: Facts


def train_tree(
    pages: Sequence[TreePage], settings: TrainSettings = SETTINGS, about: Sequence[str] = ()
) -> TreeWeights:
    """Return weights learnt from all pages.

    Each part learns from what models that have not seen the page's group say before it.
    """
    data = _data(pages, settings)
    return _learnt(pages, data, np.ones(len(data.labels), np.bool_), settings, about)


def cross_validate_tree(
    pages: Sequence[TreePage], settings: TrainSettings = SETTINGS
) -> list[TreeWeights]:
    """Return for each fold (see `labelled.fold_of`) the weights learnt without it."""
    data = _data(pages, settings)
    return [
        _learnt(pages, data, data.fold != fold, settings, (f"Learnt without fold {fold}.",))
        for fold in range(settings.folds)
    ]


def _learnt(
    pages: Sequence[TreePage],
    data: Data,
    seen: NDArray[np.bool_],
    settings: TrainSettings,
    about: Sequence[str],
) -> TreeWeights:
    """Return the weights learnt from the rows that are seen."""
    first = first_stage(data, seen, settings)
    columns = np.concatenate(
        (all_columns(data, first, first.logits), _tree_windows(pages, data, first))
    )
    _blank_constants(columns, np.flatnonzero(seen & (data.weights > 0)))
    net, scale = fit_columns(data, columns, seen, settings)
    words = learnt_words(data, first)
    return make_tree_weights(_arrays(first, net, scale), words, tuple(about))


def _blank_constants(columns: NDArray[np.int16], used: Ints) -> None:
    """Set to 0 what is the same in all rows learnt from, so that nothing is made of rounding."""
    for column in columns:
        if np.ptp(column[used]) == 0:
            column[:] = 0


def _data(pages: Sequence[TreePage], settings: TrainSettings) -> Data:
    """All rows of all pages, the tree's columns behind the text's own."""
    data = gather([page.page for page in pages], settings)
    facts = np.concatenate([page.facts.values for page in pages], axis=1)
    return replace(data, own=np.concatenate((data.own, facts[:, data.rows.block])))


def _tree_windows(pages: Sequence[TreePage], data: Data, first: FirstStage) -> NDArray[np.int16]:
    sizes = [len(page.page.starts) for page in pages]
    logits = np.zeros(sum(sizes), np.int64)
    logits[data.rows.block] = first.logits
    parts = np.split(logits, np.cumsum(sizes)[:-1])
    held = [tree_windows(page.facts, part) for page, part in zip(pages, parts, strict=True)]
    windows: NDArray[np.int16] = np.concatenate(held, axis=1)[:, data.rows.block].astype(np.int16)
    return windows


def _arrays(first: FirstStage, net: Net, scale: Scale) -> TreeArrays:
    """Return what was learnt; no means of features, since each page has its own."""
    numbers = {"own": first.slopes, "own_base": first.base} | whole_numbers(net, scale)
    names = [column.name for column in fields(TreeArrays)]
    return TreeArrays(**{name: np.array(numbers[name], np.int64, ndmin=1) for name in names})
