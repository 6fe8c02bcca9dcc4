"""Which blocks of a page to keep: the set with the best expected F.

A threshold that is the same for all pages is wrong for most: where the body is plain, a doubtful
line costs more than where all is doubt. The set that promises the best F has a threshold of its
own on each page, and what it promises is the page's confidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from cleaner.scoring.tables import ONE
from cleaner.scoring.words import Ints

VOTE_PERCENT: Final = 30  # of a belief is what the other extractor says
SLOPE_PERCENT: Final = 70  # of a logit is believed; the scorer is too sure of itself
_REACH: Final = 3000  # of logits
_LOGITS: Final = np.arange(-_REACH, _REACH + 1)
_BELIEF: Final = np.round(ONE / (1 + np.exp(-SLOPE_PERCENT * _LOGITS / 10_000))).astype(np.int64)
_ODDS: Final = np.round(
    100 * np.log((np.arange(ONE + 1) + 0.5) / (ONE + 0.5 - np.arange(ONE + 1)))
).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The blocks of a page, chosen together.

    Attributes:
        points: shape (n,), hundredths of a logit; a block stays from 0 upwards.
        expected_f: what the chosen set promises, in thousandths: the page's confidence.
        votes: what the other extractor said, None if it was not asked or said nothing.
        pulls: shape (n,), how much of the points is its doing.
    """

    points: Sequence[int]
    expected_f: int
    votes: Sequence[int] | None
    pulls: Sequence[int]


def chosen_blocks(
    logits: Ints,
    words2: Ints,
    is_dropped: Sequence[bool],
    ask: Callable[[], Sequence[int] | None],
    beta_percent: int,
    asks_below: int,
) -> Chosen:
    """Return which blocks stay.

    Args:
        logits: shape (n,), in hundredths.
        words2: shape (n,), words in halves.
        is_dropped: shape (n,), True where rules have decided that it goes.
        ask: see `Markup.ask`.
        beta_percent: how much recall weighs against precision, in hundredths; 100 is F1.
        asks_below: expected F in thousandths below which the other extractor is asked.
    """
    dropped = np.array(is_dropped, np.bool_)
    alone = np.where(dropped, 0, beliefs_of(logits, None))
    beliefs = alone
    line, expected = best_set(beliefs, words2, beta_percent)
    votes = ask() if expected < asks_below else None
    if votes is not None:
        beliefs = np.where(dropped, 0, beliefs_of(logits, np.array(votes, np.int64)))
        line, expected = best_set(beliefs, words2, beta_percent)
    points = points_of(beliefs)
    asked = points_of(np.array([min(line, ONE)]))[0]
    pulls = points - points_of(alone)
    return Chosen((points - asked).tolist(), expected, votes, pulls.tolist())


def beliefs_of(logits: Ints, votes: Ints | None) -> Ints:
    """Return how likely each block is body, in thousandths.

    Args:
        logits: shape (n,), in hundredths.
        votes: shape (n,), what another extractor keeps of it, in thousandths; None if none was
            asked.
    """
    beliefs: Ints = _BELIEF[np.clip(logits, -_REACH, _REACH) + _REACH]
    if votes is None:
        return beliefs
    return ((100 - VOTE_PERCENT) * beliefs + VOTE_PERCENT * votes) // 100


def points_of(beliefs: Ints) -> Ints:
    """Return beliefs as logits, in hundredths; finite even where a belief is none or one."""
    found: Ints = _ODDS[beliefs]
    return found


def best_set(beliefs: Ints, words2: Ints, beta_percent: int) -> tuple[int, int]:
    """Return the belief from which on blocks stay for the best expected F, and that F.

    Args:
        beliefs: shape (n,), thousandths.
        words2: shape (n,), words in halves.
        beta_percent: how much recall weighs against precision, in hundredths; 100 is F1.

    Returns:
        Both in thousandths; a belief that no block has, and 0, where nothing is believed.

    >>> best_set(np.array([950, 600, 30]), np.array([80, 10, 60]), 100)
    (600, 942)
    """
    weight = words2 + 1
    order = np.argsort(-beliefs, kind="stable")
    gain = np.cumsum((beliefs * weight)[order])
    if not len(beliefs) or not gain[-1]:
        return ONE + 1, 0
    size = np.cumsum(weight[order]) * ONE
    square = beta_percent * beta_percent
    expected = gain * (10_000 + square) / (size * 10_000 + square * gain[-1])
    best = int(np.argmax(expected))
    return int(beliefs[order[best]]), int(expected[best] * ONE)
