"""Which lines are the stories that a heading above them announces.

"Read more" alone on a line says of the line below what its own words do not: that it is the
headline of another story. Only the first line below is taken, and those numbered or marked on like
it, for where other links end and a subhead of the story begins nothing tells. Measured on pages
with labelled lines: of the lines below that the scores had kept, 67 were links and 4 body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from cleaner.data import BLANK, LINE, Blocks, Match
from cleaner.sentences import CLOSING, FULL_STOPS, GOES_ON, LINE_ENDS, count_words_of_parts

HEADING_WORDS: Final = 6  # a longer line holds the link itself
HEADING_CATEGORY: Final = "related"
TEASER_WORDS: Final = range(4, 25)
WIDE_CHARS: Final = range(36, 61)  # so long is a headline in a script without blanks
_NO_HEADLINE_ENDS: Final = f"{FULL_STOPS}{GOES_ON}…:"


def teaser_rows(
    pieces: Blocks, keeps: Sequence[int], spoken: Mapping[int, tuple[Match, ...]]
) -> list[int]:
    """Return the rows, among those that stay so far, that a dropped heading announces.

    Args:
        pieces: n pieces that tile the text.
        keeps: n flags: what stays so far.
        spoken: the matches on each piece, the deciding one first.
    """
    found = []
    related = [row for row, (match, *_) in spoken.items() if match.category == HEADING_CATEGORY]
    for row in sorted(related):
        if not _is_dropped_heading(pieces, keeps, spoken[row][0], row):
            continue
        below, mark = _below(pieces, row), ""
        while below is not None and _is_teaser(pieces, keeps, spoken, below):
            if mark and _mark(pieces, below) != mark:
                break
            found.append(below)
            mark = _next_mark(_mark(pieces, below))
            below = _below(pieces, below) if mark else None
    return found


def _is_dropped_heading(pieces: Blocks, keeps: Sequence[int], match: Match, row: int) -> bool:
    """True for a whole line that a rule names a heading of other stories, and that goes."""
    start = pieces.starts[row]
    return (
        not keeps[row]
        and pieces.kinds[row] == LINE
        and match.action == "drop"
        and (start == 0 or pieces.folded[start - 1] in LINE_ENDS)
        and len(pieces.bare(row).split()) <= HEADING_WORDS
    )


def _is_teaser(
    pieces: Blocks, keeps: Sequence[int], spoken: Mapping[int, tuple[Match, ...]], row: int
) -> bool:
    """True for a kept line of a headline's shape, of which no rule says anything."""
    if not keeps[row] or pieces.kinds[row] != LINE or row in spoken:
        return False
    text = pieces.bare(row)
    words = len(text.split())
    is_sized = words in TEASER_WORDS or (words < TEASER_WORDS.start and len(text) in WIDE_CHARS)
    is_sized = is_sized and count_words_of_parts(text) < TEASER_WORDS.stop
    is_closed = text.rstrip(CLOSING)[-1:] in _NO_HEADLINE_ENDS
    return is_sized and not is_closed and not _is_in_sentence(pieces, row)


def _is_in_sentence(pieces: Blocks, row: int) -> bool:
    """True where the line or one of the two below begins within a sentence.

    Some converters put each link of a sentence on a line of its own.
    """
    here: int | None = row
    for _ in range(3):
        if here is None:
            return False
        first = pieces.bare(here)[:1]
        if first.islower() or first in GOES_ON:
            return True
        here = _below(pieces, here)
    return False


def _mark(pieces: Blocks, row: int) -> str:
    """Return what a line of a list begins with: its number, or a sign; empty if it does not."""
    first = pieces.bare(row).split(maxsplit=1)[0]
    is_number = first[-1] in ".)" and first[:-1].isdecimal() and len(first) < 4
    return first if is_number or (len(first) == 1 and not first.isalnum()) else ""


def _next_mark(mark: str) -> str:
    """Return what the next line of the list begins with.

    >>> _next_mark("9."), _next_mark("-"), _next_mark("")
    ('10.', '-', '')
    """
    return f"{int(mark[:-1]) + 1}{mark[-1]}" if mark[:-1] else mark


def _below(pieces: Blocks, row: int) -> int | None:
    """Return the next row that is not blank; None at the end."""
    kinds = pieces.kinds
    return next((r for r in range(row + 1, len(pieces)) if kinds[r] != BLANK), None)
