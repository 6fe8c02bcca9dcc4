"""Telling hard-wrapped text: lines broken at a column, not where a paragraph ends.

Mail, old archives and some converters break every paragraph into lines of 60 to 80 characters. A
line of such a text is no unit of anything, so the lines of a paragraph are taken together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from cleaner.sentences import BULLETS, STOPS, WIDE_STOPS

COLUMNS = range(40, 101)  # at which text is wrapped, the widest line
MAX_WIDER_SHARE = 0.1  # of the characters: tables may stick out of a wrapped text
MAX_OUTLIERS = 0.02  # of the lines, and one: an address that is wider than the column
MIN_LINES = 3
MIN_FULL_SHARE = 0.6  # of the characters on lines with a line right below them
MIN_TEXT_SHARE = 0.1  # of all characters; the rest may be menus
MAX_ENDED_SHARE = 0.5  # of those, on lines that end with a sentence: paragraphs of like length do
TAIL_CHARS = 3  # in which a sentence ends: quotes, brackets or a sign may follow
MAX_WORD_CHARS = 25  # a longer first word was not what did not fit
_SENTENCE_ENDS = frozenset(STOPS + WIDE_STOPS)
_ITEM_SIGNS = f"{BULLETS}-*+·>#|=–—"


def wrapped_lines(lines: Sequence[str]) -> list[int]:
    """Return the numbers of the lines that go on in the next one; none if the text is not wrapped.

    A line goes on if the first word of the next would not have fitted on it. In a wrapped text that
    holds for most lines that have another right below them, in any other for few.

    >>> wrapped_lines(["Rain fell on the town all day, and the river", "rose by a metre."])
    []
    >>> verse = "The rain that fell on us all day has washed the river's banks away. "
    >>> import textwrap
    >>> wrapped_lines(textwrap.wrap(verse * 4, 60))
    [0, 1, 2, 3]
    """
    width = _width(lines)
    if not width:
        return []
    full: list[int] = []
    beside = at_stake = ended = 0
    sizes = [len(line.rstrip()) for line in lines]
    for number, (size, below) in enumerate(pairwise(sizes)):
        if not (size and below and " " in lines[number].strip()):
            continue  # above or below a gap, or no text: code, an address
        beside += size
        if size + below > width and _is_full(lines[number + 1], size, width):
            full.append(number)
            at_stake += size
            ended += size * (not _SENTENCE_ENDS.isdisjoint(lines[number].rstrip()[-TAIL_CHARS:]))
    is_wrapped = len(full) >= MIN_LINES and at_stake >= MIN_FULL_SHARE * beside
    is_wrapped = is_wrapped and ended <= MAX_ENDED_SHARE * at_stake
    return full if is_wrapped and at_stake >= MIN_TEXT_SHARE * sum(sizes) else []


def may_be_wrapped(wider: int, size: int) -> bool:
    """False where too much of a text is on lines wider than any column.

    Args:
        wider: characters on lines of more than `COLUMNS.stop`.
        size: characters of the text.
    """
    return wider <= MAX_WIDER_SHARE * size


def _width(lines: Sequence[str]) -> int:
    """Return the column at which the text would be wrapped; 0 if it is not."""
    sizes = list(map(len, lines))
    if not may_be_wrapped(sum([size for size in sizes if size > COLUMNS.stop]), sum(sizes)):
        return 0
    within = sorted(len(line.rstrip()) for line in lines if len(line) <= COLUMNS.stop)
    within = within[bisect_right(within, 0) :]
    if len(within) <= MIN_LINES:
        return 0
    width = within[-2 - int(MAX_OUTLIERS * len(within))]
    return width if width in COLUMNS else 0


def _is_full(below: str, size: int, width: int) -> bool:
    """True if the first word of the line below would not have fitted on a line of that size."""
    word = below.split(None, 1)[0]
    if size > COLUMNS[-1] or len(word) > MAX_WORD_CHARS or word[0] in _ITEM_SIGNS:
        return False
    return size + 1 + len(word) > width
