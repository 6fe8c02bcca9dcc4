"""Whole-line texts in running text, which has no line ends: where lines seem to have been."""

from __future__ import annotations

from collections.abc import Iterable

from cleaner.packs.finding.page import Hit, Page
from cleaner.packs.modes import BLOCK_FROM, FLOW_LINE, PHRASE
from cleaner.sentences import BULLETS

_BETWEEN_LINES = f" .:;!?-|{BULLETS}"  # what stands between lines that were run together
_COMMAS = (",", "،")  # of a sentence that runs on


def bounded(hits: list[Hit], page: Page) -> list[Hit]:
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


def line_edges(hits: Iterable[Hit], page: Page) -> tuple[int, ...]:
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
