"""What is made of files, kept on disk, so that a cold start need not make it again.

A cache is keyed by the files' content and this version; what `stat` says of each file spares the
reading of them. A cache that cannot be read or written is done without. A wheel may bring along
what is slow to make, called by the digest of the files that it is made of (see `hatch_build.py`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from stat import S_ISREG
from typing import Any

from cleaner import __version__
from cleaner.cache_files import cache_file, read, write

SHIPPED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "_made")
"""Where a wheel has what was made when it was built."""

_CLOCK_NS = 2_000_000_000  # the coarsest clock of a file system


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where things of one kind are kept.

    Attributes:
        kind: begins the names of their files.
        format: number of what is kept; a new one makes every cache stale.
        makers: source files of what makes them; a change there makes every cache stale.
    """

    kind: str
    format: int
    makers: Sequence[str]


def beside(module: str, names: str) -> tuple[str, ...]:
    """Return the paths of files that lie beside a module.

    Args:
        module: its `__file__`.
        names: of the files, with blanks between.
    """
    folder = os.path.dirname(os.path.abspath(module))
    return tuple(os.path.join(folder, name) for name in names.split())


@dataclass(frozen=True, slots=True)
class Finish:
    """What is added to the things of a shelf before they are kept on this machine.

    Attributes:
        add: returns what was made, or brought along by a wheel, with the addition.
        makers: files of what adds it; a change there makes every cache stale.
    """

    add: Callable[[Any], Any]
    makers: Sequence[str]


def kept(
    shelf: Shelf, paths: Sequence[str], make: Callable[[], Any], finish: Finish | None = None
) -> Any:
    """Return what is made of files and folders, from the cache where it is fresh.

    Args:
        shelf: where it is kept.
        paths: YAML files, and folders of them.
        make: makes it, of what `marshal` can write, or such a thing laden.
        finish: what is added to it. With and without an addition it is kept apart.
    """
    groups = [_signature(path) for path in (*paths, *shelf.makers)]
    added = [_signature(path) for path in finish.makers] if finish else []
    stats = list(chain.from_iterable((*groups, *added)))
    kind = f"{shelf.kind}-finished" if finish else shelf.kind
    key = "\0".join((__version__, str(shelf.format), *map(os.path.abspath, paths)))
    name = cache_file(kind, key)
    cached = read(name)
    if cached is not None and cached[0] == stats and _is_older(stats, name):
        return cached[2]
    digest = _digest((*groups, *added), shelf)
    if any(size < 0 for _, size, *_ in stats):
        return make()
    if cached is not None and cached[1] == digest:
        content = cached[2]
    else:
        shipped = read(_shipped_file(shelf, _digest(groups, shelf), SHIPPED))
        content = make() if shipped is None else shipped[2]
        content = finish.add(content) if finish else content
    write(name, (stats, digest, content))
    return content


def digest_of(paths: Sequence[str]) -> str:
    """Return 16 hex digits over names and contents of files and folders, and this version.

    Neither where they lie nor the order in which they are named tells.
    """
    return _digest(map(_signature, paths))


def ship(shelf: Shelf, paths: Sequence[str], content: Any, folder: str) -> None:
    """Write what was made of files, for a wheel to bring along."""
    digest = _digest(map(_signature, (*paths, *shelf.makers)), shelf)
    write(_shipped_file(shelf, digest, folder), ((), digest, content))


def _shipped_file(shelf: Shelf, digest: str, folder: str) -> str:
    """How a wheel calls what is made of files with a digest."""
    return os.path.join(folder, f"{shelf.kind}-{digest}-{sys.implementation.cache_tag}.bin")


_Signed = tuple[str, int, int, int, int]
"""Name, size (-1 of what is no regular file), times of change of content and of all, inode."""


def _signature(path: str) -> list[_Signed]:
    """What tells a file, or every file of a folder, from what it was, sorted."""
    found: list[_Signed] = []
    try:
        _scan(path, found)
    except OSError:  # a file, or nothing to be read
        _add_stat(path, found)
    return sorted(found)


def _scan(folder: str, found: list[_Signed]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                _scan(entry.path, found)
            elif entry.name.endswith((".yaml", ".yml")):
                found.append(_signed(entry.path, entry.stat()))


def _add_stat(path: str, found: list[_Signed]) -> None:
    try:
        found.append(_signed(path, os.stat(path)))
    except OSError:
        found.append((path, -1, 0, 0, 0))  # the loader will say what is wrong with it


def _signed(path: str, stat: os.stat_result) -> _Signed:
    size = stat.st_size if S_ISREG(stat.st_mode) else -1
    return path, size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def _is_older(stats: Sequence[_Signed], name: str | None) -> bool:
    """True if the cache is so much younger than the files that no change can hide."""
    try:
        written = os.stat(name or "").st_mtime_ns
    except OSError:
        return False
    return all(max(times) + _CLOCK_NS < written for _, _, *times, _ in stats)


def _digest(groups: Iterable[Sequence[_Signed]], shelf: Shelf | None = None) -> str:
    """16 hex digits over names and contents, this version, and the format of a shelf."""
    from hashlib import blake2b

    salt = f"{shelf.format if shelf else ''} {__version__}".encode()
    return blake2b(b"".join((salt, *sorted(map(_content, groups)))), digest_size=8).hexdigest()


def _content(stats: Iterable[_Signed]) -> bytes:
    """A digest over names and contents of a file or of those of a folder."""
    from hashlib import blake2b

    digest = blake2b(digest_size=16)
    for path, size, *_ in stats:
        digest.update(os.path.basename(path).encode("utf-8", "surrogateescape") + b"\0")
        if size < 0:  # reading a pipe takes its content away from the loader
            continue
        try:
            with open(path, "rb") as file:
                digest.update(file.read() + b"\0")
        except OSError:
            continue
    return digest.digest()
