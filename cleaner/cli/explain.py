"""`clean explain`: one article with every verdict and why."""

from __future__ import annotations

from cleaner.cli import streams
from cleaner.cli.codes import Code
from cleaner.cli.inputs import make_cleaner, name_of, read_article
from cleaner.cli.options import Settings
from cleaner.cli.pages import print_page
from cleaner.errors import InputError, UsageError
from cleaner.formats.plain import STDIN


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
    print_page(shown(article.result), settings.color)
    return Code.FINE
