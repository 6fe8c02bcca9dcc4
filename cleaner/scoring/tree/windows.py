"""What the first stage says of the other blocks in the same containers."""

from __future__ import annotations

from typing import Final

import numpy as np

from cleaner.scoring.tables import ONE, SHARE
from cleaner.scoring.tree.columns import sums_of
from cleaner.scoring.tree.facts import Facts
from cleaner.scoring.tree.names import SUMMED_LEVELS, TREE_WINDOWS
from cleaner.scoring.windows import belief_of
from cleaner.scoring.wording import log_of
from cleaner.scoring.words import Ints

_COLUMNS: Final = 6  # of each group of blocks
_SUMMED: Final = SUMMED_LEVELS * (_COLUMNS + 1)  # columns of the containers that are compared


def tree_windows(facts: Facts, logits: Ints) -> Ints:
    """Return what the first stage says of the other blocks in each block's containers.

    Args:
        facts: of one page of n blocks.
        logits: shape (n,), in hundredths, within LOGIT_CAP.

    Returns:
        Shape (len(TREE_WINDOWS), n).
    """
    belief = belief_of(logits)
    words = facts.words2 // 2 + 1
    mass = belief * words
    mean = int(belief.sum()) // max(len(belief), 1)
    group = _apart(facts.groups)
    count, others, held, rest = _sums(group, (belief, mass, words))
    is_alone = count == 1
    others -= belief
    rest -= words
    values = np.empty((len(TREE_WINDOWS), len(belief)), np.int64)
    first = values[:_SUMMED].reshape(SUMMED_LEVELS, _COLUMNS + 1, -1)
    last = values[_SUMMED:].reshape(len(group) - SUMMED_LEVELS, _COLUMNS, -1)
    columns = (
        np.where(is_alone, mean, others // np.maximum(count - 1, 1)),
        np.where(is_alone, mean, (held - mass) // np.maximum(rest, 1)),
        (others + 3 * mean) // (count + 2),
        held * SHARE // max(int(mass.sum()), 1),
        log_of(count),
        log_of(held // ONE),
    )
    for number, column in enumerate(columns):
        first[:, number] = column[:SUMMED_LEVELS]
        last[:, number] = column[SUMMED_LEVELS:]
    fullest = held[:SUMMED_LEVELS].max(axis=1, initial=1)
    first[:, _COLUMNS] = held[:SUMMED_LEVELS] * SHARE // fullest[:, None]
    return values


def _apart(groups: Ints) -> Ints:
    """Return the groups with numbers that no two rows share."""
    ends = np.cumsum(groups.max(axis=1, initial=0) + 1)
    found: Ints = groups + np.append(0, ends[:-1])[:, None]
    return found


def _sums(group: Ints, columns: tuple[Ints, ...]) -> tuple[Ints, ...]:
    """Return for each block the size of its groups, and the sums of the columns in them."""
    count: Ints = np.bincount(group.ravel())[group]
    sums = (sums_of(group, np.broadcast_to(column, group.shape))[group] for column in columns)
    return count, *sums
