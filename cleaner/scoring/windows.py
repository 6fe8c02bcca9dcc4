"""What the rows around a row say about it: a stage's view of the scores of the one before.

All in integers: logits in hundredths, probabilities in thousandths by a table, window sums as
differences of running sums that stop at the edges of the document.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np

from cleaner.data import DROPPED
from cleaner.scoring.features import Rows
from cleaner.scoring.names import CUTS, NEAR, REACHES, SIGNAL_REACH, SIGNALS, STEPS
from cleaner.scoring.tables import BELIEFS, LOGIT_CAP, ONE, ROOTS, SHARE
from cleaner.scoring.wording import Columns, log_of
from cleaner.scoring.words import Ints

_BELIEFS: Final = np.array(BELIEFS, np.int64)
_ROOTS: Final = np.array(ROOTS, np.int64)


def belief_of(logits: Ints) -> Ints:
    """Return probabilities in thousandths of logits in hundredths, each within LOGIT_CAP."""
    found: Ints = _BELIEFS[logits + LOGIT_CAP]
    return found


@dataclass(frozen=True, slots=True)
class _Page:
    """Where each row's document begins and ends, in rows; all shape (r,)."""

    first: Ints
    end: Ints
    place: Ints
    heads: Ints
    sizes: Ints
    _edges: dict[int, Ints] = field(default_factory=dict)

    def edge(self, offset: int) -> Ints:
        """Return the rows `offset` away, held within the document (its end included)."""
        if offset not in self._edges:
            moved = np.minimum(np.maximum(self.place + offset, self.first), self.end)
            self._edges[offset] = moved
        return self._edges[offset]

    def of_page(self, per_page: Ints) -> Ints:
        """Return a value per document as a value per row."""
        return np.repeat(per_page, self.sizes)

    def total(self, running: Ints) -> Ints:
        """Return each document's sum, from running sums."""
        return self.of_page(running[self.heads + self.sizes] - running[self.heads])


@dataclass(frozen=True, slots=True)
class _Sums:
    """Running sums, each shape (r + 1,), or several of them on top of one another."""

    belief_and_mass: Ints
    signals: Ints
    weight: Ints
    words: Ints


