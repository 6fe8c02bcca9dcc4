"""What the rows around a row say about it: the second stage's view of the first one's scores.

All in integers: logits in hundredths, probabilities in thousandths by a table, window sums as
differences of running sums that stop at the edges of the document.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring.features import SHARE, Columns, Ints, Rows, log_of

LOGIT_CAP: Final = 800
"""Logits are cut to +-8.00 before anything looks at them."""

ONE: Final = 1000
"""A probability of one."""

_STEPS: Final = (1, 2, 3)
_REACHES: Final = (2, 5, 12, 30)
_SIGNALS: Final = ("ends_terminal", "log_words", "cues", "function_share", "capitalised")
_CUTS: Final = ((500, "core"), (350, "wide"))


def _window_features() -> dict[str, str]:
    names = {
        "logit": "how it looks by itself",
        "belief": "how likely it is body by itself",
    }
    for side, words in (("before", "before"), ("after", "after")):
        for step in _STEPS:
            names[f"logit_{side}_{step}"] = f"how block {step} {words} looks"
        names[f"edge_{side}"] = f"nothing {words} it"
        for reach in _REACHES:
            names[f"belief_{side}_{reach}"] = f"{reach} blocks {words}: share of body"
            names[f"mass_{side}_{reach}"] = f"{reach} blocks {words}: words of body (log)"
        for signal in _SIGNALS:
            names[f"{signal}_{side}"] = f"five blocks {words}: {signal.replace('_', ' ')}"
        names[f"above_{side}"] = f"share of the page's body {words} it"
        names[f"drops_{side}"] = f"blocks {words} that a rule drops, of three"
    names["balance_5"] = "weight of body against chrome, five blocks around"
    names["balance_15"] = "weight of body against chrome, fifteen blocks around"
    for _, cut in _CUTS:
        names[f"{cut}_inside"] = f"inside the best run ({cut})"
        names[f"{cut}_before"] = f"blocks to the best run after it ({cut}, log)"
        names[f"{cut}_behind"] = f"blocks since the best run before it ({cut}, log)"
        names[f"{cut}_depth"] = f"strength of the best run through it ({cut})"
        names[f"{cut}_size"] = f"size of the best run ({cut}, log)"
    names |= {
        "page_share": "share of the page that looks like body",
        "page_best": "best look of any block on the page",
        "below_best": "how far it stands below the best block",
        "page_rows": "blocks on the page (log)",
        "page_words": "words on the page (log)",
        "place": "place on the page, by blocks",
        "place_words": "place on the page, by words",
        "page_drops": "share of blocks that a rule drops",
    }
    return names


WINDOW_FEATURES: Final[dict[str, str]] = _window_features()
"""Name and plain words of each second-stage feature, in the order of the columns."""


def _belief_table() -> Ints:
    logits = np.arange(-LOGIT_CAP, LOGIT_CAP + 1)
    return np.round(ONE / (1 + np.exp(-logits / 100))).astype(np.int64)


BELIEF: Final = _belief_table()


def belief_of(logits: Ints) -> Ints:
    """Return probabilities in thousandths of logits in hundredths, each within LOGIT_CAP."""
    return BELIEF[logits + LOGIT_CAP]


@dataclass(frozen=True, slots=True)
class _Page:
    """Where each row's document begins and ends, in rows, and how to sum over windows."""

    first: Ints
    end: Ints
    place: Ints

    def sums(self, values: Ints, low: int, high: int) -> Ints:
        """Return the sums over rows low..high (relative, inclusive) within the document."""
        running = np.zeros(len(values) + 1, np.int64)
        np.cumsum(values, out=running[1:])
        return running[self._upto(high)] - running[self._from(low)]

    def counts(self, low: int, high: int) -> Ints:
        """Return how many rows low..high (relative, inclusive) of the document there are."""
        return self._upto(high) - self._from(low)

    def _from(self, low: int) -> Ints:
        return np.clip(self.place + low, self.first, self.end)

    def _upto(self, high: int) -> Ints:
        return np.clip(self.place + high + 1, self.first, self.end)


