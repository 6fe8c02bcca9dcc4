"""Files that are whole or not there: written beside, then renamed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EIO


class AtomicFile:
    """A file that appears whole under its name, or not at all.

    It is written beside its target and renamed. A link keeps pointing where it pointed; the
    target's mode and, where allowed, its owner are kept. What is no regular file (a pipe, a
    device) is written directly.

    Args:
        path: where the file is to appear.

    Raises:
        OSError: it cannot be written.
    """

    def __init__(self, path: str) -> None:
        self._target = os.path.realpath(path)
        self._beside: str | None = None
        self._is_whole = False
        before = _stat(path)  # of a pipe, only this name leads to it
        if before is not None and not stat.S_ISREG(before.st_mode):
            self._file = open(path, "wb")  # noqa: SIM115
            return
        folder, name = os.path.split(self._target)
        self._beside = os.path.join(folder, f".{name[:80]}.{os.getpid()}-{os.urandom(4).hex()}.tmp")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        number = os.open(self._beside, flags, 0o666 if before is None else 0o600)
        self._file = os.fdopen(number, "wb")
        if before is not None:
            try:
                _take_over(number, before)
            except OSError:
                self.discard()
                raise

    def write(self, data: bytes) -> None:
        with self._whole_or_gone():
            self._file.write(data)

    def finish(self) -> None:
        """Bring everything to the disk, still under the name beside."""
        if self._is_whole:
            return
        with self._whole_or_gone():
            if self._file.closed:
                raise OSError(EIO, "an earlier write has failed")
            self._file.flush()
            if self._beside:
                os.fsync(self._file.fileno())
            self._file.close()
        self._is_whole = True

    def commit(self) -> None:
        """Let the file appear. Either all of it is there afterwards, or the former one."""
        self.finish()
        if self._beside:
            os.replace(self._beside, self._target)
            self._beside = None

    def discard(self) -> None:
        """Leave nothing behind; does nothing after `commit`."""
        with suppress(OSError):
            self._file.close()
        if self._beside:
            os.unlink(self._beside)
            self._beside = None

    @contextmanager
    def _whole_or_gone(self) -> Iterator[None]:
        """Discard the file if a step fails: what was written in part must never be committed."""
        try:
            yield
        except BaseException:
            self.discard()
            raise

    def __enter__(self) -> AtomicFile:
        return self

    def __exit__(self, *_: object) -> None:
        self.discard()


def write_atomically(path: str, data: bytes) -> None:
    """Write a file whole, or leave the former one as it is.

    Args:
        path: the file; of a link, what it points to is replaced.
        data: all of its content.

    Raises:
        OSError: it cannot be written; nothing has changed.
    """
    with AtomicFile(path) as file:
        file.write(data)
        file.commit()


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _take_over(number: int, before: os.stat_result) -> None:
    """Give an open file the owner and mode that its predecessor had."""
    if not hasattr(os, "fchmod"):
        return  # no such thing on this system
    own = os.fstat(number)
    if (own.st_uid, own.st_gid) != (before.st_uid, before.st_gid):
        with suppress(OSError):  # only the superuser may give files away
            os.fchown(number, before.st_uid, before.st_gid)
    os.fchmod(number, stat.S_IMODE(before.st_mode))
