"""Finding: which rules stand where, before any condition is asked.

`find_hits` uses the dictionary of whole lines and one pass for all required literals;
`find_hits_slowly` tries every entry on every block. They find the same, a test holds them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleaner.folding import DECORATION
from cleaner.packs.matcher import may_begin, may_end
from cleaner.packs.modes import (
    FINGERPRINT,
    FLOW_LINE,
    HEAD,
    LONG_HEAD,
    PATTERN,
    PHRASE,
    TEMPLATE,
)
from cleaner.packs.pack import RulePack
from cleaner.packs.page import Hit, Page

MAX_DECORATION = 12  # characters of bullets and the like around a template that fills a line

Found = tuple[int, Hit]
"""An entry's mode and its hit; for FINGERPRINT the hit's rule is the publisher's index, for the
edges of a block its start and end are those of the edge."""


def find_hits(page: Page, pack: RulePack) -> list[Found]:
    """Return what the pack's entries hit, each once, in order."""
    keys = page.keys()
    found = set(_line_hits(page, pack, keys))
    found.update(_head_hits(page, pack, keys))
    tried: set[tuple[int, int]] = set()
    for entry, start, end in pack.candidates(page.lower, has_running_text=page.has_running_text):
        unit = page.unit_at(start)
        if unit >= 0 and end <= page.ends[unit]:
            found.update(_confirmed(page, pack, entry, unit, start, end, tried))
    for entry, lines in pack.short_lines:
        for unit in page.units_near_times(lines) if lines else page.timed_units:
            found.update(_searched(page, pack, entry, unit))
    return sorted(found)


def find_hits_slowly(page: Page, pack: RulePack) -> list[Found]:
    """Return the same as `find_hits`, by trying everything everywhere."""
    found = set(_line_hits(page, pack, page.keys()))
    short = {entry for entry, _ in pack.short_lines}
    for entry, (mode, _, source, *_) in enumerate(pack.entries):
        for unit in page.short_units if entry in short else range(len(page)):
            if mode not in (PHRASE, FLOW_LINE, FINGERPRINT):
                found.update(_found_in(page, pack, entry, unit))
                continue
            for start in _occurrences(page, unit, source):
                end = start + len(source)
                found.update(_confirmed(page, pack, entry, unit, start, end, set()))
    return sorted(found)


def _occurrences(page: Page, unit: int, literal: str) -> Iterator[int]:
    at = page.lower.find(literal, page.starts[unit], page.ends[unit])
    while at >= 0:
        yield at
        at = page.lower.find(literal, at + 1, page.ends[unit])


def _line_hits(page: Page, pack: RulePack, keys: Sequence[str]) -> Iterator[Found]:
    """Whole lines: one look-up each, however many rules there are."""
    for unit, owners in enumerate(map(pack.lines.get, keys)):
        if owners:
            for rule in owners:
                yield PHRASE, Hit(rule, unit, *page.bounds(unit))


def _head_hits(page: Page, pack: RulePack, keys: Sequence[str]) -> Iterator[Found]:
    """Templates whose beginning is known: tried on lines that begin so."""
    for length in (HEAD, LONG_HEAD):
        heads = [key[:length] for key in keys]
        for unit, entries in enumerate(map(pack.heads.get, heads)):
            if entries and len(heads[unit]) == length:
                for entry in entries:
                    if keys[unit].startswith(pack.entries[entry].prefixes):
                        yield from _searched(page, pack, entry, unit)


def _confirmed(
    page: Page,
    pack: RulePack,
    entry: int,
    unit: int,
    start: int,
    end: int,
    tried: set[tuple[int, int]],
) -> Iterable[Found]:
    """Confirm a candidate: by its borders if the literal is all there is, else by a search."""
    mode, rule, *_ = pack.entries[entry]
    if mode in (PHRASE, FLOW_LINE, FINGERPRINT):
        if mode == FLOW_LINE and not page.is_running_text(unit):
            return ()
        anchor = pack.rules[rule].anchor if mode == PHRASE else "none"
        is_bordered = may_begin(page.cased, start) and may_end(page.cased, end)
        if not is_bordered or not _is_held(page, unit, start, end, anchor):
            return ()
        return ((mode, Hit(rule, unit, start, end)),)
    if (entry, unit) in tried:
        return ()
    tried.add((entry, unit))
    return _searched(page, pack, entry, unit)


def _searched(page: Page, pack: RulePack, entry: int, unit: int) -> Iterable[Found]:
    """Search a block, if it holds what the template must hold."""
    lower = page.line(unit).lower
    for texts in pack.entries[entry].musts:
        if not any(text in lower for text in texts):
            return ()
    return _found_in(page, pack, entry, unit)


def _found_in(page: Page, pack: RulePack, entry: int, unit: int) -> Iterator[Found]:
    mode, rule, _, _, max_chars, _ = pack.entries[entry]
    line = page.line(unit)
    anchor = pack.rules[rule].anchor if mode in (TEMPLATE, PATTERN) else "none"
    if max_chars and anchor == "line" and len(line.cased) > max_chars + MAX_DECORATION:
        return
    found = pack.search(entry, line, anchor)
    if found:
        begin = page.bounds(unit)[0]
        for start, end in found:
            yield mode, Hit(rule, unit, begin + start, begin + end)


def _is_held(page: Page, unit: int, start: int, end: int, anchor: str) -> bool:
    """True if the hit lies where its anchor wants it, bullets and closing marks apart."""
    if anchor in ("line", "start") and page.cased[page.starts[unit] : start].strip(DECORATION):
        return False
    return not (anchor in ("line", "end") and page.cased[end : page.ends[unit]].strip(DECORATION))