def window_features(rows: Rows, logits: Ints) -> Columns:
    """Return the columns of a stage that looks around.

    Args:
        rows: the rows of a batch with their own features.
        logits: shape (r,), those of the stage before, in hundredths within LOGIT_CAP, evidence in
            them.
    """
    page = _page(rows.document)
    belief = belief_of(logits)
    words = rows.words2 // 2 + 1
    sums = _sums(rows, belief, words)
    columns = {"logit": logits, "belief": belief}
    for side, sign in (("before", -1), ("after", 1)):
        columns |= _looks(page, rows, logits, side, sign)
        columns |= _windows(page, sums, side, sign)
    for reach, unit in ((5, 500), (15, 1000)):
        balance = sums.weight[page.edge(reach + 1)] - sums.weight[page.edge(-reach)]
        columns[f"balance_{reach}"] = np.minimum(np.maximum(balance // unit, -400), 400)
    for cut, name in CUTS:
        values = (belief - cut) * _ROOTS[np.minimum(words, len(_ROOTS) - 1)]
        columns |= _best_run(page, rows.document, values, name)
    return columns | _whole_page(page, sums, logits)


def _page(document: Ints) -> _Page:
    heads = np.flatnonzero(np.diff(document, prepend=-1))
    sizes = np.diff(heads, append=len(document))
    first = np.repeat(heads, sizes)
    return _Page(first, np.repeat(heads + sizes, sizes), np.arange(len(document)), heads, sizes)


def _sums(rows: Rows, belief: Ints, words: Ints) -> _Sums:
    drops = rows.evidence == DROPPED
    return _Sums(
        _running([belief, belief * words]),
        _running([*(rows.columns[signal] for signal in SIGNALS), drops]),
        _running([(belief - ONE // 2) * np.minimum(words, 60)])[0],
        _running([words])[0],
    )


def _running(values: list[Ints]) -> Ints:
    sums = np.zeros((len(values), len(values[0]) + 1), np.int64)
    for row, column in zip(sums, values, strict=True):
        np.cumsum(column, out=row[1:])
    return sums


def _looks(page: _Page, rows: Rows, logits: Ints, side: str, sign: int) -> Columns:
    """Return logits and own features of the rows one to three away, 0 beyond the edge."""
    columns: Columns = {}
    for step in STEPS:
        other = page.place + sign * step
        inside = (other >= page.first) & (other < page.end)
        other = np.where(inside, other, page.place)
        columns[f"logit_{side}_{step}"] = logits[other] * inside
        if step == 1:
            columns[f"edge_{side}"] = (~inside).astype(np.int64)
        if step < 3:
            for near in NEAR:
                columns[f"{near}_{side}_{step}"] = rows.columns[near][other] * inside
    return columns


def _windows(page: _Page, sums: _Sums, side: str, sign: int) -> Columns:
    columns: Columns = {}
    for reach in REACHES:
        low, high = (page.edge(-reach), page.place) if sign < 0 else _after(page, reach)
        belief, mass = _between(sums.belief_and_mass, low, high)
        columns[f"belief_{side}_{reach}"] = belief // np.maximum(high - low, 1)
        columns[f"mass_{side}_{reach}"] = log_of(mass // ONE)
        if reach == SIGNAL_REACH:
            signals = _between(sums.signals, low, high)
            names = [f"{name}_{side}" for name in (*SIGNALS, "drops")]
            columns |= dict(zip(names, signals, strict=True))
    mass_sums = sums.belief_and_mass[1]
    total = np.maximum(page.total(mass_sums), 1)
    low, high = (page.first, page.place) if sign < 0 else (page.place + 1, page.end)
    columns[f"above_{side}"] = (mass_sums[high] - mass_sums[low]) * SHARE // total
    return columns


def _after(page: _Page, reach: int) -> tuple[Ints, Ints]:
    return page.place + 1, page.edge(reach + 1)


def _between(sums: Ints, low: Ints, high: Ints) -> Ints:
    found: Ints = sums.take(high, axis=1) - sums.take(low, axis=1)
    return found


def _best_run(page: _Page, document: Ints, values: Ints, name: str) -> Columns:
    """Return where the run of rows with the largest sum lies, and how each row stands to it."""
    running = _running([values])[0]
    lift = document << 44  # makes running minima and maxima start anew in each document
    lowest = np.minimum.accumulate(running[:-1] - lift) + lift
    highest = np.maximum.accumulate((running[1:] - lift)[::-1])[::-1] + lift
    through = highest - lowest
    best = _best_of_page(page, through)
    inside = (through == best) & (best > 0)
    until, since = _distances(page, np.flatnonzero(inside))
    return {
        f"{name}_inside": inside,
        f"{name}_before": log_of(until),
        f"{name}_behind": log_of(since),
        f"{name}_depth": np.maximum(through, 0) * SHARE // np.maximum(best, 1),
        f"{name}_size": log_of(page.total(_running([inside.astype(np.int64)])[0])),
    }


def _distances(page: _Page, marked: Ints) -> tuple[Ints, Ints]:
    """Return how far the next and the last marked row of the document is; 0 if there is none."""
    n = len(page.place)
    beyond = np.concatenate(([-1], marked, [n]))
    where = np.searchsorted(marked, page.place, "left") + 1
    following = beyond[where]
    last = np.where(following == page.place, page.place, beyond[where - 1])
    until = np.where(following < page.end, following - page.place, 0)
    since = np.where(last >= page.first, page.place - last, 0)
    return until, since


def _best_of_page(page: _Page, values: Ints) -> Ints:
    if not len(values):
        return values
    return page.of_page(np.maximum.reduceat(values, page.heads))


def _whole_page(page: _Page, sums: _Sums, logits: Ints) -> Columns:
    words = np.maximum(page.total(sums.words), 1)
    size = page.end - page.first
    best = _best_of_page(page, logits)
    chrome = _running([(logits < -150).astype(np.int64)])[0]
    return {
        "page_worst": -_best_of_page(page, -logits),
        "page_chrome": log_of(page.total(chrome)),
        "page_share": page.total(sums.belief_and_mass[1]) // words,
        "page_best": best,
        "below_best": best - logits,
        "page_rows": log_of(size),
        "page_words": log_of(words),
        "place": (page.place - page.first) * SHARE // size,
        "place_words": (sums.words[page.place] - sums.words[page.first]) * SHARE // words,
        "page_drops": page.total(sums.signals[-1]) * SHARE // size,
    }
