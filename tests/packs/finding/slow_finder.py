"""Finding by trying every entry on every line: slower than `packs.finding.finder`, and as plain."""

from __future__ import annotations

from cleaner.folding import DECORATION
from cleaner.packs.finding.book import MAX_SHORT_LINE, Spot
from cleaner.packs.finding.finder import spots_of
from cleaner.packs.finding.page import Hit, Page
from cleaner.packs.finding.part import Part
from cleaner.packs.modes import FLOW_LINE, PHRASE


def find_hits(page: Page, part: Part) -> list[Hit]:
    """Return what the entries of a part hit in a page, in order."""
    page.book.is_compiled = False
    short = {entry for entry, _ in part.near_times}.union(part.short_lines)
    hits: set[Hit] = set()
    for is_running, units, texts in page.sorts_of_units:
        tried = [n for n, entry in enumerate(part.entries) if is_running or entry[0] != FLOW_LINE]
        for unit, text in zip(units, texts, strict=True):
            spots = _whole(page, part, text)
            for entry in tried:
                if entry not in short or len(text) <= MAX_SHORT_LINE:
                    spots += spots_of(part, entry, page.line(unit), {})
            hits.update(page.hits(unit, spots))
    return sorted(hits)


def _whole(page: Page, part: Part, text: str) -> list[Spot]:
    """The spots of rules for whole lines."""
    line = page.book.line(text)
    start, end = line.origin(0), line.origin(len(line.lower))
    rules = part.lines.get(line.lower.strip(DECORATION), ())
    return [Spot(PHRASE, rule, start, end) for rule in rules]
