"""Parquet, by `pyarrow`: rows in, the same rows out with another text; other columns stay.

Pieces are record batches and travel in Arrow's own stream format. What comes from another format
gets fixed columns: the known fields as strings, and all others as they were, as JSON in `fields`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cleaner.added import added_fields, holds_strings
from cleaner.errors import InputError, MissingLibraryError, UsageError
from cleaner.formats.arrow_values import fits, plain, string_of, strings, value_of
from cleaner.formats.inlet import Inlet
from cleaner.formats.jsonl import dumped
from cleaner.formats.records import (
    Cleaned,
    DamagedInput,
    Fields,
    Limits,
    Names,
    Piece,
    Position,
    Problem,
    Record,
    SetAside,
    Source,
    Style,
)

NAME = "parquet"
FIELDS = "fields"
MAX_ROWS = 1_000  # in a piece
_WAY_OUT = "name the text's with --text-field"


def pieces(
    source: Source, start: Position, limits: Limits, inlet: Inlet, names: Names
) -> Iterator[Piece | SetAside]:
    """Yield the rows of a source from a position on; of a file without rows, an empty piece.

    Positions count rows only.

    Raises:
        DamagedInput: it cannot be read, or the text's column is not there or holds no strings.
    """
    arrow = arrow_library()
    with inlet.raw(source.path) as stream:
        if not stream.seekable():  # its index is at its end
            raise UsageError(f"{source.name}: Parquet cannot come through a pipe; give the file")
        try:
            file = arrow.parquet.ParquetFile(stream, pre_buffer=False)
            _check_text(file.schema_arrow, names.text)
            if not file.metadata.num_rows:
                empty = arrow.RecordBatch.from_pylist([], file.schema_arrow)
                yield Piece(NAME, source.name, start, start, to_bytes(empty), 0)
            for number, batch in _batches(file, start.number, limits):
                end = Position(0, number + len(batch))
                here = Position(0, number)
                yield Piece(NAME, source.name, here, end, to_bytes(batch), batch.nbytes)
        except (arrow.ArrowException, OSError) as error:
            if getattr(error, "errno", None):
                raise  # the disk or the net, not the file
            raise DamagedInput(f"the Parquet cannot be read on: {error}") from None


def records(piece: Piece, names: Names) -> Iterator[Record]:
    """Yield a record for each row; its origin is the batch and the row in it."""
    batch = from_bytes(piece.payload)
    known = [strings(batch, name) for name in names]
    for row in range(len(batch)):
        text, url, id, lang = (column[row] for column in known)
        record = Record(piece.start.number + row + 1, b"", text=text, url=url, id=id, lang=lang)
        record.origin = (batch, row)
        if text is None and batch.column(names.text)[row].is_valid:
            record.problem = Problem("not UTF-8", "the bytes of the text, which Parquet says it is")
        yield record


def fields(record: Record) -> Fields:
    """Return a row's values by column, what JSON has no word for as text."""
    batch, row = record.origin
    columns = zip(batch.schema.names, batch.columns, strict=True)
    return {name: plain(value_of(column[row])) for name, column in columns}


def rendered(items: Iterable[Cleaned], style: Style, piece: Piece) -> bytes:
    """Return the rows of cleaned records as one batch."""
    arrow = arrow_library()
    chosen = list(items)
    is_own = piece.format == NAME
    batch = (_own_rows if is_own else _new_rows)(chosen, style.names, piece)
    if not style.is_annotated:
        return to_bytes(batch)
    for field in added_fields(arrow):
        name = field.name
        if name in batch.schema.names:
            raise InputError(f"{piece.source}: has a column {name} already; leave out --annotate")
        values = arrow.array([item.added[name] for item in chosen], field.type)
        batch = batch.append_column(field, values)
    return to_bytes(batch)


def arrow_library() -> Any:
    """Import pyarrow with its Parquet part.

    Raises:
        MissingLibraryError: it is not installed.
    """
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingLibraryError("pyarrow", "arrow", "Parquet") from None
    return pyarrow


