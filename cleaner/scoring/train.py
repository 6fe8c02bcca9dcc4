"""Learning the weights from labelled pages, reproducibly: fixed seeds, domains kept together."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring.batch import join
from cleaner.scoring.features import Rows, rows_of
from cleaner.scoring.learn import Floats, Net, NetSettings, Scale, fit_logistic, fit_net, scale_of
from cleaner.scoring.learn_words import Grams, WordSettings, find_grams, fit_words
from cleaner.scoring.model import CHUNK_CHARS, first_logits
from cleaner.scoring.weights import OWN_NAMES, Weights, make_weights, vocabulary_of
from cleaner.scoring.windows import SIGNALS, WINDOW_FEATURES, window_features
from cleaner.scoring.wording import learnt_columns
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
        words: the learnt words.
        net: the second stage.
    """

    folds: int = 5
    pull: float = 3.0
    words: WordSettings = field(default_factory=WordSettings)
    net: NetSettings = field(default_factory=NetSettings)


@dataclass(frozen=True, slots=True)
class _Data:
    """All rows of all pages; `own` has no learnt wording yet, and `shape` is what it says alone."""

    rows: Rows
    own: NDArray[np.int16]
    labels: Floats
    weights: Floats
    fold: Ints
    grams: Grams


@dataclass(frozen=True, slots=True)
class _First:
    """A first stage, and what it says of all rows, out of fold where it has seen them.

    Attributes:
        points: of the words.
        slopes, base: of the features, in millionths of a logit a unit.
        own: shape (own features, r), the features with learnt wording.
        logits: shape (r,), in hundredths.
    """

    points: Ints
    slopes: Ints
    base: int
    own: NDArray[np.int16]
    logits: Ints


def train(
    pages: Sequence[LabelledPage],
    settings: TrainSettings | None = None,
    about: Sequence[str] = (),
) -> Weights:
    """Return weights learnt from all pages.

    Each part learns from what models that have not seen the page's group say before it.
    """
    settings = settings or TrainSettings()
    data = _gather(pages, settings)
    everything = np.ones(len(data.labels), np.bool_)
    first = _first_stage(data, everything, settings)
    columns = _all_columns(data, first)
    net, scale = _fit_second(data, columns, everything, settings)
    return _pack(data, first, net, scale, tuple(about))


def cross_validate(
    pages: Sequence[LabelledPage], settings: TrainSettings | None = None
) -> list[list[int | None]]:
    """Return final scores of each page's blocks by models that have not seen its group.

    Words and both stages are learnt anew for each fold. In hundredths of a logit; None where a
    block is blank.
    """
    settings = settings or TrainSettings()
    data = _gather(pages, settings)
    final = np.zeros(len(data.labels), np.int64)
    for fold in range(settings.folds):
        seen = data.fold != fold
        columns = _all_columns(data, _first_stage(data, seen, settings))
        net, scale = _fit_second(data, columns, seen, settings)
        held = np.flatnonzero(~seen)
        final[held] = np.round(net.logits(scale.rows(columns, held)) * 100)
    return _by_page(pages, data.rows, final)


def fold_of(group: str, folds: int) -> int:
    """Return the fold of a group, the same in every run."""
    return int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) % folds


def _gather(pages: Sequence[LabelledPage], settings: TrainSettings) -> _Data:
    vocabulary = vocabulary_of({})
    parts, words_of, texts, done, n_rows, n_blocks = [], [], [], 0, 0, 0
    while done < len(pages):
        chunk = _next_chunk(pages, done)
        bounds = [(page.starts, page.ends) for page in chunk]
        batch = join([p.text for p in chunk], bounds, [p.evidence for p in chunk])
        rows, words = rows_of(batch, vocabulary)
        columns = {name: column.astype(np.int16) for name, column in rows.columns.items()}
        moved = replace(rows, block=rows.block + n_blocks, document=rows.document + done)
        parts.append(replace(moved, columns=columns))
        words_of.append(replace(words, row=words.row + n_rows))
        texts.append("".join(page.text for page in chunk))
        done, n_rows = done + len(chunk), n_rows + len(rows.block)
        n_blocks += len(batch.starts)
    rows = _joined(parts)
    labels = np.concatenate([np.asarray(p.labels, np.int64) for p in pages])[rows.block]
    numbers = {group: number for number, group in enumerate(sorted({p.group for p in pages}))}
    group_of = np.array([numbers[page.group] for page in pages])[rows.document]
    folds = np.array([fold_of(page.group, settings.folds) for page in pages])[rows.document]
    return _Data(
        rows=rows,
        own=np.stack([rows.columns[name] for name in OWN_NAMES]),
        labels=(labels == BODY).astype(np.float32),
        weights=_row_weights(pages, rows.document, labels),
        fold=folds,
        grams=find_grams(texts, words_of, group_of, settings.words),
    )


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
        columns={
            name: np.concatenate([part.columns[name] for part in parts])
            for name in parts[0].columns
        },
    )


def _row_weights(pages: Sequence[LabelledPage], document: Ints, labels: Ints) -> Floats:
    """Return row weights by which every page counts its own weight, 100,000 in all."""
    decided = labels != NEUTRAL
    counts = np.bincount(document[decided], minlength=len(pages))
    page_weights = np.array([page.weight for page in pages]) / np.maximum(counts, 1)
    weights = np.where(decided, page_weights[document], 0.0)
    scaled: Floats = (weights * (100_000 / max(weights.sum(), 1e-9))).astype(np.float32)
    return scaled


