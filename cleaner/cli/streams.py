"""The standard streams, as a filter meets them: closed, full, broken, a terminal or a pipe."""

from __future__ import annotations

import os
import sys
from stat import S_ISREG
from typing import TextIO

from cleaner.errors import InputError, OutputError


class ReaderGone(Exception):
    """Nobody reads standard output any more; no OSError: of these the commands' library makes 1."""


def read_stdin() -> bytes:
    """Return all of standard input.

    Raises:
        InputError: it is closed or breaks.
    """
    if sys.stdin is None:
        raise InputError("standard input is closed; give FILE, or pipe text in")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}; check where it comes from") from None


def is_stdin_terminal() -> bool:
    """True if somebody would have to type the input."""
    return sys.stdin is not None and sys.stdin.isatty()


def is_stderr_terminal() -> bool:
    """True if somebody reads along."""
    return sys.stderr is not None and sys.stderr.isatty()


def write(data: bytes) -> None:
    """Write all of it to standard output, which takes a part at a time if it is unbuffered.

    Raises:
        ReaderGone: as it says.
        OutputError: it is closed or full.
    """
    if sys.stdout is None:
        raise OutputError("standard output is closed; send it to a file or a pipe")
    left = memoryview(data)
    try:
        while left:
            left = left[_written(left) :]
    except BrokenPipeError:
        raise ReaderGone from None
    except OSError as error:
        raise unwritable(error) from None


def own_file() -> os.stat_result | None:
    """Return what standard output goes to, if that is a file in which nothing stands yet."""
    try:
        found = os.fstat(sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):  # closed, or no stream of the system
        return None
    return found if S_ISREG(found.st_mode) and not found.st_size else None


def flush() -> None:
    """Bring standard output to its reader; raises as `write`."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise ReaderGone from None
    except OSError as error:
        raise unwritable(error) from None


def complain(message: str) -> None:
    """Say on standard error what is wrong, one line for each line of the message."""
    if sys.stderr is None:
        return
    try:
        for line in message.split("\n"):
            print(f"clean: {line}", file=sys.stderr)
        sys.stderr.flush()
    except (OSError, ValueError):
        pass  # nobody to tell


def wants_color(when: str, stream: TextIO | None) -> bool:
    """Return whether to colour: as told, else by NO_COLOR, FORCE_COLOR and the terminal."""
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def shown(path: str) -> str:
    """Return a path that can be printed and put into JSON, whatever bytes it is made of."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _written(data: memoryview) -> int:
    """Write what goes; return how much that was. Waits where the reader is slow."""
    try:
        count = sys.stdout.buffer.write(data)
    except BlockingIOError as error:
        count = error.characters_written
    if not count:
        from select import select

        select([], [sys.stdout.fileno()], [])
    return count or 0


def unwritable(error: OSError) -> OutputError:
    """Return what an error of standard output is to the user; the last flush goes nowhere."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        pass
    return OutputError(f"standard output: {error.strerror}; free some space or write elsewhere")
