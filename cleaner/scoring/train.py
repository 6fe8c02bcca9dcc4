"""Learning the weights from labelled pages, reproducibly: fixed seeds, domains kept together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cleaner.scoring.columns import mean_of
from cleaner.scoring.features import Rows
from cleaner.scoring.labelled import Data, LabelledPage, TrainSettings, gather
from cleaner.scoring.learn_stages import (
    FirstStage,
    LaterStage,
    first_stage,
    later_stages,
    learnt_words,
    whole_numbers,
)
from cleaner.scoring.weights import Weights, make_weights
from cleaner.scoring.words import Ints


def train(
    pages: Sequence[LabelledPage],
    settings: TrainSettings | None = None,
    about: Sequence[str] = (),
) -> Weights:
    """Return weights learnt from all pages.

    Each part learns from what models that have not seen the page's group say before it.
    """
    settings = settings or TrainSettings()
    data = gather(pages, settings)
    everything = np.ones(len(data.labels), np.bool_)
    first = first_stage(data, everything, settings)
    stages = later_stages(data, first, everything, settings)
    return _pack(data, first, stages, tuple(about))


def cross_validate(
    pages: Sequence[LabelledPage], settings: TrainSettings | None = None
) -> tuple[list[list[int | None]], list[Weights]]:
    """Return final scores of each page's blocks by models that have not seen its group.

    Words and all stages are learnt anew for each fold.

    Returns:
        The scores, in hundredths of a logit, None where a block is blank; and for each fold (see
        `labelled.fold_of`) the weights learnt without it.
    """
    settings = settings or TrainSettings()
    data = gather(pages, settings)
    final = np.zeros(len(data.labels), np.int64)
    learnt = []
    for fold in range(settings.folds):
        seen = data.fold != fold
        first = first_stage(data, seen, settings)
        second, third = later_stages(data, first, seen, settings)
        final[~seen] = mean_of(second.logits, third.logits)[~seen]
        learnt.append(_pack(data, first, (second, third), (f"Learnt without fold {fold}.",)))
    return _by_page(pages, data.rows, final), learnt


def _pack(
    data: Data,
    first: FirstStage,
    stages: tuple[LaterStage, LaterStage],
    about: tuple[str, ...],
) -> Weights:
    second, third = (whole_numbers(stage.net, stage.scale) for stage in stages)
    arrays = {"own": first.slopes, "own_base": first.base, "second": second, "third": third}
    return make_weights(arrays, learnt_words(data, first), about)


def _by_page(pages: Sequence[LabelledPage], rows: Rows, final: Ints) -> list[list[int | None]]:
    found: list[int | None] = [None] * sum(len(page.starts) for page in pages)
    for block, value in zip(rows.block.tolist(), final.tolist(), strict=True):
        found[block] = value
    split, low = [], 0
    for page in pages:
        split.append(found[low : low + len(page.starts)])
        low += len(page.starts)
    return split
