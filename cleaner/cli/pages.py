"""What commands print for people: pages, and tables on a terminal, plain rows in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from cleaner.cli import streams

WIDTH_IN_A_PIPE = 80
MIN_WIDTH, MAX_WIDTH = 40, 120  # longer lines are hard to read


def is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def say(text: str) -> None:
    encoding = (sys.stdout.encoding if sys.stdout else None) or "utf-8"
    streams.write(text.encode(encoding, "replace"))


def print_page(what: Any, color: str = "auto") -> None:
    """Print what rich can render, as wide as the terminal, COLUMNS, or 80."""
    from shutil import get_terminal_size

    from cleaner.reports.terminal import rendered

    columns = get_terminal_size((WIDTH_IN_A_PIPE, 24)).columns
    width = min(MAX_WIDTH, max(MIN_WIDTH, columns))
    say(rendered(what, width, streams.wants_color(color, sys.stdout)))


def write_rows(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from cleaner.reports import rules

    if is_terminal():
        print_page(rules.table(heads, rows))
    else:
        say(rules.plain_rows(rows))


def print_tables(tables: Iterable[tuple[str, Sequence[str], Sequence[Sequence[str]]]]) -> None:
    """Print tables on a terminal, those without rows left out; each has kind, heads and rows."""
    from cleaner.reports.rules import table

    for _, heads, rows in tables:
        if rows:
            print_page(table(heads, rows))
