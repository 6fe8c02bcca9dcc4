"""Finding: which rules stand where, before any condition is asked.

What a line holds depends on its text alone, so each text is looked at once in a batch (`Book`).
`find_hits` uses the dictionary of whole lines, the beginnings of lines, and one pass for all
required literals. Trying every entry on every line finds the same, a test says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

from cleaner.folding import DECORATION, lower, needs_work
from cleaner.packs.finding.book import Book, Spot
from cleaner.packs.finding.line import Line, holds_all
from cleaner.packs.finding.page import Hit, Page
from cleaner.packs.finding.part import Part
from cleaner.packs.modes import FINGERPRINT, FLOW_LINE, HEAD, LONG_HEAD, PATTERN, PHRASE


def find_hits(page: Page, part: Part) -> list[Hit]:
    """Return what the entries of a part hit in a page, in order."""
    hits: list[Hit] = []
    compiled = part.compiled(len(page.blocks.folded))
    near: dict[int, list[int]] = {}
    if compiled is not None:
        page.note(part, near)
    page.book.is_compiled = compiled is not None
    for is_running, units, texts in page.sorts_of_units:
        if compiled is not None:
            hits += _look_compiled(compiled, page, part, units, texts, is_running, near)
            continue
        known = page.book.spots.setdefault((part.number, is_running), {})
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            _look(part, page.book, new, is_running)
        for unit, text in zip(units, texts, strict=True):
            if spots := known[text]:
                hits += page.hits(unit, spots)
    if page.has_running_text:  # lines were looked at before pieces
        for holding in near.values():
            holding.sort()
    for entry, lines in part.near_times:
        units = page.units_near_times(lines)
        if compiled is not None:
            hits += _try_compiled(compiled, page, part, entry, units)
            continue
        for unit in units:
            hits += page.hits(unit, spots_of(part, entry, page.line(unit), {}))
    hits.sort()
    return hits


def _look_compiled(
    compiled: Any,
    page: Page,
    part: Part,
    units: Sequence[int],
    texts: list[str],
    is_running: bool,
    near: dict[int, list[int]],
) -> list[Hit]:
    """Return the hits in some units; patterns and what is rare are asked here."""
    spent: dict[int, float] = {}

    def pattern_spans(entry: int, lowered: str, words: int) -> Sequence[tuple[int, int]]:
        if not part.suits(entry, words, len(lowered)):
            return ()
        return part.search_pattern(entry, lowered, spent)

    book = page.book
    numbers = None if isinstance(units, range) else units
    known = book.packed.setdefault((part.number, is_running), {})
    return compiled.look(  # type: ignore[no-any-return]
        *(texts, numbers, page.starts, page.blocks.folded, known, near, is_running),
        *(book.line, pattern_spans),
    )


def _try_compiled(compiled: Any, page: Page, part: Part, entry: int, units: list[int]) -> list[Hit]:
    """Return the hits of one entry in some units."""

    def pattern_spans(entry: int, lowered: str, words: int) -> Sequence[tuple[int, int]]:
        return part.search_pattern(entry, lowered, {})

    texts = [page.texts[unit] for unit in units]
    return compiled.try_entry(  # type: ignore[no-any-return]
        entry, texts, units, page.starts, page.blocks.folded, page.book.line, pattern_spans
    )


def _look(part: Part, book: Book, texts: Sequence[str], is_running: bool) -> None:
    """Find what stands in lines, by what every entry needs to stand there."""
    lowers = _lowers(book, texts)
    found: dict[int, set[Spot]] = {}
    for at, rules in enumerate(map(part.lines.get, [text.strip(DECORATION) for text in lowers])):
        if rules:
            found[at] = _whole(book.line(texts[at]), rules)
    todo = _literal_candidates(part, lowers, is_running)
    _add_head_candidates(todo, part, lowers)
    if part.short_lines:
        timed = [at for at, text in enumerate(texts) if book.is_timed(text)]
        todo.update((at, entry) for entry in part.short_lines for at in timed)
    spent: dict[int, float] = {}
    for at, entry in todo:
        lowered = lowers[at]
        if not holds_all(lowered, part.entries[entry][4]):
            continue
        if part.may_suit(entry, texts[at], len(lowered)):
            spots = spots_of(part, entry, book.line(texts[at]), spent)
            if spots:
                found.setdefault(at, set()).update(spots)
    known = book.spots[part.number, is_running]
    known.update(dict.fromkeys(texts, ()))
    known.update((texts[at], tuple(spots)) for at, spots in found.items())


def _whole(line: Line, rules: Iterable[int]) -> set[Spot]:
    """The spots of rules for whole lines."""
    start, end = line.origin(0), line.origin(len(line.lower))
    return {Spot(PHRASE, rule, start, end) for rule in rules}


def spots_of(part: Part, entry: int, line: Line, spent: dict[int, float]) -> list[Spot]:
    """Return where an entry stands in a line, whatever else is known of it.

    Args:
        part, entry: what is looked for.
        line: where.
        spent: seconds that patterns have taken in this document, by entry; added to.
    """
    mode, rule, source, limit, _, anchor, *_ = part.entries[entry]
    if mode in (PHRASE, FLOW_LINE, FINGERPRINT):
        found = line.occurrences(source, anchor)
    elif limit:
        is_filled = len(line.cased) <= limit and part.fills(entry, line)
        found = [(0, len(line.cased))] if is_filled else []
    elif mode == PATTERN:
        found = part.search_pattern(entry, line.lower, spent)
    else:
        found = part.find(entry, line)
    origin = line.origin
    return [Spot(mode, rule, origin(start), origin(end)) for start, end in found]


def _lowers(book: Book, texts: Sequence[str]) -> list[str]:
    """Return the lines compact and in lower case; most need nothing but the case."""
    joined = "\n".join(texts)
    if needs_work(joined):
        compact = (book.line(t).cased if needs_work(t) else t for t in texts)
        joined = "\n".join(compact)
    return lower(joined).split("\n")


def _literal_candidates(
    part: Part, lowers: Sequence[str], is_running: bool
) -> set[tuple[int, int]]:
    """The lines, each with an entry, in which a literal stands that the entry needs."""
    todo: set[tuple[int, int]] = set()
    text = "\n".join(lowers)
    ends = list(accumulate(map(len, lowers), lambda end, size: end + 1 + size))
    for searcher in part.searchers if is_running else part.searchers[:1]:
        at, start, end = -1, 0, -1
        for owners, first, last in searcher.hits(text):
            while last > end:
                at += 1
                start, end = end + 1, ends[at]
            if first < start:
                continue  # a literal never reaches over the end of a line
            size = end - start
            for entry, limit in owners:
                if size <= limit:
                    todo.add((at, entry))
    return todo


def _add_head_candidates(todo: set[tuple[int, int]], part: Part, lowers: Sequence[str]) -> None:
    """Templates whose beginning is known are tried on lines that begin so, behind any bullets."""
    begun = [text.lstrip(DECORATION) for text in lowers]
    for length in (HEAD, LONG_HEAD):
        for at, owners in enumerate(map(part.heads.get, [text[:length] for text in begun])):
            if owners:
                text, size = begun[at], len(lowers[at])
                for entry, prefixes, limit in owners:
                    if size <= limit and text.startswith(prefixes):
                        todo.add((at, entry))
