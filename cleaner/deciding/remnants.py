"""What is left of a line between removed pieces: bullets, stray words."""

from __future__ import annotations

from cleaner.data import BLANK, LINE
from cleaner.deciding.draft import Draft
from cleaner.folding import DECORATION
from cleaner.sentences import LINE_ENDS

MAX_REMNANT_WORDS = 3  # so little between two removed pieces of running text goes with them


def drop_remnants(draft: Draft) -> None:
    """Drop what is left of a line between removed pieces: bullets, stray words."""
    pieces, keeps, spoken = draft.pieces, draft.keeps, draft.spoken
    starts, ends, kinds, folded = pieces.starts, pieces.ends, pieces.kinds, pieces.folded
    for row in sorted({r + d for r in spoken for d in (-1, 1)}):
        if not (0 <= row < len(pieces)) or not keeps[row] or kinds[row] == BLANK:
            continue
        if draft.is_decided(row) and spoken[row][0].action == "keep":
            continue
        left = row == 0 or folded[starts[row] - 1] in LINE_ENDS
        right = (
            row + 1 == len(pieces) or folded[ends[row] - 1] in LINE_ENDS or kinds[row + 1] == BLANK
        )
        if left and right:
            continue  # a line of its own is judged by its score
        text = folded[starts[row] : ends[row]]
        left_gone = left or not keeps[row - 1]
        right_gone = right or not keeps[row + 1]
        is_remnant = not text.strip(DECORATION) or (
            not left and not right and kinds[row] != LINE and len(text.split()) <= MAX_REMNANT_WORDS
        )
        if left_gone and right_gone and is_remnant:
            draft.drop(row, "what is left of a line whose neighbours went")
