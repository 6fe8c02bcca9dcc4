"""Blocks + RulePack -> Matches. It reports what the rules found; it decides nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from cleaner.data import Blocks, Match, Span
from cleaner.folding import fold_wording
from cleaner.native import twin
from cleaner.packs.finding.block_hits import paired
from cleaner.packs.finding.book import Book
from cleaner.packs.finding.conditions import holds
from cleaner.packs.finding.finder import find_hits
from cleaner.packs.finding.page import Hit, Page
from cleaner.packs.finding.reach import reached
from cleaner.packs.finding.running_text import bounded, line_edges
from cleaner.packs.finding.terms import NO, YES, told
from cleaner.packs.modes import BLOCK_FROM, FINGERPRINT, FLOW_LINE
from cleaner.packs.pack import RulePack

FINGERPRINTS = 2  # different phrases that switch a publisher's pack on
_MANY_ROWS = 20  # instances: so many are worth the compiled module
T = TypeVar("T")
_Found = tuple[int, int, str, int, int, int]
"""What a match covers, its rule's id, what was found, and the rule's number: all that tells one."""

_BLOCKS, _AFTER_BLOCKS, _FINGERPRINTS = (BLOCK_FROM,), (FLOW_LINE,), (FINGERPRINT,)
"""Where in sorted hits those of blocks begin and end, and those of fingerprints begin."""


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
    end = bisect_left(hits, _FINGERPRINTS)  # of all modes the last, and in no other part
    active = _active_sites(page, hits[end:], pack, is_example)
    hits = hits[:end]
    if active:
        hits = sorted([*hits, *(h for s in active for h in find_hits(page, pack.of_site(s)))])
    if page.has_running_text:
        hits = bounded(hits, page)
        page.line_edges = line_edges(hits, page)
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
    for hit, last in paired(edges, page, pack, is_example):
        row = plan_of(hit.rule).row
        begin, end = reached(page, row, hit, last)
        if begin < end:
            found.append((begin, end, row.id, hit.start, last.end, hit.rule))
    return sorted(set(found))


def _active_sites(
    page: Page, hits: Iterable[Hit], pack: RulePack, is_example: bool
) -> Sequence[int]:
    """Return the sites whose rules apply: by domain, or, where it is unknown, by fingerprint.

    Args:
        page: where.
        hits: of fingerprints.
        pack, is_example: as for `find_matches`.
    """
    if is_example:
        return range(len(pack.sites))
    domain = page.blocks.document.domain
    if domain:
        return pack.sites_of(domain)
    phrases: dict[int, set[str]] = defaultdict(set)
    for hit in hits:
        phrases[hit.rule].add(fold_wording(page.blocks.folded[hit.start : hit.end]))
    return sorted(p for p, seen in phrases.items() if len(seen) >= FINGERPRINTS)


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
            found, _instances(Span, [(one[3], one[4]) for one in found]), strict=True
        )
        for row in (pack.rule(number),)
    ]
    return tuple(_instances(Match, rows))


def _instances(type_: type[T], rows: list[tuple[Any, ...]]) -> Sequence[T]:
    """Make many of a frozen dataclass at once: its `__init__` takes a call for every field.

    Args:
        type_: a frozen dataclass with slots and without `__post_init__`.
        rows: of all its values, in the order of its fields.
    """
    compiled = twin("finder") if len(rows) >= _MANY_ROWS else None
    if compiled is not None:
        made: Sequence[T] = compiled.instances(type_, type_.__slots__, rows)  # type: ignore[attr-defined]
        return made
    return [type_(*row) for row in rows]
