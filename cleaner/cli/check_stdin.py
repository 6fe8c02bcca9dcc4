"""`clean check -`: one text from an editor or a pipe."""

from __future__ import annotations

from cleaner.checker.baseline import Baseline
from cleaner.checker.files import Files
from cleaner.checker.fix import FixedFile, encoded, fix_article, not_accepted
from cleaner.checker.inspect import Inspector
from cleaner.checker.parts import TEXT, form_of, is_data
from cleaner.checker.records import text_record
from cleaner.checker.run import check_text
from cleaner.cli import streams
from cleaner.cli.check_options import Request
from cleaner.cli.check_output import code_of, show, show_diff, show_problems, tell_kept
from cleaner.cli.codes import Code
from cleaner.errors import InputError
from cleaner.formats.plain import STDIN


def check_stdin(request: Request, inspector: Inspector, files: Files, baseline: Baseline) -> int:
    """Check standard input as a text; with --fix, write the fixed text to standard output.

    Raises:
        InputError: it cannot be read, or is no text.
    """
    name = request.stdin_filename or STDIN
    data = streams.read_stdin()
    if form_of(name) != TEXT or (request.fix and is_data(name)):
        way_out = "standard input is checked as a text; check the file by its name"
        raise InputError(f"{streams.shown(name)}: is no text; {way_out}")
    if not files.below([name]):  # an editor asks for every file, as a hook does
        streams.write(data if request.fix else b"")
        return Code.FINE
    scope = files.scope(name)
    try:
        record = text_record(data)
    except InputError as error:
        raise InputError(f"{streams.shown(name)}: {error}") from None
    outcome = check_text(name, record, inspector, scope)
    if request.fix or request.diff:
        show_problems(outcome)
        wanted = not_accepted(name, files, baseline, inspector.settings.min_confidence)
        fixed = fix_article(record, inspector, scope, wanted)
        tell_kept(fixed.keeps_scored, request)
        if request.fix:
            streams.write(encoded(fixed))
            return Code.WRONG if outcome.problems else Code.FINE
        show_diff(FixedFile(name, "", b"", (fixed,)), request)
        return code_of(fixed.removed, outcome, request)
    outcome.findings, _ = baseline.split(outcome.findings, files.relative)
    show(outcome, request)
    return code_of(outcome.findings, outcome, request)
