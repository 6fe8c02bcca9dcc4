"""Columns of Arrow in, the same columns out, the text cleaned and four columns more.

What every engine calls. The new columns have the same types whatever is in them, so that schemas
can be declared before the first row is seen, and the removed text is in them, so that
`restore(row["text"], row["clean_spans"])` gives the input back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat
from typing import Any, TypeVar

from cleaner.added import SPAN_FIELDS, added_fields, holds_strings
from cleaner.batch.rows import CleanedRow, RawRow, failed
from cleaner.errors import MissingLibraryError, UsageError

try:
    import pyarrow as pa
except ImportError as error:
    raise MissingLibraryError("pyarrow", "arrow") from error

Batch = TypeVar("Batch", pa.RecordBatch, pa.Table)

PIECE_ROWS = 4096  # of a table cleaned at once, so that its texts are not all copied at a time
METADATA_KEY = b"news-cleaner"

CLEAN_FIELDS = added_fields(pa)
"""The columns that are added, in this order."""

SPAN_TYPE = CLEAN_FIELDS[0].type.value_type


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns that hold the text, and, if there, its address and language."""

    text: str = "text"
    url: str | None = None
    lang: str | None = None


def clean_batch(
    batch: Batch,
    columns: Columns,
    clean: Callable[[Iterable[RawRow]], Iterable[CleanedRow]],
    about: Mapping[str, Any],
) -> Batch:
    """Return the batch with its text cleaned and CLEAN_FIELDS behind its columns.

    Rows, their order and all other columns stay. The text keeps its type, but that a
    dictionary-encoded column comes out as plain strings.

    Args:
        batch: a RecordBatch or a Table.
        columns: where the text is.
        clean: cleans rows, never raises, keeps their order.
        about: what cleans; it goes to the metadata of the schema, as JSON.

    Raises:
        UsageError: a column that is missing, there twice or no text, or one of CLEAN_FIELDS
            that is there already; or something that is no data of Arrow.
    """
    if not isinstance(batch, pa.RecordBatch | pa.Table):
        kind = type(batch).__name__
        raise UsageError(
            f"takes a pyarrow Table or RecordBatch, not {kind}; `pa.table(…)` makes one"
        )
    schema = cleaned_schema(batch.schema, columns, about)
    if isinstance(batch, pa.RecordBatch):
        return _cleaned_piece(batch, schema, columns, clean)
    pieces = batch.to_batches(max_chunksize=PIECE_ROWS)
    cleaned = [_cleaned_piece(piece, schema, columns, clean) for piece in pieces]
    return pa.Table.from_batches(cleaned, schema=schema)


def cleaned_schema(schema: pa.Schema, columns: Columns, about: Mapping[str, Any]) -> pa.Schema:
    """Return the schema that `clean_batch` gives for one, without any rows.

    Raises:
        UsageError: as `clean_batch`.
    """
    check_names(schema.names, columns)
    for name in filter(None, (columns.text, columns.url, columns.lang)):
        type_ = schema.field(name).type
        if not _is_text(_plain(type_)):
            raise UsageError(f"column {name!r} is {type_}, not text; cast it to string first")
    at = schema.get_field_index(columns.text)
    text = schema.field(at)
    fields = list(schema)
    fields[at] = text.with_type(_plain(text.type))
    note = {METADATA_KEY: json.dumps(about, sort_keys=True).encode()}
    return pa.schema([*fields, *CLEAN_FIELDS], {**(schema.metadata or {}), **note})


def check_names(names: Sequence[str], columns: Columns) -> None:
    """Make sure that each column asked for is there once, and none that cleaning adds.

    Raises:
        UsageError: it is not so.
    """
    for name in filter(None, (columns.text, columns.url, columns.lang)):
        found = names.count(name)
        if found != 1:
            there = f"there {found} times" if found else f"not among {', '.join(names)}"
            raise UsageError(f"column {name!r} is {there}; name the column by text=, url= or lang=")
    if clash := next((field.name for field in CLEAN_FIELDS if field.name in names), ""):
        raise UsageError(
            f"column {clash!r} is there already; drop or rename it before cleaning again"
        )


