"""Runs and comparisons as tables for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cleaner.measure.compare import Difference
from cleaner.measure.runs import GROUPS, Run
from cleaner.measure.scores import Summary, grouped, summarize
from cleaner.wording import in_a_line

COLUMNS: Final = (
    ("pages", "pages"), ("f1", "F1"), ("median_f1", "median"), ("precision", "precision"),
    ("recall", "recall"), ("lost", "lost"), ("lost_much", ">5 %"), ("lost_very_much", ">20 %"),
    ("residue", "residue"), ("exact", "exact"), ("chrome_removed", "chrome gone"),
    ("worst_f1", "worst F1"), ("worst_recall", "worst recall"),
)  # fmt: skip
LEGEND: Final = (
    "per cent; F1, precision, recall: ROUGE-LSum, mean of pages; lost: body; >5 %, >20 %: pages "
    "that lose more\nof it; residue: of what is kept; exact: pages with every line right; worst: "
    "mean of the worst tenth"
)
NAMES: Final = {
    "f1": "F1",
    "lost_much": "lost >5 %",
    "lost_very_much": "lost >20 %",
}


def run_table(run: Run) -> str:
    """Return figures of all pages, then by source, language and file where there are several."""
    rows = [("", *(head for _, head in COLUMNS)), _cells("all", summarize(run.pages))]
    for name in GROUPS:
        groups = grouped(run.pages, name)
        if len(groups) > 1:
            rows.append((f"by {name}",))
            rows += (_cells(f"  {in_a_line(group)}", one) for group, one in groups.items())
    return f"{about_line(run)}\n{_aligned(rows)}\n{LEGEND}\n"


def about_line(run: Run) -> str:
    """Return how a run was made, in one line."""
    return ", ".join(f"{name} {value}" for name, value in run.about.items())


def difference_table(differences: Iterable[Difference], pages: int) -> str:
    """Return what differs between two runs, with the interval; `*` where it excludes nought."""
    rows = [("", "this", "other", "difference", "95 % interval", "")]
    for one in differences:
        interval = f"{one.low:+.2f} to {one.high:+.2f}"
        name = NAMES.get(one.measure, one.measure)
        figures = f"{one.this:.2f}", f"{one.other:.2f}", f"{one.mean:+.2f}"
        rows.append((name, *figures, interval, "*" if one.is_sure else ""))
    legend = f"{pages:,} pages in both, paired bootstrap; * the interval excludes nought"
    return f"{_aligned(rows)}\n{legend}\n"


def _cells(name: str, summary: Summary) -> tuple[str, ...]:
    return name, *_figures(summary)


def _figures(summary: Summary) -> Iterator[str]:
    for name, _ in COLUMNS:
        value = getattr(summary, name)
        yield "-" if value is None else f"{value:,}" if name == "pages" else f"{value:.1f}"


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as lines: the first column to the left, the others to the right."""
    widths = [max(len(row[n]) for row in rows if n < len(row)) for n in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=False))
        lines.append("  ".join((row[0].ljust(widths[0]), *cells)).rstrip())
    return "\n".join(lines)
