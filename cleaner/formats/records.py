"""What every format gives and takes: records, cut into pieces small enough to travel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

from cleaner.errors import InputError

NO_TEXT, NO_STRING = "no text field", "text is no string"
"""Kinds of problems: of a record without the field that is to be cleaned, or with another value."""

PIECE_BYTES = 128 * 1024  # of input that travels at once: less costs more in travelling
_CHUNK = 1 << 20  # of what is never held as a whole


class DamagedInput(InputError):
    """An input that breaks off, is not its format, or has no text: what came before counts."""


class Names(NamedTuple):
    """What the fields are called that the cleaner looks at."""

    text: str = "text"
    url: str = "url"
    id: str = "id"
    lang: str = "lang"


class Style(NamedTuple):
    """How records are written: names of the fields, and whether verdicts are added to them."""

    names: Names
    is_annotated: bool = False


class Limits(NamedTuple):
    """How much at once.

    Attributes:
        piece_bytes: of a piece; at least one record is in it.
        record_bytes: of a record; a larger one is set aside.
        records: in all, counted from the beginning of the input; None for no limit.
    """

    piece_bytes: int = PIECE_BYTES
    record_bytes: int = 4_000_000
    records: int | None = None


class Position(NamedTuple):
    """Where to go on in a source.

    Attributes:
        offset: bytes behind us, decompressed; 0 where the format does not count them.
        number: records (lines, rows, files) behind us.
    """

    offset: int = 0
    number: int = 0


class Problem(NamedTuple):
    """Why a record cannot be cleaned: a kind that can be counted, and the particulars."""

    kind: str
    detail: str


@dataclass(slots=True)
class Record:
    """One record of a source.

    Attributes:
        number: of its line, row, or file in the source, from 1.
        raw: its bytes as they stand there; of a Parquet row its values as JSON, and these only
            where there is a problem: else it is empty.
        offset: of `raw` in the decompressed source, None where the format does not count.
        text: to be cleaned; None where there is none (null).
        html: a page to be cleaned instead.
        id, url, lang, date: what is known; None where unknown.
        problem: why it cannot be cleaned.
        is_blank: a blank line: no record, but it stays where it is.
        encoding: of the text in the source, where it is a file.
        origin: what the format needs to write it back.
    """

    number: int
    raw: bytes
    offset: int | None = None
    text: str | None = None
    html: bytes | str | None = None
    id: str | None = None
    url: str | None = None
    lang: str | None = None
    date: str | None = None
    problem: Problem | None = None
    is_blank: bool = False
    encoding: str = "utf-8"
    origin: Any = None


class Piece(NamedTuple):
    """Some records in a row, as they stand in the source.

    Attributes:
        format: name of the format that reads them.
        source: name of the source.
        start: the position of the first.
        end: the position behind the last.
        payload: the format's own.
        size: bytes of input.
    """

    format: str
    source: str
    start: Position
    end: Position
    payload: Any
    size: int


class Item(NamedTuple):
    """A record as a format reads it: its own payload, and the bytes of it."""

    payload: Any
    size: int


class Chunks:
    """The bytes of a record that is set aside, one chunk after the other.

    Attributes:
        size: bytes that have been taken.
    """

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self.size = 0

    @classmethod
    def of(cls, head: bytes, stream: Any) -> Chunks:
        """Return what of a record has been read, and all that is left of a stream."""
        return cls(chain([head], iter(lambda: stream.read(_CHUNK), b"")))

    @classmethod
    def of_line(cls, head: bytes, stream: Any) -> Chunks:
        """Return what of a line has been read, and the rest of it."""
        return cls(_line(head, stream))

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            self.size += len(chunk)
            yield chunk


class SetAside(NamedTuple):
    """A record that goes to the errors unread, too large or cut off; its bytes come in chunks.

    The reader goes on only behind it, so all chunks are to be taken before the next piece.
    """

    source: str
    start: Position
    chunks: Chunks
    problem: Problem


@dataclass(frozen=True, slots=True)
class Source:
    """One input.

    Attributes:
        name: as given; for messages, errors and annotations.
        path: where it is; of a folder, the folder; `-` for standard input.
        format: name of the format.
        relative: its path below the input folder, for outputs that mirror it.
    """

    name: str
    path: str
    format: str
    relative: str


Fields = Mapping[str, Any]
"""A record's values by name, JSON-ready, in their order."""


class Cleaned(NamedTuple):
    """A record on its way out.

    Attributes:
        record: as it came in.
        text: its cleaned text; None where there was none to clean.
        kept: spans of the text that are kept, code points, in order.
        fields: all values by name, where another format than the record's own writes it.
        added: values to add behind the others.
    """

    record: Record
    text: str | None
    kept: Sequence[tuple[int, int]]
    fields: Fields | None
    added: Fields


class Lines(NamedTuple):
    """What comes out in a format of lines: the lines, and what stands above them in every file."""

    body: bytes
    head: bytes = b""


def _line(head: bytes, stream: Any) -> Iterator[bytes]:
    yield head
    while chunk := stream.readline(_CHUNK):
        yield chunk
        if chunk.endswith(b"\n"):
            return


def oversized_problem(limit: int) -> Problem:
    """Say that a record is larger than allowed, and the way out."""
    return Problem("too large", f"more than {limit:,} bytes; raise --max-record to clean it")
