"""Conditions asked of all hits of a page at once, by the compiled finder.

It is told the terms of each rule as plain values, and answers what columns answer: places, numbers
of words and signs, words of the line, what is noted of the lines around. What it cannot tell is
left open, condition by condition, and `conditions.holds` says that, as it says everything where
nothing is compiled.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cleaner.packs.finding.around import Wanted
from cleaner.packs.finding.conditions import ALL_OPEN, Asked
from cleaner.packs.finding.page import Hit, Page
from cleaner.packs.pack import RulePack

NO, YES = range(2)
"""What is told of a hit, a byte each; others are bits of the conditions that are open."""

_NO_NUMBER = -1
_NOTHING, _DOMAINS, _ALL = range(3)
"""What is asked of documents: nothing, only what is asked of unknown ones too, all."""


def told(page: Page, hits: list[Hit], pack: RulePack, is_example: bool) -> Sequence[int]:
    """Return for each hit whether its rule's conditions hold: NO, YES, or what is open.

    Of a block only its beginning is looked at.

    Args:
        page: where.
        hits: in it.
        pack: of the rules.
        is_example: as for `conditions.holds`.
    """
    if not page.book.is_compiled or not hits:
        return bytes([ALL_OPEN]) * len(hits)
    from cleaner.packs.finding.compiled import basis

    def terms_of(rule: int) -> tuple[Any, ...] | None:
        return _terms(pack.plan(rule).asked, pack)

    level = _NOTHING if is_example else _ALL if page.is_known else _DOMAINS
    return basis().told(  # type: ignore[no-any-return]
        *(hits, page.texts, page.blocks.folded, pack.terms, terms_of),
        *(None if is_example else page.body, level, page.noted),
    )


def _terms(asked: Asked, pack: RulePack) -> tuple[Any, ...] | None:
    """The conditions as the compiled finder reads them; None if there are none."""
    document, places, most, line = asked
    asked_from = _NOTHING if document is None else _DOMAINS if "domains" in document else _ALL
    if line is None:
        if document is None and not places and most is None:
            return None
        return (
            *(_NO_NUMBER, asked_from, places, _number(most), 0, _NO_NUMBER),
            *(_NO_NUMBER, (), None, None),
        )
    around = pack.part(line.part).around
    near, not_near = (
        one and (one[0], *_bits_of(around.wanted(one[1])), one[2])
        for one in (line.near, line.not_near)
    )
    return (
        *(line.part, asked_from, places, _number(most), line.min_words, _number(line.max_chars)),
        *(_number(line.quoted), tuple(line.unless), near, not_near),
    )


def _bits_of(wanted: Wanted) -> tuple[bytes, bytes, bool]:
    sure, perhaps, _, others = wanted
    return _bits(sure), _bits(perhaps), bool(others)


def _bits(numbers: Iterable[int]) -> bytes:
    """One bit for each number, the lowest first."""
    bits = sum(1 << number for number in numbers)
    return bits.to_bytes(bits.bit_length() // 8 + 1, "little")


def _number(value: int | None) -> int:
    return _NO_NUMBER if value is None else int(value)
