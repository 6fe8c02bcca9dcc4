"""Blocks + RulePack -> Matches. It reports what the rules found; it decides nothing."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from cleaner.data import Blocks, Match, Span
from cleaner.folding import fold_wording
from cleaner.packs.book import Book
from cleaner.packs.conditions import Asked, holds, shares_a_place
from cleaner.packs.finder import find_hits
from cleaner.packs.instances import instances
from cleaner.packs.modes import (
    BLOCK_FROM,
    BLOCK_TO,
    FINGERPRINT,
    FLOW_LINE,
    PHRASE,
    RuleRow,
)
from cleaner.packs.pack import RulePack
from cleaner.packs.page import Hit, Page
from cleaner.packs.reach import reached
from cleaner.packs.terms import NO, YES, told
from cleaner.packs.units import HEAD_PROSE
from cleaner.sentences import BULLETS

FINGERPRINTS = 2  # different phrases that switch a publisher's pack on
_Found = tuple[int, int, str, int, int, int]
"""What a match covers, its rule's id, what was found, and the rule's number: all that tells one."""

_BLOCKS, _AFTER_BLOCKS, _FINGERPRINTS = (BLOCK_FROM,), (FLOW_LINE,), (FINGERPRINT,)
"""Where in sorted hits those of blocks begin and end, and those of fingerprints begin."""

_BETWEEN_LINES = f" .:;!?-|{BULLETS}"  # what stands between lines that were run together
_COMMAS = (",", "،")  # of a sentence that runs on


def find_matches(
    blocks: Blocks,
    pack: RulePack,
    book: Book | None = None,
    *,
    is_example: bool = False,
) -> tuple[Match, ...]:
    """Return the rules' matches, sorted by start, end, rule and what was found.

    Args:
        blocks: of one document.
        pack: the compiled rules.
        book: what earlier calls with this pack have learnt of lines; it changes nothing but time.
        is_example: take domain, language and position as fitting, as a rule's examples do.

    Raises:
        RuleTimeout: a pattern ran out of time.
    """
    if not len(blocks) or not len(pack):
        return ()
    page = Page(blocks, book)
    hits = find_hits(page, pack.general)
    end = bisect_left(hits, _FINGERPRINTS)
    active = _active_sites(page, hits[end:], pack, is_example)
    hits = hits[:end]
    if active:
        others = (h for s in active for h in find_hits(page, pack.of_site(s)))
        hits = sorted([*hits, *(hit for hit in others if hit.mode != FINGERPRINT)])
    if page.has_running_text:
        hits = _bounded_in_running_text(hits, page)
        page.line_edges = _line_edges(hits, page)
    return _matches(_frequent_enough(_found(hits, page, pack, is_example), pack), pack)


def _found(hits: list[Hit], page: Page, pack: RulePack, is_example: bool) -> list[_Found]:
    """Return what the hits that hold cover, sorted, each once.

    Args:
        hits: sorted, as all finders give them; by mode first.
        page: where.
        pack: the rules.
        is_example: as for `find_matches`.
    """
    starts, ends, folded = page.starts, page.ends, page.blocks.folded
    plan_of = pack.plan
    found: list[_Found] = []
    blocks = slice(bisect_left(hits, _BLOCKS), bisect_left(hits, _AFTER_BLOCKS))
    answers = told(page, hits, pack, is_example)
    for at in (*range(blocks.start), *range(blocks.stop, len(hits))):
        answer = answers[at]
        if answer == NO:
            continue
        hit = hits[at]
        _, rule, unit, start, stop = hit
        row, asked, is_whole_line = plan_of(rule)
        if answer != YES and not holds(page, asked, hit, None, is_example, answer):
            continue
        begin, end = starts[unit], ends[unit]
        if is_whole_line and begin == start and folded[stop:end] in ("\n", ""):
            found.append((begin, end, row[0], start, stop, rule))  # mostly
            continue
        begin, end = reached(page, row, hit, None)
        if begin < end:
            found.append((begin, end, row[0], start, stop, rule))
    edges = zip(hits[blocks], answers[blocks], strict=True)
    for hit, last in _paired(edges, page, pack, is_example):
        row = plan_of(hit.rule).row
        begin, end = reached(page, row, hit, last)
        if begin < end:
            found.append((begin, end, row.id, hit.start, last.end, hit.rule))
    return sorted(set(found))


def _active_sites(
    page: Page, hits: Iterable[Hit], pack: RulePack, is_example: bool
) -> Sequence[int]:
    """The sites whose rules apply: by domain, or, where it is unknown, by fingerprint."""
    if is_example:
        return range(len(pack.sites))
    domain = page.blocks.document.domain
    if domain:
        return pack.sites_of(domain)
    phrases: dict[int, set[str]] = defaultdict(set)
    for hit in hits:
        if hit.mode == FINGERPRINT:
            phrases[hit.rule].add(fold_wording(page.blocks.folded[hit.start : hit.end]))
    return sorted(p for p, seen in phrases.items() if len(seen) >= FINGERPRINTS)


def _paired(
    told_hits: Iterable[tuple[Hit, int]], page: Page, pack: RulePack, is_example: bool
) -> Iterable[tuple[Hit, Hit]]:
    """Pair each beginning that holds with the nearest end after it; without one, nothing.

    Args:
        told_hits: sorted, each with what `told` says of it.
        page, pack, is_example: as for `_found`.
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


