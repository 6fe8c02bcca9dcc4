"""Blocks: each beginning that was found with the end that belongs to it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable

from cleaner.packs.finding.conditions import Asked, holds, shares_a_place
from cleaner.packs.finding.page import Hit, Page
from cleaner.packs.finding.terms import NO, YES
from cleaner.packs.finding.units import HEAD_PROSE
from cleaner.packs.modes import BLOCK_TO, RuleRow
from cleaner.packs.pack import RulePack


def paired(
    told_hits: Iterable[tuple[Hit, int]], page: Page, pack: RulePack, is_example: bool
) -> Iterable[tuple[Hit, Hit]]:
    """Pair each beginning that holds with the nearest end after it; without one, nothing.

    Args:
        told_hits: sorted, each with what `told` says of it.
        page: where.
        pack: the rules.
        is_example: as for `conditions.holds`.
    """
    edges: dict[int, tuple[list[tuple[Hit, int]], list[Hit]]] = defaultdict(lambda: ([], []))
    for hit, answer in told_hits:
        if hit.mode == BLOCK_TO:
            edges[hit.rule][1].append(hit)
        elif answer != NO:
            edges[hit.rule][0].append((hit, answer))
    for rule, (begins, ends) in edges.items():
        row, asked, _ = pack.plan(rule)
        if row.ends_with_text:
            last = len(page) - 1
            ends = [Hit(BLOCK_TO, rule, last, page.ends[last], page.ends[last])]
        if not begins or not ends:
            continue
        end_starts = [e.start for e in ends]
        until = (-1, -1)
        for begin, answer in begins:
            if (begin.unit, begin.start) < until:
                continue
            if row.ends_with_text and _is_in_story(page, begin, row, asked, is_example):
                continue
            at = bisect_left(end_starts, begin.end)
            end = ends[at] if at < len(ends) else None
            if end is None or end.unit - begin.unit >= row.max_lines:
                continue
            if answer == YES:
                is_one = is_example or shares_a_place(page, asked, begin, end)
            else:
                is_one = holds(page, asked, begin, end, is_example, answer)
            if is_one:
                until = (end.unit, end.end)
                yield begin, end


def _is_in_story(page: Page, hit: Hit, row: RuleRow, asked: Asked, is_example: bool) -> bool:
    """True if what follows to the end of the text may be the article.

    So it is in the first half of a text without lines, and, for rules that ask for a position, of
    one without a line of prose, as lists, verse and short notices are: nothing tells their tail.
    So it is where the story goes on, unless the wording is so sure that its rule asks for nothing
    around it.

    Args:
        page, hit: where the block begins.
        row, asked, is_example: of its rule.
    """
    if page.is_running_text(hit.unit):
        return 2 * hit.start < len(page.blocks.folded)
    if is_example:
        return False
    if asked.places and page.body is None:
        return 2 * hit.start < len(page.blocks.folded)
    is_sure = not asked.places and (asked.line is None or asked.line.near is None)
    return not (is_sure or row.is_publishers) and _goes_on(page, hit.unit)


def _goes_on(page: Page, unit: int) -> bool:
    """True if the first three lines of prose behind a unit follow one another.

    Between what readers write stand their names, the time or a button.
    """
    at = bisect_right(page.prose, unit)
    next_ = page.prose[at : at + HEAD_PROSE]
    return len(next_) == HEAD_PROSE and next_[-1] - next_[0] == HEAD_PROSE - 1
