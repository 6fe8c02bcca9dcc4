"""Files cut into parts: what is read, checked, cached and handed to a worker at once.

A file of text is one part. A JSONL file is cut at line ends, a Parquet file at its row groups, so
that a large file is checked by all cores and a line that is added makes only its part new.
"""

from __future__ import annotations

import io
import os
import zlib
from collections.abc import Iterator
from functools import partial
from hashlib import blake2b, file_digest
from typing import Any, NamedTuple

from cleaner.errors import InputError
from cleaner.formats.compression import split_suffix
from cleaner.formats.detect import ARTICLES, TEXTS, format_named, format_of_name
from cleaner.formats.parquet import arrow_library
from cleaner.formats.plain import read_bytes

PART_BYTES = 256 * 1024  # of a JSONL file; about sixty articles
TEXT, LINES, TABLE, LABELLED = "text", "jsonl", "parquet", "labelled"
_SUFFIXES = {
    LINES: format_named(LINES).suffixes,
    TABLE: format_named(TABLE).suffixes,
    LABELLED: ARTICLES,
}
_FORMS = {f".{suffix}": form for form, suffixes in _SUFFIXES.items() for suffix in suffixes}
_PACKED = ".gz"
_DAMAGE = (OSError, EOFError, zlib.error)
_DATA = frozenset(
    "cfg conf geojson ini json json5 jsonlines psv rss sql srt tab toml vtt xml".split()
)


class Part(NamedTuple):
    """A part of a file.

    Attributes:
        path: of the file, to open it by.
        form: one of TEXT, LINES, TABLE, LABELLED.
        first: number of records before it.
        start, size: bytes of a JSONL file (unpacked), row group of a Parquet file (`start`).
        digest: names its content; 32 hex digits.
    """

    path: str
    form: str
    first: int
    start: int
    size: int
    digest: str


def form_of(path: str) -> str:
    """Return what a file holds, told by its name."""
    name = path.lower().removesuffix(_PACKED)
    return next((form for ending, form in _FORMS.items() if name.endswith(ending)), TEXT)


def is_data(path: str) -> bool:
    """True for a file that by its name holds tables, records or markup: a line of it is no line.

    >>> is_data("news.csv"), is_data("news.json"), is_data("news.story")
    (True, True, False)
    """
    suffix = split_suffix(path)[0].rpartition("/")[2].rpartition(".")[2].lower()
    known = format_of_name(path)
    return suffix in _DATA or (known is not None and suffix not in TEXTS)


def parts_of(path: str) -> Iterator[Part]:
    """Yield the parts of a file, in order.

    Raises:
        InputError: it cannot be read.
        MissingLibraryError: it is Parquet, for which pyarrow is missing.
    """
    form = form_of(path)
    if form == LINES:
        yield from _line_parts(path)
    elif form == TABLE:
        yield from _table_parts(path)
    else:
        data = read_bytes(path)
        yield Part(path, form, 0, 0, len(data), content_digest(data))


def read_part(part: Part) -> bytes:
    """Return the bytes of a part of any form but TABLE.

    Raises:
        InputError: it cannot be read, or is no longer what it was.
    """
    data = read_bytes(part.path) if part.form != LINES else _read_lines(part)
    if content_digest(data) != part.digest:  # else it would be remembered under another's name
        raise InputError("has changed while it was being checked; check it again")
    return data


def content_digest(data: bytes) -> str:
    """Return 32 hex digits that name bytes."""
    return blake2b(data, digest_size=16).hexdigest()


def is_packed(path: str) -> bool:
    """True for a file that is compressed as a whole."""
    return path.lower().endswith(_PACKED)


def unpacked(data: bytes) -> bytes:
    """Return what is in a compressed file.

    Raises:
        InputError: it is damaged.
    """
    import gzip

    try:
        return gzip.decompress(data)
    except _DAMAGE as error:
        raise _unreadable(error) from None


def _line_parts(path: str) -> Iterator[Part]:
    start = first = 0
    try:
        with _opened(path) as file:
            while data := file.read(PART_BYTES):
                data += file.readline() if not data.endswith(b"\n") else b""
                yield Part(path, LINES, first, start, len(data), content_digest(data))
                start += len(data)
                first += data.count(b"\n")
    except _DAMAGE as error:
        raise _unreadable(error) from None


def _read_lines(part: Part) -> bytes:
    try:
        if is_packed(part.path):
            return _unpacking.read(part)
        with _opened(part.path) as file:
            file.seek(part.start)
            return file.read(part.size)
    except _DAMAGE as error:
        raise _unreadable(error) from None


class _Unpacking:
    """The compressed file that was read last, open where that ended: the next part lies behind."""

    def __init__(self) -> None:
        self._version: tuple[object, ...] = ()
        self._file: Any = None

    def read(self, part: Part) -> bytes:
        stat = os.stat(part.path)
        version = part.path, stat.st_ino, stat.st_size, stat.st_mtime_ns
        if self._file is None or self._version != version:
            self._close()
            self._version, self._file = version, _opened(part.path)
        try:
            self._file.seek(part.start)  # forward, or from the beginning
            data: bytes = self._file.read(part.size)
        except _DAMAGE:
            self._close()
            raise
        if self._is_at_end():
            self._close()
        return data

    def _is_at_end(self) -> bool:
        try:
            return not self._file.peek(1)
        except _DAMAGE:  # it lies behind what was asked for
            return True

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
        self._file = None


_unpacking = _Unpacking()


def _opened(path: str) -> io.BufferedIOBase:
    if is_packed(path):
        import gzip

        return gzip.open(path)
    return open(path, "rb")


def _table_parts(path: str) -> Iterator[Part]:
    arrow = arrow_library()
    try:
        with open(path, "rb") as file:
            whole = file_digest(file, partial(blake2b, digest_size=16)).hexdigest()
        metadata = arrow.parquet.read_metadata(path)
    except (OSError, ValueError) as error:
        raise _unreadable(error) from None
    first = 0
    for group in range(metadata.num_row_groups):
        rows = metadata.row_group(group).num_rows
        yield Part(path, TABLE, first, group, rows, f"{whole}-{group}")
        first += rows


def _unreadable(error: Exception) -> InputError:
    why = getattr(error, "strerror", None) or str(error).strip() or type(error).__name__
    return InputError(f"cannot be read: {why.splitlines()[0]}; check the file")
