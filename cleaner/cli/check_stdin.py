"""`clean check -`: one text from an editor or a pipe."""

from __future__ import annotations

from cleaner.checker.files import Files
from cleaner.checker.fix import FixedFile, encoded, fix_article
from cleaner.checker.inspect import Inspector
from cleaner.checker.records import text_record
from cleaner.checker.run import Outcome, check_text
from cleaner.cli import streams
from cleaner.cli.check_options import Request
from cleaner.cli.check_output import show, show_diff
from cleaner.cli.options import STDIN
from cleaner.errors import InputError

FINE, FOUND = 0, 1


def check_stdin(request: Request, inspector: Inspector, files: Files) -> int:
    """Check standard input as a text; with --fix, write the fixed text to standard output.

    Raises:
        InputError: it cannot be read, or is no text.
    """
    name = request.stdin_filename or STDIN
    data = streams.read_stdin()
    scope = files.scope(name)
    try:
        record = text_record(data)
    except InputError as error:
        raise InputError(f"{streams.shown(name)}: {error}") from None
    least = inspector.settings.min_confidence
    if request.fix or request.diff:
        fixed = fix_article(
            record, inspector, scope, lambda found: [f for f in found if f.confidence >= least]
        )
        if request.fix:
            streams.write(encoded(fixed))
            return FINE
        show_diff(FixedFile(name, "", b"", (fixed,)), request)
        return FOUND if fixed.removed and not request.exit_zero else FINE
    findings = check_text(name, record, inspector, scope)
    show(Outcome([name], findings), request)
    return FOUND if findings and not request.exit_zero else FINE
