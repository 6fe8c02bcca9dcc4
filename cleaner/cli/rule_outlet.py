"""What the commands on rules print: pages and tables on a terminal, plain rows in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

from cleaner.cli import streams


def is_terminal() -> bool:
    return sys.stdout is not None and sys.stdout.isatty()


def say(text: str) -> None:
    encoding = (sys.stdout.encoding if sys.stdout else None) or "utf-8"
    streams.write(text.encode(encoding, "replace"))


def print_page(what: Any) -> None:
    """Print what rich can render."""
    from cleaner.cli.explain import terminal_width
    from cleaner.reports.terminal import rendered

    say(rendered(what, terminal_width(), streams.wants_color("auto", sys.stdout)))


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
