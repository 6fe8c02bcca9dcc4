"""What the words of a block say: small words, cues of chrome, and learnt wording."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from cleaner.scoring import words as wd
from cleaner.scoring.batch import Words
from cleaner.scoring.entries import Entries
from cleaner.scoring.lexicon import CALENDAR, CUES, FUNCTION, KINDS, SPEECH, WE, YOU
from cleaner.scoring.tables import HALF_ROOTS, LOGS, SHARE
from cleaner.scoring.words import Ints

Columns = dict[str, Ints]

_LOGS: Final = np.array(LOGS, np.int64)
_ROOTS: Final = np.array(HALF_ROOTS, np.int64)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The lexicon and the learnt words in one index.

    Attributes:
        index: finds words, pairs and first words.
        kind: shape (k + 1,), number in KINDS, or -1.
        points: shape (k + 1,), learnt points of an entry, 0 if none.
    """

    index: wd.WordIndex
    kind: Ints
    points: Ints


def vocabulary_of(entries: Entries) -> Vocabulary:
    """Return the index over the entries of a word list."""
    kinds, points = (np.array(column, np.int64) for column in (entries.kinds, entries.points))
    index = wd.WordIndex.of(entries.hashes)
    return Vocabulary(index, np.append(-1, kinds), np.append(0, points))


def log_of(counts: Ints) -> Ints:
    """Return LOGS of each count, counts past the table as its last."""
    found: Ints = _LOGS[np.minimum(counts, len(_LOGS) - 1)]
    return found


def wording_columns(words: Words, words2: Ints, vocabulary: Vocabulary) -> Columns:
    """Return the features of wording.

    Args:
        words2: shape (rows,), words in halves.
    """
    n = len(words2)
    places, entries = vocabulary.index.find(words.hashes)
    kind = vocabulary.kind[entries]
    known = kind >= 0
    slots = words.row[places[known]] * len(KINDS) + kind[known]
    counts = np.bincount(slots, minlength=n * len(KINDS)).reshape(-1, len(KINDS))
    columns = _kind_columns(counts, words2)
    cue_words = places[kind >= len(KINDS) - len(CUES)]
    first_cues = cue_words[words.is_first[cue_words]]
    columns["cue_first"] = np.bincount(words.row[first_cues], minlength=n)
    sums = _points(words, n, vocabulary, (places, entries))
    return columns | learnt_columns(sums, words2)


def learnt_columns(sums: Ints, words2: Ints) -> Columns:
    """Return the features of learnt wording from the summed points of each row."""
    roots = _ROOTS[np.minimum(words2, len(_ROOTS) - 1)]
    return {
        "wording": np.minimum(np.maximum(sums * 8 // roots, -800), 800),
        "wording_sum": np.minimum(np.maximum(sums, -3200), 3200) // 4,
    }


def _kind_columns(counts: Ints, words2: Ints) -> Columns:
    some2 = np.maximum(words2, 1)
    by_kind = dict(zip(KINDS, counts.T, strict=True))
    cues = counts[:, len(KINDS) - len(CUES) :]
    logs = log_of(cues)
    columns = {
        "function_share": by_kind[FUNCTION] * 2 * SHARE // some2,
        "function_log": log_of(by_kind[FUNCTION]),
        "function_none": (by_kind[FUNCTION] == 0) & (words2 >= 8),
        "cues": (cues > 0).sum(1),
        "you": np.minimum(by_kind[YOU] * 2 * SHARE // some2, SHARE),
        "we": np.minimum(by_kind[WE] * 2 * SHARE // some2, SHARE),
        "speech": by_kind[SPEECH] > 0,
        "calendar": log_of(by_kind[CALENDAR]),
    }
    return columns | {f"cue_{kind}": logs[:, i] for i, kind in enumerate(CUES)}


def _points(words: Words, n: int, vocabulary: Vocabulary, singles: tuple[Ints, Ints]) -> Ints:
    """Return the learnt points of the words, pairs and first words of each row, summed."""
    if not vocabulary.points.any():
        return np.zeros(n, np.int64)
    index, points = vocabulary.index, vocabulary.points
    heads = np.flatnonzero(words.is_first)
    pairs = np.flatnonzero(~words.is_first[1:])
    pair_places, pair_entries = index.find(wd.pair_hashes(words.hashes)[pairs])
    head_places, head_entries = index.find(wd.first_hashes(words.hashes[heads]))
    places = np.concatenate((singles[0], pairs[pair_places], heads[head_places]))
    found = points[np.concatenate((singles[1], pair_entries, head_entries))]
    return np.bincount(words.row[places], found, n).astype(np.int64)
