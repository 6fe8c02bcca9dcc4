"""Files that measuring and learning write: whole or not at all.

Learning takes many minutes, so what would stop its result from being written is told before.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from cleaner.errors import OutputError
from cleaner.formats.atomic import AtomicFile, write_atomically


def write_output(path: str, data: bytes) -> None:
    """Write a file, whole or not at all.

    Raises:
        OutputError: it cannot be written; nothing has changed.
    """
    try:
        write_atomically(path, data)
    except OSError as error:
        raise _unwritable(path, error) from None


def check_output(path: str, others: Iterable[str]) -> None:
    """Make sure that a file can be written in the end, and that it is none of the others.

    Args:
        path: the file; if it is there, it stays as it is.
        others: files that were read, or that are written too.

    Raises:
        OutputError: it could not be written, or is one of the others.
    """
    if os.path.realpath(path) in map(os.path.realpath, others):
        raise OutputError(
            f"{path}: is another file of this command, which would be lost; write elsewhere"
        )
    if os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path):
        return  # a pipe or a device: to open it is to write to it
    try:
        AtomicFile(path).discard()
    except OSError as error:
        raise _unwritable(path, error) from None


def check_folder(path: str) -> None:
    """Make sure that a folder is there or can be made; it is not left behind.

    Raises:
        OutputError: it cannot be made.
    """
    missing = [folder for folder in (Path(path), *Path(path).parents) if not folder.exists()]
    make_folder(path)
    for folder in missing:
        folder.rmdir()


def make_folder(path: str) -> None:
    """Make a folder, and those around it, if it is not there.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: cannot be made: {error.strerror}; name another") from None


def _unwritable(path: str, error: OSError) -> OutputError:
    return OutputError(f"{path}: cannot be written: {error.strerror}; write elsewhere")
