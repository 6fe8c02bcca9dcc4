"""The journal of a folder: the names of all files that a run has begun there.

A name stands in it before its file does, so that whatever is left by a run that was killed can be
taken away again.
"""

from __future__ import annotations

import os
from contextlib import suppress

from cleaner.errors import OutputError
from cleaner.runner.partfile import PART, sync_files, writing

NAMES = "manifest.names"


class Journal:
    """Names of files below a folder, each of them once.

    Args:
        folder: where the files are.
        length: bytes that were committed by an earlier run; the files named behind them go.

    Raises:
        OutputError: it cannot be written, or is shorter than was committed.
    """

    def __init__(self, folder: str, length: int = 0) -> None:
        self._folder = folder
        self._path = os.path.join(folder, NAMES)
        self._length = length
        data = _content(folder)
        if len(data) < length:
            raise OutputError(
                f"{self._path}: is shorter than the manifest says; --restart begins anew"
            )
        self._names = set(_names_in(data[:length]))
        self._begun: list[str] = []  # since the last commit
        with writing(self._path):
            self._file = open(self._path, "ab")  # noqa: SIM115
        self._cut_off()

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def add(self, name: str) -> None:
        """Note a file that is about to be written."""
        self._names.add(name)
        self._begun.append(name)
        with writing(self._path):
            self._file.write(os.fsencode(name) + b"\0")
            self._file.flush()

    def commit(self) -> int:
        """Bring the files and their names to the disk; return the length of the journal."""
        sync_files([os.path.join(self._folder, name) for name in self._begun])
        self._begun = []
        with writing(self._path):
            os.fsync(self._file.fileno())
            self._length = os.fstat(self._file.fileno()).st_size
        return self._length

    def close(self) -> None:
        """Take away every file that was not committed."""
        if not self._file.closed:
            with suppress(OSError, OutputError):
                self._cut_off()
            with suppress(OSError):
                self._file.close()

    def _cut_off(self) -> None:
        """Take away the files behind the length, then their names: either may be interrupted."""
        for name in _names_in(_content(self._folder)[self._length :]):
            _unlink(self._folder, name)
        with writing(self._path):
            self._file.truncate(self._length)


def journalled(folder: str) -> list[str]:
    """Return the names of all files that runs have begun in a folder."""
    return _names_in(_content(folder))


def clear_folder(folder: str) -> None:
    """Take away all files that runs have begun in a folder, and the journal of them."""
    for name in journalled(folder):
        _unlink(folder, name)
    path = os.path.join(folder, NAMES)
    with writing(path):
        if os.path.exists(path):
            os.unlink(path)


def _content(folder: str) -> bytes:
    with suppress(OSError), open(os.path.join(folder, NAMES), "rb") as file:
        return file.read()
    return b""


def _names_in(data: bytes) -> list[str]:
    """The names that are written whole; a kill may have torn the last one."""
    return [os.fsdecode(name) for name in data.split(b"\0")[:-1]]


def _unlink(folder: str, name: str) -> None:
    """Take away a file, whole or begun; nothing outside the folder, whatever its name says."""
    path = os.path.abspath(os.path.join(folder, name))
    if path.startswith(os.path.join(os.path.abspath(folder), "")):
        for there in (path, path + PART):
            with suppress(OSError):
                os.unlink(there)
