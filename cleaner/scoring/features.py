"""What one block looks like by itself: its shape, its wording, its repeats.

Columns for all blocks of many documents at once. Every feature is a small integer, so that the
weighted sums are exact: the same bytes alone or in a batch, on every machine. White-space blocks
have no row here; they only show as `blank_before` and `blank_after`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.scoring import characters as ch
from cleaner.scoring import words as wd
from cleaner.scoring.lexicon import CUES, KINDS

Ints = NDArray[np.int64]
Columns = dict[str, Ints]
Bounds = tuple[Sequence[int], Sequence[int]]

SHARE: Final = 64
"""A share of everything; half is 32."""

_LENGTH_BINS: Final = ((1, 1), (2, 3), (4, 6), (7, 11), (12, 19), (20, 39), (40, None))
LABELS: Final = ((2, "headline"), (3, "byline"), (4, "dateline"), (5, "caption"), (6, "weak_drop"))
"""Codes of the evidence that weak rules give, and the features they are."""

OWN_FEATURES: Final[dict[str, str]] = {
    "log_words": "number of words (log)",
    "log_chars": "number of characters (log)",
    "letters_per_word": "letters in a word",
    "capitalised": "share of words that begin with a capital",
    "upper": "share of letters that are capitals",
    "digits": "share of digits",
    "punctuation": "share of punctuation",
    "commas": "commas in a word",
    "sentence_ends": "sentence ends (log)",
    "ends_terminal": "ends like a sentence",
    "ends_colon": "ends in a colon",
    "ends_ellipsis": "ends in an ellipsis",
    "ends_question": "ends in a question mark",
    "starts_lower": "begins with a small letter",
    "starts_upper": "begins with a capital",
    "starts_digit": "begins with a digit",
    "starts_symbol": "begins with a symbol or bullet",
    "starts_quote": "begins with a quotation mark",
    "has_quote": "has a quotation mark",
    "has_bracket": "has a bracket",
    "has_exclamation": "has an exclamation mark",
    "has_at": "has an @",
    "has_separator": "has a separator (bar, bullet, arrow)",
    "separators": "separators in a word",
    "has_mark": "has a sign such as #, %, /, $",
    "has_symbol": "has an emoji or other symbol",
    "time": "has a time of day or a score such as 3:1",
    "year": "has a year",
    "repeats": "times it stands on the page (log)",
    "blank_before": "blank line before",
    "blank_after": "blank line after",
    "words_1": "one word",
    "words_2": "two or three words",
    "words_4": "four to six words",
    "words_7": "seven to eleven words",
    "words_12": "twelve to nineteen words",
    "words_20": "twenty to thirty-nine words",
    "words_40": "forty words or more",
    "ideographs": "share of characters of a script without spaces",
    "function_share": "share of small words",
    "function_log": "small words (log)",
    "function_none": "no small word among four or more",
    "sentence_like": "twelve words or more that end like a sentence",
    "cues": "kinds of chrome it has words of",
    "cue_first": "first word is a word of chrome",
    "you": "share of words that address the reader",
    "we": "share of words that mean ourselves",
    "speech": "a word of saying",
    "calendar": "names of months and days (log)",
    **{f"cue_{kind}": f"words of the kind '{kind}'" for kind in CUES},
    "wording": "learnt wording",
    "wording_sum": "learnt wording, all words together",
    **{f"rule_{name}": f"a weak rule says {name.replace('_', ' ')}" for _, name in LABELS},
}
"""Name and plain words of each own-block feature, in the order of the columns."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The blocks with something on them, of all documents of a batch.

    Attributes:
        block: shape (r,), which block of the batch each row is.
        document: shape (r,), which document.
        words2: shape (r,), words in halves: a word counts 2, an ideograph 1.
        evidence: shape (r,), what the rules said.
        vote: shape (r,), words of the learnt list: summed points.
        columns: the own features by name.
        tokens: (row, hash) of each word, for features over the page.
    """

    block: Ints
    document: Ints
    words2: Ints
    evidence: Ints
    columns: Columns
    tokens: tuple[Ints, NDArray[np.uint64]]


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


@dataclass(frozen=True, slots=True)
class _Batch:
    """Blocks of many documents on one joined text."""

    codes: Ints
    kinds: NDArray[np.uint8]
    starts: Ints
    ends: Ints
    document: Ints
    evidence: Ints


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of a batch: places, hashes, and the block each stands in."""

    starts: Ints
    ends: Ints
    block: Ints
    hashes: NDArray[np.uint64]


