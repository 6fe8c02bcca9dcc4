"""CSV and TSV with a header: only the text's field is written anew, every other byte stays.

The delimiter is the one of `,` `;` tab `|` that stands most often in the header. Quotes are `"`,
doubled inside; what is quoted may hold line ends.
"""

from __future__ import annotations

import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import BinaryIO, NamedTuple

from cleaner.formats.compression import damage_of
from cleaner.formats.gathering import in_pieces
from cleaner.formats.inlet import Inlet, skip
from cleaner.formats.records import (
    Chunks,
    Cleaned,
    DamagedInput,
    Fields,
    Item,
    Limits,
    Lines,
    Names,
    Piece,
    Position,
    Problem,
    Record,
    SetAside,
    Source,
    Style,
    oversized_problem,
)
from cleaner.sentences import BYTE_ORDER_MARK

DELIMITERS = ",;\t|"
_QUOTE = b'"'
_LARGEST_FIELD = (1 << 31) - 1  # that the library can be told everywhere


class Header(NamedTuple):
    """The first row.

    Attributes:
        raw: its bytes.
        columns: names.
        delimiter: between fields.
    """

    raw: bytes
    columns: tuple[str, ...]
    delimiter: str


class Row(NamedTuple):
    """A row as it was read: its characters, its values, and the header."""

    line: str
    values: Sequence[str]
    header: Header


def pieces(
    source: Source, start: Position, limits: Limits, inlet: Inlet, names: Names
) -> Iterator[Piece | SetAside]:
    """Yield the rows of a source from a position on; of a header alone, an empty piece.

    The header goes with each piece.

    Raises:
        DamagedInput: there is no header, or the text's column is not in it.
    """
    with inlet.at(source, Position()) as stream:
        tape = _Tape(stream, limits.record_bytes)
        header = _read_header(tape)
        if header is None:
            return
        if names.text not in header.columns:
            listed = ", ".join(header.columns)
            raise DamagedInput(
                f"no column {names.text!r} among {listed}; name the text's with --text-field"
            )
        begin = max(start, Position(len(header.raw), 0))
        skip(stream, begin.offset - len(header.raw))
        found = in_pieces(source, begin, _items(source, tape, header), limits)
        first = next(found, None)
        if start == Position() and not isinstance(first, Piece):
            yield Piece(source.format, source.name, begin, begin, (header, []), 0)
        for piece in chain([first] if first else [], found):
            if isinstance(piece, Piece):
                yield piece._replace(payload=(header, piece.payload))
            else:
                yield piece


def records(piece: Piece, names: Names) -> Iterator[Record]:
    """Yield a record for each row of a piece, blank and broken ones too."""
    header, rows = piece.payload
    offset = piece.start.offset
    for number, raw in enumerate(rows, piece.start.number + 1):
        yield _record(Record(number, raw, offset), header, names)
        offset += len(raw)


def fields(record: Record) -> Fields:
    """Return all values of a record by the names in the header."""
    row: Row = record.origin
    return dict(zip(row.header.columns, row.values, strict=True))


def rendered(items: Iterable[Cleaned], style: Style, piece: Piece) -> Lines:
    """Return the rows of cleaned records."""
    header: Header = piece.payload[0]
    return Lines(b"".join([_rendered(item, style.names) for item in items]), header.raw)


class _Tape:
    """Lines of a stream, some of which can be put back."""

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self.stream = stream
        self.limit = limit
        _allow_fields_of(2 * limit + 2)  # a row ends at the first line beyond the limit
        self._back: deque[bytes] = deque()

    def line(self) -> bytes:
        return self._back.popleft() if self._back else self.stream.readline(self.limit + 1)

    def put_back(self, lines: Sequence[bytes]) -> None:
        self._back.extendleft(reversed(lines))

    def row(self, delimiter: str) -> tuple[bytes, bool]:
        """Return the next row, and whether it is longer than the limit and goes on."""
        first = self.line()
        if len(first) > self.limit and not first.endswith(b"\n"):
            return first, True
        if first.count(_QUOTE) % 2 == 0:
            return first, False
        taken = [first]
        try:
            next(csv.reader(self._more(taken), delimiter=delimiter, strict=True))
        except (csv.Error, StopIteration):  # a quote that is never closed: the line alone is bad
            self.put_back(taken[1:])
            return first, False
        return b"".join(taken), False

    def _more(self, taken: list[bytes]) -> Iterator[str]:
        """The first line, then more while a row is open, as far as the limit."""
        yield taken[0].decode("latin-1")
        size = len(taken[0])
        while size <= self.limit and (line := self.line()):
            taken.append(line)
            size += len(line)
            yield line.decode("latin-1")


