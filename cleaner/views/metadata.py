"""Title, byline and date: what the lines with these roles print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cleaner.data import Blocks, Span
from cleaner.dates import dates_in
from cleaner.folding import Compact, fold
from cleaner.markdown import unmarked

_BYLINE_LEADS = ("by ", "von ", "par ", "por ", "di ", "door ", "av ", "af ")
_AROUND_NAME = " \n\r,|•·-"  # of a folded line
YEAR_DIGITS = 4


def lines_with(role: str, blocks: Blocks, roles: Mapping[int, str]) -> Iterator[str]:
    """Yield the lines with a role, in order.

    Args:
        role: asked for.
        blocks: of a text.
        roles: of those that have one.
    """
    for row, found in sorted(roles.items()):
        text = blocks[row].text.strip() if found == role else ""
        line = unmarked(text).strip()
        if line != text or len(line.splitlines()) > 1:  # lines that go on are one block
            line = " ".join(line.split())
        if line:
            yield line


def name_in(byline: str) -> str | None:
    """Return who wrote it, without "By" and the date; None where nothing is left.

    >>> name_in("By Ada Brook, 12 May 2021")
    'Ada Brook'
    """
    date = _date_span(byline)
    folded = fold(byline[: date.start] if date else byline)
    lead = next((lead for lead in _BYLINE_LEADS if folded.lower().startswith(lead)), "")
    name = folded[len(lead) :].strip(_AROUND_NAME)
    start = folded.find(name, len(lead))
    return byline[start : start + len(name)] or None


def date_in(datelines: Iterable[str], bylines: Iterable[str]) -> str | None:
    """Return the first date as printed, but with single plain blanks; None where there is none.

    Of another script the first date line stands for it, if it holds a year.

    >>> date_in(["Updated 12\u00a0May 2021 in Riverside"], [])
    '12 May 2021'
    """
    datelines = list(datelines)
    for line in (*datelines, *bylines):
        if date := _date_span(line):
            return " ".join(line[date.start : date.end].split())
    return next((line for line in datelines[:1] if _holds_year(line)), None)


def _date_span(line: str) -> Span | None:
    """Where the first date, with its time, stands in a line."""
    compact = Compact.of(fold(line))
    found = next(dates_in(compact.text), None)
    return Span(*map(compact.origin, found)) if found else None


def _holds_year(line: str) -> bool:
    """True for a line with a number of four digits, of whatever script."""
    return any(word.isdecimal() and len(word) == YEAR_DIGITS for word in line.split())
