"""`clean explain`: one article with every verdict and why."""

from __future__ import annotations

import sys

from cleaner.cli import streams
from cleaner.cli.codes import Code
from cleaner.cli.inputs import make_cleaner, name_of, read_article
from cleaner.cli.options import Settings
from cleaner.errors import InputError, UsageError
from cleaner.formats.plain import STDIN

WIDTH_IN_A_PIPE = 80
MAX_WIDTH = 120  # longer lines are hard to read


def run_explain(settings: Settings, removed_only: bool = False) -> int:
    """Show the verdicts on one input.

    Raises:
        CleanerError: nothing to explain: no input, an unreadable one, a bad rule.
    """
    if not settings.files and streams.is_stdin_terminal():
        raise UsageError("nothing to explain; give FILE, or pipe text in")
    path = settings.files[0] if settings.files else STDIN
    cleaner = make_cleaner(settings)
    try:
        article = read_article(path, settings, cleaner)
    except InputError as error:
        raise InputError(f"{name_of(path, settings)}: {error}") from None
    from cleaner.reports import terminal

    shown = terminal.removed_lines if removed_only else terminal.explanation
    is_colored = streams.wants_color(settings.color, sys.stdout)
    text = terminal.rendered(shown(article.result), terminal_width(), is_colored)
    encoding = (sys.stdout.encoding if sys.stdout else None) or "utf-8"
    streams.write(text.encode(encoding, "replace"))
    return Code.FINE


def terminal_width() -> int:
    """Columns to use: the terminal's, COLUMNS, or 80."""
    from shutil import get_terminal_size

    return min(MAX_WIDTH, max(40, get_terminal_size((WIDTH_IN_A_PIPE, 24)).columns))
