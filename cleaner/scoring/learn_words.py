"""Learning which words, pairs and first words tell chrome from body, beside the shape of a block.

Only what stands on many sites is looked at: single stems and pairs of stems, never phrases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring.batch import Words
from cleaner.scoring.entries import hash_of
from cleaner.scoring.learn import MOST_LOGIT, Floats, sigmoid
from cleaner.scoring.lexicon import STEM_LENGTH
from cleaner.scoring.words import Hashes, Ints, first_hashes, pair_hashes

Small = NDArray[np.int32]
_RARE: Final = 40  # occurrences below which a hash is left out before anything is counted
_BEND: Final = 0.2  # of a row's weight; p (1 - p) is at most 0.25
_CAUTION: Final = 8  # so many times shorter steps: the entries of a row all move at once
_UNSURE: Final = 30  # row weight in doubt that an entry needs to count as told surely


@dataclass(frozen=True, slots=True)
class WordSettings:
    """How words are learnt.

    Attributes:
        entries: how many are kept.
        groups: on how many sites an entry must stand.
        pull: penalty, in units of row weight.
        rounds: steps of the descent.
    """

    entries: int = 3000
    groups: int = 20
    pull: float = 30.0
    rounds: int = 30


@dataclass(frozen=True, slots=True)
class Grams:
    """The words, pairs and first words of all rows that stand on many sites.

    Attributes:
        row, entry: shape (g,), which entry stands in which row.
        names: shape (k,), each entry as a word list writes it.
    """

    row: Small
    entry: Small
    names: tuple[str, ...]

    def sums(self, points: Ints, n_rows: int) -> Ints:
        """Return the summed points of each row, shape (n_rows,)."""
        return np.bincount(self.row, points[self.entry], n_rows).astype(np.int64)

    def only(self, kept: Ints) -> Grams:
        """Return the grams of some entries, numbers as before."""
        is_kept = np.zeros(len(self.names), np.bool_)
        is_kept[kept] = True
        chosen = is_kept[self.entry]
        return Grams(self.row[chosen], self.entry[chosen], self.names)


def find_grams(
    texts: Sequence[str], parts: Sequence[Words], group_of: Ints, settings: WordSettings
) -> Grams:
    """Return the entries that stand on at least `settings.groups` sites.

    Args:
        texts: joined texts, one per part.
        parts: their words; rows are counted on over all parts.
        group_of: shape (rows,), number of the site.
    """
    row, hashes, part, places = _all_grams(parts)
    often = _often(hashes)
    row, hashes, part, places = row[often], hashes[often], part[often], places[often]
    known, firsts, entry = np.unique(hashes, return_index=True, return_inverse=True)
    n_groups = int(group_of.max(initial=0)) + 1
    sites = np.unique(entry * np.int64(n_groups) + group_of[row]) // n_groups
    wide = np.flatnonzero(np.bincount(sites, minlength=len(known)) >= settings.groups)
    names = [_name(texts, parts, part[f], places[f], int(known[e])) for e, f in zip(
        wide.tolist(), firsts[wide].tolist(), strict=True)]  # fmt: skip
    kept = [(e, name) for e, name in zip(wide.tolist(), names, strict=True) if name]
    renumbered = np.full(len(known), -1, np.int32)
    renumbered[[e for e, _ in kept]] = np.arange(len(kept))
    final = renumbered[entry]
    return Grams(row[final >= 0], final[final >= 0], tuple(name for _, name in kept))


def fit_words(
    grams: Grams,
    halves: Ints,
    labels: Floats,
    weights: Floats,
    before: Floats,
    settings: WordSettings,
) -> Ints:
    """Return points (hundredths of a logit) of each entry; 0 for those that stand nowhere.

    Args:
        halves: shape (rows,), words of a row in halves.
        labels, weights: shape (rows,); rows of weight 0 are not learnt from.
        before: shape (rows,), logits of what the shape alone says.
    """
    used = weights[grams.row] > 0
    row, entry = grams.row[used], grams.entry[used].astype(np.int64)
    size = (1 / np.sqrt(halves / 2 + 1)).astype(np.float32)[row]
    beta = _descend(row, entry, size, (labels, weights, before), len(grams.names), settings)
    return np.round(beta * 100).astype(np.int64)


def telling_entries(
    grams: Grams, labels: Floats, weights: Floats, before: Floats, wanted: int
) -> Ints:
    """Return the entries that would move the believed labels most surely; see `fit_words`."""
    n_entries = len(grams.names)
    believed = sigmoid(before)
    pulls = np.bincount(grams.entry, (weights * (labels - believed))[grams.row], n_entries)
    doubts = weights * believed * (1 - believed)
    doubt = np.bincount(grams.entry, doubts[grams.row], n_entries)
    order = np.argsort(-np.abs(pulls) / np.sqrt(doubt + _UNSURE), kind="stable")
    return np.sort(order[:wanted])


def _all_grams(parts: Sequence[Words]) -> tuple[Small, Hashes, Small, Ints]:
    """Return row, hash, part and a code of the place (word times three, plus the form)."""
    rows, hashes, numbers, places = [], [], [], []
    for number, words in enumerate(parts):
        heads = np.flatnonzero(words.is_first)
        pairs = np.flatnonzero(~words.is_first[1:])
        singles = np.arange(len(words.row))
        picked = np.concatenate((singles, heads, pairs))
        forms = np.repeat([0, 1, 2], [len(singles), len(heads), len(pairs)])
        rows.append(words.row[picked].astype(np.int32))
        hashes += [
            words.hashes,
            first_hashes(words.hashes[heads]),
            pair_hashes(words.hashes)[pairs],
        ]
        numbers.append(np.full(len(picked), number, np.int32))
        places.append(picked * 3 + forms)
    join = np.concatenate
    return join(rows), join(hashes), join(numbers), join(places)


def _often(hashes: Hashes) -> Ints:
    buckets = (hashes >> np.uint64(40)).astype(np.int64)
    return np.flatnonzero(np.bincount(buckets, minlength=1 << 24)[buckets] >= _RARE)


def _name(texts: Sequence[str], parts: Sequence[Words], part: int, place: int, wanted: int) -> str:
    """Return how a word list writes the entry, or nothing if it cannot be written."""
    word, form = divmod(int(place), 3)
    words = parts[part]
    stems = [
        texts[part][words.starts[i] : min(words.ends[i], words.starts[i] + STEM_LENGTH)].lower()
        for i in ((word, word + 1) if form == 2 else (word,))
    ]
    name = ("^" if form == 1 else "") + " ".join(stems)
    name = "".join("0" if c.isdigit() else c for c in name)
    return name if all(stems) and hash_of(name) == wanted else ""


def _descend(
    row: Small,
    column: Ints,
    size: Floats,
    target: tuple[Floats, Floats, Floats],
    n_columns: int,
    settings: WordSettings,
) -> NDArray[np.float64]:
    """Return coefficients of a penalised logistic regression, by accelerated descent."""
    labels, weights, before = target
    held, place = np.unique(row, return_inverse=True)
    labels, weights, before = labels[held], weights[held], before[held]
    bend = np.bincount(column, (_BEND * weights)[place] * size * size, n_columns) + settings.pull
    beta = np.zeros(n_columns)
    ahead, pace = beta, 1.0
    for _ in range(settings.rounds):
        logits = before + np.bincount(place, ahead[column] * size, len(held))
        error = weights * (1 / (1 + np.exp(-np.clip(logits, -MOST_LOGIT, MOST_LOGIT))) - labels)
        slope = np.bincount(column, error[place] * size, n_columns) + settings.pull * ahead
        fresh = ahead - slope / (_CAUTION * bend)
        faster = (1 + np.sqrt(1 + 4 * pace * pace)) / 2
        ahead = fresh + (pace - 1) / faster * (fresh - beta)
        beta, pace = fresh, faster
    return beta
