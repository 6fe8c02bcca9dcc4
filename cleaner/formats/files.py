"""Folders of texts and pages: a record is a file, and comes out under the same name.

A text keeps its encoding and compression. A page (told by its name or its beginning) becomes the
text in it, UTF-8, under its name with `.txt` behind.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from cleaner.errors import CleanerError, InputError
from cleaner.formats.compression import compressor, damage_of, decompressed, split_suffix
from cleaner.formats.detect import PAGES, TEXTS
from cleaner.formats.gathering import in_pieces
from cleaner.formats.html import is_page
from cleaner.formats.inlet import Inlet
from cleaner.formats.plain import decode, encode
from cleaner.formats.records import (
    Chunks,
    Cleaned,
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
    Style,
    oversized_problem,
)

NAME = "files"
_PAGES = tuple(f".{suffix}" for suffix in PAGES)
_TEXTS = tuple(f".{suffix}" for suffix in TEXTS)


class FileOut(NamedTuple):
    """A file on its way out: where it came from and goes to, relative paths, and its content."""

    origin: str
    relative: str
    data: bytes


def walk(folder: str, is_wanted: Callable[[str], bool] | None = None) -> Iterator[str]:
    """Yield the paths of files below a folder, relative, with `/`, in a fixed order.

    Hidden files and folders are left alone, and so are links that lead nowhere, and links to a
    folder that they are in, which would go round for ever.

    Args:
        folder: where to look.
        is_wanted: by the file's name; None for texts and pages.

    Raises:
        InputError: a folder cannot be read.
    """
    return _walk(folder, is_wanted or is_text_name, frozenset())


def _walk(folder: str, is_wanted: Callable[[str], bool], above: frozenset[str]) -> Iterator[str]:
    """Walk a folder; `above` are the real paths of those it was reached through."""
    here = os.path.realpath(folder)
    if any(_holds(here, path) for path in above):
        return
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        raise InputError(f"{folder}: cannot be read: {error.strerror}; check it") from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            below = _walk(entry.path, is_wanted, above | {here})
            yield from (f"{entry.name}/{path}" for path in below)
        elif is_wanted(entry.name) and entry.is_file():
            yield entry.name


def _holds(folder: str, path: str) -> bool:
    """True if a path is the folder's or lies below it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def is_text_name(name: str) -> bool:
    """True for the name of a text or a page, compressed or not."""
    return split_suffix(name)[0].lower().endswith((*_TEXTS, *_PAGES))


def pieces(
    source: Source, start: Position, limits: Limits, inlet: Inlet, names: Names
) -> Iterator[Piece | SetAside]:
    """Yield the files of a folder, or the one file, from a position on."""
    return in_pieces(source, start, _items(source, start, limits, inlet), limits)


def records(piece: Piece, names: Names) -> Iterator[Record]:
    """Yield a record for each file; what is no text is a problem."""
    for number, (relative, raw, detail) in enumerate(piece.payload, piece.start.number + 1):
        record = Record(number, raw, id=relative, origin=relative)
        if detail:
            record.problem = Problem("damaged input", detail)
        else:
            _take_content(record, relative)
        yield record


def fields(record: Record) -> Fields:
    """Return what is known of a file."""
    return {"id": record.id}


def rendered(items: Iterable[Cleaned], style: Style, piece: Piece) -> list[FileOut]:
    """Return the files that come out."""
    return [_rendered(item) for item in items]


def _rendered(item: Cleaned) -> FileOut:
    """The file of a record, compressed as it was."""
    origin = str(item.record.origin)
    stem, kind = split_suffix(origin)
    name = stem if item.record.html is None else f"{stem}.txt"
    data = encode(item.text or "", item.record.encoding)
    if kind:
        member = compressor(kind)
        data = member.compress(data) + member.flush()
    return FileOut(origin, f"{name}.{kind}" if kind else name, data)


def _items(
    source: Source, start: Position, limits: Limits, inlet: Inlet
) -> Iterator[Item | SetAside]:
    is_folder = os.path.isdir(source.path)
    relatives = walk(source.path) if is_folder else iter([source.relative])
    for number, relative in enumerate(relatives):
        if number < start.number:
            continue
        path = os.path.join(source.path, relative) if is_folder else source.path
        yield from _item(Source(path, path, NAME, relative), limits.record_bytes, inlet)


def _item(source: Source, limit: int, inlet: Inlet) -> Iterator[Item | SetAside]:
    """One file, whole, or as chunks if it is too large."""
    with inlet.raw(source.path) as file:
        stream = decompressed(file)
        raw = stream.read(limit + 1)
        if len(raw) <= limit:
            yield Item((source.relative, raw, damage_of(stream)), len(raw))
            return
        chunks = Chunks.of(raw, stream)
        yield SetAside(source.name, Position(), chunks, oversized_problem(limit))


def _take_content(record: Record, relative: str) -> None:
    if split_suffix(relative)[0].lower().endswith(_PAGES) or is_page(record.raw):
        record.html = record.raw
        return
    try:
        record.text, record.encoding, _ = decode(record.raw)
    except CleanerError as error:
        record.problem = Problem("not text", str(error))
