"""Parts of files to records: the texts in them, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from cleaner.checker.characters import Flaw, encoding_flaw, mixed_encoding
from cleaner.checker.parts import LABELLED, LINES, TABLE, Part, read_part
from cleaner.errors import InputError
from cleaner.formats.jsonl import loaded
from cleaner.formats.parquet import arrow_library
from cleaner.formats.plain import decode, marked_encoding
from cleaner.sentences import BYTE_ORDER_MARK

BODY = "body"  # the field of a labelled article
_UTF8 = "utf-8"
_NO_UTF8 = object()  # stands for a string of Parquet that is none


class Record(NamedTuple):
    """One article.

    Attributes:
        number: of the record in its part, from 1; 0 where the file is the text.
        field: that holds the text; empty where the file is the text.
        text: of the article.
        url, language: as the record says; None if it does not.
        encoding: of the file; UTF-8 for records.
        flaw: of the bytes, if they have one.
        problem: why there is no text; empty if there is.
        labels: of its lines, as it says; anything may stand there.
    """

    number: int
    field: str
    text: str
    url: str | None = None
    language: str | None = None
    encoding: str = _UTF8
    flaw: Flaw | None = None
    problem: str = ""
    labels: object = None


class Fields(NamedTuple):
    """Names of the fields of a record; the first that is there counts."""

    text: tuple[str, ...] = ("text",)
    url: tuple[str, ...] = ("url",)
    language: tuple[str, ...] = ("lang", "language")
    labels: tuple[str, ...] = ()


def records_of(part: Part, fields: Fields) -> Iterator[Record]:
    """Yield the records of a part, in order; one that cannot be read says so and is passed over.

    Raises:
        InputError: the part as a whole cannot be read.
    """
    if part.form == TABLE:
        yield from _table_records(part, fields)
    elif part.form == LINES:
        yield from line_records(read_part(part), fields)
    elif part.form == LABELLED:
        yield _labelled_record(part.path)
    else:
        yield text_record(read_part(part))


def text_record(data: bytes) -> Record:
    """Return the record of a file that is a text.

    Raises:
        InputError: it is binary, a page of HTML, or in no known encoding.
    """
    _refuse_html(data)
    offset = None if marked_encoding(data) or b"\0" in data else mixed_encoding(data)
    if offset is None:
        text, encoding, _ = decode(data)
        return Record(0, "", text, encoding=encoding)
    text = data.decode(_UTF8, "surrogateescape")
    at = len(data[:offset].decode(_UTF8))
    return Record(0, "", text, flaw=encoding_flaw(at, data[offset]))


def line_records(data: bytes, fields: Fields) -> Iterator[Record]:
    """Yield the records of JSON lines; blank lines are none, nor are those whose text is null."""
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip() and (record := _line_record(number, line, fields)):
            yield record


def _line_record(number: int, line: bytes, fields: Fields) -> Record | None:
    try:
        value = loaded(line.decode().removeprefix(BYTE_ORDER_MARK))
    except (ValueError, RecursionError) as error:
        return _failed(number, f"not JSON: {error}; mend the line")
    if not isinstance(value, dict):
        return _failed(number, "not a JSON object; write one a line")
    return _record(number, value, fields)


def _record(number: int, value: Mapping[str, Any], fields: Fields) -> Record | None:
    """The record of a row; None for one without a text, as every corpus may hold."""
    field = next((name for name in fields.text if isinstance(value.get(name), str)), None)
    if field is None:
        there = [value[name] for name in fields.text if name in value]
        if there and all(text is None for text in there):
            return None
        names = " or ".join(fields.text)
        return _failed(number, f"no text in field {names}; name it with --field")
    url, language = (_first(value, names) for names in (fields.url, fields.language))
    labels = next((value[name] for name in fields.labels if name in value), None)
    return Record(number, field, value[field], url, language, labels=labels)


def _first(value: Mapping[str, Any], names: Iterable[str]) -> str | None:
    return next((value[n] for n in names if isinstance(value.get(n), str) and value[n]), None)


def _failed(number: int, problem: str) -> Record:
    return Record(number, "", "", problem=problem)


def _table_records(part: Part, fields: Fields) -> Iterator[Record]:
    arrow = arrow_library()
    try:
        with arrow.parquet.ParquetFile(part.path) as file:
            names = file.schema_arrow.names
            table = file.read_row_group(part.start, columns=_wanted(file.schema_arrow, fields))
            records = list(row_records(table, fields))
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}; check the file") from None
    if not any(names.count(name) == 1 for name in fields.text):
        there = "more than one" if set(names) & set(fields.text) else "no"
        wanted = f"{there} column {' or '.join(fields.text)}"
        raise InputError(f"{wanted} among {', '.join(names)}; name it with --field")
    yield from records


def row_records(table: Any, fields: Fields) -> Iterator[Record]:
    """Yield a record for each row of an Arrow table that has a text; they are numbered from 1."""
    names = _wanted(table.schema, fields)
    columns = [_values(table.column(name)) for name in names]
    for number, values in enumerate(zip(*columns, strict=True), 1):
        row = dict(zip(names, values, strict=True))
        broken = next((name for name in fields.text if row.get(name) is _NO_UTF8), None)
        if broken is not None:
            yield _failed(number, f"field {broken} is not UTF-8, as Parquet says; encode it anew")
        elif record := _record(number, row, fields):
            yield record


def _values(column: Any) -> list[Any]:
    """The values of a column; what is damaged costs no more than its own row."""
    try:
        return column.to_pylist()  # type: ignore[no-any-return]
    except UnicodeDecodeError:
        return [_value(scalar) for scalar in column]


def _value(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return _NO_UTF8


def _wanted(schema: Any, fields: Fields) -> list[str]:
    """The columns that are looked at; of two with one name, neither is."""
    return [name for names in fields for name in names if schema.names.count(name) == 1]


def _labelled_record(path: str) -> Record:
    """The expected body of a labelled article, as a text of its own."""
    from pathlib import Path

    from cleaner.corpus.labelled_article import load_article

    try:
        article = load_article(Path(path))
    except InputError as error:
        raise InputError(str(error).removeprefix(f"{Path(path)}: ")) from error  # said anyway
    body = "".join(article.words_of(part) for part in article.parts if part.is_body)
    return Record(1, BODY, body, article.url, article.lang)


def _refuse_html(data: bytes) -> None:
    if b"<" not in data:
        return
    from cleaner.formats.html import is_page

    if is_page(data):
        raise InputError(
            "is HTML; check the text of it: clean --profile rules-only FILE > FILE.txt"
        )
