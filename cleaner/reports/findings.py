"""Findings for people: with the offending line, one a line, or counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from rich.cells import cell_len

from cleaner.findings import Finding
from cleaner.reports.terminal import visible

FIX = "fix: clean check --fix takes it out"
_BOLD, _RED, _DIM, _PLAIN = "\x1b[1m", "\x1b[31m", "\x1b[2m", "\x1b[0m"
_BLANKS = dict.fromkeys(map(ord, "\t\n"), " ")


def concise_lines(findings: Iterable[Finding], is_colored: bool = False) -> Iterator[str]:
    """Yield `path:line:col: category/rule message`, one a line."""
    for one in findings:
        line, column = one.place
        path = visible(one.path).replace("\n", "␊")
        place, told = f"{path}:{line}:{column}:", _one_line(one.told)
        if is_colored:
            yield f"{_BOLD}{place}{_PLAIN} {_RED}{one.code}{_PLAIN} {told}\n"
        else:
            yield f"{place} {one.code} {told}\n"


def full_lines(findings: Iterable[Finding], is_colored: bool = False) -> Iterator[str]:
    """Yield for each finding its concise line, the offending line marked, reasons and fix."""
    for one in findings:
        yield from concise_lines([one], is_colored)
        yield from _excerpt(one, is_colored)
        margin = " " * len(str(one.line))
        for reason in (*one.reasons, *((FIX,) if one.cut else ())):
            note = f"{margin} = {_one_line(reason)}"
            yield f"{_DIM}{note}{_PLAIN}\n" if is_colored else f"{note}\n"
        yield "\n"


def statistics(findings: Iterable[Finding]) -> list[tuple[str, int, bool]]:
    """Return code, count and whether there is a fix, most first."""
    findings = list(findings)
    counts = Counter(one.code for one in findings)
    fixable = {one.code for one in findings if one.cut}
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(code, count, code in fixable) for code, count in ordered]


def statistic_lines(rows: Sequence[tuple[str, int, bool]]) -> Iterator[str]:
    """Yield count, a star for those with a fix, and code, one a line, separated by tabs."""
    for code, count, is_fixable in rows:
        yield f"{count}\t{'*' if is_fixable else ''}\t{code}\n"


def _excerpt(one: Finding, is_colored: bool) -> Iterator[str]:
    """The offending line and a mark under it; nothing where the text is empty."""
    if not one.excerpt:
        return
    number = str(one.line)
    start, end = one.mark
    shown = _one_line(one.excerpt)
    mark = " " * cell_len(shown[:start]) + "^" * max(1, cell_len(shown[start:end]))
    yield f"{number} | {shown}\n"
    mark = f"{_RED}{mark}{_PLAIN}" if is_colored else mark
    yield f"{' ' * len(number)} | {mark}\n"


def _one_line(text: str) -> str:
    """Text without what would steer a terminal or break the line; of the same length."""
    safe = visible(text).translate(_BLANKS)
    return safe.encode("utf-8", "replace").decode("utf-8")
