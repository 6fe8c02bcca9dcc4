"""The fix of a Parquet file: the same rows, columns, types and row groups, with other texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from cleaner.checker.records import Fields, Record, row_records
from cleaner.errors import InputError
from cleaner.formats.parquet import arrow_library

Fix = Callable[[Record], str | None]
"""Gives the text that a record is to have, None if it stays."""


def fixed_table(data: bytes, fields: Fields, fix: Fix) -> bytes:
    """Return the bytes of a Parquet file with fixed texts.

    Args:
        data: of the file.
        fields: names of the fields with text, address and language.
        fix: is asked for every row that has a text, in order; records count through the file.

    Raises:
        InputError: it is no Parquet.
        MissingLibraryError: without pyarrow.
    """
    arrow = arrow_library()
    try:
        file = arrow.parquet.ParquetFile(arrow.BufferReader(data))
        sink = arrow.BufferOutputStream()
        first = 0
        schema, kind = file.schema_arrow, _compression(file)
        with arrow.parquet.ParquetWriter(sink, schema, compression=kind) as out:
            for group in range(file.num_row_groups):
                table = file.read_row_group(group)
                fixed = _fixed_group(table, first, fields, fix)
                out.write_table(fixed, row_group_size=max(1, len(table)))
                first += len(table)
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}; check the file") from None
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def _fixed_group(table: Any, first: int, fields: Fields, fix: Fix) -> Any:
    """A row group with fixed texts; columns in which nothing changes are as they were."""
    changed: dict[str, dict[int, str]] = {}
    for record in row_records(table, fields):
        text = None if record.problem else fix(record._replace(number=first + record.number))
        if text is not None:
            changed.setdefault(record.field, {})[record.number - 1] = text
    for name, texts in changed.items():
        at = table.schema.get_field_index(name)
        field = table.schema.field(at)
        values = [
            texts[row].encode() if row in texts else old
            for row, old in enumerate(_encoded(table[name]))
        ]
        table = table.set_column(at, field, _array(values, field.type))
    return table


def _encoded(column: Any) -> list[bytes | None]:
    """The bytes of strings, which need not be UTF-8 whatever Parquet says."""
    chunks = column.chunks
    if arrow_library().types.is_dictionary(column.type):
        chunks = [chunk.dictionary_decode() for chunk in chunks]
    return [
        scalar.as_buffer().to_pybytes() if scalar.is_valid else None
        for chunk in chunks
        for scalar in chunk
    ]


def _array(values: list[bytes | None], kind: Any) -> Any:
    arrow = arrow_library()
    is_dictionary = arrow.types.is_dictionary(kind)
    plain = kind.value_type if is_dictionary else kind
    strings = arrow.array(values, arrow.large_binary()).view(arrow.large_string())
    array = strings.cast(plain, safe=False)  # no string is checked, or the damaged would be lost
    return array.dictionary_encode().cast(kind) if is_dictionary else array


def _compression(file: Any) -> str:
    """The one of the first column: files are written with one for all."""
    if not file.num_row_groups or not file.metadata.num_columns:
        return "snappy"
    return str(file.metadata.row_group(0).column(0).compression).replace("UNCOMPRESSED", "NONE")
