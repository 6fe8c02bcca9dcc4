"""Learning the stages, each on what models that have not seen a site say of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring.columns import first_logits, settled
from cleaner.scoring.labelled import Data, TrainSettings
from cleaner.scoring.learn import Floats, Net, Scale, fit_logistic, fit_net, scale_of
from cleaner.scoring.learn_words import fit_words, telling_entries
from cleaner.scoring.names import NEAR, OWN_NAMES, SIGNALS, WINDOW_FEATURES
from cleaner.scoring.windows import window_features
from cleaner.scoring.wording import learnt_columns
from cleaner.scoring.words import Ints


@dataclass(frozen=True, slots=True)
class FirstStage:
    """A first stage, and what it says, out of fold, of the rows that it was learnt from.

    Attributes:
        points: of the words.
        slopes, base: of the features, in millionths of a logit a unit.
        own: shape (own features, r), the features with learnt wording.
        logits: shape (r,), in hundredths; 0 for other rows.
    """

    points: Ints
    slopes: Ints
    base: int
    own: NDArray[np.int16]
    logits: Ints


def first_stage(data: Data, allowed: NDArray[np.bool_], settings: TrainSettings) -> FirstStage:
    """Return words and first stage learnt from the allowed rows.

    Each of them is judged by models that have not seen its fold.
    """
    settings.tell("words and first stage")
    points, own = _words_stage(data, allowed, settings)
    scale = scale_of(own, data.weights * allowed)
    beta = _fit_beta(data, own, scale, allowed, settings)
    logits = np.zeros(len(data.labels), np.int64)
    for part in _parts(data, allowed, settings):
        others = _fit_beta(data, own, scale, allowed & ~part, settings, beta)
        _judge(data, own, scale, others, part, logits)
    return FirstStage(points, *_whole(beta, scale), own, logits)


def learnt_words(data: Data, first: FirstStage) -> dict[str, int]:
    """Return the words that have points, in the order of the alphabet."""
    pairs = zip(data.grams.names, first.points.tolist(), strict=True)
    return dict(sorted((name, points) for name, points in pairs if points))


def _words_stage(
    data: Data, allowed: NDArray[np.bool_], settings: TrainSettings
) -> tuple[Ints, NDArray[np.int16]]:
    """Return the points of words, and the own columns with learnt wording out of fold."""
    scale = scale_of(data.own, data.weights * allowed)
    used = np.flatnonzero(allowed & (data.weights > 0))
    rows = scale.rows(data.own, used)
    beta = fit_logistic(rows, data.labels[used], data.weights[used], settings.pull)
    before = np.zeros(len(data.labels), np.float32)
    before[used] = rows @ beta
    own = data.own.copy()

    weights = data.weights * allowed
    kept = telling_entries(data.grams, data.labels, weights, before, settings.words.entries)
    grams = data.grams.only(kept)

    def fit(chosen: NDArray[np.bool_]) -> Ints:
        weights = data.weights * chosen
        return fit_words(grams, data.rows.words2, data.labels, weights, before, settings.words)

    for part in _parts(data, allowed, settings):
        _put_wording(data, fit(allowed & ~part), part, own)
    return fit(allowed), own


def _parts(
    data: Data, allowed: NDArray[np.bool_], settings: TrainSettings
) -> list[NDArray[np.bool_]]:
    """Return the allowed rows of each fold that has some."""
    parts = [allowed & (data.fold == fold) for fold in range(settings.folds)]
    return [part for part in parts if part.any()]


def _put_wording(
    data: Data, points: Ints, chosen: NDArray[np.bool_], own: NDArray[np.int16]
) -> None:
    columns = learnt_columns(data.grams.sums(points, len(chosen)), data.rows.words2)
    for name, column in columns.items():
        own[OWN_NAMES.index(name), chosen] = column[chosen]


def _fit_beta(
    data: Data,
    own: NDArray[np.int16],
    scale: Scale,
    allowed: NDArray[np.bool_],
    settings: TrainSettings,
    start: Floats | None = None,
) -> Floats:
    used = np.flatnonzero(allowed & (data.weights > 0))
    rows = scale.rows(own, used)
    return fit_logistic(rows, data.labels[used], data.weights[used], settings.pull, start)


def _whole(beta: Floats, scale: Scale) -> tuple[Ints, int]:
    """Return slopes and base of the first stage, in whole millionths."""
    slopes = beta[:-1].astype(np.float64) / _spread(scale)
    base = float(beta[-1]) - float(slopes @ scale.middle)
    return _rounded(slopes * 1e6), round(base * 1e6)


def _judge(
    data: Data,
    own: NDArray[np.int16],
    scale: Scale,
    beta: Floats,
    chosen: NDArray[np.bool_],
    logits: Ints,
) -> None:
    """Write the first-stage logits of the chosen rows."""
    places = np.flatnonzero(chosen)
    cut = np.clip(own[:, places], scale.low[:, None], scale.high[:, None]).astype(np.float64)
    slopes, base = _whole(beta, scale)
    given = data.rows.evidence[places]
    logits[places] = first_logits(cut, given, slopes.astype(np.float64), base)


def later_stages(
    data: Data, first: FirstStage, allowed: NDArray[np.bool_], settings: TrainSettings
) -> tuple[tuple[Net, Scale], tuple[Net, Scale]]:
    """Return net and scale of the second and of the third stage, learnt from the allowed rows.

    The third learns from what nets of the second say that have not seen a row's fold.
    """
    columns = all_columns(data, first, first.logits)
    parts = _parts(data, allowed, settings)
    count = len(parts) + 2
    settings.tell(f"net 1 of {count}")
    second, scale = fit_columns(data, columns, allowed, settings)
    logits = np.zeros(len(data.labels), np.int64)
    for number, part in enumerate(parts, 2):
        settings.tell(f"net {number} of {count}")
        others = _fit_net(data, columns, scale, allowed & ~part, settings)
        places = np.flatnonzero(part)
        logits[places] = np.floor(others.logits(scale.rows(columns, places)) * 100)
    settings.tell(f"net {count} of {count}")
    before = settled(logits, data.rows.evidence)
    third = fit_columns(data, all_columns(data, first, before), allowed, settings)
    return (second, scale), third


def whole_numbers(net: Net, scale: Scale) -> dict[str, Any]:
    """Return what was learnt on standardised columns as whole numbers for plain ones.

    They have the names and units of a `weights.Stage`.
    """
    width = _spread(scale)
    hidden = net.hidden[:-1].astype(np.float64) / width[:, None]
    direct = net.direct[:-1].astype(np.float64) / width
    return {
        "middle": _rounded(scale.middle),
        "low": scale.low,
        "high": scale.high,
        "hidden": _rounded(hidden.T * 1e6),
        "hidden_base": _rounded((net.hidden[-1] - scale.middle @ hidden) * 1e6),
        "out": _rounded(net.out.astype(np.float64) * 1e3),
        "direct": _rounded(direct * 1e9),
        "base": round((float(net.direct[-1]) - float(scale.middle @ direct)) * 1e9),
    }


def _spread(scale: Scale) -> NDArray[np.float64]:
    """Return what each column was divided by; what does not vary is worth nothing."""
    return np.where(scale.spread > 0, scale.spread, np.inf)


def _rounded(values: NDArray[np.float64]) -> Ints:
    return np.round(values).astype(np.int64)


def all_columns(data: Data, first: FirstStage, logits: Ints) -> NDArray[np.int16]:
    """Return own features and what stands around, judged by logits of a stage; shape (f, r)."""
    signals = {
        name: first.own[OWN_NAMES.index(name)].astype(np.int64) for name in {*SIGNALS, *NEAR}
    }
    windows = window_features(replace(data.rows, columns=signals), logits)
    around = np.stack([windows[name].astype(np.int16) for name in WINDOW_FEATURES])
    return np.concatenate((first.own, around))


def fit_columns(
    data: Data, columns: NDArray[np.int16], allowed: NDArray[np.bool_], settings: TrainSettings
) -> tuple[Net, Scale]:
    """Return a net learnt from the allowed rows of columns, shape (f, r), and their scale."""
    scale = scale_of(columns, data.weights * allowed)
    return _fit_net(data, columns, scale, allowed, settings), scale


def _fit_net(
    data: Data,
    columns: NDArray[np.int16],
    scale: Scale,
    allowed: NDArray[np.bool_],
    settings: TrainSettings,
) -> Net:
    used = np.flatnonzero(allowed & (data.weights > 0))
    return fit_net(scale.rows(columns, used), data.labels[used], data.weights[used], settings.net)