def _first_stage(data: _Data, allowed: NDArray[np.bool_], settings: TrainSettings) -> _First:
    """Return words and first stage learnt from the allowed rows.

    An allowed row is judged by models of the other folds, any other row by those of all.
    """
    points, own = _words_stage(data, allowed, settings)
    scale = scale_of(own, data.weights * allowed)
    slopes, base = _fit_slopes(data, own, scale, allowed, settings)
    logits = np.zeros(len(data.labels), np.int64)
    _judge(data, own, scale, (slopes, base), ~allowed, logits)
    for fold in range(settings.folds):
        part = allowed & (data.fold == fold)
        if part.any():
            others = _fit_slopes(data, own, scale, allowed & ~part, settings)
            _judge(data, own, scale, others, part, logits)
    return _First(points, slopes, base, own, logits)


def _words_stage(
    data: _Data, allowed: NDArray[np.bool_], settings: TrainSettings
) -> tuple[Ints, NDArray[np.int16]]:
    """Return the points of words, and the own columns with learnt wording out of fold."""
    scale = scale_of(data.own, data.weights * allowed)
    used = np.flatnonzero(allowed & (data.weights > 0))
    rows = scale.rows(data.own, used)
    beta = fit_logistic(rows, data.labels[used], data.weights[used], settings.pull)
    before = np.zeros(len(data.labels), np.float32)
    before[used] = rows @ beta
    own = data.own.copy()

    def fit(chosen: NDArray[np.bool_]) -> Ints:
        weights = data.weights * chosen
        return fit_words(data.grams, data.rows.words2, data.labels, weights, before, settings.words)

    points = fit(allowed)
    _put_wording(data, points, ~allowed, own)
    for fold in range(settings.folds):
        part = allowed & (data.fold == fold)
        if part.any():
            _put_wording(data, fit(allowed & ~part), part, own)
    return points, own


def _put_wording(
    data: _Data, points: Ints, chosen: NDArray[np.bool_], own: NDArray[np.int16]
) -> None:
    columns = learnt_columns(data.grams.sums(points, len(chosen)), data.rows.words2)
    for name, column in columns.items():
        own[OWN_NAMES.index(name), chosen] = column[chosen]


def _fit_slopes(
    data: _Data,
    own: NDArray[np.int16],
    scale: Scale,
    allowed: NDArray[np.bool_],
    settings: TrainSettings,
) -> tuple[Ints, int]:
    """Return slopes and base of the first stage, in whole millionths."""
    used = np.flatnonzero(allowed & (data.weights > 0))
    rows = scale.rows(own, used)
    beta = fit_logistic(rows, data.labels[used], data.weights[used], settings.pull)
    slopes = beta[:-1].astype(np.float64) / _spread(scale)
    base = float(beta[-1]) - float(slopes @ scale.middle)
    return np.round(slopes * 1e6).astype(np.int64), round(base * 1e6)


def _judge(
    data: _Data,
    own: NDArray[np.int16],
    scale: Scale,
    model: tuple[Ints, int],
    chosen: NDArray[np.bool_],
    logits: Ints,
) -> None:
    """Write the first-stage logits of the chosen rows."""
    places = np.flatnonzero(chosen)
    cut = np.clip(own[:, places], scale.low[:, None], scale.high[:, None]).astype(np.float64)
    slopes, base = model
    given = data.rows.evidence[places]
    logits[places] = first_logits(cut, given, slopes.astype(np.float64), base)


def _spread(scale: Scale) -> NDArray[np.float64]:
    return np.where(scale.spread > 0, scale.spread, np.inf)


def _all_columns(data: _Data, first: _First) -> NDArray[np.int16]:
    signals = {name: first.own[OWN_NAMES.index(name)].astype(np.int64) for name in SIGNALS}
    windows = window_features(replace(data.rows, columns=signals), first.logits)
    around = np.stack([windows[name].astype(np.int16) for name in WINDOW_FEATURES])
    return np.concatenate((first.own, around))


def _fit_second(
    data: _Data,
    columns: NDArray[np.int16],
    allowed: NDArray[np.bool_],
    settings: TrainSettings,
) -> tuple[Net, Scale]:
    scale = scale_of(columns, data.weights * allowed)
    used = np.flatnonzero(allowed & (data.weights > 0))
    rows = scale.rows(columns, used)
    return fit_net(rows, data.labels[used], data.weights[used], settings.net), scale


def _pack(data: _Data, first: _First, net: Net, scale: Scale, about: tuple[str, ...]) -> Weights:
    spread = _spread(scale)
    hidden = net.hidden[:-1].astype(np.float64) / spread[:, None]
    direct = net.direct[:-1].astype(np.float64) / spread
    arrays = {
        "own": first.slopes,
        "own_base": first.base,
        "middle": np.round(scale.middle).astype(np.int64),
        "low": scale.low,
        "high": scale.high,
        "hidden": np.round(hidden.T * 1e6).astype(np.int64),
        "hidden_base": np.round((net.hidden[-1] - scale.middle @ hidden) * 1e6).astype(np.int64),
        "out": np.round(net.out.astype(np.float64) * 1e3).astype(np.int64),
        "direct": np.round(direct * 1e9).astype(np.int64),
        "base": round((float(net.direct[-1]) - float(scale.middle @ direct)) * 1e9),
    }
    names, points = data.grams.names, first.points.tolist()
    words = {name: value for name, value in zip(names, points, strict=True) if value}
    return make_weights(arrays, dict(sorted(words.items())), about)


def _by_page(pages: Sequence[LabelledPage], rows: Rows, final: Ints) -> list[list[int | None]]:
    found: list[int | None] = [None] * sum(len(page.starts) for page in pages)
    for block, value in zip(rows.block.tolist(), final.tolist(), strict=True):
        found[block] = value
    split, low = [], 0
    for page in pages:
        split.append(found[low : low + len(page.starts)])
        low += len(page.starts)
    return split
