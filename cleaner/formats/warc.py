"""WARC and WET, read by `fastwarc`: pages of responses, texts of conversions.

Records of other types, and responses that are no page (other media, redirects, failures), hold no
article and are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from cleaner.errors import MissingLibraryError
from cleaner.formats.inlet import Inlet
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
    in_pieces,
    oversized_problem,
)

PAGES = ("text/html", "application/xhtml+xml")
_CHUNK = 1 << 20
_BEGIN = b"WARC/1."  # of a record's headers
_TAIL = 8_192  # bytes that headers do not pass


class Capture(NamedTuple):
    """What of a record travels.

    Attributes:
        id: the record's.
        url: of the page.
        date: ISO time of the capture, None where it is not said.
        body: the block's bytes, without headers, transfer and content encodings undone.
        is_page: HTML; else text.
        charset: as the server said it, None if it did not.
    """

    id: str | None
    url: str | None
    date: str | None
    body: bytes
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
        try:
            if capture.is_page:
                record.html = _page(capture)
            else:
                record.text = capture.body.decode(capture.charset or "utf-8")
        except (UnicodeDecodeError, LookupError) as error:
            record.problem = Problem("undecodable", str(error))
        yield record


def fields(record: Record) -> Fields:
    """Return what is known of a record."""
    capture: Capture = record.origin
    return {"id": capture.id, "url": capture.url, "date": capture.date}


def _items(source: Source, stream: BinaryIO, limit: int, behind: int) -> Iterator[Item | SetAside]:
    """Yield the captures after those that are behind; each counts the bytes of its block."""
    for record in _wanted(stream):
        if behind > 0:
            behind -= 1
            continue
        body = record.reader.read(limit + 1)
        if len(body) > limit:
            chunks = Chunks(_chunks(body, record.reader))
            yield SetAside(source.name, Position(), chunks, oversized_problem(limit))
        elif missing := _missing(record, body):
            problem = Problem("cut off", f"{missing:,} bytes are missing")
            yield SetAside(source.name, Position(), Chunks([body]), problem)
        else:
            yield Item(_capture(record, body), len(body))


def _wanted(stream: BinaryIO) -> Iterator[Any]:
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError:
        raise MissingLibraryError("fastwarc", "warc", "WARC") from None
    kinds = WarcRecordType.response | WarcRecordType.conversion | WarcRecordType.resource
    told = _Told(stream)
    try:
        for record in ArchiveIterator(told, record_types=kinds, auto_decode="all"):
            if _is_text(record) or _is_page(record):
                yield record
    except (OSError, EOFError, ValueError) as error:
        if getattr(error, "errno", None):
            raise  # the disk or the net, not the file
        raise DamagedInput(f"the WARC cannot be read on: {error}") from None
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # fastwarc's own, on input it did not expect
            raise
        raise DamagedInput(f"the WARC cannot be read on: {error}") from None
    if told.is_torn:
        raise DamagedInput("the WARC breaks off within the headers of a record")


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


def _missing(record: Any, body: bytes) -> int:
    """How many bytes a block is shorter than its headers say; 0 where they do not say it."""
    headers = record.http_headers if record.is_http else record.headers
    if record.is_http and (headers.get("Content-Encoding") or headers.get("Transfer-Encoding")):
        return 0
    said = headers.get("Content-Length") or ("" if record.is_http else "1")
    return max(0, int(said) - len(body)) if said.isdigit() else 0


def _is_text(record: Any) -> bool:
    """True for what a crawler has made of a page: the records of a WET file."""
    return bool(record.headers.get("WARC-Type") == "conversion")


def _media(content_type: str | None) -> str:
    return (content_type or "").partition(";")[0].strip().lower()


def _capture(record: Any, body: bytes) -> Capture:
    url = record.headers.get("WARC-Target-URI")
    date = record.record_date
    is_page = not _is_text(record)
    charset = record.http_charset if record.is_http else None
    known = date.isoformat() if date else None
    return Capture(record.record_id, url, known, body, is_page, charset)


def _page(capture: Capture) -> bytes | str:
    """The page, by the encoding the server names if that fits; else its own word counts."""
    if capture.charset:
        try:
            return capture.body.decode(capture.charset)
        except (UnicodeDecodeError, LookupError):
            return capture.body
    return capture.body


def _chunks(head: bytes, reader: Any) -> Iterator[bytes]:
    yield head
    while chunk := reader.read(_CHUNK):
        yield chunk
