"""The non-blank blocks of a document, here called units, and where its prose stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from cleaner.data import BLANK
from cleaner.native import twin
from cleaner.scripts import is_unstopped
from cleaner.sentences import CLOSING, LOOKED_AT, STOPS, WIDE_STOPS, count_words

PROSE_WORDS = 15
"""By such lines rules tell head and tail (see `docs/rules.md`): one too many moves the place of
others, so that it is more than `deciding.prose` asks for."""

PROSE_CHARS_CJK = 45
SENTENCE_WORDS = 6  # of prose whose lines are lost: each unit is a sentence there
HEAD_PROSE = 3  # the head ends with the third line of prose, the tail begins with the third-last
_ENDS = STOPS + WIDE_STOPS

_native = twin("units")


class Units(NamedTuple):
    """Units as columns.

    Attributes:
        rows: of each among the blocks.
        starts, ends: bounds, line ends included.
        texts: without blanks around them.
    """

    rows: Sequence[int]
    starts: list[int]
    ends: list[int]
    texts: list[str]


def units_of(folded: str, starts: Sequence[int], ends: Sequence[int], kinds: bytes) -> Units:
    """Return the units among blocks of a folded text.

    >>> units_of("One.\\n \\nTwo", [0, 5, 7], [5, 7, 10], bytes([1, 0, 1]))
    Units(rows=[0, 2], starts=[0, 7], ends=[5, 10], texts=['One.', 'Two'])
    """
    if _native:
        return Units(*_native.units_of(folded, list(starts), list(ends), kinds, BLANK))
    rows = [row for row, kind in enumerate(kinds) if kind != BLANK]
    starts, ends = [starts[row] for row in rows], [ends[row] for row in rows]
    texts = [folded[s:e].strip() for s, e in zip(starts, ends, strict=True)]
    return Units(rows, starts, ends, texts)


def prose_bounds(texts: list[str], words: int) -> tuple[int, int, int, int] | None:
    """Return the first text that is prose, the last of the head, the first of the tail, the last.

    Prose has so many words, see `count_words`, no fewer characters than those of a script without
    blanks, and a stop; of Thai and Lao, which have none, a third more words. None if there is no
    prose.
    """
    chars = PROSE_CHARS_CJK * words // PROSE_WORDS
    if _native:
        return _native.prose_bounds(  # type: ignore[no-any-return]
            *(texts, HEAD_PROSE, words, chars, LOOKED_AT, _ENDS, CLOSING)
        )
    long = _long(texts, chars)
    head = list(islice(_prose(texts, long, words), HEAD_PROSE))
    if not head:
        return None
    tail = list(islice(_prose(texts, reversed(long), words), HEAD_PROSE))
    return head[0], head[-1], tail[-1], tail[0]


def prose_units(texts: Sequence[str]) -> list[int]:
    """Return which texts are prose, see `prose_bounds`."""
    return list(_prose(texts, _long(texts, PROSE_CHARS_CJK), PROSE_WORDS))


def _long(texts: Sequence[str], chars: int) -> list[int]:
    return [n for n, text in enumerate(texts) if len(text) >= chars]


def _prose(texts: Sequence[str], numbers: Iterable[int], words: int) -> Iterator[int]:
    return (n for n in numbers if _is_prose(texts[n], words))


def _is_prose(text: str, words: int) -> bool:
    last = text.rstrip(CLOSING)[-1:]
    if is_unstopped(last):
        return count_words(text) >= words * 4 // 3
    return bool(last) and last in _ENDS and count_words(text) >= words
