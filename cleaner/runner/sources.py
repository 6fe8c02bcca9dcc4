"""Which inputs: files, folders, globs and remote addresses become sources, in a fixed order."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from glob import glob, has_magic
from hashlib import blake2b
from typing import Any

from cleaner.errors import InputError, UsageError
from cleaner.formats.detect import HEAD_BYTES, format_named, format_of, format_of_name
from cleaner.formats.files import NAME as FILES
from cleaner.formats.files import is_text_name, walk
from cleaner.formats.inlet import Inlet, is_remote, remote_paths
from cleaner.formats.plain import STDIN
from cleaner.formats.records import Source


def find_sources(
    inputs: tuple[str, ...], source_format: str | None, inlet: Inlet
) -> tuple[Source, ...]:
    """Return the sources that inputs stand for, in the order given, sorted within each.

    In a folder, files with a name of a corpus format are sources of their own; all texts and pages
    together are one.

    Args:
        inputs: as given.
        source_format: what all of them are; None to look.
        inlet: opens them, to look.

    Raises:
        InputError: one is missing, or a glob fits nothing.
        UsageError: the format of one cannot be told.
    """
    if source_format is not None:
        format_named(source_format)
    if STDIN in inputs and len(inputs) > 1:
        raise UsageError("standard input cannot go with other inputs; give - alone")
    found = [s for given in inputs for s in _of_input(given, source_format, inlet)]
    _refuse_twice(found)
    return tuple(found)


def digest_of_folder(folder: str) -> list[Any]:
    """Return how many texts a folder holds and a digest of their names, sizes and times."""
    digest = blake2b(digest_size=8)
    count = 0
    for relative in walk(folder):
        stat = os.stat(os.path.join(folder, relative))
        line = f"{relative}\0{stat.st_size}\0{stat.st_mtime_ns}\n"
        digest.update(line.encode("utf-8", "surrogateescape"))
        count += 1
    return [count, digest.hexdigest()]


def _refuse_twice(sources: Iterable[Source]) -> None:
    """Refuse sources of which one is another, or a text that lies in a folder of texts."""
    known: dict[str, Source] = {}
    folders: dict[str, Source] = {}
    for source in sources:
        path = source.path
        is_here = path != STDIN and not is_remote(path)
        other = known.setdefault(os.path.realpath(path) if is_here else path, source)
        if other is not source:
            also = "" if other.name == source.name else f", once as {other.name}"
            raise UsageError(f"{source.name} is given twice{also}; give it once")
        if is_here and source.format == FILES and os.path.isdir(path):
            folders[os.path.realpath(path)] = source
    for path, source in known.items():
        above = next((folders[f] for f in _above(path) if f in folders), None)
        if above is not None and source.format == FILES and _is_walked(above.path, path):
            raise UsageError(f"{source.name} lies in {above.name}, which is given too; give one")


def _above(path: str) -> Iterator[str]:
    """The folders that a path lies in, from below."""
    while (folder := os.path.dirname(path)) != path:
        yield folder
        path = folder


def _is_walked(folder: str, path: str) -> bool:
    """True if walking through the folder leads to the path."""
    names = os.path.relpath(path, os.path.realpath(folder)).split(os.sep)
    is_text = os.path.isdir(path) or is_text_name(path)
    return is_text and not any(name.startswith(".") for name in names)


def _of_input(given: str, source_format: str | None, inlet: Inlet) -> Iterator[Source]:
    if given == STDIN:
        yield _source(given, given, source_format, inlet, "stdin")
    elif is_remote(given):
        yield from _remote(given, source_format, inlet)
    elif os.path.isdir(given):
        yield from _in_folder(given, source_format, inlet)
    elif has_magic(given) and not os.path.lexists(given):
        paths = sorted(p for p in glob(given, recursive=True) if os.path.isfile(p))
        if not paths:
            raise InputError(f"{given}: no file fits; check the pattern")
        base = os.path.commonpath([os.path.dirname(os.path.abspath(p)) for p in paths])
        for path in paths:
            relative = os.path.relpath(os.path.abspath(path), base)
            yield _source(path, path, source_format, inlet, relative)
    else:
        yield _source(given, given, source_format, inlet, os.path.basename(given))


def _in_folder(folder: str, source_format: str | None, inlet: Inlet) -> Iterator[Source]:
    is_empty = True
    if source_format in (None, FILES) and next(walk(folder), None) is not None:
        is_empty = False
        yield Source(folder, folder, FILES, "")
    for relative in _corpora(folder) if source_format != FILES else ():
        is_empty = False
        path = os.path.join(folder, relative)
        yield _source(path, path, source_format, inlet, relative)
    if is_empty:
        raise InputError(f"{folder}: holds no file of a known format; give files, and --from")


def _corpora(folder: str) -> list[str]:
    """The files of records in a folder; of one and a link to it there, the file."""
    names = list(walk(folder, _is_corpus))
    paths = {name: os.path.join(folder, name) for name in names}
    real = {os.path.realpath(path) for path in paths.values() if not os.path.islink(path)}
    is_twin = {n for n, p in paths.items() if os.path.islink(p) and os.path.realpath(p) in real}
    return [name for name in names if name not in is_twin]


def _is_corpus(name: str) -> bool:
    found = format_of_name(name)
    return found is not None and found.name != FILES


def _remote(given: str, source_format: str | None, inlet: Inlet) -> Iterator[Source]:
    paths = remote_paths(given) if has_magic(given) else [given]
    if not paths:
        raise InputError(f"{given}: no file fits; check the pattern")
    for path in paths:
        yield _source(path, path, source_format, inlet, path.rpartition("/")[2])


def _source(name: str, path: str, source_format: str | None, inlet: Inlet, relative: str) -> Source:
    if source_format is not None:
        return Source(name, path, source_format, relative)
    known = format_of_name(path)
    if known is not None and known.name == FILES:
        return Source(name, path, FILES, relative)  # a text may begin like anything
    if path != STDIN and os.path.exists(path) and not os.path.isfile(path):
        raise UsageError(  # looking would take the beginning away
            f"{path}: is a pipe or a device, which is read only once; give - for standard input, "
            "or say with --from what it is"
        )
    head = inlet.head(path, HEAD_BYTES)
    if path == STDIN and not head.strip():
        return Source(name, path, "jsonl", relative)  # an empty pipe, as any filter may meet
    return Source(name, path, format_of(path, head).name, relative)
