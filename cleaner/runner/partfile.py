"""Files that grow beside their names, and count from `commit` on; the rest is cut off again."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import BinaryIO

from cleaner.errors import OutputError
from cleaner.formats.compression import compressor

PART = ".part"
_MOST_ALONE = 16  # files that are brought to the disk one by one, not all that there are


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

    @property
    def is_open(self) -> bool:
        """True until it is finished, closed or discarded."""
        return not self._file.closed

    def write(self, data: bytes) -> None:
        if not data:
            return
        with writing(self._part):
            self._is_member_empty = False
            self._file.write(self._member.compress(data) if self._member else data)

    def commit(self, *, is_synced: bool = True) -> int:
        """Bring everything to the disk, or only out of our hands; return the length."""
        with writing(self._part):
            if self._member and not self._is_member_empty:
                self._file.write(self._member.flush())
                self._member = compressor(self._compression)
                self._is_member_empty = True
            self._file.flush()
            if is_synced:
                os.fsync(self._file.fileno())
            self.length = self._file.tell()
        return self.length

    def finish(self, *, keeps_empty: bool = True, is_synced: bool = True) -> None:
        """Give the file its name.

        Args:
            keeps_empty: False if there is to be no file where nothing was written.
            is_synced: False if `sync_files` will bring it to the disk.
        """
        if keeps_empty and not self.length:
            self._is_member_empty = False  # no bytes at all are no compressed file
        self.commit(is_synced=is_synced)
        self._file.close()
        with writing(self.path):
            if self.length or keeps_empty:
                os.replace(self._part, self.path)
                return
            os.unlink(self._part)
            if os.path.exists(self.path):
                os.unlink(self.path)  # of a run before, which this one replaces

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


def write_whole(path: str, data: bytes, *, is_synced: bool = True) -> None:
    """Write a file whole, or leave the former one.

    A killed run leaves at most one `.part`, which the next one writes over.

    Args:
        path: of the file.
        data: all of it.
        is_synced: False if `sync_files` will bring it to the disk.
    """
    file = new_file(path)
    try:
        file.write(data)
        file.finish(is_synced=is_synced)
    finally:
        file.discard()


def sync_files(paths: Sequence[str]) -> None:
    """Bring files to the disk: many at once, since to wait for each takes far longer."""
    if len(paths) > _MOST_ALONE and hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        with writing(path):
            number = os.open(path, os.O_RDWR)
            try:
                os.fsync(number)
            finally:
                os.close(number)


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
            "it goes on where it stopped, a stream from its beginning"
        ) from None


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return -1
