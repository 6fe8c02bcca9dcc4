"""The non-blank blocks of a document, here called units, and where its prose stands."""

from __future__ import annotations

from collections.abc import Sequence
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


def prose_units(texts: list[str], words: int = PROSE_WORDS) -> list[int]:
    """Return which texts are prose.

    Prose has so many words, see `count_words`, no fewer characters than those of a script without
    blanks, and a stop; of Thai and Lao, which have none, a third more words.
    """
    chars = PROSE_CHARS_CJK * words // PROSE_WORDS
    if _native:
        return _native.prose_units(  # type: ignore[no-any-return]
            *(texts, words, chars, LOOKED_AT, _ENDS, CLOSING)
        )
    return [n for n, text in enumerate(texts) if len(text) >= chars and _is_prose(text, words)]


def prose_bounds(prose: Sequence[int]) -> tuple[int, int, int, int] | None:
    """Return of units of prose the first, the last of the head, the first of the tail, the last.

    None if there is no prose.
    """
    if not prose:
        return None
    return prose[0], prose[:HEAD_PROSE][-1], prose[-HEAD_PROSE:][0], prose[-1]


def _is_prose(text: str, words: int) -> bool:
    last = text.rstrip(CLOSING)[-1:]
    if is_unstopped(last):
        return count_words(text) >= words * 4 // 3
    return bool(last) and last in _ENDS and count_words(text) >= words
