"""Blocks + RulePack -> Matches. It reports what the rules found; it decides nothing."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from cleaner.data import Blocks, Match, Span
from cleaner.packs.conditions import holds, is_domain
from cleaner.packs.finder import Found, find_hits
from cleaner.packs.modes import BLOCK_FROM, BLOCK_TO, FINGERPRINT, FLOW_LINE, PHRASE
from cleaner.packs.pack import RulePack, RuleRow
from cleaner.packs.page import Hit, Page
from cleaner.packs.reach import reached

FINGERPRINTS = 2  # different phrases that switch a publisher's pack on


def find_matches(
    blocks: Blocks,
    pack: RulePack,
    find: Callable[[Page, RulePack], list[Found]] = find_hits,
    *,
    is_example: bool = False,
) -> tuple[Match, ...]:
    """Return the rules' matches, sorted by start, end and rule.

    Args:
        blocks: of one document.
        pack: the compiled rules.
        find: how hits are found (a slower way proves the fast one).
        is_example: take domain, language and position as fitting, as a rule's examples do.

    Raises:
        RuleTimeout: a pattern ran out of time.
    """
    if not len(blocks) or not len(pack):
        return ()
    page = Page(blocks)
    found = find(page, pack)
    active = _active_publishers(page, found, pack, is_example)
    hits = [f for f in found if f[0] != FINGERPRINT and _applies(pack, f[1].rule, active)]
    hits = _bounded_in_running_text(hits, page)
    page.line_edges = _line_edges(hits, page)
    matches = {
        match
        for hit, end in (*_simple(hits), *_paired(hits, page, pack))
        if holds(page, pack.rules[hit.rule], hit, end, is_example)
        for match in (_match(page, pack.rules[hit.rule], hit, end),)
        if match.start < match.end
    }
    return tuple(sorted(_frequent_enough(matches, pack), key=_order))


def _order(match: Match) -> tuple[int, int, str]:
    return match.start, match.end, match.rule


def _active_publishers(
    page: Page, found: Iterable[Found], pack: RulePack, is_example: bool
) -> frozenset[int]:
    """The publishers whose packs apply: by domain, or where it is unknown by fingerprint."""
    if is_example:
        return frozenset(range(len(pack.publishers)))
    domain = page.blocks.document.domain
    if domain:
        return frozenset(p["index"] for p in pack.publishers if is_domain(domain, p["domains"]))
    phrases: dict[int, set[str]] = defaultdict(set)
    for mode, hit in found:
        if mode == FINGERPRINT:
            phrases[hit.rule].add(page.lower[hit.start : hit.end])
    return frozenset(p for p, seen in phrases.items() if len(seen) >= FINGERPRINTS)


def _applies(pack: RulePack, rule: int, active: frozenset[int]) -> bool:
    publisher = pack.rules[rule].publisher
    return publisher < 0 or publisher in active


def _simple(hits: Iterable[Found]) -> Iterable[tuple[Hit, Hit | None]]:
    return ((hit, None) for mode, hit in hits if mode not in (BLOCK_FROM, BLOCK_TO))


def _paired(hits: Iterable[Found], page: Page, pack: RulePack) -> Iterable[tuple[Hit, Hit | None]]:
    """Pair each block's beginning with the nearest end after it; without one, nothing."""
    edges: dict[int, tuple[list[Hit], list[Hit]]] = defaultdict(lambda: ([], []))
    for mode, hit in hits:
        if mode in (BLOCK_FROM, BLOCK_TO):
            edges[hit.rule][mode == BLOCK_TO].append(hit)
    for rule, (begins, ends) in edges.items():
        row = pack.rules[rule]
        if row.ends_with_text:
            last = len(page) - 1
            ends = [Hit(rule, last, page.ends[last], page.ends[last])]
        end_starts = [e.start for e in ends]
        until = (-1, -1)
        for begin in begins:
            if (begin.unit, begin.start) < until:
                continue
            at = bisect_left(end_starts, begin.end)
            end = ends[at] if at < len(ends) else None
            if end is not None and end.unit - begin.unit < row.max_lines:
                until = (end.unit, end.end)
                yield begin, end


def _bounded_in_running_text(hits: list[Found], page: Page) -> list[Found]:
    """Keep a whole-line text in running text only at the edge of a sentence or of another hit."""
    if all(mode != FLOW_LINE for mode, _ in hits):
        return hits
    whole = {(hit.rule, hit.unit) for mode, hit in hits if mode == PHRASE}
    hits = [f for f in hits if f[0] != FLOW_LINE or (f[1].rule, f[1].unit) not in whole]
    flow = [f for f in hits if f[0] == FLOW_LINE]
    edges = {edge for _, hit in flow for edge in page.bounds(hit.unit)}
    edges |= {x for mode, h in hits if mode != FLOW_LINE for x in (h.start, h.end)}
    kept: set[Found] = set()
    is_growing = True
    flow.sort(key=lambda f: f[1].start)
    while is_growing:  # a hit beside an accepted one is bounded too: once to and fro does mostly
        before = len(kept)
        for found in (*flow, *reversed(flow)):
            if found not in kept and _touches(page, found[1], edges):
                kept.add(found)
                edges |= {found[1].start, found[1].end}
        is_growing = len(kept) > before
    return [f for f in hits if f[0] != FLOW_LINE or f in kept]


def _line_edges(hits: Iterable[Found], page: Page) -> tuple[int, ...]:
    """Where lines that lost their line ends begin and end: whole-line texts, blocks' beginnings."""
    if not page.has_running_text:
        return ()
    edges = {e for mode, h in hits if mode == FLOW_LINE for e in (h.start, h.end)}
    edges |= {h.start for mode, h in hits if mode == BLOCK_FROM and page.is_running_text(h.unit)}
    return tuple(sorted(edges))


def _touches(page: Page, hit: Hit, edges: set[int]) -> bool:
    left = hit.start
    while left > 0 and page.cased[left - 1] in " .:;!?-|•":
        if left in edges:
            return True
        left -= 1
    right = hit.end
    while right < len(page.cased) and page.cased[right] in " .:;!?-|•":
        if right in edges:
            return True
        right += 1
    return left in edges or right in edges


def _match(page: Page, row: RuleRow, hit: Hit, end: Hit | None) -> Match:
    start, stop = reached(page, row, hit, end)
    found = Span(page.origin(hit.start), page.origin((end or hit).end))
    return Match(
        row.id, start, stop, row.action, row.category, row.confidence, row.publisher >= 0, found
    )


def _frequent_enough(matches: set[Match], pack: RulePack) -> Iterable[Match]:
    wanted = pack.min_hits
    if not wanted:
        return matches
    counts = Counter(m.rule for m in matches)
    return (m for m in matches if counts[m.rule] >= wanted.get(m.rule, 1))
