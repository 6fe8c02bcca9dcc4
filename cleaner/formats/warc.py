"""WARC and WET, read by `fastwarc`: pages of responses, texts of conversions.

Records of other types, and responses that are no page (other media, redirects, failures), hold no
article and are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, NamedTuple

from cleaner.errors import MissingLibraryError
from cleaner.formats.gathering import in_pieces
from cleaner.formats.http_body import BrokenBody, LargeBody, codings_of, plain_body
from cleaner.formats.inlet import Inlet
from cleaner.formats.page_bytes import decode_page
from cleaner.formats.records import (
    Chunks,
    DamagedInput,
    Fields,
    Item,
    Limits,
    Names,
    Piece,
    Position,
    Problem,
    Record,
    SetAside,
    Source,
    oversized_problem,
)

PAGES = ("text/html", "application/xhtml+xml")
_BEGIN = b"WARC/1."  # of a record's headers
_TAIL = 8_192  # bytes that headers do not pass
_SIZE = re.compile("[0-9]{1,18}")


class Capture(NamedTuple):
    """What of a record travels.

    Attributes:
        id: the record's.
        url: of the page.
        date: ISO time of the capture, None where it is not said.
        body: the block's bytes, without headers.
        codings: of the body, as its headers say, the outermost first.
        limit: bytes that it may unfold to.
        is_page: HTML; else text.
        charset: as the server said it, None if it did not.
    """

    id: str | None
    url: str | None
    date: str | None
    body: bytes
    codings: tuple[str, ...]
    limit: int
    is_page: bool
    charset: str | None


def pieces(
    source: Source, start: Position, limits: Limits, inlet: Inlet, names: Names
) -> Iterator[Piece | SetAside]:
    """Yield the pages and texts of a source from a position on, counted without the others."""
    with inlet.at(source, Position()) as stream:
        found = _items(source, stream, limits.record_bytes, start.number)
        yield from in_pieces(source, start, found, limits)


def records(piece: Piece, names: Names) -> Iterator[Record]:
    """Yield a record for each page or text of a piece."""
    for number, capture in enumerate(piece.payload, piece.start.number + 1):
        record = Record(number, capture.body, id=capture.id, url=capture.url, origin=capture)
        record.date = capture.date[:10] if capture.date else None
        record.problem = _take_body(record, capture)
        yield record


def fields(record: Record) -> Fields:
    """Return what is known of a record."""
    capture: Capture = record.origin
    return {"id": capture.id, "url": capture.url, "date": capture.date}


def _take_body(record: Record, capture: Capture) -> Problem | None:
    """Give a record the page or text of a capture; say why there is none."""
    try:
        body = plain_body(capture.body, capture.codings, capture.limit)
        if capture.is_page:
            record.html = decode_page(body, capture.charset)
        else:
            record.text = body.decode(capture.charset or "utf-8")
    except BrokenBody as error:
        return Problem("cut off", str(error))
    except LargeBody:
        return oversized_problem(capture.limit)
    except (ValueError, LookupError, MissingLibraryError) as error:
        return Problem("undecodable", str(error))
    return None


def _items(source: Source, stream: BinaryIO, limit: int, behind: int) -> Iterator[Item | SetAside]:
    """Yield the captures after those that are behind; each counts the bytes of its block."""
    told = _Told(stream)
    with _damage_told():
        for record in _wanted(told):
            if behind > 0:
                behind -= 1
                continue
            size = record.content_length
            body = record.reader.read(limit + 1)
            if len(body) > limit:
                chunks = Chunks.of(body, record.reader)
                yield SetAside(source.name, Position(), chunks, oversized_problem(limit))
            elif missing := max(size, _said_size(record)) - len(body):
                problem = Problem("cut off", f"{missing:,} bytes are missing")
                yield SetAside(source.name, Position(), Chunks([body]), problem)
            else:
                yield Item(_capture(record, body, limit), len(body))
    if told.is_torn:
        raise DamagedInput("the WARC breaks off within the headers of a record")


def _wanted(stream: Any) -> Iterator[Any]:
    """The records that hold a page or a text; bodies are left as they are, for workers to undo."""
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        raise MissingLibraryError("fastwarc", "warc", "WARC") from None
    kinds = WarcRecordType.response | WarcRecordType.conversion | WarcRecordType.resource
    for record in ArchiveIterator(stream, record_types=kinds, auto_decode="none"):
        if _is_text(record) or _is_page(record):
            yield record


@contextmanager
def _damage_told() -> Iterator[None]:
    """Turn what fastwarc says of a damaged file into words."""
    try:
        yield
    except (OSError, EOFError, ValueError) as error:
        if getattr(error, "errno", None):
            raise  # the disk or the net, not the file
        raise DamagedInput(f"the WARC cannot be read on: {error}") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # fastwarc's own, on input it did not expect
            raise
        raise DamagedInput(f"the WARC cannot be read on: {error}") from None


class _Told:
    """A stream that says where it is, which fastwarc asks of it, though it cannot go elsewhere."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0
        self._tail = b""

    @property
    def is_torn(self) -> bool:
        """True at an end within headers, which fastwarc takes for the end of a record."""
        rest = self._tail.rpartition(b"\r\n\r\n")[2]
        return bool(rest) and (rest.startswith(_BEGIN) or _BEGIN.startswith(rest))

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._at += len(data)
        self._tail = (self._tail + data)[-_TAIL:] if len(data) < _TAIL else data[-_TAIL:]
        return data

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        if (offset, whence) not in ((0, 1), (self._at, 0)):
            raise ValueError("a stream that cannot go back")
        return self._at

    def close(self) -> None:
        """The stream belongs to somebody else."""


def _is_page(record: Any) -> bool:
    if not record.is_http:
        return _media(record.headers.get("Content-Type")) in PAGES
    code = record.http_headers.status_code or 0
    return bool(200 <= code < 300) and _media(record.http_content_type) in PAGES


def _said_size(record: Any) -> int:
    """How long the server says a body is; 0 where it does not, or of another form of the body."""
    if not record.headers.get("Content-Length"):
        return 1  # the archive itself does not say it: its headers break off
    if not record.is_http or _codings(record):
        return 0
    said = record.http_headers.get("Content-Length") or ""
    return int(said) if _SIZE.fullmatch(said) else 0


def _codings(record: Any) -> tuple[str, ...]:
    if not record.is_http:
        return ()
    headers = record.http_headers
    return codings_of(headers.get("Content-Encoding"), headers.get("Transfer-Encoding"))


def _is_text(record: Any) -> bool:
    """True for what a crawler has made of a page: the records of a WET file."""
    return bool(record.headers.get("WARC-Type") == "conversion")


def _media(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()


def _capture(record: Any, body: bytes, limit: int) -> Capture:
    url = record.headers.get("WARC-Target-URI", "").strip("<>") or None  # some write them around it
    date = record.record_date
    is_page = not _is_text(record)
    charset = record.http_charset if record.is_http else None
    known = date.isoformat() if date else None
    return Capture(record.record_id, url, known, body, _codings(record), limit, is_page, charset)
