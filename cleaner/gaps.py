"""Blank lines around removed blocks: they go too, so that the text does not gape."""

from __future__ import annotations

from cleaner.data import BLANK, Blocks
from cleaner.sentences import BYTE_ORDER_MARK, LINE_ENDS


def close_gaps(pieces: Blocks, keeps: bytearray) -> None:
    """Clear the flags of blank lines beside removed pieces.

    Of the runs of blank lines between two kept pieces with something removed between them, the
    longest stays; before the first kept piece and after the last none does. Where nothing was
    removed, nothing changes. A kept line keeps its end.

    Args:
        pieces: n pieces that tile the text.
        keeps: n flags, changed in place.
    """
    runs: list[list[int]] = []  # of blank lines since the last kept piece
    is_in_run = is_cut = is_line_kept = has_kept = False
    for row, kind in enumerate(pieces.kinds):
        if row == 0 and pieces.folded[: pieces.ends[0]] == BYTE_ORDER_MARK:
            continue
        begins_line = _begins_line(pieces, row)
        is_line_kept = is_line_kept and not begins_line
        if kind == BLANK and begins_line:
            if not is_in_run:
                runs.append([])
            runs[-1].append(row)
            is_in_run = True
        elif kind == BLANK and is_line_kept:
            continue
        elif kind != BLANK and keeps[row]:
            if is_cut:
                _thin(runs, keeps, has_kept)
            runs, is_in_run, is_cut, is_line_kept, has_kept = [], False, False, True, True
        else:
            keeps[row] = 0
            is_in_run, is_cut = False, True
    if is_cut:
        _thin(runs, keeps, keep_one=False)


def _begins_line(pieces: Blocks, row: int) -> bool:
    start = pieces.starts[row]
    if start == 1 and pieces.folded[0] == BYTE_ORDER_MARK:
        return True
    return start == 0 or pieces.folded[start - 1] in LINE_ENDS


def _thin(runs: list[list[int]], keeps: bytearray, keep_one: bool) -> None:
    kept = max(runs, key=len, default=[]) if keep_one else []
    for run in runs:
        if run is not kept:
            for row in run:
                keeps[row] = 0
