"""What is made of files, kept on disk, so that a cold start need not make it again.

A cache holds plain data (`marshal`), never code or pickles, guarded by a checksum. It is keyed by
the files' content and this version; what `stat` says of each file spares the reading of them. A
cache that cannot be read or written is done without. A wheel may bring along what is slow to make,
called by the digest of the files that it is made of (see `hatch_build.py`).
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from stat import S_ISREG
from typing import Any

from cleaner import __version__

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


def kept(shelf: Shelf, paths: Sequence[str], make: Callable[[], Any]) -> Any:
    """Return what is made of files and folders, from the cache where it is fresh.

    Args:
        shelf: where it is kept.
        paths: YAML files, and folders of them.
        make: makes it, of what `marshal` can write.
    """
    groups = [_signature(path) for path in (*paths, *shelf.makers)]
    stats = list(chain.from_iterable(groups))
    key = "\0".join((__version__, str(shelf.format), *map(os.path.abspath, paths)))
    name = cache_file(shelf.kind, key)
    cached = read(name)
    if cached is not None and cached[0] == stats and _is_older(stats, name):
        return cached[2]
    digest = _digest(groups, shelf)
    if any(size < 0 for _, size, *_ in stats):
        return make()
    if cached is None or cached[1] != digest:
        cached = read(_shipped_file(shelf, digest, SHIPPED))
    content = make() if cached is None else cached[2]
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


def cache_folder() -> str | None:
    """Return where caches go, None where there is no home to put them."""
    explicit = os.environ.get("NEWS_CLEANER_CACHE")
    if explicit is not None:
        return explicit or None
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or ""
    if not os.path.isabs(base):  # the specification has a relative one ignored
        home = os.path.expanduser("~")
        if home == "~":
            return None
        base = os.path.join(home, ".cache")
    return os.path.join(base, "news-cleaner")


def cache_file(kind: str, key: str) -> str | None:
    """Return the name of a cache, None where there is no place for it."""
    folder = cache_folder()
    number, tag = zlib.crc32(key.encode("utf-8", "replace")), sys.implementation.cache_tag
    return folder and os.path.join(folder, f"{kind}-{number:08x}-{tag}.bin")


def read(name: str | None) -> tuple[Any, Any, Any] | None:
    """Return (files, digest, content) of a cache file, None where there is none that is whole."""
    if name is None:
        return None
    try:
        with open(name, "rb") as file:
            data = memoryview(file.read())  # megabytes, which slices of bytes would copy
        if len(data) < 8 or zlib.crc32(data[4:]).to_bytes(4, "big") != data[:4]:
            return None
        found = marshal.loads(data[4:])
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return found if isinstance(found, tuple) and len(found) == 3 else None


def write(name: str | None, found: tuple[Any, Any, Any]) -> None:
    """Write what `read` returns, beside and then renamed: others see the old file or the new."""
    if name is None:
        return
    from threading import get_ident

    data = marshal.dumps(found)
    beside = f"{name}.{os.getpid()}-{get_ident()}.tmp"
    try:
        os.makedirs(os.path.dirname(name), mode=0o700, exist_ok=True)
        with open(beside, "wb") as file:
            file.write(zlib.crc32(data).to_bytes(4, "big"))
            file.write(data)
        os.replace(beside, name)
    except OSError:
        try:
            os.unlink(beside)
        except OSError:
            return
