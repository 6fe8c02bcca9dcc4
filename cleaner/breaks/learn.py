"""Learning what cues count: logistic regression over the places of texts whose lines are known."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from cleaner.breaks.broken import sure_lines, unbroken
from cleaner.breaks.cues import ends_of, places_of
from cleaner.breaks.table import ANYWHERE
from cleaner.folding import fold
from cleaner.lines import swept_lines

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_MOST_LOGIT: Final = 30.0
_KEPT: Final = 0.9, 0.99  # shares in the running means of slopes and of their squares


class Lesson(NamedTuple):
    """What one text teaches.

    Attributes:
        places: for each whether a line begins there, or goes on, and its cues.
        group: texts of one group (site) count once where it is asked how many have a cue.
    """

    places: list[tuple[bool, list[str]]]
    group: str


def lesson_on_starts(lines: Sequence[str], group: str) -> Lesson:
    """Return what a text's lines, none of them blank, teach of where lines begin."""
    starts, at = set(), 0
    for line in lines:
        starts.add(at)
        at += len(line) + 1
    text = fold(" ".join(lines))
    return Lesson([(place in starts, cues) for place, cues in places_of(text)], group)


def lesson_on_going_on(text: str, together: Collection[int], group: str) -> Lesson:
    """Return what a text teaches of lines that go on.

    Args:
        text: with sentences that are broken into lines.
        together: numbers of the lines that are one with the next.
        group: see `Lesson`.
    """
    swept = swept_lines(text)
    sure = sure_lines(swept.folded, swept.starts, swept.ends)
    ends = ends_of(unbroken(swept.folded), swept.starts, sure)
    return Lesson([(line in together, cues) for line, cues in ends], group)


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
        is_one: shape (n,), whether a line begins there, or goes on.
        weight: shape (n,), mean 1: a text counts by the square root of its places.
        names: of the cues.
    """

    row: Ints
    cue: Ints
    is_one: Floats
    weight: Floats
    names: list[str]


def learn_points(lessons: Iterable[Lesson], how: BreakSettings | None = None) -> Mapping[str, int]:
    """Return the points of each cue that counts, and those of ANYWHERE; hundredths of a logit."""
    how = how or BreakSettings()
    places = _places(lessons, how.groups)
    slopes = _fitted(places, how)
    n = np.bincount(places.cue, minlength=len(places.names))
    worth = np.abs(slopes[:-1]) * np.sqrt(n)
    kept = np.sort(np.argsort(-worth, kind="stable")[: how.cues])
    places = _only(places, kept)
    slopes = _fitted(places, how)
    points = np.rint(100 * slopes).astype(int).tolist()
    return {**dict(zip(places.names, points, strict=False)), ANYWHERE: points[-1]}


def _places(lessons: Iterable[Lesson], least: int) -> _Places:
    numbers: dict[str, int] = {}
    groups: list[set[str]] = []
    counts: list[int] = []
    cues: list[int] = []
    is_one: list[bool] = []
    weight: list[float] = []
    for own, group in lessons:
        for is_start, names in own:
            for name in names:
                number = numbers.setdefault(name, len(numbers))
                if number == len(groups):
                    groups.append(set())
                if len(groups[number]) < least:
                    groups[number].add(group)
                cues.append(number)
            counts.append(len(names))
            is_one.append(is_start)
        weight += [max(1, len(own)) ** -0.5] * len(own)
    weights = np.array(weight)
    places = _Places(
        np.repeat(np.arange(len(counts)), counts),
        np.array(cues, np.int64),
        np.array(is_one, np.float64),
        weights / weights.mean(),
        list(numbers),
    )
    return _only(places, np.flatnonzero([len(found) >= least for found in groups]))


def _only(places: _Places, kept: Ints) -> _Places:
    """Leave out all cues but those with these numbers, ascending."""
    new = np.full(len(places.names), -1)
    new[kept] = np.arange(len(kept))
    is_kept = new[places.cue] >= 0
    names = [places.names[number] for number in kept]
    return places._replace(row=places.row[is_kept], cue=new[places.cue[is_kept]], names=names)


def _fitted(places: _Places, how: BreakSettings) -> Floats:
    """Return the slope of each cue and, last, what any place has."""
    n, k = len(places.is_one), len(places.names)
    slopes, mean, square = np.zeros(k + 1), np.zeros(k + 1), np.zeros(k + 1)
    for step in range(1, how.steps + 1):
        logits = np.bincount(places.row, slopes[places.cue], n) + slopes[k]
        chance = 1 / (1 + np.exp(-np.clip(logits, -_MOST_LOGIT, _MOST_LOGIT)))
        error = places.weight * (chance - places.is_one)
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