LOG: Final = np.round(8 * np.log2(1 + np.arange(4096))).astype(np.int64)
"""Eight times the binary logarithm of n + 1: 8 for 1, 64 for 255, 96 at most."""


def log_of(counts: Ints) -> Ints:
    """Return LOG of each count, counts past the table as its last."""
    return LOG[np.minimum(counts, len(LOG) - 1)]


def own_features(
    texts: Sequence[str],
    bounds: Sequence[Bounds],
    evidence: Sequence[Sequence[int]],
    vocabulary: Vocabulary,
) -> Rows:
    """Return the rows of a batch with their own features.

    Args:
        texts: the documents.
        bounds: (starts, ends) of all blocks of each document; they tile the text.
        evidence: one code per block, see `LABELS`; -1 chrome, 1 body, 0 nothing.

    Raises:
        ValueError: blocks that do not tile their text, or evidence of another length.
    """
    batch = _join(texts, bounds, evidence)
    lengths = batch.ends - batch.starts
    slot = np.repeat(np.arange(len(lengths)) * ch.N_CLASSES, lengths)
    counts = np.bincount(slot + batch.kinds, minlength=len(lengths) * ch.N_CLASSES)
    counts = counts.reshape(-1, ch.N_CLASSES)
    visible = counts.sum(1) - counts[:, ch.SPACE] - counts[:, ch.NEWLINE] - counts[:, ch.OTHER]
    block = np.flatnonzero(visible)
    words = _find_words(batch, slot)
    row_of = np.zeros(len(lengths), np.int64)
    row_of[block] = np.arange(len(block))
    columns, words2 = _shape(counts[block], visible[block], words, row_of)
    columns |= _edges(batch, block, words, row_of)
    columns |= _wording(words, row_of, len(block), words2, vocabulary)
    columns |= _surroundings(batch, block, words, row_of)
    columns["sentence_like"] = (words2 >= 24) & (columns["ends_terminal"] > 0)
    columns |= _sparse(batch, words, slot, row_of, len(block))
    given = batch.evidence[block]
    columns |= {f"rule_{name}": given == code for code, name in LABELS}
    tokens = (row_of[words.block], words.hashes)
    return Rows(block, batch.document[block], words2, given, columns, tokens)


def matrix(columns: Columns, names: Sequence[str]) -> NDArray[np.float64]:
    """Return the named columns as rows of a matrix, shape (features, rows), all integers."""
    size = len(next(iter(columns.values())))
    values = np.empty((len(names), size))
    for number, name in enumerate(names):
        values[number] = columns[name]
    return values


def _join(
    texts: Sequence[str], bounds: Sequence[Bounds], evidence: Sequence[Sequence[int]]
) -> _Batch:
    sizes = [len(text) for text in texts]
    counts = [len(starts) for starts, _ in bounds]
    if counts != [len(codes) for codes in evidence]:
        raise ValueError("evidence needs one code for each block; give 0 where there is none")
    offsets = np.repeat(np.cumsum([0, *sizes[:-1]]), counts) if texts else np.zeros(0, np.int64)
    starts = _flat([starts for starts, _ in bounds]) + offsets
    ends = _flat([ends for _, ends in bounds]) + offsets
    _check_tiling(starts, ends, sum(sizes))
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    if len(codes) and codes.max() > 0xFFFF:
        beyond = np.where(codes < 0x20000, ch.ASTRAL_SYMBOL, ch.ASTRAL_IDEOGRAPH)
        codes = np.where(codes > 0xFFFF, beyond, codes)
    wide = codes.astype(np.int64)
    document = np.repeat(np.arange(len(texts)), counts)
    return _Batch(wide, ch.CLASSES[wide], starts, ends, document, _flat(evidence))


