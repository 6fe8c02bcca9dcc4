"""Which blocks the scores cut, line by line: slower than `cleaner.deciding.cuts`, and as plain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cleaner.data import BLANK, Blocks
from cleaner.deciding.cuts import (
    _NO_BULLETS,
    _SENTENCE_ENDS,
    GAP_BLOCKS,
    ISLAND_SENTENCES,
    ISLAND_WORDS,
    SURE_POINTS,
)
from cleaner.deciding.prose import CLOSERS, is_prose, is_statement
from cleaner.policy import Policy
from cleaner.sentences import GOES_ON


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
    tail = _tail_start(pieces, lines, raised, policy.cut_below)
    for row, value in raised.items():
        if value < policy.cut_below and _is_prose(pieces, row):
            is_boxed = row >= tail and _is_boxed(pieces, lines, raised, lines.index(row), policy)
            after = policy.boxed_grace if is_boxed else policy.tail_grace
            raised[row] = value + (policy.prose_grace if row < tail else after)
    _join_lists(pieces, lines, raised, policy)
    _join_sentences(pieces, lines, raised, policy)
    _join_closing(pieces, [row for row in lines if row < tail], lines, raised, policy)
    gone: set[int] = set()
    for run, is_gap in _low_runs(lines, raised, policy.cut_below):
        forgiven = is_gap and len(run) <= GAP_BLOCKS
        lowest = min(raised[row] for row in run)
        if not (forgiven and lowest >= policy.cut_below - policy.gap_grace):
            gone.update(run)
    staying = {row: value for row, value in raised.items() if row not in gone}
    return sorted(gone.union(_islands(pieces, lines, staying, policy.island_below)))


def _is_prose(pieces: Blocks, row: int) -> bool:
    return is_prose(pieces.folded[pieces.starts[row] : pieces.ends[row]])


def _tail_start(pieces: Blocks, lines: Sequence[int], points: Mapping[int, int], bound: int) -> int:
    """Return from which row on the body is over; past all rows if none is surely body.

    It is over with the first row after the last that is surely body which rules dropped, or which
    is short and low.
    """
    start = len(pieces)
    for row in reversed(lines):
        value = points.get(row, bound - 1)
        if value >= SURE_POINTS and _is_prose(pieces, row):
            return start
        if value < bound and not (row in points and _is_prose(pieces, row)):
            start = row
    return len(pieces)


def _is_boxed(
    pieces: Blocks, lines: Sequence[int], raised: Mapping[int, int], at: int, policy: Policy
) -> bool:
    """True if rules dropped what is below the line and a few above it, and above them is prose."""
    if any(row in raised for row in lines[at + 1 : at + 2]):
        return False
    above = [row for row in lines[:at] if row in raised][-1:]
    if not above or not 0 < at - 1 - lines.index(above[0]) <= GAP_BLOCKS:
        return False
    return raised[above[0]] >= policy.cut_below and _is_prose(pieces, above[0])


def _islands(
    pieces: Blocks, lines: Sequence[int], staying: Mapping[int, int], bound: int
) -> list[int]:
    """Return runs of a few doubtful short rows with nothing that stays beside them.

    Where nothing else stays, neither do they go.

    Args:
        staying: points of the rows that stay so far.
        bound: short rows with fewer points are doubtful.
    """
    islands: list[int] = []
    run: list[int] = []
    is_alone = True  # what stands before the run does not stay
    for row in lines:
        if row in staying and staying[row] < bound and not _is_prose(pieces, row):
            run.append(row)
            continue
        if is_alone and row not in staying and _is_small(pieces, run):
            islands += run
        run, is_alone = [], row not in staying
    if is_alone and _is_small(pieces, run):
        islands += run
    return islands if len(islands) < len(staying) else []


def _is_small(pieces: Blocks, rows: Sequence[int]) -> bool:
    texts = [pieces.folded[pieces.starts[r] : pieces.ends[r]] for r in rows]
    return (
        sum(len(text.split()) for text in texts) <= ISLAND_WORDS
        and sum(map(is_statement, texts)) < ISLAND_SENTENCES
    )


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


def _join_sentences(
    pieces: Blocks, lines: Sequence[int], raised: dict[int, int], policy: Policy
) -> None:
    """Raise low lines that hold the other part of a sentence of which one part stays."""
    bound = policy.cut_below
    for is_forward, order in ((True, lines), (False, lines[::-1])):
        for row, near in zip(order[1:], order, strict=False):
            if raised.get(row, bound) < bound <= raised.get(near, bound - 1):
                first, second = (near, row) if is_forward else (row, near)
                if _goes_on(pieces, first, second):
                    raised[row] = bound


def _join_closing(
    pieces: Blocks,
    body: Sequence[int],
    lines: Sequence[int],
    raised: dict[int, int],
    policy: Policy,
) -> None:
    """Raise doubtful statements right below a row of the body that is prose and stays."""
    bound = policy.cut_below
    for near, row in zip(body, lines[1:], strict=False):
        text = pieces.folded[pieces.starts[row] : pieces.ends[row]]
        is_doubtful = bound - policy.sentence_grace <= raised.get(row, bound) < bound
        is_below = raised.get(near, bound - 1) >= bound and _is_prose(pieces, near)
        if is_doubtful and is_statement(text) and is_below:
            raised[row] = bound


def _goes_on(pieces: Blocks, first: int, second: int) -> bool:
    """True if the second block begins within the sentence that the first one does not end."""
    head = pieces.folded[pieces.starts[second] : pieces.ends[second]].lstrip()
    tail = pieces.folded[pieces.starts[first] : pieces.ends[first]].rstrip(CLOSERS)
    is_inside = head[:1].islower() or head[:1] in tuple(GOES_ON)
    return is_inside and not tail.endswith(tuple(_SENTENCE_ENDS))


def _bullet(pieces: Blocks, row: int) -> str:
    """Return the sign that the block begins with, if it is no letter, digit or quotation mark."""
    text = pieces.folded[pieces.starts[row] : pieces.ends[row]].lstrip()
    return "" if not text or text[0].isalnum() or text[0] in _NO_BULLETS else text[0]


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
