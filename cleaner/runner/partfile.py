"""Files that grow beside their names, and count from `commit` on; the rest is cut off again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

from cleaner.errors import OutputError
from cleaner.formats.compression import compressor

PART = ".part"


class PartFile:
    """A file that grows beside its name, commit by commit, and gets its name at the end.

    Args:
        path: its name at the end.
        length: bytes that were committed by an earlier run; whatever is behind them goes.
        compression: suffix of one, "" for none; every commit ends a member.

    Raises:
        OutputError: it cannot be written, or is shorter than was committed.
    """

    def __init__(self, path: str, length: int = 0, compression: str = "") -> None:
        self.path = path
        self.length = length
        self._compression = compression
        self._member = compressor(compression) if compression else None
        self._is_member_empty = True
        self._part = path + PART
        with writing(self._part):
            self._file = self._opened()

    def write(self, data: bytes) -> None:
        if not data:
            return
        with writing(self._part):
            self._is_member_empty = False
            self._file.write(self._member.compress(data) if self._member else data)

    def commit(self) -> int:
        """Bring everything to the disk; return the length."""
        with writing(self._part):
            if self._member and not self._is_member_empty:
                self._file.write(self._member.flush())
                self._member = compressor(self._compression)
                self._is_member_empty = True
            self._file.flush()
            os.fsync(self._file.fileno())
            self.length = self._file.tell()
        return self.length

    def finish(self, *, keeps_empty: bool = True) -> None:
        """Give the file its name."""
        self.commit()
        self._file.close()
        with writing(self.path):
            if self.length or keeps_empty:
                os.replace(self._part, self.path)
            else:
                os.unlink(self._part)

    def close(self) -> None:
        """Leave what is committed, give back the rest of the space."""
        if self._file.closed:
            return
        with suppress(OSError):
            self._file.close()  # flushes, which may fail on a full disk
        with suppress(OSError):
            os.truncate(self._part, self.length)

    def discard(self) -> None:
        """Leave nothing of it; does nothing after `finish`."""
        if not self._file.closed:
            with suppress(OSError):
                self._file.close()
            with suppress(OSError):
                os.unlink(self._part)

    def _opened(self) -> BinaryIO:
        if self.length and not os.path.exists(self._part) and _size(self.path) == self.length:
            os.replace(self.path, self._part)  # a run that ended while it gave out the names
        file = open(self._part, "r+b" if self.length else "wb")  # noqa: SIM115
        if file.seek(0, os.SEEK_END) < self.length:
            file.close()
            raise OutputError(
                f"{self._part}: is shorter than the manifest says; --restart begins anew"
            )
        file.truncate(self.length)
        file.seek(self.length)
        return file


def new_file(path: str, compression: str = "") -> PartFile:
    """Begin a file, and the folders it is in."""
    with writing(path):
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    return PartFile(path, 0, compression)


def write_whole(path: str, data: bytes) -> None:
    """Write a file whole, or leave the former one.

    A killed run leaves at most one `.part`, which the next one writes over.
    """
    file = new_file(path)
    try:
        file.write(data)
        file.finish()
    finally:
        file.discard()


@contextmanager
def writing(path: str) -> Iterator[None]:
    """Turn what goes wrong in writing into words.

    Raises:
        OutputError: names the file, the problem and the way out.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        why = error.strerror or str(error)
        raise OutputError(
            f"{path}: cannot be written: {why}; set that right and run the same command again: "
            "it goes on where it stopped"
        ) from None


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return -1
