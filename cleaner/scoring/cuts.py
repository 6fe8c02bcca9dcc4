"""Which blocks the scores cut: below one line, but prose and gaps are given more grace.

A lost paragraph is worse than a leftover line. So a block that reads like prose must score lower
than a short line to go, and so must a few blocks between two that stay: subheads, list items, short
answers; and a list goes or stays as a whole. Measured against one line for all: as much of the
chrome goes, half as many bodies suffer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from cleaner.data import BLANK, Blocks, Policy

PROSE_WORDS: Final = 10
GAP_BLOCKS: Final = 8
_CLOSERS: Final = " \t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\"'`‘’“”„«»)]」』）"
_STOPS: Final = ".!?…"
_WIDE_STOPS: Final = "。！？"


def rows_to_cut(
    pieces: Blocks, keeps: Sequence[int], points: Sequence[int], policy: Policy
) -> list[int]:
    """Return the rows, among those that rules left, whose scores say that they go.

    Args:
        pieces: what is decided on.
        keeps: one flag for each piece, 0 where rules dropped it.
        points: one for each piece, hundredths of a logit.
        policy: `cut_below` and the graces.
    """
    lines = [row for row, kind in enumerate(pieces.kinds) if kind != BLANK]
    raised = {row: points[row] for row in lines if keeps[row]}
    for row, value in raised.items():
        if value < policy.cut_below and _is_prose(pieces, row):
            raised[row] = value + policy.prose_grace
    _join_lists(pieces, lines, raised, policy)
    cut: list[int] = []
    for run, is_gap in _low_runs(lines, raised, policy.cut_below):
        forgiven = is_gap and len(run) <= GAP_BLOCKS
        lowest = min(raised[row] for row in run)
        if not (forgiven and lowest >= policy.cut_below - policy.gap_grace):
            cut += run
    return cut


def is_prose(text: str) -> bool:
    """True for ten words or more that end like a sentence; wide characters count half a word.

    >>> is_prose("Rain fell. " * 8), is_prose("Rain fell " * 8), is_prose("雨" * 40 + "。")
    (True, False, True)
    """
    bare = text.rstrip(_CLOSERS)
    if bare.endswith(tuple(_WIDE_STOPS)):
        return len(bare) >= 2 * PROSE_WORDS
    return bare.endswith(tuple(_STOPS)) and len(bare.split()) >= PROSE_WORDS


def _is_prose(pieces: Blocks, row: int) -> bool:
    return is_prose(pieces.folded[pieces.starts[row] : pieces.ends[row]])


def _join_lists(
    pieces: Blocks, lines: Sequence[int], raised: dict[int, int], policy: Policy
) -> None:
    """Raise low items beside an item that stays, if both begin with the same bullet."""
    for order in (lines, lines[::-1]):
        for row, near in zip(order[1:], order, strict=False):
            if raised.get(near, policy.cut_below - 1) < policy.cut_below or row not in raised:
                continue
            value = raised[row]
            is_doubtful = policy.cut_below - policy.gap_grace <= value < policy.cut_below
            if is_doubtful and _bullet(pieces, row) == _bullet(pieces, near) != "":
                raised[row] = policy.cut_below


def _bullet(pieces: Blocks, row: int) -> str:
    """Return the sign that the block begins with, if it is no letter, digit or quotation mark."""
    text = pieces.folded[pieces.starts[row] : pieces.ends[row]].lstrip()
    return "" if not text or text[0].isalnum() or text[0] in _CLOSERS else text[0]


def _low_runs(
    lines: Sequence[int], raised: dict[int, int], bound: int
) -> Iterator[tuple[list[int], bool]]:
    """Yield runs of low rows that rules left, and whether kept rows stand on both sides."""
    run: list[int] = []
    is_open = False  # a kept row stands before the run
    for row in lines:
        if row not in raised:
            if run:
                yield run, False
            run, is_open = [], False
        elif raised[row] < bound:
            run.append(row)
        else:
            if run:
                yield run, is_open
            run, is_open = [], True
    if run:
        yield run, False
