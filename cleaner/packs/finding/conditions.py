"""The conditions of a rule, asked of one hit; those that cost least first."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.folding import lower, needs_work
from cleaner.packs.finding.page import PLACES, Hit, Page
from cleaner.packs.modes import Stops, Templates

_DATE = re.compile(r"(\d{4})(?:-?(\d\d)(?:-?(\d\d))?)?(?!\d)", re.ASCII)
_OF_DOCUMENT = frozenset({"languages", "domains", "not_domains", "since", "until"})


OF_DOCUMENT, MOST_CHARS, QUOTED, NEAR_TO, NOT_NEAR_TO, UNLESS_SAID = (1 << n for n in range(1, 7))
ALL_OPEN = OF_DOCUMENT | MOST_CHARS | QUOTED | NEAR_TO | NOT_NEAR_TO | UNLESS_SAID
"""Conditions that the compiled finder may leave open, as bits; see `terms.py`."""


class Asked(NamedTuple):
    """What a rule asks of a hit, made ready once.

    Attributes:
        document: conditions on what is known of the document; None without.
        places: bits of `PLACES` of which one must hold; 0 where the place does not matter.
        most_words: of the line; None for any number.
        line: further conditions on the line and those around; None without.
    """

    document: Mapping[str, Any] | None
    places: int
    most_words: int | None
    line: _OfLine | None


class _OfLine(NamedTuple):
    part: int
    max_chars: int | None
    min_words: int
    quoted: bool | None
    unless: Sequence[str]
    near: Any
    not_near: Any


def asked_of(
    where: Mapping[str, Any],
    part: int,
    lists: Mapping[str, Sequence[str]],
    around: Mapping[str, Templates],
) -> Asked:
    """Return the conditions of a rule, ready to be asked.

    Args:
        where: as its row has them.
        part: its number.
        lists: of wordings that many rules share, by name.
        around: templates that many ask for in the lines around, likewise.
    """
    get = where.get
    near, not_near = (
        (*where[key], around[where[key][1]]) if key in where else None
        for key in ("near", "not_near")
    )
    unless = Stops(*where["unless"]).all(lists.__getitem__) if "unless" in where else ()
    line = _OfLine(
        *(part, get("max_chars"), get("min_words", 0), get("quoted"), unless, near, not_near)
    )
    return Asked(
        where if not _OF_DOCUMENT.isdisjoint(where) else None,
        sum(PLACES[position] for position in set(get("position", ()))),
        get("max_words"),
        line if line[1:] != (None, 0, None, (), None, None) else None,
    )


def holds(
    page: Page,
    asked: Asked,
    hit: Hit,
    end: Hit | None,
    is_example: bool,
    left: int = ALL_OPEN,
) -> bool:
    """True if every condition of the rule holds for a hit.

    Args:
        page: where.
        asked: the conditions.
        hit: what was found; of a block, where it begins.
        end: of a block, where it ends.
        is_example: take what is known of the document, and positions, as fitting.
        left: bits of the conditions that are still open; what costs next to nothing is asked again.
    """
    document, places, most, line = asked
    unit = hit[2]
    if not is_example:
        if document is not None and (page.is_known or "domains" in document):  # noqa: SIM102
            if not _fits_document(page, document):
                return False
        if places and not shares_a_place(page, asked, hit, end):
            return False
    if most is not None and len(page.texts[unit]) >= 2 * most and page.words(unit) > most:
        return False
    return line is None or _fits_line(page, line, hit, left)


def shares_a_place(page: Page, asked: Asked, hit: Hit, end: Hit | None) -> bool:
    """True if a hit lies where it may, and the end of a block in one of the same places."""
    places = asked.places
    if places:
        places &= page.places(hit[2])
        return bool(places if end is None else places & page.places(end.unit))
    return True


def is_domain(domain: str, wanted: Iterable[str]) -> bool:
    """True if `domain` is one of the wanted ones or below it."""
    return any(domain == w or domain.endswith("." + w) for w in wanted)


def _fits_document(page: Page, where: Any) -> bool:
    document = page.blocks.document
    if document.language and "languages" in where and document.language not in where["languages"]:
        return False
    if "domains" in where and not (
        document.domain and is_domain(document.domain, where["domains"])
    ):
        return False
    if (
        "not_domains" in where
        and document.domain
        and is_domain(document.domain, where["not_domains"])
    ):
        return False
    return may_lie_within(document.date or "", where.get("since", ""), where.get("until", "9999"))


def may_lie_within(date: str, since: str, until: str) -> bool:
    """True unless a date is known to lie outside two days, themselves inside.

    Of a year or a month alone any day may be meant, and what does not begin with an ISO date says
    nothing.

    >>> [may_lie_within(d, "2020-03-05", "2020-06-30") for d in ("2020", "2020-02", "3 May 2020")]
    [True, False, True]
    """
    known = _DATE.match(date)
    if known is None:
        return True
    first, last = ("-".join(known.groups(default=day)) for day in ("00", "99"))
    return since <= last and first <= until


def _fits_line(page: Page, asked: _OfLine, hit: Hit, left: int) -> bool:
    part, max_chars, min_words, quoted, unless, near, not_near = asked
    unit = hit[2]
    if left & MOST_CHARS and max_chars is not None and len(page.line(unit).cased) > max_chars:
        return False
    if min_words and page.words(unit) < min_words:
        return False
    if left & QUOTED and quoted is not None and page.is_quoted(hit) != quoted:
        return False
    if left & UNLESS_SAID and unless and _holds_one(page, unit, unless):
        return False
    if left & NEAR_TO and near is not None and not _is_near(page, part, near, hit):
        return False
    return not (left & NOT_NEAR_TO and not_near and _is_near(page, part, not_near, hit))


def _holds_one(page: Page, unit: int, phrases: Sequence[str]) -> bool:
    """True if one of some texts stands in a line."""
    text = page.texts[unit]
    if not needs_work(text):
        lowered = lower(text)
        if not any(phrase in lowered for phrase in phrases):
            return False  # mostly
    line = page.line(unit)
    return any(phrase in line.lower and line.occurrences(phrase) for phrase in phrases)


def _is_near(page: Page, part: int, near: Any, hit: Hit) -> bool:
    """True if one of the templates stands in the lines around, or in the rest of the line."""
    reach, name, are_times, templates = near
    own = hit[2]
    first, last = max(0, own - reach), min(len(page.texts), own + reach + 1)
    holders = page.holders(part, name)
    if holders is None:
        if _stands_around(page, templates, range(first, last), own, are_times):
            return True
    else:
        sure, perhaps, proved, others = holders
        for unit in sure[bisect_left(sure, first) : bisect_left(sure, last)] if sure else ():
            if unit != own and not (are_times and unit not in page.timed):
                return True
        if perhaps:
            units = perhaps[bisect_left(perhaps, first) : bisect_left(perhaps, last)]
            if units and _stands_around(page, proved, units, own, are_times):
                return True
        if others:
            if _stands_around(page, others, range(first, last), own, are_times):
                return True
        elif not (_holds(sure, own) or _holds(perhaps, own)) and _stands_apart(page, hit):
            return False
    rest = _rest_of_line(page, hit)
    return bool(rest) and page.book.stands_in(templates, rest)


def _holds(numbers: Sequence[int], number: int) -> bool:
    """True if a number is among some, ascending."""
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number


def _stands_apart(page: Page, hit: Hit) -> bool:
    """True if no word goes on at the edges of a hit: the rest has no word that the line has not."""
    folded, _, _, _, start, end = page.blocks.folded, *hit
    return not (folded[start - 1 : start].isalnum() or folded[end : end + 1].isalnum())


def _stands_around(
    page: Page, templates: Any, units: Iterable[int], own: int, are_times: bool
) -> bool:
    """True if one of the templates stands in a unit, the own one apart."""
    texts, stands_in = page.texts, page.book.stands_in
    for unit in units:
        if unit == own or (are_times and unit not in page.timed):
            continue
        if stands_in(templates, texts[unit]):
            return True
    return False


def _rest_of_line(page: Page, hit: Hit) -> str:
    """What is left of the hit's own line beside it."""
    start, end = page.bounds(hit.unit)
    folded = page.blocks.folded
    return f"{folded[start : hit.start]}\n{folded[hit.end : end]}".strip()
