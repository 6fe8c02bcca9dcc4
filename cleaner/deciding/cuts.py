"""Which blocks the scores cut: below one line, but prose and gaps are given more grace.

A lost paragraph is worse than a leftover line. So a block that reads like prose must score lower
than a short line to go, though less so after the last that is surely body, where notes on authors
and teasers of other stories stand, unless it stands alone between boxes that rules dropped; and so
must a few blocks between two that stay: subheads, list items, short answers. A sentence right below
prose that stays may be the story's last one, and gets some more. A list goes or stays as a whole,
and so does a sentence that is cut into lines. The other way round, a few short lines of middling
score between blocks that go go with them. Where nothing is surely chrome, the line is lower.
Measured against one line for all: as much of the chrome goes, half as many bodies suffer.

The blocks that are not blank, called lines here, are a string of states: rules dropped it, it
scores low, it scores high. Runs and edges are found in that string, so that only lines at an edge
are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from cleaner.columns import runs
from cleaner.data import Blocks
from cleaner.deciding.draft import of_left
from cleaner.deciding.prose import (
    BLANK_EVERY,
    CLOSERS,
    PROSE_WORDS,
    SENTENCE_WORDS,
    UNSPACED_RANGES,
    WIDE_CHARS,
    is_statement,
)
from cleaner.deciding.states import DROPPED, HIGH, LOW, Lines, lines_of
from cleaner.native import twin
from cleaner.policy import Policy
from cleaner.sentences import GOES_ON, STATEMENT_ENDS, STOPS, WIDE_STOPS

SURE_POINTS: Final = 150  # prose with so many is body, and what comes before it is not after it
SURE_CHROME: Final = -200  # a text without a line so low may hold no chrome but what rules found
GAP_BLOCKS: Final = 12
ISLAND_WORDS: Final = 40  # a longer run of short lines is more likely a list
ISLAND_SENTENCES: Final = 2  # so many are more likely the story, broken by a box
_NO_BULLETS: Final = "\"'‘’“”«»)]」』）"  # quotation marks and their like
_SENTENCE_ENDS: Final = STOPS + WIDE_STOPS + ":;"
_native = twin("cuts")


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
    policy = wary(pieces, keeps, points, policy)
    if _native is None:
        return rows_found(pieces, keeps, points, policy)
    found: list[int] = _native.rows_to_cut(
        pieces.folded,
        pieces.starts,
        pieces.ends,
        pieces.kinds,
        bytes(keeps),
        points,
        (
            *(CLOSERS, _NO_BULLETS, STOPS, WIDE_STOPS, STATEMENT_ENDS),
            *(_SENTENCE_ENDS, GOES_ON, UNSPACED_RANGES),
        ),
        (
            *(PROSE_WORDS, WIDE_CHARS, BLANK_EVERY, SENTENCE_WORDS),
            *(SURE_POINTS, GAP_BLOCKS, ISLAND_WORDS, ISLAND_SENTENCES),
        ),
        (
            policy.cut_below,
            policy.prose_grace,
            policy.tail_grace,
            policy.boxed_grace,
            policy.gap_grace,
            policy.sentence_grace,
            policy.island_below,
        ),
    )
    return found


def rows_found(
    pieces: Blocks, keeps: Sequence[int], points: Sequence[int], policy: Policy
) -> list[int]:
    """Return what `rows_to_cut` does once it knows where to draw the line.

    The Python whose compiled twin is `native/cuts.c`.
    """
    lines = lines_of(pieces, keeps, points, policy.cut_below)
    if LOW not in lines.states and DROPPED not in lines.states:
        return []
    tail = _tail_start(lines)
    _raise_prose(lines, tail, policy)
    _join(lines, lambda near, line: _is_item_beside(lines, near, line, policy))
    _join(lines, lambda near, line: _goes_on(lines, min(near, line), max(near, line)))
    _join(lines, lambda near, line: near < tail and _is_said_below(lines, near, line, policy))
    stays = bytearray(b"\1" * len(lines.rows))
    for begin, end in runs(lines.states, LOW):
        around = lines.states[max(0, begin - 1) : begin] + lines.states[end : end + 1]
        forgiven = around == bytes((HIGH, HIGH)) and end - begin <= GAP_BLOCKS
        if not (forgiven and min(lines.points[begin:end]) >= policy.cut_below - policy.gap_grace):
            stays[begin:end] = bytes(end - begin)
    _drop_islands(lines, stays, policy.island_below)
    return [row for row, stay in zip(lines.rows, stays, strict=True) if not stay]


def wary(pieces: Blocks, keeps: Sequence[int], points: Sequence[int], policy: Policy) -> Policy:
    """Return the policy with a lower line where what the rules left has nothing surely chrome."""
    lowest = min(of_left(points, pieces, keeps), default=0)
    if lowest <= SURE_CHROME or policy.unsure_below >= policy.cut_below:
        return policy
    return replace(policy, cut_below=policy.unsure_below)


def _raise_prose(lines: Lines, tail: int, policy: Policy) -> None:
    for begin, end in runs(lines.states, LOW):
        for line in range(begin, end):
            if lines.is_prose(line):
                grace = policy.prose_grace
                if line >= tail:
                    is_boxed = _is_boxed(lines, line)
                    grace = policy.boxed_grace if is_boxed else policy.tail_grace
                lines.lift(line, lines.points[line] + grace)


def _is_boxed(lines: Lines, line: int) -> bool:
    """True for a line alone between what rules dropped, a few lines below prose that stays."""
    states = lines.states
    if line + 1 < len(states) and states[line + 1] != DROPPED:
        return False
    above = line - 1
    while above >= 0 and states[above] == DROPPED:
        above -= 1
    n_dropped = line - 1 - above
    if above < 0 or not 0 < n_dropped <= GAP_BLOCKS:
        return False
    return states[above] == HIGH and lines.is_prose(above)


def _tail_start(lines: Lines) -> int:
    """Return from which line on the body is over; past all lines if none is surely body.

    It is over with the first line after the last that is surely body which rules dropped, or which
    is short and low.
    """
    n, points = len(lines.rows), lines.points
    order = range(n - 1, -1, -1)
    sure = next((i for i in order if points[i] >= SURE_POINTS and lines.is_prose(i)), n)
    for line in range(sure + 1, n):
        state = lines.states[line]
        if state == DROPPED or (state == LOW and not lines.is_prose(line)):
            return line
    return n


def _drop_islands(lines: Lines, stays: bytearray, bound: int) -> None:
    """Clear the flags of runs of a few doubtful short lines with nothing that stays beside them.

    Lines of which two or more are sentences are none.

    Where nothing else stays, neither do they go.

    Args:
        stays: n flags of what stays so far, those that rules dropped among them.
        bound: short lines with fewer points are doubtful.
    """
    shape = bytearray(stays)
    for begin, end in runs(lines.states, DROPPED):
        shape[begin:end] = bytes(end - begin)
    n_left = shape.count(1)
    islands = []
    for begin, end in runs(shape, 1):
        run = range(begin, end)
        is_doubtful = all(lines.points[i] < bound and not lines.is_prose(i) for i in run)
        if is_doubtful and _is_small(lines, run):
            islands.append(run)
            n_left -= len(run)
    if n_left > 0:
        for run in islands:
            stays[run.start : run.stop] = bytes(len(run))


def _is_small(lines: Lines, run: range) -> bool:
    words = sentences = 0
    for line in run:
        words += len(lines.text(line).split())
        sentences += is_statement(lines.text(line))
        if words > ISLAND_WORDS or sentences >= ISLAND_SENTENCES:
            return False
    return True


def _join(lines: Lines, belongs: Callable[[int, int], bool]) -> None:
    """Raise low lines that belong to the one beside them that stays, downwards, then upwards.

    Args:
        belongs: says it, given the line that stays and the low one.
    """
    states = lines.states
    at = states.find(b"hl")
    while at >= 0:
        at += 1
        while at < len(states) and states[at] == LOW and belongs(at - 1, at):
            lines.lift(at, lines.bound)
            at += 1
        at = states.find(b"hl", at)
    at = states.rfind(b"lh")
    while at >= 0:
        while at >= 0 and states[at] == LOW and belongs(at + 1, at):
            lines.lift(at, lines.bound)
            at -= 1
        at = states.rfind(b"lh", 0, at + 1)


def _is_item_beside(lines: Lines, near: int, line: int, policy: Policy) -> bool:
    """True for a doubtful item of a list beside one that stays: both begin with one bullet."""
    if lines.points[line] < policy.cut_below - policy.gap_grace:
        return False
    return _bullet(lines, line) == _bullet(lines, near) != ""


def _is_said_below(lines: Lines, near: int, line: int, policy: Policy) -> bool:
    """True for a doubtful sentence right below prose that stays, for statements only."""
    if line < near or lines.points[line] < policy.cut_below - policy.sentence_grace:
        return False
    return lines.is_prose(near) and is_statement(lines.text(line))


def _goes_on(lines: Lines, first: int, second: int) -> bool:
    """True if the second line begins within the sentence that the first one does not end."""
    head = lines.text(second).lstrip()
    is_inside = head[:1].islower() or (head != "" and head[0] in GOES_ON)
    return is_inside and not lines.text(first).rstrip(CLOSERS).endswith(tuple(_SENTENCE_ENDS))


def _bullet(lines: Lines, line: int) -> str:
    """Return the sign that the line begins with, if it is no letter, digit or quotation mark."""
    text = lines.text(line).lstrip()
    return "" if not text or text[0].isalnum() or text[0] in _NO_BULLETS else text[0]