def _items(source: Source, tape: _Tape, header: Header) -> Iterator[Item | SetAside]:
    while True:
        raw, is_too_large = tape.row(header.delimiter)
        if not raw:
            return
        if is_too_large:
            chunks = Chunks.of_line(raw, tape.stream)
            yield SetAside(source.name, Position(), chunks, oversized_problem(tape.limit))
        elif not raw.endswith(b"\n") and (damage := damage_of(tape.stream)):
            yield SetAside(source.name, Position(), Chunks([raw]), Problem("cut off", damage))
        else:
            yield Item(raw, len(raw))


def _read_header(tape: _Tape) -> Header | None:
    """The first row; None for an empty source."""
    first = tape.line()
    tape.put_back([first])
    counts = {sign: first.count(sign.encode()) for sign in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda sign: counts[sign])
    raw, is_too_large = tape.row(delimiter)
    if not raw:
        return None
    try:
        line = raw.decode().removeprefix(BYTE_ORDER_MARK)
        columns = _values(line, delimiter)
    except (UnicodeDecodeError, csv.Error) as error:
        way_out = "the file has to be UTF-8" if isinstance(error, UnicodeError) else "mend it"
        raise DamagedInput(f"the header cannot be read: {error}; {way_out}") from None
    if is_too_large or len(set(columns)) < len(columns):
        raise DamagedInput("the first row is no header; names have to differ")
    return Header(raw, tuple(columns), delimiter)


def _allow_fields_of(size: int) -> None:
    """Let fields be so long; the library's own limit is 131,072, for the whole process."""
    csv.field_size_limit(max(csv.field_size_limit(), min(size, _LARGEST_FIELD)))


def _values(line: str, delimiter: str) -> list[str]:
    _allow_fields_of(len(line) + 1)
    rows = list(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter, strict=True))
    if len(rows) > 1:
        is_split = "\r" in line.rstrip("\r\n")  # as by old spreadsheets
        sign = "a line end without LF (CR alone)" if is_split else "a quote"
        raise csv.Error(f"{sign} stands where none may")
    return rows[0] if rows else []


def _record(record: Record, header: Header, names: Names) -> Record:
    if not record.raw.strip(b"\r\n"):
        record.is_blank = True
        return record
    try:
        line = record.raw.decode()
        values = _values(line, header.delimiter)
    except UnicodeDecodeError as error:
        record.problem = Problem("not UTF-8", f"byte at offset {error.start:,} of the row")
        return record
    except csv.Error as error:
        record.problem = Problem("broken CSV", str(error))
        return record
    if len(values) != len(header.columns):
        counted = f"{len(values)} fields, the header {len(header.columns)}"
        record.problem = Problem("wrong number of fields", counted)
    else:
        known = dict(zip(header.columns, values, strict=True))
        record.text = known[names.text]
        record.id, record.url = known.get(names.id) or None, known.get(names.url) or None
        record.lang = known.get(names.lang) or None
        record.origin = Row(line, values, header)
    return record


def _rendered(item: Cleaned, names: Names) -> bytes:
    record = item.record
    if record.is_blank or item.text == record.text:
        return record.raw
    row: Row = record.origin
    start, end = _span(row.line, row.header.columns.index(names.text), row.header.delimiter)
    is_quoted = row.line[start : start + 1] == '"'
    is_quoted |= not item.text and len(row.values) == 1  # an empty line would be no row
    written = _quoted(item.text or "", is_quoted, row.header.delimiter)
    return f"{row.line[:start]}{written}{row.line[end:]}".encode()


def _span(line: str, index: int, delimiter: str) -> tuple[int, int]:
    """Where a field of a well-formed row stands, with its quotes."""
    field = re.compile(rf'"(?:[^"]|"")*"|[^{re.escape(delimiter)}\r\n]*')
    at = int(line.startswith(BYTE_ORDER_MARK))
    for _ in range(index):
        at = field.match(line, at).end() + 1  # type: ignore[union-attr]
    return at, field.match(line, at).end()  # type: ignore[union-attr]


def _quoted(text: str, is_quoted: bool, delimiter: str) -> str:
    if is_quoted or any(sign in text for sign in (delimiter, '"', "\r", "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text
