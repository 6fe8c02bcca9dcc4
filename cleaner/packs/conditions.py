"""The conditions of a rule, asked of one hit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import Any

from cleaner.packs.pack import RuleRow
from cleaner.packs.page import Hit, Page


def holds(page: Page, row: RuleRow, hit: Hit, end: Hit | None, is_example: bool) -> bool:
    """True if every condition of the rule holds for the hit (`end`: the end of a block)."""
    where = row.where
    if not where:
        return True
    if not is_example:
        is_asked = page.is_known or "domains" in where
        if is_asked and not _fits_document(page, where):
            return False
        if "position" in where and not _fits_position(page, where["position"], hit, end):
            return False
    part = row.publisher + 1
    return (
        _fits_size(page, where, hit)
        and _fits_line(page, where, hit)
        and ("near" not in where or _is_near(page, part, where["near"], hit))
        and not ("not_near" in where and _is_near(page, part, where["not_near"], hit))
    )


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
    if document.date:
        return bool(where.get("since", "") <= document.date[:10] <= where.get("until", "9999"))
    return True


def _fits_position(page: Page, wanted: Iterable[str], hit: Hit, end: Hit | None) -> bool:
    for position in wanted:
        if page.is_at(hit.unit, position) and (end is None or page.is_at(end.unit, position)):
            return True
    return False


def _fits_size(page: Page, where: Any, hit: Hit) -> bool:
    if "max_chars" in where and len(page.line(hit.unit).cased) > where["max_chars"]:
        return False
    most = where.get("max_words")
    if most is not None and page.may_exceed(hit.unit, most) and page.words(hit.unit) > most:
        return False
    return not ("min_words" in where and page.words(hit.unit) < where["min_words"])


def _fits_line(page: Page, where: Any, hit: Hit) -> bool:
    if "quoted" in where and page.is_quoted(hit) != where["quoted"]:
        return False
    if "unless" in where:
        line = page.line(hit.unit)
        return not any(line.occurrences(phrase) for phrase in where["unless"])
    return True


def _is_near(page: Page, part: int, near: Any, hit: Hit) -> bool:
    """True if one of the templates stands in the lines around, or in the rest of the line."""
    reach, templates, are_times = near
    first, last = max(0, hit.unit - reach), min(len(page) - 1, hit.unit + reach)
    others = templates
    holders = page.holders(part, templates)
    if holders is not None:
        units, others = holders
        for unit in units[bisect_left(units, first) : bisect_right(units, last)]:
            if unit != hit.unit and not (are_times and unit not in page.timed):
                return True
    texts, stands_in = page.texts, page.book.stands_in
    for unit in range(first, last + 1) if others else ():
        if unit == hit.unit or (are_times and unit not in page.timed):
            continue
        if stands_in(others, texts[unit]):
            return True
    rest = _rest_of_line(page, hit)
    return bool(rest) and stands_in(templates, rest)


def _rest_of_line(page: Page, hit: Hit) -> str:
    """What is left of the hit's own line beside it."""
    start, end = page.bounds(hit.unit)
    folded = page.blocks.folded
    return f"{folded[start : hit.start]}\n{folded[hit.end : end]}".strip()
