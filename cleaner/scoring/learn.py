"""Two learners in plain numpy: a logistic regression and a small net of hinges.

Both take weighted rows, standardised columns with a constant last, and labels of 0 or 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_ROUNDS: Final = 8  # of Newton's method; it seldom needs so many
_ENOUGH: Final = 5e-3  # of a logit: a smaller step ends it
_LEAST_BEND: Final = 1e-4  # of a row, so that rows that are sure leave something to divide by
_CONSTANT_PULL: Final = 1e-3  # next to none, but the equations can be solved
_FRESH, _SLOPES_KEPT = 0.1, 0.9  # shares in the running mean of slopes: the newest, the others
_SQUARES_KEPT: Final = 0.998  # the same for their squares
_NO_ZERO: Final = 1e-7  # added to what is divided by
_AVERAGED: Final = 0.75  # of the steps are done when averaging begins
MOST_LOGIT: Final = 30  # beyond, floats of 32 bits know no difference


@dataclass(frozen=True, slots=True)
class NetSettings:
    """How a stage that looks around is learnt.

    Attributes:
        units: hidden units.
        steps, batch: gradient steps, and rows drawn for each.
        rate: first step size; it falls to zero along a cosine.
        decay: pull of all weights towards zero.
        seed: of the draws.
    """

    units: int = 32
    steps: int = 2500
    batch: int = 4096
    rate: float = 4e-3
    decay: float = 1e-3
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Net:
    """hidden: shape (f, h); out: shape (h,); direct: shape (f,)."""

    hidden: Floats
    out: Floats
    direct: Floats

    def logits(self, rows: Floats) -> Floats:
        found: Floats = np.maximum(rows @ self.hidden, 0) @ self.out + rows @ self.direct
        return found


def fit_logistic(
    rows: Floats,
    labels: Floats,
    weights: Floats,
    pull: float,
    start: Floats | None = None,
) -> Floats:
    """Return the coefficients of an L2-penalised logistic regression, by Newton's method.

    Args:
        rows: shape (n, f), standardised, a constant as last column (not penalised).
        labels, weights: shape (n,).
        pull: strength of the penalty, in units of row weight.
        start: coefficients to begin with, where those of like rows are known.
    """
    beta: NDArray[np.float64] = np.zeros(rows.shape[1])
    if start is not None:
        beta = start.astype(np.float64)
    penalty = np.full(len(beta), pull)
    penalty[-1] = _CONSTANT_PULL
    for _ in range(_ROUNDS):
        believed = sigmoid(rows @ beta.astype(np.float32))
        slope = rows.T @ (weights * (believed - labels)) + penalty * beta
        bend = weights * np.maximum(believed * (1 - believed), _LEAST_BEND)
        curve = (rows * bend[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(curve.astype(np.float64), slope)
        beta = beta - step
        if np.abs(step).max() < _ENOUGH:
            break
    return beta.astype(np.float32)


def fit_net(rows: Floats, labels: Floats, weights: Floats, settings: NetSettings) -> Net:
    """Return a net of `settings.units` hinges beside a linear part, by Adam.

    Rows are drawn in proportion to their weights; the last quarter of the steps is averaged.
    """
    draw = np.random.default_rng(settings.seed)
    n_columns = rows.shape[1]
    parts = _first_parts(draw, n_columns, settings.units)
    mean = [np.zeros_like(part) for part in parts]
    square = [np.zeros_like(part) for part in parts]
    average = [np.zeros_like(part) for part in parts]
    reach = np.cumsum(weights, dtype=np.float64)
    averaged = 0
    for step in range(1, settings.steps + 1):
        drawn = np.searchsorted(reach, draw.random(settings.batch) * reach[-1])
        drawn = np.minimum(drawn, len(rows) - 1)
        if len(rows) < settings.batch:  # each once, for as often as it was drawn
            times = np.bincount(drawn, minlength=len(rows)).astype(np.float32)
            slopes = _slopes(parts, rows, labels, settings, times)
        else:
            slopes = _slopes(parts, rows[drawn], labels[drawn], settings)
        rate = settings.rate * 0.5 * (1 + np.cos(np.pi * step / settings.steps))
        _adam(parts, slopes, (mean, square), rate, step)
        if step > settings.steps * _AVERAGED:
            averaged += 1
            for held, part in zip(average, parts, strict=True):
                held += (part - held) / averaged
    return Net(*average)


def _first_parts(draw: np.random.Generator, columns: int, units: int) -> list[Floats]:
    hidden = (draw.normal(size=(columns, units)) / np.sqrt(columns)).astype(np.float32)
    hidden[-1] = 0
    out = (draw.normal(size=units) / np.sqrt(units)).astype(np.float32)
    return [hidden, out, np.zeros(columns, np.float32)]


def _slopes(
    parts: list[Floats],
    rows: Floats,
    labels: Floats,
    settings: NetSettings,
    times: Floats | None = None,
) -> list[Floats]:
    """The slopes of the parts at a batch, of which `times` says how often each row is in it."""
    hidden, out, direct = parts
    decay = settings.decay
    inner = rows @ hidden
    raised = np.maximum(inner, 0)
    error = (sigmoid(raised @ out + rows @ direct) - labels) / np.float32(settings.batch)
    error = error if times is None else error * times
    back = np.outer(error, out) * (inner > 0)
    return [
        rows.T @ back + decay * hidden,
        raised.T @ error + decay * out,
        rows.T @ error + decay * direct,
    ]


def _adam(
    parts: list[Floats],
    slopes: list[Floats],
    moments: tuple[list[Floats], list[Floats]],
    rate: float,
    step: int,
) -> None:
    for part, slope, mean, square in zip(parts, slopes, *moments, strict=True):
        mean += _FRESH * (slope - mean)
        square += (1 - _SQUARES_KEPT) * (slope * slope - square)
        size = np.sqrt(square / (1 - _SQUARES_KEPT**step)) + _NO_ZERO
        part -= (np.float32(rate / (1 - _SLOPES_KEPT**step)) * mean / size).astype(np.float32)


def sigmoid(logits: Floats) -> Floats:
    """Return probabilities of logits."""
    found: Floats = (1 / (1 + np.exp(-np.clip(logits, -MOST_LOGIT, MOST_LOGIT)))).astype(np.float32)
    return found


SPREAD_CAP: Final = 8
"""Standard deviations from the mean at which a feature is cut off."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How columns are standardised: mean and spread, and the whole numbers they are cut to."""

    middle: NDArray[np.float64]
    spread: NDArray[np.float64]

    @property
    def low(self) -> NDArray[np.int64]:
        return np.floor(self.middle - SPREAD_CAP * self.spread).astype(np.int64)

    @property
    def high(self) -> NDArray[np.int64]:
        return np.ceil(self.middle + SPREAD_CAP * self.spread).astype(np.int64)

    def rows(self, columns: NDArray[np.int16], places: NDArray[np.int64]) -> Floats:
        """Return standardised rows with a constant last, shape (n, f + 1)."""
        found = np.ones((len(places), len(columns) + 1), np.float32)
        bounds = zip(columns, self.low, self.high, self.middle, self.spread, strict=True)
        for number, (column, low, high, middle, spread) in enumerate(bounds):
            found[:, number] = (np.clip(column[places], low, high) - middle) / (spread or 1.0)
        return found


def scale_of(columns: NDArray[np.int16], weights: Floats) -> Scale:
    """Return the weighted mean and spread of each column, shape (f, n).

    What is the same in all rows that have a weight has no spread, not even one made of rounding.
    """
    used = np.flatnonzero(weights)
    share = weights.astype(np.float64) / weights.sum(dtype=np.float64)
    middle = np.array([column @ share for column in columns])
    square = np.array(
        [(column - m) ** 2 @ share for column, m in zip(columns, middle, strict=True)]
    )
    is_constant = np.array([np.ptp(column[used]) == 0 for column in columns])
    return Scale(middle, np.where(is_constant, 0.0, np.sqrt(square)))