def window_features(rows: Rows, logits: Ints) -> Columns:
    """Return the second stage's columns.

    Args:
        rows: the rows of a batch with their own features.
        logits: shape (r,), first-stage logits in hundredths, evidence already in them.
    """
    page = _pages(rows.document)
    logits = np.clip(logits, -LOGIT_CAP, LOGIT_CAP)
    belief = belief_of(logits)
    words = rows.words2 // 2 + 1
    columns = {"logit": logits, "belief": belief}
    for side, sign in (("before", -1), ("after", 1)):
        columns |= _one_side(page, rows, logits, belief, words, side, sign)
    weight = (belief - ONE // 2) * np.minimum(words, 60)
    columns["balance_5"] = np.clip(page.sums(weight, -5, 5) // 500, -400, 400)
    columns["balance_15"] = np.clip(page.sums(weight, -15, 15) // 1000, -400, 400)
    for cut, name in _CUTS:
        columns |= _best_run(page, rows.document, (belief - cut) * _root(words), name)
    return columns | _whole_page(page, rows, logits, belief, words)


def _pages(document: Ints) -> _Page:
    n = len(document)
    place = np.arange(n)
    heads = np.flatnonzero(np.diff(document, prepend=-1))
    sizes = np.diff(np.append(heads, n))
    first = np.repeat(heads, sizes)
    return _Page(first, np.repeat(heads + sizes, sizes), place)


def _root(words: Ints) -> Ints:
    return _ROOTS[np.minimum(words, len(_ROOTS) - 1)]


_ROOTS: Final = np.round(8 * np.sqrt(np.arange(1024) + 1)).astype(np.int64)


def _one_side(
    page: _Page, rows: Rows, logits: Ints, belief: Ints, words: Ints, side: str, sign: int
) -> Columns:
    columns: Columns = {}
    for step in _STEPS:
        columns[f"logit_{side}_{step}"] = page.sums(logits, sign * step, sign * step)
    columns[f"edge_{side}"] = page.counts(sign, sign) == 0
    mass = belief * words
    for reach in _REACHES:
        low, high = min(sign, sign * reach), max(sign, sign * reach)
        count = np.maximum(page.counts(low, high), 1)
        columns[f"belief_{side}_{reach}"] = page.sums(belief, low, high) // count
        columns[f"mass_{side}_{reach}"] = log_of(page.sums(mass, low, high) // ONE)
    low, high = min(sign, sign * 5), max(sign, sign * 5)
    for signal in _SIGNALS:
        values = np.asarray(rows.columns[signal], np.int64)
        columns[f"{signal}_{side}"] = page.sums(values, low, high)
    total = np.maximum(page.sums(mass, -(1 << 40), 1 << 40), 1)
    far = page.sums(mass, *((-(1 << 40), -1) if sign < 0 else (1, 1 << 40)))
    columns[f"above_{side}"] = far * SHARE // total
    low, high = min(sign, sign * 3), max(sign, sign * 3)
    columns[f"drops_{side}"] = page.sums((rows.evidence == -1).astype(np.int64), low, high)
    return columns


def _best_run(page: _Page, document: Ints, values: Ints, name: str) -> Columns:
    """Return where the run of rows with the largest sum lies, and how each row stands to it."""
    n = len(values)
    running = np.zeros(n + 1, np.int64)
    np.cumsum(values, out=running[1:])
    lift = document * (1 << 44)  # makes running minima and maxima start anew in each document
    lowest = np.minimum.accumulate(running[:-1] - lift) + lift
    highest = np.maximum.accumulate((running[1:] - lift)[::-1])[::-1] + lift
    through = highest - lowest
    best = _over_page(page, through, np.maximum)
    inside = (through == best) & (best > 0)
    marked = np.flatnonzero(inside)
    earlier = np.searchsorted(marked, page.place, "right") - 1
    later = np.searchsorted(marked, page.place, "left")
    far = np.int64(4000)
    last = np.where(earlier >= 0, marked[earlier] if len(marked) else -far, -far)
    following = np.append(marked, n + far)[later]
    since = np.where(last >= page.first, page.place - last, far)
    until = np.where(following < page.end, following - page.place, far)
    return {
        f"{name}_inside": inside,
        f"{name}_before": log_of(np.where(until >= far, 0, until)),
        f"{name}_behind": log_of(np.where(since >= far, 0, since)),
        f"{name}_depth": np.clip(through, 0, None) * SHARE // np.maximum(best, 1),
        f"{name}_size": log_of(page.sums(inside.astype(np.int64), -(1 << 40), 1 << 40)),
    }


def _over_page(page: _Page, values: Ints, by: np.ufunc) -> Ints:
    if not len(values):
        return values
    heads = np.flatnonzero(page.place == page.first)
    found: NDArray[np.int64] = np.repeat(by.reduceat(values, heads), np.diff(np.append(heads, len(values))))
    return found


def _whole_page(page: _Page, rows: Rows, logits: Ints, belief: Ints, words: Ints) -> Columns:
    everything = (-(1 << 40), 1 << 40)
    all_words = page.sums(words, *everything)
    size = page.end - page.first
    best = _over_page(page, logits, np.maximum)
    drops = (rows.evidence == -1).astype(np.int64)
    return {
        "page_share": page.sums(belief * words, *everything) // np.maximum(all_words, 1),
        "page_best": best,
        "below_best": best - logits,
        "page_rows": log_of(size),
        "page_words": log_of(all_words),
        "place": (page.place - page.first) * SHARE // np.maximum(size, 1),
        "place_words": page.sums(words, -(1 << 40), -1) * SHARE // np.maximum(all_words, 1),
        "page_drops": page.sums(drops, *everything) * SHARE // np.maximum(size, 1),
    }
