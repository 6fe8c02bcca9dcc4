"""Bad records of a run that has no file for them: on standard error, whole, or told to a person."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from cleaner.cli import streams
from cleaner.errors import OutputError

_RECORD = b', "record'  # inside a string of JSON its quote would be escaped
_HEAD_BYTES = 1 << 16  # of a line; place and problem are in it, the record may be larger


def error_sink(*, is_dry: bool) -> Callable[[bytes], None]:
    """Return what takes the lines of bad records.

    In a pipe or a file standard error gets the lines as `--errors` would, so that `2> FILE` keeps
    them. A terminal, and who only looks, gets place and problem of each.

    Args:
        is_dry: nothing is written, so that nothing can be lost.
    """
    if is_dry or streams.is_stderr_terminal():
        return _Teller(is_dry).write
    return _write


def _write(data: bytes) -> None:
    """Write to standard error.

    Raises:
        OutputError: nobody takes it, and the records would be lost.
    """
    try:
        if sys.stderr is None:
            raise OSError(9, "it is closed")
        sys.stderr.flush()
        sys.stderr.buffer.write(data)
        sys.stderr.buffer.flush()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise OutputError(
            f"standard error cannot take a bad record: {why}; give --errors FILE"
        ) from None


class _Teller:
    """Says of each line where the record stood and what is wrong; keeps no more than that of it."""

    def __init__(self, is_dry: bool) -> None:
        self._head = b""
        self._way_out = "" if is_dry else "; left out, --errors FILE keeps it"

    def write(self, data: bytes) -> None:
        *whole, rest = data.split(b"\n")
        for line in whole:
            self._tell(self._head + line)
            self._head = b""
        self._head = (self._head + rest)[:_HEAD_BYTES]

    def _tell(self, line: bytes) -> None:
        head, found, _ = line.partition(_RECORD)
        about = json.loads(head + b"}" if found else line)
        place = f"{about['source']}:{about['number']}"
        streams.complain(f"{place}: {about['problem']}: {about['detail']}{self._way_out}")
