"""Learning the weights from labelled pages, reproducibly: fixed seeds, domains kept together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring.features import Rows, own_features
from cleaner.scoring.learn import Floats, Net, NetSettings, Scale, fit_logistic, fit_net, scale_of
from cleaner.scoring.model import CHUNK_CHARS, first_logits
from cleaner.scoring.weights import OWN_NAMES, Weights, make_weights, vocabulary_of
from cleaner.scoring.windows import SIGNALS, WINDOW_FEATURES, window_features
from cleaner.scoring.wording import Columns
from cleaner.scoring.words import Ints

BODY, CHROME, NEUTRAL = 1, 0, -1
"""Labels of blocks; blank blocks may have any."""


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


@dataclass(frozen=True, slots=True)
class TrainSettings:
    """How to learn; the defaults made the weights that ship.

    Attributes:
        folds: parts that the groups are dealt into.
        pull: penalty of the first stage, see `fit_logistic`.
        net: the second stage.
    """

    folds: int = 5
    pull: float = 3.0
    net: NetSettings = field(default_factory=NetSettings)


@dataclass(frozen=True, slots=True)
class _Data:
    """All rows of all pages."""

    rows: Rows
    own: NDArray[np.int16]
    labels: Floats
    weights: Floats
    fold: Ints


def train(
    pages: Sequence[LabelledPage],
    settings: TrainSettings | None = None,
    about: Sequence[str] = (),
) -> Weights:
    """Return weights learnt from all pages.

    The second stage learns from first-stage scores of models that have not seen the page's group.
    """
    settings = settings or TrainSettings()
    data = _gather(pages, settings)
    scale = scale_of(data.own, data.weights)
    everything = np.ones(len(data.labels), np.bool_)
    first = _fit_first(data, scale, everything, settings)
    logits = np.zeros(len(data.labels), np.int64)
    for fold in range(settings.folds):
        beta = _fit_first(data, scale, data.fold != fold, settings)
        _fill(logits, data, scale, beta, data.fold == fold)
    net, full = _fit_second(data, logits, everything, settings)
    return _pack(first, net, full, tuple(about))


def cross_validate(
    pages: Sequence[LabelledPage], settings: TrainSettings | None = None
) -> list[list[int | None]]:
    """Return final scores of each page's blocks by models that have not seen its group.

    Both stages are learnt anew for each fold, the second one from first-stage scores that are out
    of fold themselves. In hundredths of a logit; None where a block is blank.
    """
    settings = settings or TrainSettings()
    data = _gather(pages, settings)
    scale = scale_of(data.own, data.weights)
    pairs = {
        pair: _fit_first(data, scale, ~np.isin(data.fold, pair), settings)
        for pair in combinations(range(settings.folds), 2)
    }
    final = np.zeros(len(data.labels), np.int64)
    for fold in range(settings.folds):
        logits = np.zeros(len(data.labels), np.int64)
        alone = _fit_first(data, scale, data.fold != fold, settings)
        _fill(logits, data, scale, alone, data.fold == fold)
        for other in range(settings.folds):
            if other != fold:
                beta = pairs[min(fold, other), max(fold, other)]
                _fill(logits, data, scale, beta, data.fold == other)
        net, full = _fit_second(data, logits, data.fold != fold, settings)
        held = np.flatnonzero(data.fold == fold)
        columns = _all_columns(data, logits)
        final[held] = np.round(net.logits(full.rows(columns, held)) * 100)
    return _by_page(pages, data.rows, final)


def fold_of(group: str, folds: int) -> int:
    """Return the fold of a group, the same in every run."""
    return int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) % folds


def _gather(pages: Sequence[LabelledPage], settings: TrainSettings) -> _Data:
    vocabulary = vocabulary_of({})
    parts, owns, done = [], [], 0
    offset = 0
    while done < len(pages):
        chunk = _next_chunk(pages, done)
        bounds = [(page.starts, page.ends) for page in chunk]
        rows = own_features(
            [p.text for p in chunk], bounds, [p.evidence for p in chunk], vocabulary
        )
        owns.append(_stacked(rows.columns, OWN_NAMES))
        parts.append(replace(rows, block=rows.block + offset, document=rows.document + done))
        offset += sum(len(page.starts) for page in chunk)
        done += len(chunk)
    rows = _joined(parts)
    labels = np.concatenate([np.asarray(p.labels, np.int64) for p in pages])[rows.block]
    folds = np.array([fold_of(page.group, settings.folds) for page in pages])
    weights = _row_weights(pages, rows.document, labels)
    own = np.concatenate(owns, axis=1)
    return _Data(rows, own, (labels == BODY).astype(np.float32), weights, folds[rows.document])


def _next_chunk(pages: Sequence[LabelledPage], done: int) -> Sequence[LabelledPage]:
    size, end = 0, done
    while end < len(pages) and (end == done or size + len(pages[end].text) <= CHUNK_CHARS):
        size += len(pages[end].text)
        end += 1
    return pages[done:end]


def _joined(parts: Sequence[Rows]) -> Rows:
    columns = {
        name: np.concatenate([part.columns[name].astype(np.int64) for part in parts])
        for name in SIGNALS
    }
    return Rows(
        block=np.concatenate([part.block for part in parts]),
        document=np.concatenate([part.document for part in parts]),
        words2=np.concatenate([part.words2 for part in parts]),
        evidence=np.concatenate([part.evidence for part in parts]),
        columns=columns,
    )


def _row_weights(pages: Sequence[LabelledPage], document: Ints, labels: Ints) -> Floats:
    """Return row weights by which every page counts its own weight, 100,000 in all."""
    decided = labels != NEUTRAL
    counts = np.bincount(document[decided], minlength=len(pages))
    page_weights = np.array([page.weight for page in pages]) / np.maximum(counts, 1)
    weights = np.where(decided, page_weights[document], 0.0)
    scaled: Floats = (weights * (100_000 / max(weights.sum(), 1e-9))).astype(np.float32)
    return scaled


def _fit_first(
    data: _Data, scale: Scale, allowed: NDArray[np.bool_], settings: TrainSettings
) -> dict[str, Any]:
    """Return the first stage in whole numbers, as Weights wants it."""
    used = np.flatnonzero(allowed & (data.weights > 0))
    beta = fit_logistic(
        scale.rows(data.own, used), data.labels[used], data.weights[used], settings.pull
    ).astype(np.float64)
    slopes = beta[:-1] / _spread(scale)
    own = np.round(slopes * 1e6).astype(np.int64)
    base = round((beta[-1] - slopes @ scale.middle) * 1e6)
    return {"own": own, "own_base": base}


def _spread(scale: Scale) -> NDArray[np.float64]:
    return np.where(scale.spread > 0, scale.spread, np.inf)


def _fill(
    logits: Ints, data: _Data, scale: Scale, first: dict[str, Any], chosen: NDArray[np.bool_]
) -> None:
    """Write the first-stage logits of the chosen rows."""
    places = np.flatnonzero(chosen)
    own = np.clip(data.own[:, places], scale.low[:, None], scale.high[:, None])
    given = data.rows.evidence[places]
    slopes = first["own"].astype(np.float64)
    logits[places] = first_logits(own.astype(np.float64), given, slopes, first["own_base"])


def _all_columns(data: _Data, logits: Ints) -> NDArray[np.int16]:
    windows = window_features(data.rows, logits)
    return np.concatenate((data.own, _stacked(windows, tuple(WINDOW_FEATURES))))


def _stacked(columns: Columns, names: Sequence[str]) -> NDArray[np.int16]:
    return np.stack([columns[name].astype(np.int16) for name in names])


def _fit_second(
    data: _Data, logits: Ints, allowed: NDArray[np.bool_], settings: TrainSettings
) -> tuple[Net, Scale]:
    columns = _all_columns(data, logits)
    scale = scale_of(columns, data.weights)
    used = np.flatnonzero(allowed & (data.weights > 0))
    rows = scale.rows(columns, used)
    return fit_net(rows, data.labels[used], data.weights[used], settings.net), scale


def _pack(first: dict[str, Any], net: Net, scale: Scale, about: tuple[str, ...]) -> Weights:
    spread = _spread(scale)
    hidden = net.hidden[:-1].astype(np.float64) / spread[:, None]
    direct = net.direct[:-1].astype(np.float64) / spread
    arrays = {
        **first,
        "middle": np.round(scale.middle).astype(np.int64),
        "low": scale.low,
        "high": scale.high,
        "hidden": np.round(hidden.T * 1e6).astype(np.int64),
        "hidden_base": np.round((net.hidden[-1] - scale.middle @ hidden) * 1e6).astype(np.int64),
        "out": np.round(net.out.astype(np.float64) * 1e3).astype(np.int64),
        "direct": np.round(direct * 1e9).astype(np.int64),
        "base": round((float(net.direct[-1]) - float(scale.middle @ direct)) * 1e9),
    }
    return make_weights(arrays, {}, about)


def _by_page(pages: Sequence[LabelledPage], rows: Rows, final: Ints) -> list[list[int | None]]:
    found: list[int | None] = [None] * sum(len(page.starts) for page in pages)
    for block, value in zip(rows.block.tolist(), final.tolist(), strict=True):
        found[block] = value
    split, low = [], 0
    for page in pages:
        split.append(found[low : low + len(page.starts)])
        low += len(page.starts)
    return split