def to_bytes(batch: Any) -> bytes:
    """Return a record batch with its schema in Arrow's stream format."""
    arrow = arrow_library()
    sink = arrow.BufferOutputStream()
    with arrow.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]


def from_bytes(data: bytes) -> Any:
    """Return the record batch that `to_bytes` made bytes of."""
    return arrow_library().ipc.open_stream(data).read_next_batch()


def _batches(file: Any, behind: int, limits: Limits) -> Iterator[tuple[int, Any]]:
    """Yield the batches behind so many rows, each with the number of rows before it.

    Batches never cross a row group, and are cut the same wherever reading begins.
    """
    number = 0
    for group in range(file.num_row_groups):
        about = file.metadata.row_group(group)
        if number + about.num_rows <= behind:
            number += about.num_rows
            continue
        width = max(1, about.total_byte_size // max(1, about.num_rows))
        rows = max(1, min(MAX_ROWS, limits.piece_bytes // width))
        for batch in file.iter_batches(rows, row_groups=[group], use_threads=False):
            if limits.records is not None:
                batch = batch.slice(0, max(0, limits.records - number))
            if number >= behind and len(batch):
                yield number, batch
            number += len(batch)


def _own_rows(items: Sequence[Cleaned], names: Names, piece: Piece) -> Any:
    """The rows as they came, with the cleaned texts, in the types they had."""
    batch = from_bytes(piece.payload)
    if len(items) < len(batch):
        batch = batch.take(arrow_library().array([i.record.origin[1] for i in items], "int64"))
    at = batch.schema.get_field_index(names.text)
    field = batch.schema.field(at)
    kind = _value_type(field.type)
    texts = arrow_library().array([item.text for item in items], kind)
    if kind != field.type:
        texts = texts.dictionary_encode().cast(field.type)
    return batch.set_column(at, field, texts)


def _new_rows(items: Sequence[Cleaned], names: Names, piece: Piece) -> Any:
    arrow = arrow_library()
    columns = [[string_of(_fields(item).get(n)) for item in items] for n in _known(names)]
    others = [_rest(_fields(item), names) for item in items]
    values = [*columns, [item.text for item in items], others]
    schema = plain_schema(Style(names))
    arrays = [arrow.array(v, f.type) for v, f in zip(values, schema, strict=True)]
    return arrow.RecordBatch.from_arrays(arrays, schema=schema)


def _known(names: Names) -> list[str]:
    """The columns before the text, each once: an address may be the id, too."""
    return [n for n in dict.fromkeys((names.id, names.url, names.lang)) if n != names.text]


def _rest(fields: Fields, names: Names) -> str:
    """All that no column holds, as JSON: other fields, and an id, say, that is a list."""
    shown = {names.id, names.url, names.lang}
    rest = {
        name: value
        for name, value in fields.items()
        if name != names.text and (name not in shown or not fits(value))
    }
    return dumped(rest).decode().rstrip("\n")


def plain_schema(style: Style) -> Any:
    """Return the columns of what comes from another format."""
    arrow = arrow_library()
    names = style.names
    columns = [*_known(names), names.text]
    columns.append(FIELDS if FIELDS not in columns else f"other_{FIELDS}")
    added = added_fields(arrow) if style.is_annotated else ()
    return arrow.schema([*((name, arrow.large_string()) for name in columns), *added])


def _fields(item: Cleaned) -> Fields:
    return item.fields or {}


def _check_text(schema: Any, name: str) -> None:
    arrow = arrow_library()
    if schema.names.count(name) != 1:
        there = "more than one" if name in schema.names else "no"
        raise DamagedInput(f"{there} column {name!r} among {', '.join(schema.names)}; {_WAY_OUT}")
    kind = _value_type(schema.field(name).type)
    if not holds_strings(arrow, kind):
        raise DamagedInput(f"column {name!r} holds {kind}, no strings; {_WAY_OUT}")


def _value_type(kind: Any) -> Any:
    """Of a dictionary-encoded column what it stands for, of any other its own type."""
    return kind.value_type if arrow_library().types.is_dictionary(kind) else kind
