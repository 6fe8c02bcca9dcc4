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
from cleaner.scoring.batch import Batch, Bounds, Words, find_words, join
from cleaner.scoring.names import LABELS
from cleaner.scoring.tables import LOGS, SHARE
from cleaner.scoring.wording import Columns, Vocabulary, log_of, wording_columns
from cleaner.scoring.words import Hashes, Ints


@dataclass(frozen=True, slots=True)
class Rows:
    """The blocks with something on them, of all documents of a batch.

    Attributes:
        block: shape (r,), which block of the batch each row is.
        document: shape (r,), which document.
        words2: shape (r,), words in halves: a word counts 2, an ideograph 1.
        evidence: shape (r,), what the rules said.
        columns: the own features by name, each shape (r,).
    """

    block: Ints
    document: Ints
    words2: Ints
    evidence: Ints
    columns: Columns


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
        evidence: one code per block: 0 nothing, DROPPED, KEPT, or one of `LABELS`.

    Raises:
        ValueError: blocks that do not tile their text, or evidence of another length.
    """
    return rows_of(join(texts, bounds, evidence), vocabulary)[0]


def rows_of(batch: Batch, vocabulary: Vocabulary) -> tuple[Rows, Words]:
    """Return the rows of a batch, and the words they are made of."""
    n_blocks = len(batch.starts)
    slots = batch.block_of * ch.N_CLASSES + batch.kinds
    counts = np.bincount(slots, minlength=n_blocks * ch.N_CLASSES).reshape(-1, ch.N_CLASSES)
    visible = counts.sum(1) - counts[:, ch.SPACE] - counts[:, ch.NEWLINE] - counts[:, ch.OTHER]
    block = np.flatnonzero(visible)
    row_of = np.zeros(n_blocks, np.int64)
    row_of[block] = np.arange(len(block))
    words = find_words(batch, row_of)
    columns, words2 = _shape(counts[block], visible[block], words)
    columns |= _edges(batch, block, words)
    columns["sentence_like"] = columns["ends_terminal"] * (words2 >= 24)
    columns |= _sparse(batch, row_of, words, len(block))
    columns |= _surroundings(batch.document[block], block, words)
    columns |= wording_columns(words, words2, vocabulary)
    given = batch.evidence[block]
    columns |= {f"rule_{name}": given == code for code, name in LABELS}
    return Rows(block, batch.document[block], words2, given, columns), words


def fill(values: NDArray[np.float64], columns: Columns, names: Sequence[str]) -> None:
    """Write the named columns into the rows of a matrix, shape (names, rows)."""
    for number, name in enumerate(names):
        values[number] = columns[name]


_LENGTH_BINS: Final = ((1, 1), (2, 3), (4, 6), (7, 11), (12, 19), (20, 39), (40, 1 << 40))
_PRESENCE: Final = {
    "has_quote": (ch.QUOTE, ch.GUILLEMET),
    "has_bracket": (ch.BRACKET,),
    "has_exclamation": (ch.EXCLAIM,),
    "has_at": (ch.AT,),
    "has_separator": (ch.SEPARATOR,),
    "has_mark": (ch.MARK,),
    "has_symbol": (ch.SYMBOL,),
}


def _shape(counts: Ints, visible: Ints, words: Words) -> tuple[Columns, Ints]:
    by_kind = np.ascontiguousarray(counts.T)
    ideographs = by_kind[ch.IDEOGRAPH]
    words2 = 2 * np.bincount(words.row, minlength=len(visible)) - ideographs
    some2 = np.maximum(words2, 1)
    letters = by_kind[: ch.IDEOGRAPH].sum(0)
    bars = by_kind[ch.SEPARATOR] + by_kind[ch.GUILLEMET]
    columns = {
        "log_words": log_of(words2),
        "log_chars": log_of(visible),
        "letters_per_word": np.minimum((letters + ideographs) * 16 // some2, 127),
        "upper": by_kind[ch.UPPER] * SHARE // np.maximum(letters, 1),
        "digits": by_kind[ch.DIGIT] * SHARE // visible,
        "punctuation": by_kind[ch.STOP : ch.SYMBOL].sum(0) * SHARE // visible,
        "commas": np.minimum(by_kind[ch.COMMA] * 2 * SHARE // some2, SHARE),
        "separators": np.minimum(bars * SHARE // some2, SHARE),
        "ideographs": ideographs * SHARE // visible,
    }
    for name, kinds in _PRESENCE.items():
        columns[name] = sum(by_kind[kind] for kind in kinds) > 0
    for low, high in _LENGTH_BINS:
        columns[f"words_{low}"] = (words2 > 2 * low - 2) & (words2 <= 2 * high)
    return columns, words2


def _edges(batch: Batch, block: Ints, words: Words) -> Columns:
    """Return how the block begins and ends: the characters around its first and last word.

    Four characters after the last word are looked at, so that closing quotes and brackets
    around a full stop do not hide it.
    """
    first, last = np.full(len(block), -1), np.full(len(block), -1)
    last[words.row] = words.ends
    first[words.row[words.is_first]] = words.starts[words.is_first]
    has_words = first >= 0
    kinds = np.append(batch.kinds, np.full(4, ch.OTHER, np.uint8))
    starts, ends = batch.starts[block], batch.ends[block]
    after = [
        np.where(has_words & (last + k < ends), kinds[last + k], np.uint8(ch.OTHER))
        for k in range(4)
    ]
    before = [
        np.where(has_words & (first - k >= starts), kinds[first - k], np.uint8(ch.OTHER))
        for k in (1, 2)
    ]
    head = np.where(has_words, kinds[first], np.uint8(ch.OTHER))
    return _ending(after) | _beginning(head, before)


def _ending(after: list[NDArray[np.uint8]]) -> Columns:
    two_stops = (after[0] == ch.STOP) & (after[1] == ch.STOP)
    return {
        "ends_terminal": _any_between(after, ch.STOP, ch.ELLIPSIS),
        "ends_colon": _any_between(after, ch.COLON, ch.COLON),
        "ends_ellipsis": _any_between(after, ch.ELLIPSIS, ch.ELLIPSIS) | two_stops,
        "ends_question": _any_between(after, ch.QUESTION, ch.QUESTION),
    }


def _beginning(head: NDArray[np.uint8], before: list[NDArray[np.uint8]]) -> Columns:
    bullets = _any_between(before, ch.DASH, ch.SEPARATOR)
    return {
        "starts_lower": head == ch.LOWER,
        "starts_upper": head == ch.UPPER,
        "starts_digit": head == ch.DIGIT,
        "starts_symbol": bullets | _any_between(before, ch.AT, ch.SYMBOL),
        "starts_quote": _any_between(before, ch.QUOTE, ch.QUOTE)
        | _any_between(before, ch.GUILLEMET, ch.GUILLEMET),
    }


def _any_between(places: list[NDArray[np.uint8]], low: int, high: int) -> Ints:
    found = np.zeros(len(places[0]), np.bool_)
    for place in places:
        found |= (place >= low) & (place <= high)
    return found.astype(np.int64)


def _sparse(batch: Batch, row_of: Ints, words: Words, n: int) -> Columns:
    """Return what takes a look at single characters: sentence ends, times, years, capitals."""
    kinds = np.append(batch.kinds, np.uint8(ch.NEWLINE))
    stops = np.flatnonzero((batch.kinds >= ch.STOP) & (batch.kinds <= ch.ELLIPSIS))
    ended = _ENDS_SENTENCE[kinds[stops + 1]] | (batch.codes[stops] > 0x2FFF)
    ended |= batch.ends[batch.block_of[stops]] == stops + 1
    colons = np.flatnonzero(batch.kinds == ch.COLON)
    between = (kinds[colons - 1] == ch.DIGIT) & (kinds[colons + 1] == ch.DIGIT)
    between &= batch.starts[batch.block_of[colons]] < colons
    between &= batch.ends[batch.block_of[colons]] > colons + 1
    capital = np.bincount(words.row[kinds[words.starts] == ch.UPPER], minlength=n)
    total = np.maximum(np.bincount(words.row, minlength=n), 1)
    years = words.row[_years(batch.codes, words)]
    return {
        "capitalised": capital * SHARE // total,
        "sentence_ends": log_of(_per_row(stops[ended], batch, row_of, n)),
        "time": np.minimum(_per_row(colons[between], batch, row_of, n), 1),
        "year": np.minimum(np.bincount(years, minlength=n), 1),
    }


_ENDS_SENTENCE: Final = np.isin(
    np.arange(256), (ch.SPACE, ch.NEWLINE, ch.QUOTE, ch.BRACKET, ch.GUILLEMET)
)
"""Kinds of character after a stop that make it the end of a sentence."""


def _per_row(places: Ints, batch: Batch, row_of: Ints, n: int) -> Ints:
    return np.bincount(row_of[batch.block_of[places]], minlength=n)


def _years(codes: Ints, words: Words) -> Ints:
    """Return which words are the numbers 1900 to 2099."""
    four = np.flatnonzero(words.ends - words.starts == 4)
    first, second = codes[words.starts[four]], codes[words.starts[four] + 1]
    nineteen = (first == ord("1")) & (second == ord("9"))
    found: Ints = four[nineteen | ((first == ord("2")) & (second == ord("0")))]
    return found


def _surroundings(document: Ints, block: Ints, words: Words) -> Columns:
    """Return how often the same words stand on the page, and the blank lines around."""
    new_document = np.diff(document, prepend=-1) > 0
    gap = (np.diff(block, prepend=-1) > 1) & ~new_document
    return {
        "repeats": log_of(_times(document, _line_hashes(len(document), words))) - LOGS[1],
        "repeats_head": log_of(_times(document, _head_hashes(len(document), words))) - LOGS[1],
        "blank_before": gap,
        "blank_after": np.append(gap[1:], False)[: len(gap)],
    }


def _line_hashes(n: int, words: Words) -> Hashes:
    """Return a hash of all words of each row, in order; 0 if it has none."""
    line = np.zeros(n, np.uint64)
    heads = np.flatnonzero(words.is_first)
    if len(heads):
        place = np.arange(len(words.row)) - np.repeat(heads, np.diff([*heads, len(words.row)]))
        turned = words.hashes * (2 * place.astype(np.uint64) + np.uint64(1))
        line[words.row[heads]] = np.add.reduceat(turned, heads)
    return line


def _head_hashes(n: int, words: Words) -> Hashes:
    """Return a hash of the first two words of each row; 0 if it has fewer."""
    line = np.zeros(n, np.uint64)
    heads = np.flatnonzero(words.is_first[:-1] & ~words.is_first[1:])
    line[words.row[heads]] = words.hashes[heads] * np.uint64(3) + words.hashes[heads + 1]
    return line


def _times(document: Ints, hashes: Hashes) -> Ints:
    """Return how many rows of the document have the row's hash; 1 where it is 0."""
    seeded = hashes * np.uint64(0x9FB21C651E98DF25) + document.astype(np.uint64)
    _, inverse, times = np.unique(seeded, return_inverse=True, return_counts=True)
    return np.where(hashes > 0, times[inverse], 1)
