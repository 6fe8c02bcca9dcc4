"""The headline that is left among what rules dropped, above the body."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from cleaner.data import BLANK, LINE, SENTENCE
from cleaner.deciding.draft import Draft
from cleaner.roles import has_headline_above, is_headline_shaped

MAX_HEADLINE_POINTS = 600  # a line with more is the first of the body, whatever it looks like
MAX_HEADLINE_PIECES = 2


def drop_headline(draft: Draft, points: Sequence[int]) -> None:
    """Drop a kept headline that stands among what rules dropped: the body begins below it.

    In running text it may have been cut in two, or from the line below it.
    """
    for _ in range(MAX_HEADLINE_PIECES):
        row = _headline_row(draft, points)
        if row < 0:
            return
        draft.drop(row, "above the body, beside what rules dropped")
        if draft.pieces.kinds[row] != SENTENCE:
            return


def _headline_row(draft: Draft, points: Sequence[int]) -> int:
    """Return the first row that is kept, if it is a headline among what rules dropped; else -1.

    A line below the headline is the first of the body: a subhead, a result, the rubric of letters.
    """
    pieces, keeps, spoken = draft.pieces, draft.keeps, draft.spoken
    kept = list(islice(draft.rows_left(), 2))
    if len(kept) < 2 or kept[0] in spoken or points[kept[0]] >= MAX_HEADLINE_POINTS:
        return -1
    row, below = kept[0], pieces[kept[1]].text.lstrip()
    kinds = pieces.kinds
    above = next((r for r in range(row - 1, -1, -1) if kinds[r] != BLANK), -1)
    next_ = next(r for r in range(row + 1, len(pieces)) if kinds[r] != BLANK)
    is_among_dropped = any(r in spoken and not keeps[r] for r in (above, next_))
    is_headline = is_headline_shaped(pieces, row) and not below[:1].islower()
    if not (is_among_dropped and is_headline):
        return -1
    is_line = kinds[row] == LINE  # in running text the headline itself may be in two pieces
    return -1 if is_line and has_headline_above(pieces, keeps, spoken, row) else row
