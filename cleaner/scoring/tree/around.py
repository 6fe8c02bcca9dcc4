"""What the lines of a page show by themselves and around them: compiled, or in numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring import compiled
from cleaner.scoring.batch import Bounds
from cleaner.scoring.columns import MILLIONTHS, settled
from cleaner.scoring.entries import entries_of
from cleaner.scoring.features import fill, own_features
from cleaner.scoring.names import ALL_NAMES as TEXT_NAMES
from cleaner.scoring.names import OWN_FEATURES, WINDOW_FEATURES
from cleaner.scoring.net import linear
from cleaner.scoring.tree.names import FACTS
from cleaner.scoring.tree.weights import TreeWeights
from cleaner.scoring.windows import window_features
from cleaner.scoring.wording import Vocabulary, vocabulary_of
from cleaner.scoring.words import Ints

_N_OWN: Final = len(OWN_FEATURES)
_WINDOWS: Final = slice(_N_OWN + len(FACTS), _N_OWN + len(FACTS) + len(WINDOW_FEATURES))

Small = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class Lines:
    """The r lines of a page that show something.

    Attributes:
        row_of: shape (n,), the row of each block, -1 where it shows nothing.
        first: shape (r,), first logits in hundredths, what the rules settled put in.
        own, windows: shape (r, features), cut to their bounds.
    """

    row_of: Ints
    first: Ints
    own: Small
    windows: Small


def look_around(
    text: str, bounds: Bounds, evidence: Sequence[int], more: Ints, weights: TreeWeights
) -> Lines:
    """Return what the lines of a page show.

    Args:
        text, bounds, evidence: as for `model.score_page`.
        more: shape (n,), what the tree adds to the first sum of each block, millionths of a logit.
        weights: what was learnt.
    """
    if compiled.module() is None:
        return in_numpy(text, bounds, evidence, more, weights)
    model = weights.made("compiled", _model)
    rows, first, values = model.around(text, bounds, evidence, more)
    columns = np.frombuffer(values, np.int16).reshape(-1, len(TEXT_NAMES))
    return Lines(
        np.frombuffer(rows, np.int32).astype(np.int64),
        np.frombuffer(first, np.int64),
        columns[:, :_N_OWN],
        columns[:, _N_OWN:],
    )


def in_numpy(
    text: str, bounds: Bounds, evidence: Sequence[int], more: Ints, weights: TreeWeights
) -> Lines:
    """Return the same without the compiled scorer."""
    arrays = weights.arrays
    rows = own_features([text], [bounds], [evidence], weights.made("vocabulary", _vocabulary))
    own = np.empty((_N_OWN, len(rows.block)))
    fill(own, rows.columns, tuple(OWN_FEATURES))
    np.clip(own, arrays.low[:_N_OWN, None], arrays.high[:_N_OWN, None], out=own)
    sums = linear(arrays.own[:_N_OWN].astype(np.float64), own) + more[rows.block]
    logits = np.floor((sums + int(arrays.own_base[0])) / MILLIONTHS).astype(np.int64)
    first = settled(logits, rows.evidence)
    around = np.empty((len(WINDOW_FEATURES), len(rows.block)))
    fill(around, window_features(rows, first), tuple(WINDOW_FEATURES))
    np.clip(around, arrays.low[_WINDOWS, None], arrays.high[_WINDOWS, None], out=around)
    row_of = np.full(len(evidence), -1)
    row_of[rows.block] = np.arange(len(rows.block))
    return Lines(row_of, first, own.T.astype(np.int16), around.T.astype(np.int16))


def _vocabulary(weights: TreeWeights) -> Vocabulary:
    return vocabulary_of(entries_of(weights.words))


def _model(weights: TreeWeights) -> Any:
    """The compiled scorer with the bounds of the page's features, and without later stages."""
    arrays, n = weights.arrays, len(TEXT_NAMES)
    low, high = (
        np.concatenate((bound[:_N_OWN], bound[_WINDOWS])).tolist()
        for bound in (arrays.low, arrays.high)
    )
    stage = {
        "low": low,
        "high": high,
        "middle": [0] * n,
        "hidden": (),
        "hidden_base": (),
        "out": (),
        "direct": [0] * n,
        "base": 0,
    }
    own, base = arrays.own[:_N_OWN].tolist(), int(arrays.own_base[0])
    return compiled.made_model(entries_of(weights.words), own, base, (stage, stage))