def _cleaned_piece(
    piece: pa.RecordBatch,
    schema: pa.Schema,
    columns: Columns,
    clean: Callable[[Iterable[RawRow]], Iterable[CleanedRow]],
) -> pa.RecordBatch:
    at = piece.schema.get_field_index(columns.text)
    texts = _decoded(piece.column(at))
    values, damaged = _strings(texts)
    raw = map(RawRow, values, _known(piece, columns.url), _known(piece, columns.lang))
    rows = list(clean(raw))
    for row, problem in damaged.items():
        rows[row] = failed(None, problem)
    arrays = list(piece.columns)
    arrays[at] = _text_array(rows, texts, damaged, schema.field(at).type)
    return pa.RecordBatch.from_arrays([*arrays, *_added_arrays(rows)], schema=schema)


def _is_text(type_: pa.DataType) -> bool:
    """True for strings, and for a column without any value."""
    return pa.types.is_null(type_) or holds_strings(pa, type_)


def _plain(type_: pa.DataType) -> pa.DataType:
    return type_.value_type if pa.types.is_dictionary(type_) else type_


def _decoded(array: pa.Array) -> pa.Array:
    return array.dictionary_decode() if pa.types.is_dictionary(array.type) else array


def _known(piece: pa.RecordBatch, name: str | None) -> Iterator[str | None]:
    """The values of a column that may be missing or damaged: then nothing is known."""
    return repeat(None, len(piece)) if name is None else iter(_strings(piece.column(name))[0])


def _strings(array: pa.Array) -> tuple[list[str | None], dict[int, str]]:
    """Return the values, None where one is damaged, and what is wrong with those.

    Arrow does not check that strings are UTF-8; what reads a column from elsewhere may let
    anything through.
    """
    array = _decoded(array)
    try:
        return array.to_pylist(), {}
    except UnicodeDecodeError:
        pass
    values: list[str | None] = []
    damaged = {}
    for row, scalar in enumerate(array):
        try:
            values.append(scalar.as_py())
        except UnicodeDecodeError as error:
            values.append(None)
            damaged[row] = (
                f"text is not UTF-8: byte {error.start} is 0x{error.object[error.start]:02x}; "
                "decode it by its own encoding first"
            )
    return values, damaged


def _text_array(
    rows: Sequence[CleanedRow], texts: pa.Array, damaged: Mapping[int, str], type_: pa.DataType
) -> pa.Array:
    if pa.types.is_null(type_):
        return texts
    if not damaged:
        return pa.array([row.text for row in rows], type_)
    encoded = [None if row.text is None else row.text.encode() for row in rows]
    for row in damaged:
        encoded[row] = texts[row].as_buffer().to_pybytes()
    return pa.array(encoded, pa.large_binary()).view(pa.large_string()).cast(type_, safe=False)


def _added_arrays(rows: Sequence[CleanedRow]) -> list[pa.Array]:
    values = [
        _span_lists([row.spans for row in rows]),
        [row.status for row in rows],
        [row.kept for row in rows],
        [row.error for row in rows],
    ]
    return [
        value if isinstance(value, pa.Array) else pa.array(value, field.type)
        for value, field in zip(values, CLEAN_FIELDS, strict=True)
    ]


def _span_lists(spans: Sequence[Sequence[Any] | None]) -> pa.Array:
    """Columns first: many times faster than one dictionary for each span."""
    flat = [span for some in spans if some for span in some]
    fields = [
        pa.array([getattr(span, name) for span in flat], SPAN_TYPE.field(name).type)
        for name in SPAN_FIELDS
    ]
    ends = list(accumulate((len(some or ()) for some in spans), initial=0))
    starts = [None if some is None else at for some, at in zip(spans, ends, strict=False)]
    offsets = pa.array([*starts, ends[-1]], pa.int32())
    structs = pa.StructArray.from_arrays(fields, fields=list(SPAN_TYPE))
    return pa.ListArray.from_arrays(offsets, structs, type=CLEAN_FIELDS[0].type)
