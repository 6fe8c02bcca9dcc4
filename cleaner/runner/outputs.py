"""Where records go: standard output, one file, shards, a tree."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Callable
from typing import Any

from cleaner.errors import UsageError
from cleaner.formats.compression import split_suffix
from cleaner.formats.files import FileOut
from cleaner.formats.records import Lines, Source
from cleaner.runner.journal import Journal
from cleaner.runner.partfile import PartFile, new_file, write_whole

JOINING = ".joining"  # of Parquet; not `.part`: that is the folder of shards
JOINED = ".joined"  # that folder, while it is taken away


class MainOutput:
    """What the records go to; the base of each kind. This one takes them to nowhere."""

    def begin(self, source: Source, shard: int) -> None:
        """A shard of a source begins."""

    def write(self, main: Any) -> None:
        """Take what a worker has rendered."""

    def end_shard(self) -> None:
        """A shard is full, or its source is through."""

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

    A byte order mark is one at the very beginning; before a later source's first line it would
    be a sign of that line, which no reader of JSON takes.

    Args:
        put: takes bytes.
        state: what `commit` returned, when a run is gone on with.
    """

    def __init__(self, put: Callable[[bytes], None], state: dict[str, Any]) -> None:
        self._put = put
        self._head = state.get("head", "").encode("latin-1")
        self._last = state.get("last", "").encode("latin-1")  # empty: nothing is there yet
        self._is_joined = False

    def begin(self, source: Source, shard: int) -> None:
        self._is_joined = not shard and bool(self._last)

    def write(self, main: Lines) -> None:
        if main.head and not self._head:
            self._head = main.head
            self._put(main.head)
        if main.head and main.head.removeprefix(BOM_UTF8) != self._head.removeprefix(BOM_UTF8):
            raise other_columns()
        body = main.body.removeprefix(BOM_UTF8) if self._is_joined else main.body
        self._put(body)
        self._is_joined = self._is_joined and not main.body
        self._last = body[-1:] or self._last

    def end_source(self, is_last: bool) -> None:
        if not is_last and self._last not in (b"", b"\n"):
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
        self._journal = Journal(folder, state.get("names", 0))
        self._name = ""
        self._file: PartFile | None = None

    def begin(self, source: Source, shard: int) -> None:
        self._name = shard_name(source, shard, self._suffix)

    def write(self, main: Lines) -> None:
        if self._file is None:
            self._journal.add(self._name)
            self._file = new_file(os.path.join(self._folder, self._name), self._compression)
            self._file.write(main.head)
        self._file.write(main.body)

    def end_shard(self) -> None:
        if self._file is not None:
            self._file.finish(is_synced=False)  # `commit` brings it to the disk
            self._shards.append([self._name, self._file.length])
            self._file = None

    def commit(self) -> dict[str, Any]:
        return {"shards": self._shards, "names": self._journal.commit()}

    def close(self) -> None:
        if self._file is not None:
            self._file.discard()
        self._journal.close()


class TreeOutput(MainOutput):
    """A file for each record, in a tree like the one it came from.

    Args:
        folder: where to.
        state: what `commit` returned, when a run is gone on with.
    """

    def __init__(self, folder: str, state: dict[str, Any]) -> None:
        self._folder = folder
        self._journal = Journal(folder, state.get("names", 0))
        self._source: Source | None = None

    def begin(self, source: Source, shard: int) -> None:
        self._source = source

    def write(self, main: list[FileOut]) -> None:
        for origin, relative, data in main:
            if relative in self._journal:
                self._refuse_twin(origin, relative)
            self._journal.add(relative)
            write_whole(os.path.join(self._folder, relative), data, is_synced=False)

    def commit(self) -> dict[str, Any]:
        return {"names": self._journal.commit()}

    def close(self) -> None:
        self._journal.close()

    def _refuse_twin(self, origin: str, relative: str) -> None:
        """Two texts must not come out under one name: the second would take the first's place."""
        place = self._source.name if self._source else ""
        raise UsageError(
            f"{place}: {origin} would come out as {relative}, as another page or text did; "
            "give --to jsonl, or rename one"
        )


def other_columns() -> UsageError:
    """Return the error of one file that is to hold inputs that are not alike."""
    return UsageError("the inputs have different columns; clean them into a folder")


def shard_name(source: Source, shard: int, suffix: str) -> str:
    """Return the relative path of a shard: its source's without the suffix, and a number."""
    return f"{shard_stem(source)}-{shard:05d}.{suffix}"


def shard_stem(source: Source) -> str:
    """Return what the relative paths of all shards of a source begin with.

    The texts of a folder, which have no name together, are called `files`.
    """
    stem = split_suffix(source.relative)[0]
    folder, name = os.path.split(stem)
    return os.path.join(folder, name.rpartition(".")[0] or name or source.format)