def _flat(columns: Sequence[Sequence[int]]) -> Ints:
    parts = [np.asarray(column, np.int64) for column in columns]
    return np.concatenate(parts) if parts else np.zeros(0, np.int64)


def _check_tiling(starts: Ints, ends: Ints, size: int) -> None:
    edges = np.concatenate(([0], ends))
    if not np.array_equal(edges, np.concatenate((starts, [size]))) or (starts > ends).any():
        raise ValueError("blocks must tile their text, in order and without gaps")


def _find_words(batch: _Batch, slot: Ints) -> _Words:
    inside = batch.kinds <= ch.LAST_WORD_CLASS
    joined = np.zeros(len(inside) + 1, np.bool_)  # a word goes on from i - 1 to i
    joined[1:-1] = inside[1:] & inside[:-1]
    ideograph = batch.kinds == ch.IDEOGRAPH
    if ideograph.any():
        joined[1:-1] &= ~(ideograph[1:] | ideograph[:-1])
    joined[batch.starts] = False
    starts = np.flatnonzero(inside & ~joined[:-1])
    ends = np.flatnonzero(inside & ~joined[1:]) + 1
    hashes = wd.stem_hashes(batch.codes, starts, ends)
    return _Words(starts, ends, slot[starts] // ch.N_CLASSES, hashes)


def _shape(counts: Ints, visible: Ints, words: _Words, row_of: Ints) -> tuple[Columns, Ints]:
    ideographs = counts[:, ch.IDEOGRAPH]
    n_words = np.bincount(row_of[words.block], minlength=len(visible))
    words2 = 2 * n_words - ideographs
    some2 = np.maximum(words2, 1)
    letters = counts[:, : ch.IDEOGRAPH].sum(1)
    marks = counts[:, ch.STOP : ch.SYMBOL].sum(1)
    columns = {
        "log_words": log_of(words2),
        "log_chars": log_of(visible),
        "letters_per_word": np.minimum((letters + ideographs) * 16 // some2, 127),
        "upper": counts[:, ch.UPPER] * SHARE // np.maximum(letters, 1),
        "digits": counts[:, ch.DIGIT] * SHARE // visible,
        "punctuation": marks * SHARE // visible,
        "commas": np.minimum(counts[:, ch.COMMA] * 2 * SHARE // some2, SHARE),
        "separators": np.minimum(
            (counts[:, ch.SEPARATOR] + counts[:, ch.GUILLEMET]) * SHARE // some2, SHARE
        ),
        "ideographs": ideographs * SHARE // visible,
    }
    for name, kinds in _PRESENCE.items():
        columns[name] = counts[:, kinds].sum(1) > 0
    for low, high in _LENGTH_BINS:
        columns[f"words_{low}"] = (words2 > 2 * low - 2) & (words2 <= 2 * (high or 1 << 40))
    return columns, words2


_PRESENCE: Final = {
    "has_quote": [ch.QUOTE, ch.GUILLEMET],
    "has_bracket": [ch.BRACKET],
    "has_exclamation": [ch.EXCLAIM],
    "has_at": [ch.AT],
    "has_separator": [ch.SEPARATOR],
    "has_mark": [ch.MARK],
    "has_symbol": [ch.SYMBOL],
}


def _edges(batch: _Batch, block: Ints, words: _Words, row_of: Ints) -> Columns:
    """Return how the block begins and ends: the characters around its first and last word."""
    rows, n = row_of[words.block], len(block)
    first, last = np.full(n, -1), np.full(n, -1)
    last[rows] = words.ends
    first[rows[::-1]] = words.starts[::-1]
    padded = np.concatenate((batch.kinds, np.full(8, ch.OTHER, np.uint8)))
    has_words = first >= 0
    after = [
        np.where(has_words & (last + k < batch.ends[block]), padded[last + k], ch.OTHER)
        for k in range(4)
    ]
    before = [
        np.where(has_words & (first - k >= batch.starts[block]), padded[first - k], ch.OTHER)
        for k in (1, 2)
    ]
    head = np.where(has_words, padded[first], ch.OTHER)
    return _ending(after) | _beginning(head, before)


def _ending(after: list[Ints]) -> Columns:
    question = _any_of(after, (ch.QUESTION,))
    stops = (after[0] == ch.STOP) & (after[1] == ch.STOP)
    ellipsis = _any_of(after, (ch.ELLIPSIS,)) | stops
    return {
        "ends_terminal": _any_of(after, (ch.STOP, ch.EXCLAIM, ch.QUESTION, ch.ELLIPSIS)),
        "ends_colon": _any_of(after, (ch.COLON,)),
        "ends_ellipsis": ellipsis,
        "ends_question": question,
    }


def _beginning(head: Ints, before: list[Ints]) -> Columns:
    symbols = (ch.DASH, ch.SEPARATOR, ch.AT, ch.MARK, ch.SYMBOL)
    return {
        "starts_lower": head == ch.LOWER,
        "starts_upper": head == ch.UPPER,
        "starts_digit": head == ch.DIGIT,
        "starts_symbol": _any_of(before, symbols),
        "starts_quote": _any_of(before, (ch.QUOTE, ch.GUILLEMET)),
    }


def _any_of(places: list[Ints], kinds: Sequence[int]) -> Ints:
    found = np.zeros(len(places[0]), np.int64)
    for place in places:
        for kind in kinds:
            found |= place == kind
    return found


def _wording(
    words: _Words, row_of: Ints, n: int, words2: Ints, vocabulary: Vocabulary
) -> Columns:
    rows = row_of[words.block]
    is_first = np.ones(len(rows), np.bool_)
    is_first[1:] = rows[1:] != rows[:-1]
    places, entries = vocabulary.index.find(words.hashes)
    kind = vocabulary.kind[entries]
    known = kind >= 0
    slots = rows[places[known]] * len(KINDS) + kind[known]
    counts = np.bincount(slots, minlength=n * len(KINDS)).reshape(-1, len(KINDS))
    cue_words = places[kind >= len(KINDS) - len(CUES)]
    columns = _kind_columns(counts, words2)
    columns["cue_first"] = np.bincount(rows[cue_words[is_first[cue_words]]], minlength=n)
    sums = _points(words.hashes, rows, is_first, n, vocabulary, (places, entries))
    bounded = np.clip(sums, -2000, 2000)
    columns["wording"] = np.clip(sums * 8 // np.maximum(ROOT[np.minimum(words2, 4095)], 1), -800, 800)
    columns["wording_sum"] = bounded // 4
    return columns


ROOT: Final = np.round(8 * np.sqrt(np.arange(4096) / 2 + 1)).astype(np.int64)
"""Eight times the square root of words + 1, by half words."""


def _points(
    hashes: NDArray[np.uint64],
    rows: Ints,
    is_first: NDArray[np.bool_],
    n: int,
    vocabulary: Vocabulary,
    singles: tuple[Ints, Ints],
) -> Ints:
    """Return the learnt points of the words, pairs and first words of each row, summed."""
    if not vocabulary.points.any():
        return np.zeros(n, np.int64)
    index, points = vocabulary.index, vocabulary.points
    heads = np.flatnonzero(is_first)
    pairs = np.flatnonzero(~is_first[1:])
    pair_places, pair_entries = index.find(wd.pair_hashes(hashes)[pairs])
    head_places, head_entries = index.find(wd.first_hashes(hashes[heads]))
    where = np.concatenate((rows[singles[0]], rows[pairs[pair_places]], rows[heads[head_places]]))
    what = points[np.concatenate((singles[1], pair_entries, head_entries))]
    return np.bincount(where, what, n).astype(np.int64)


def _kind_columns(counts: Ints, words2: Ints) -> Columns:
    some2 = np.maximum(words2, 1)
    by_kind = dict(zip(KINDS, counts.T, strict=True))
    cues = counts[:, len(KINDS) - len(CUES) :]
    columns = {
        "function_share": by_kind["function"] * 2 * SHARE // some2,
        "function_log": log_of(by_kind["function"]),
        "function_none": (by_kind["function"] == 0) & (words2 >= 8),
        "cues": (cues > 0).sum(1),
        "you": np.minimum(by_kind["you"] * 2 * SHARE // some2, SHARE),
        "we": np.minimum(by_kind["we"] * 2 * SHARE // some2, SHARE),
        "speech": by_kind["speech"] > 0,
        "calendar": log_of(by_kind["calendar"]),
    }
    return columns | {f"cue_{kind}": log_of(by_kind[kind]) for kind in CUES}


def _surroundings(batch: _Batch, block: Ints, words: _Words, row_of: Ints) -> Columns:
    rows, n = row_of[words.block], len(block)
    heads = np.flatnonzero(np.diff(rows, prepend=-1))
    place = np.arange(len(rows)) - np.repeat(heads, np.diff(np.append(heads, len(rows))))
    turned = words.hashes * (2 * place.astype(np.uint64) + np.uint64(1))
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(turned, dtype=np.uint64)))
    line = np.zeros(n, np.uint64)
    line[rows[heads]] = sums[np.append(heads[1:], len(rows))] - sums[heads]
    document = batch.document[block]
    seeded = line * np.uint64(0x9FB21C651E98DF25) + document.astype(np.uint64)
    _, inverse, times = np.unique(seeded, return_inverse=True, return_counts=True)
    repeats = np.where(line > 0, times[inverse], 1)
    gap = np.diff(block, prepend=-1) > 1
    gap[1:] &= document[1:] == document[:-1]
    if n:
        gap[np.flatnonzero(np.diff(document, prepend=-1))] = False
    return {
        "repeats": log_of(repeats) - LOG[1],
        "blank_before": gap,
        "blank_after": np.append(gap[1:], False)[:n],
    }


def _sparse(batch: _Batch, words: _Words, slot: Ints, row_of: Ints, n: int) -> Columns:
    """Return what takes a look at single characters: sentence ends, times, years, capitals."""
    kinds = np.append(batch.kinds, np.uint8(ch.NEWLINE))
    rows = row_of[words.block]
    capital = np.bincount(rows[kinds[words.starts] == ch.UPPER], minlength=n)
    total = np.maximum(np.bincount(rows, minlength=n), 1)
    stops = np.flatnonzero((kinds >= ch.STOP) & (kinds <= ch.ELLIPSIS))
    follower = kinds[np.minimum(stops + 1, len(kinds) - 1)]
    ended = np.isin(follower, (ch.SPACE, ch.NEWLINE, ch.QUOTE, ch.BRACKET, ch.GUILLEMET))
    ended |= batch.codes[stops] > 0x2FFF
    ends = np.bincount(row_of[slot[stops[ended]] // ch.N_CLASSES], minlength=n)
    colons = np.flatnonzero(kinds == ch.COLON)
    around = (kinds[colons - 1] == ch.DIGIT) & (kinds[np.minimum(colons + 1, len(kinds) - 1)] == 4)
    times = np.bincount(row_of[slot[colons[around]] // ch.N_CLASSES], minlength=n)
    return {
        "capitalised": capital * SHARE // total,
        "sentence_ends": log_of(ends),
        "time": times > 0,
        "year": np.bincount(rows[_years(batch.codes, words)], minlength=n) > 0,
    }


def _years(codes: Ints, words: _Words) -> Ints:
    """Return which words are the numbers 1900 to 2099."""
    four = np.flatnonzero(words.ends - words.starts == 4)
    first, second = codes[words.starts[four]], codes[words.starts[four] + 1]
    nineteen = (first == ord("1")) & (second == ord("9"))
    return four[nineteen | ((first == ord("2")) & (second == ord("0")))]
