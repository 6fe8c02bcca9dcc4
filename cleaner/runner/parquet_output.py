"""Parquet out: a file for each shard; for one file, the shards are joined at the end.

A Parquet file has its index at its end, so that a half-written one cannot be gone on with.
"""

from __future__ import annotations

import os
import shutil
from typing import Any

from cleaner.errors import UsageError
from cleaner.formats.parquet import FIELDS, arrow_library, from_bytes, plain_schema
from cleaner.formats.records import Source, Style
from cleaner.runner.outputs import MainOutput, shard_name
from cleaner.runner.partfile import PART, PartFile, new_file, writing

ROW_GROUP_BYTES = 8_000_000  # of Arrow data; held in memory until it is written
JOINING = ".joining"  # not `.part`: that is the folder of shards
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

    def commit(self) -> dict[str, Any]:
        self._write_group()
        if self._writer is not None and self._file is not None:
            self._writer.close()
            self._file.finish()
            self._shards.append([self._name, self._file.length])
            self._writer = self._file = None
        return {"shards": self._shards}

    def finish(self) -> None:
        if not self._is_file:
            return
        if self._shards and not os.path.isdir(self._folder) and os.path.exists(self._path):
            return  # joined already, by a run that ended just then
        file = new_file(self._path + JOINING)
        try:
            self._join(file)
            file.finish()
            with writing(self._path):
                os.replace(file.path, self._path)
        finally:
            file.discard()
        shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        if self._file is not None:
            self._file.discard()

    def _target(self) -> str:
        return os.path.join(self._folder, self._name)

    def _write_group(self) -> None:
        if not self._batches:
            return
        arrow = arrow_library()
        table = arrow.Table.from_batches(self._batches)
        self._batches, self._size = [], 0
        if self._writer is None:
            self._file = new_file(self._target())
            self._writer = _writer(self._file, table.schema, self._style)
        if table.schema != self._writer.schema:
            raise _other_columns()
        self._writer.write_table(table, row_group_size=max(1, len(table)))

    def _join(self, file: PartFile) -> None:
        """Put the row groups of all shards into one file, one at a time."""
        arrow = arrow_library()
        writer: Any = None
        for name, _ in self._shards:
            shard = arrow.parquet.ParquetFile(os.path.join(self._folder, name))
            writer = writer or _writer(file, shard.schema_arrow, self._style)
            if shard.schema_arrow != writer.schema:
                raise _other_columns()
            for group in range(shard.num_row_groups):
                table = shard.read_row_group(group, use_threads=False)
                writer.write_table(table, row_group_size=max(1, len(table)))
        writer = writer or _writer(file, plain_schema(self._style), self._style)
        writer.close()


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
        self._file.write(bytes(data))
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        return

    def close(self) -> None:
        return


def _other_columns() -> UsageError:
    return UsageError("the inputs have different columns; clean them into a folder")