def _bounded_in_running_text(hits: list[Hit], page: Page) -> list[Hit]:
    """Keep a whole-line text in running text only at the edge of a sentence or of another hit."""
    flow = [hit for hit in hits if hit.mode == FLOW_LINE]
    if not flow:
        return hits
    whole = {(hit.rule, hit.unit) for hit in hits if hit.mode == PHRASE}
    flow = [hit for hit in flow if (hit.rule, hit.unit) not in whole]
    edges = {edge for hit in flow for edge in page.bounds(hit.unit)}
    edges |= {x for hit in hits if hit.mode != FLOW_LINE for x in (hit.start, hit.end)}
    kept: set[Hit] = set()
    is_growing = True
    flow.sort(key=lambda hit: hit.start)
    while is_growing:  # a hit beside an accepted one is bounded too: once to and fro does mostly
        before = len(kept)
        for hit in (*flow, *reversed(flow)):
            if hit not in kept and _touches(page.blocks.folded, hit, edges):
                kept.add(hit)
                edges |= {hit.start, hit.end}
        is_growing = len(kept) > before
    return [hit for hit in hits if hit.mode != FLOW_LINE or hit in kept]


def _line_edges(hits: Iterable[Hit], page: Page) -> tuple[int, ...]:
    """Where lines that lost their line ends begin and end: whole-line texts, blocks' beginnings."""
    edges: set[int] = set()
    for hit in hits:
        if hit.mode == FLOW_LINE:
            edges |= {hit.start, hit.end}
        elif hit.mode == BLOCK_FROM and page.is_running_text(hit.unit):
            edges.add(hit.start)
    return tuple(sorted(edges))


def _touches(folded: str, hit: Hit, edges: set[int]) -> bool:
    """True if a hit has an edge at one end, and at the other one too, or what may be a line's.

    No line begins with a small letter or behind a comma where a sentence runs up to it, and none
    ends where the sentence runs on: "He asked her to create an account."
    """
    left = hit.start
    while left not in edges and left > 0 and folded[left - 1] in _BETWEEN_LINES:
        left -= 1
    right = hit.end
    while right not in edges and right < len(folded) and folded[right] in _BETWEEN_LINES:
        right += 1
    begins, ends = left in edges, right in edges
    if not begins and (folded[hit.start].islower() or folded[left - 1 : left] in _COMMAS):
        return False
    if not ends and (folded[right : right + 1].islower() or folded[right : right + 1] in _COMMAS):
        return False
    return begins or ends


def _frequent_enough(found: list[_Found], pack: RulePack) -> list[_Found]:
    """Leave out rules that hit at fewer places than they ask for; places do not overlap."""
    wanted = pack.min_hits
    places = sorted((one[4], one[3], one[2]) for one in found if one[2] in wanted)
    if not places:
        return found
    counts: Counter[str] = Counter()
    until: dict[str, int] = {}
    for stop, start, rule in places:
        if start >= until.get(rule, 0):
            counts[rule] += 1
            until[rule] = stop
    rare = {rule for rule, hits in counts.items() if hits < wanted[rule]}
    return [one for one in found if one[2] not in rare] if rare else found


def _matches(found: list[_Found], pack: RulePack) -> tuple[Match, ...]:
    rows = [
        (rule, start, stop, row.action, row.category, row.confidence, row.is_publishers, span)
        for (start, stop, rule, *_, number), span in zip(
            found, instances(Span, [(one[3], one[4]) for one in found]), strict=True
        )
        for row in (pack.rule(number),)
    ]
    return tuple(instances(Match, rows))
