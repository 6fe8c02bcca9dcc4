"""Learning what the cues of a lost line break count: logistic regression over texts with breaks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.breaks.cues import places_of
from cleaner.breaks.table import ANYWHERE
from cleaner.folding import fold

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_MOST_LOGIT: Final = 30.0
_KEPT: Final = 0.9, 0.99  # shares in the running means of slopes and of their squares


class LineText(NamedTuple):
    """A text with its line breaks.

    Attributes:
        lines: those that are not blank.
        group: texts of one group (site) count once where it is asked how many have a cue.
    """

    lines: list[str]
    group: str


class BreakSettings(NamedTuple):
    """How to learn.

    Attributes:
        groups: a cue must be met in so many.
        cues: how many are kept, the weightiest.
        pull: penalty on squares, in units of place weight.
        steps, speed: of the descent.
    """

    groups: int = 15
    cues: int = 12_000
    pull: float = 1.0
    steps: int = 150
    speed: float = 0.1


class _Places(NamedTuple):
    """All places of all texts.

    Attributes:
        row, cue: shape (g,): which cue is met at which place.
        is_break: shape (n,).
        weight: shape (n,), mean 1: a text counts by the square root of its places.
        names: of the cues.
    """

    row: Ints
    cue: Ints
    is_break: Floats
    weight: Floats
    names: list[str]


def learn_breaks(texts: Iterable[LineText], how: BreakSettings | None = None) -> Mapping[str, int]:
    """Return the points of each cue that counts, and those of ANYWHERE; hundredths of a logit."""
    how = how or BreakSettings()
    places = _places(texts, how.groups)
    slopes = _fitted(places, how)
    n = np.bincount(places.cue, minlength=len(places.names))
    worth = np.abs(slopes[:-1]) * np.sqrt(n)
    kept = np.sort(np.argsort(-worth, kind="stable")[: how.cues])
    places = _only(places, kept)
    slopes = _fitted(places, how)
    points = np.rint(100 * slopes).astype(int).tolist()
    return {**dict(zip(places.names, points, strict=False)), ANYWHERE: points[-1]}


def _places(texts: Iterable[LineText], least: int) -> _Places:
    numbers: dict[str, int] = {}
    groups: list[set[str]] = []
    counts: list[int] = []
    cues: list[int] = []
    is_break: list[bool] = []
    weight: list[float] = []
    for text in texts:
        own = list(_own_places(text.lines))
        for is_start, names in own:
            for name in names:
                number = numbers.setdefault(name, len(numbers))
                if number == len(groups):
                    groups.append(set())
                if len(groups[number]) < least:
                    groups[number].add(text.group)
                cues.append(number)
            counts.append(len(names))
            is_break.append(is_start)
        weight += [max(1, len(own)) ** -0.5] * len(own)
    weights = np.array(weight)
    places = _Places(
        np.repeat(np.arange(len(counts)), counts),
        np.array(cues, np.int64),
        np.array(is_break, np.float64),
        weights / weights.mean(),
        list(numbers),
    )
    return _only(places, np.flatnonzero([len(found) >= least for found in groups]))


def _own_places(lines: list[str]) -> Iterable[tuple[bool, list[str]]]:
    """Yield for each place of a text on one line whether a line began there, and its cues."""
    starts, at = set(), 0
    for line in lines:
        starts.add(at)
        at += len(line) + 1
    for place, cues in places_of(fold(" ".join(lines))):
        yield place in starts, cues


def _only(places: _Places, kept: Ints) -> _Places:
    """Leave out all cues but those with these numbers, ascending."""
    new = np.full(len(places.names), -1)
    new[kept] = np.arange(len(kept))
    is_kept = new[places.cue] >= 0
    names = [places.names[number] for number in kept]
    return places._replace(row=places.row[is_kept], cue=new[places.cue[is_kept]], names=names)


def _fitted(places: _Places, how: BreakSettings) -> Floats:
    """Return the slope of each cue and, last, what any place has."""
    n, k = len(places.is_break), len(places.names)
    slopes, mean, square = np.zeros(k + 1), np.zeros(k + 1), np.zeros(k + 1)
    for step in range(1, how.steps + 1):
        logits = np.bincount(places.row, slopes[places.cue], n) + slopes[k]
        chance = 1 / (1 + np.exp(-np.clip(logits, -_MOST_LOGIT, _MOST_LOGIT)))
        error = places.weight * (chance - places.is_break)
        slope = np.append(np.bincount(places.cue, error[places.row], k), error.sum())
        slope[:k] += how.pull * slopes[:k]
        slope /= n
        mean += (1 - _KEPT[0]) * (slope - mean)
        square += (1 - _KEPT[1]) * (slope * slope - square)
        sure_mean, sure_square = (
            m / (1 - kept**step) for m, kept in zip((mean, square), _KEPT, strict=True)
        )
        pace = how.speed * (1 - step / how.steps) ** 0.5
        slopes -= pace * sure_mean / (np.sqrt(sure_square) + 1e-8)
    return slopes
