"""Parquet out: a file for each shard; for one file, the shards are joined at the end.

A Parquet file has its index at its end, so that a half-written one cannot be gone on with.
"""

from __future__ import annotations

import os
import shutil
from base64 import b64decode, b64encode
from contextlib import suppress
from typing import Any

from cleaner.formats.parquet import FIELDS, arrow_library, from_bytes, plain_schema
from cleaner.formats.records import Source, Style
from cleaner.runner.journal import Journal
from cleaner.runner.outputs import JOINED, JOINING, MainOutput, other_columns, shard_name
from cleaner.runner.partfile import PART, PartFile, new_file, writing

ROW_GROUP_BYTES = 8_000_000  # of Arrow data; held in memory until it is written
_COMPRESSION = "zstd"


class ParquetOutput(MainOutput):
    """Parquet files.

    Args:
        path: the file, or the folder of shards.
        is_file: whether shards are joined to one file.
        style: for an output without any record.
        state: what `commit` returned, when a run is gone on with.
    """

    def __init__(self, path: str, is_file: bool, style: Style, state: dict[str, Any]) -> None:
        self._path = path
        self._is_file = is_file
        self._style = style
        self._folder = path + PART if is_file else path
        self._shards: list[list[Any]] = state.get("shards", [])
        self._journal = None if is_file else Journal(path, state.get("names", 0))
        self._schema = _schema_of(state)  # that the next group must have; None while there is none
        self._name = ""
        self._file: PartFile | None = None
        self._writer: Any = None
        self._batches: list[Any] = []
        self._size = 0

    def begin(self, source: Source, shard: int) -> None:
        number = len(self._shards)
        self._name = (
            f"{number:05d}.parquet" if self._is_file else shard_name(source, shard, "parquet")
        )

    def write(self, main: bytes) -> None:
        batch = from_bytes(main)
        if self._batches and batch.schema != self._batches[0].schema:
            self._write_group()
        self._batches.append(batch)
        self._size += batch.nbytes
        if self._size >= ROW_GROUP_BYTES:
            self._write_group()

    def end_shard(self) -> None:
        if not self._is_file:
            self._end_file()

    def commit(self) -> dict[str, Any]:
        self._end_file()
        if self._journal is not None:
            return {"shards": self._shards, "names": self._journal.commit()}
        if self._schema is None:
            return {"shards": self._shards}
        schema = self._schema.remove_metadata().serialize().to_pybytes()
        return {"shards": self._shards, "schema": b64encode(schema).decode()}

    def finish(self) -> None:
        if not self._is_file:
            return
        joined = self._path + JOINED
        is_joined = self._shards and not os.path.isdir(self._folder)
        if not (is_joined and os.path.exists(self._path)):  # else by a run that ended just then
            file = new_file(self._path + JOINING)
            try:
                self._join(file)
                file.finish()
                with writing(self._path):
                    os.replace(file.path, self._path)
            finally:
                file.discard()
            shutil.rmtree(joined, ignore_errors=True)
            if os.path.isdir(self._folder):
                with writing(self._folder):
                    os.replace(self._folder, joined)  # all shards are there, or none
        shutil.rmtree(joined, ignore_errors=True)

    def close(self) -> None:
        if self._file is not None:
            self._file.discard()
        if self._writer is not None:
            with suppress(Exception):  # of Arrow, whose writer may be half through
                self._writer.close()  # to nowhere: it would complain when it is taken away
        if self._journal is not None:
            self._journal.close()

    def _write_group(self) -> None:
        if not self._batches:
            return
        table = arrow_library().Table.from_batches(self._batches)
        self._batches, self._size = [], 0
        if self._schema is None:
            self._schema = table.schema
        if table.schema != self._schema:
            raise other_columns()
        if self._writer is None:
            if self._journal is not None:
                self._journal.add(self._name)
            self._file = new_file(os.path.join(self._folder, self._name))
            self._writer = _writer(self._file, table.schema, self._style)
        self._writer.write_table(table, row_group_size=max(1, len(table)))

    def _end_file(self) -> None:
        self._write_group()
        if self._writer is not None and self._file is not None:
            self._writer.close()
            self._file.finish(is_synced=self._is_file)
            self._shards.append([self._name, self._file.length])
            self._writer = self._file = None
        if not self._is_file:
            self._schema = None

    def _join(self, file: PartFile) -> None:
        """Put the row groups of all shards into one file, one at a time."""
        arrow = arrow_library()
        writer: Any = None
        for name, _ in self._shards:
            with arrow.parquet.ParquetFile(os.path.join(self._folder, name)) as shard:
                writer = writer or _writer(file, shard.schema_arrow, self._style)
                for group in range(shard.num_row_groups):
                    table = shard.read_row_group(group, use_threads=False)
                    writer.write_table(table, row_group_size=max(1, len(table)))
        writer = writer or _writer(file, plain_schema(self._style), self._style)
        writer.close()


def _schema_of(state: dict[str, Any]) -> Any:
    """The columns that all shards of one file must have; None where there is none yet."""
    if "schema" not in state:
        return None
    arrow = arrow_library()
    return arrow.ipc.read_schema(arrow.py_buffer(b64decode(state["schema"])))


def _writer(file: PartFile, schema: Any, style: Style) -> Any:
    """Open a writer; no dictionary is tried for texts, which repeat nothing and take memory."""
    arrow = arrow_library()
    alike = [f.name for f in schema if f.name not in (style.names.text, FIELDS)]
    return arrow.parquet.ParquetWriter(
        arrow.PythonFile(_Sink(file), mode="w"),
        schema,
        compression=_COMPRESSION,
        use_dictionary=alike or False,
    )


class _Sink:
    """What pyarrow writes to: a file of ours."""

    closed = False

    def __init__(self, file: PartFile) -> None:
        self._file = file
        self._at = 0

    def write(self, data: Any) -> int:
        if self._file.is_open:  # else it was discarded, and the writer does not know it yet
            self._file.write(bytes(data))
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        return

    def close(self) -> None:
        return
