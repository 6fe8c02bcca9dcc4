"""Blank lines around removed blocks: they go too, so that the text does not gape."""

from __future__ import annotations

from collections.abc import Iterator

from cleaner.columns import paired, runs
from cleaner.data import BLANK, SENTENCE, Blocks
from cleaner.native import twin
from cleaner.sentences import BYTE_ORDER_MARK, LINE_ENDS

_native = twin("gaps")
_KEPT, _GONE, _BLANK_LINE, _ASIDE, _BLANK_GONE = b"kgb-x"
_SHAPES = bytes(
    _BLANK_LINE if pair >> 4 == BLANK else _KEPT if pair & 15 else _GONE for pair in range(256)
)
"""By kind and flag of a piece, see `paired`."""


def are_whole_lines(blocks: Blocks) -> bool:
    """True if each block is surely a line, from its beginning to its end."""
    return SENTENCE not in blocks.kinds and blocks.folded[:1] != BYTE_ORDER_MARK


def close_gaps(pieces: Blocks, keeps: bytearray, *, are_lines: bool = False) -> None:
    """Clear the flags of blank lines beside removed pieces.

    Of the runs of blank lines between two kept pieces with something removed between them, the
    longest stays; before the first kept piece and after the last none does, but for those behind a
    kept line that ends the text. Where nothing was removed, nothing changes. A kept line keeps its
    end.

    Args:
        pieces: n pieces that tile the text.
        keeps: n flags, changed in place.
        are_lines: each piece is known to be a line.
    """
    if _native is None:
        close_gaps_found(pieces, keeps, are_lines=are_lines)
    else:
        _native.close_gaps(pieces.folded, pieces.starts, pieces.kinds, keeps)


def close_gaps_found(pieces: Blocks, keeps: bytearray, *, are_lines: bool = False) -> None:
    """Do what `close_gaps` does; the Python whose compiled twin is `native/gaps.c`."""
    shape = bytearray(paired(pieces.kinds, keeps).translate(_SHAPES))
    if not are_lines:
        shape = _judged_inside(pieces, keeps, shape)
    gone = shape.find(_GONE)
    while gone >= 0:
        begin = shape.rfind(_KEPT, 0, gone) + 1
        end = shape.find(_KEPT, gone)
        is_between = begin > 0 and end >= 0
        end = end if end >= 0 else _end_of_gap(shape)
        gaps = list(runs(shape[begin:end], _BLANK_LINE))
        widest = max(gaps, key=lambda gap: gap[1] - gap[0], default=None)
        for gap in gaps:
            if gap is not widest or not is_between:
                keeps[begin + gap[0] : begin + gap[1]] = bytes(gap[1] - gap[0])
        gone = shape.find(_GONE, end)


def _end_of_gap(shape: bytearray) -> int:
    """Where what follows the last kept piece ends: with its line, if nothing below that went."""
    line_end = shape.find(_ASIDE, shape.rfind(_GONE))
    return line_end if line_end >= 0 else len(shape)


def _judged_inside(pieces: Blocks, keeps: bytearray, shape: bytearray) -> bytearray:
    """Tell blank lines from blank pieces inside lines, and from a byte order mark.

    A blank piece inside a line is removed, in `keeps` too, if nothing before it in the line stays.
    """
    if pieces.folded[: pieces.ends[0] if pieces.ends else 0] == BYTE_ORDER_MARK:
        shape[0] = _ASIDE
    for row in _inner_blanks(pieces, shape):
        before = row - 1
        while shape[before] == _GONE and not _begins_line(pieces, before):
            before -= 1
        if shape[before] in (_KEPT, _ASIDE):
            shape[row] = _ASIDE
        else:
            shape[row] = _BLANK_GONE
            keeps[row] = 0
    return shape.replace(bytes((_BLANK_GONE,)), bytes((_GONE,)))


def _inner_blanks(pieces: Blocks, shape: bytearray) -> Iterator[int]:
    for begin, end in runs(shape, _BLANK_LINE):
        for row in range(begin, end):
            if not _begins_line(pieces, row):
                yield row


def _begins_line(pieces: Blocks, row: int) -> bool:
    start = pieces.starts[row]
    if start == 1 and pieces.folded[0] == BYTE_ORDER_MARK:
        return True
    return start == 0 or pieces.folded[start - 1] in LINE_ENDS
