"""The filter: articles in, their bodies out. This is the way that has to start fast."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from cleaner.cli import streams
from cleaner.cli.codes import Code
from cleaner.cli.inputs import make_cleaner, name_of, read_article
from cleaner.cli.options import Settings
from cleaner.cli.outlets import AnnotationsFile, make_outlet
from cleaner.errors import CleanerError, OutputError, UsageError
from cleaner.formats.plain import STDIN


def run_filter(settings: Settings) -> int:
    """Clean every input; return the exit code.

    One input that fails does not stop the others. Annotations are on the disk before the first
    file is replaced, so that there is always a way back.

    Raises:
        CleanerError: nothing can be done at all: a bad rule, an output that cannot be written.
    """
    if settings.version:
        return _show_version()
    paths = settings.files or (STDIN,)
    if not settings.files and streams.is_stdin_terminal():
        return _show_help()
    _check_paths(paths, settings)
    cleaner = make_cleaner(settings)
    code: int = Code.FINE
    notes = AnnotationsFile(settings.annotations, cleaner)
    with notes as annotations, make_outlet(settings, len(paths)) as outlet:
        for path in paths:
            try:
                article = read_article(path, settings, cleaner)
                code = max(code, outlet.take(article))
                annotations.take(article)
            except OutputError:
                raise
            except CleanerError as error:
                code = complain_about(name_of(path, settings), error)
        annotations.commit()
        for name, problem in outlet.finish():
            code = complain_about(name, problem)
    return code


def complain_about(name: str, error: Exception) -> int:
    """Say what is wrong with an input; return the exit code for it."""
    streams.complain(f"{name}: {error}")
    return Code.WRONG


def _check_paths(paths: Sequence[str], settings: Settings) -> None:
    """Refuse to write annotations over an input, or over what an earlier --write removed."""
    notes = settings.annotations
    for path in paths:
        if notes and path != STDIN and _is_same(path, notes):
            raise UsageError(f"--annotations {path} is an input; give another name")
    if notes and settings.write and _holds_something(notes):
        raise UsageError(
            f"--annotations {notes} exists, and may be the only way back from an earlier --write; "
            "give another name, or remove it"
        )


def _holds_something(path: str) -> bool:
    """True for a file that is not empty; a device or a pipe holds nothing."""
    return os.path.isfile(path) and os.path.getsize(path) > 0


def _is_same(path: str, other: str) -> bool:
    try:
        return os.path.samefile(path, other)
    except (OSError, ValueError):
        return False


def _show_version() -> int:
    from cleaner import __version__

    streams.write(f"clean {__version__}\n".encode())
    return Code.FINE


def _show_help() -> int:
    """The help for somebody who typed `clean` and nothing else: on standard error, as an error."""
    from contextlib import redirect_stdout

    from cleaner.cli.app import run_app

    if sys.stderr is not None:
        with redirect_stdout(sys.stderr):
            run_app(["--help"])
    return Code.WRONG
