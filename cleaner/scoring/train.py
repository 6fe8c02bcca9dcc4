"""Learning the weights from labelled pages, reproducibly: fixed seeds, domains kept together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring.labelled import Data, LabelledPage, TrainSettings, gather
from cleaner.scoring.learn_stages import first_stage, later_stages, learnt_words, whole_numbers
from cleaner.scoring.weights import Weights, make_weights


def train(
    pages: Sequence[LabelledPage], settings: TrainSettings, about: Sequence[str] = ()
) -> Weights:
    """Return weights learnt from all pages.

    Each part learns from what models that have not seen the page's group say before it.
    """
    data = gather(pages, settings)
    return _learnt(data, np.ones(len(data.labels), np.bool_), settings, about)


def cross_validate(pages: Sequence[LabelledPage], settings: TrainSettings) -> list[Weights]:
    """Return for each fold (see `labelled.fold_of`) the weights learnt without it.

    Words and all stages are learnt anew for each.
    """
    data = gather(pages, settings)
    learnt = []
    for fold in range(settings.folds):
        about = (f"Learnt without fold {fold}.",)
        learnt.append(_learnt(data, data.fold != fold, _telling_fold(settings, fold), about))
    return learnt


def _telling_fold(settings: TrainSettings, fold: int) -> TrainSettings:
    """Return the settings so that each step is told with the number of the fold, from 1."""
    lead = f"fold {fold + 1} of {settings.folds}: "
    return replace(settings, tell=lambda step: settings.tell(lead + step))


def _learnt(
    data: Data, seen: NDArray[np.bool_], settings: TrainSettings, about: Sequence[str]
) -> Weights:
    """Return the weights learnt from the rows that are seen."""
    first = first_stage(data, seen, settings)
    second, third = (whole_numbers(*stage) for stage in later_stages(data, first, seen, settings))
    arrays = {"own": first.slopes, "own_base": first.base, "second": second, "third": third}
    return make_weights(arrays, learnt_words(data, first), tuple(about))
