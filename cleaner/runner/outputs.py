"""Where results go. What is written counts only from `commit` on; the rest is cut off again."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, BinaryIO

from cleaner.errors import OutputError, UsageError
from cleaner.formats.compression import compressor, split_suffix
from cleaner.formats.records import Lines, Source

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


class MainOutput:
    """What the records go to; the base of each kind. This one takes them to nowhere."""

    def begin(self, source: Source, shard: int) -> None:
        """A shard of a source begins."""

    def write(self, main: Any) -> None:
        """Take what a worker has rendered."""

    def end_source(self, is_last: bool) -> None:
        """A source is through."""

    def commit(self) -> dict[str, Any]:
        """Bring everything to the disk; return what is needed to go on, JSON-ready."""
        return {}

    def finish(self) -> None:
        """Give everything its name."""

    def close(self) -> None:
        """Leave nothing behind that does not count."""


class LinesOutput(MainOutput):
    """All sources in one row of lines, with what stands above them only once.

    Args:
        put: takes bytes.
        state: what `commit` returned, when a run is gone on with.
    """

    def __init__(self, put: Callable[[bytes], None], state: dict[str, Any]) -> None:
        self._put = put
        self._head = state.get("head", "").encode("latin-1")
        self._last = state.get("last", "\n").encode("latin-1")

    def write(self, main: Lines) -> None:
        if main.head and not self._head:
            self._head = main.head
            self._put(main.head)
        if main.head and main.head != self._head:
            raise UsageError("the inputs have different columns; clean them into a folder")
        self._put(main.body)
        self._last = main.body[-1:] or self._last

    def end_source(self, is_last: bool) -> None:
        if not is_last and self._last != b"\n":
            self._put(b"\n")
            self._last = b"\n"

    def commit(self) -> dict[str, Any]:
        return {"head": self._head.decode("latin-1"), "last": self._last.decode("latin-1")}


class FileOutput(LinesOutput):
    """All sources in one file of lines.

    Args:
        path: of the file.
        compression: suffix of one, "" for none.
        state: what `commit` returned, when a run is gone on with.
    """

    def __init__(self, path: str, compression: str, state: dict[str, Any]) -> None:
        self._file = PartFile(path, state.get("length", 0), compression)
        super().__init__(self._file.write, state)

    def commit(self) -> dict[str, Any]:
        return {**super().commit(), "length": self._file.commit()}

    def finish(self) -> None:
        self._file.finish()

    def close(self) -> None:
        self._file.close()


class ShardOutput(MainOutput):
    """A file of lines for each shard, named after its source.

    Args:
        folder: where to.
        suffix: of the files, with the compression's.
        compression: suffix of one, "" for none.
        state: what `commit` returned, when a run is gone on with.
    """

    def __init__(self, folder: str, suffix: str, compression: str, state: dict[str, Any]) -> None:
        self._folder = folder
        self._suffix = suffix
        self._compression = compression
        self._shards: list[list[Any]] = state.get("shards", [])
        self._name = ""
        self._file: PartFile | None = None

    def begin(self, source: Source, shard: int) -> None:
        self._name = shard_name(source, shard, self._suffix)

    def write(self, main: Lines) -> None:
        if self._file is None:
            self._file = new_file(os.path.join(self._folder, self._name), self._compression)
            self._file.write(main.head)
        self._file.write(main.body)

    def commit(self) -> dict[str, Any]:
        if self._file is not None:
            self._file.finish()
            self._shards.append([self._name, self._file.length])
            self._file = None
        return {"shards": self._shards}

    def close(self) -> None:
        if self._file is not None:
            self._file.discard()


class TreeOutput(MainOutput):
    """A file for each record, in a tree like the one it came from."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def write(self, main: list[tuple[str, bytes]]) -> None:
        for relative, data in main:
            write_whole(os.path.join(self._folder, relative), data)


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


def shard_name(source: Source, shard: int, suffix: str) -> str:
    """Return the relative path of a shard: the source's without its suffix, and a number."""
    stem = split_suffix(source.relative)[0]
    folder, name = os.path.split(stem)
    name = name.rpartition(".")[0] or name
    return os.path.join(folder, f"{name}-{shard:05d}.{suffix}")


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return -1
