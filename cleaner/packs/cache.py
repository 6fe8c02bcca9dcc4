"""Compiled rules on disk, so that a cold start need not read YAML.

The cache holds plain data (`marshal`), never code or pickles, guarded by a checksum. It is keyed by
the files' content and this version; size and time of each file spare the reading of them. A cache
that cannot be read or written is done without.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Sequence
from typing import Any

from cleaner import __version__
from cleaner.packs.modes import Tables
from cleaner.packs.pack import RulePack

_FORMAT = 5
_CLOCK_NS = 2_000_000_000  # the coarsest clock of a file system


_HERE = os.path.dirname(os.path.abspath(__file__))
_COMPILER = [
    os.path.join(_HERE, file)
    for file in (
        *("compile.py", "load.py", "pattern_literals.py", "schema.py"),
        *("slots.py", "templates.py", "tree.py"),
    )
]  # what turns files into tables: a change there makes every cache stale


def builtin_rules() -> str:
    """Return the folder of the shipped rules: inside the wheel, or beside a source checkout.

    Raises:
        FileNotFoundError: neither is there; the installation is broken.
    """
    here = os.path.dirname(_HERE)
    for folder in (os.path.join(here, "_rules"), os.path.join(os.path.dirname(here), "rules")):
        if os.path.isdir(os.path.join(folder, "general")):
            return folder
    raise FileNotFoundError(f"no rules folder beside {here}; install news-cleaner again")


def load_pack(paths: Sequence[str]) -> RulePack:
    """Return the compiled rules of files and folders, from the cache where it is fresh.

    Raises:
        RuleError: every mistake in the files.
    """
    stats = _signature([*paths, *_COMPILER])
    name = _cache_file(paths)
    cached = _read(name)
    if cached and cached[0] == stats and _is_older(stats, name):
        return RulePack(cached[2])
    digest = _digest(stats)
    if cached and cached[1] == digest:
        tables = cached[2]
    else:
        tables = _compiled(paths)
        tables["fingerprint"] = digest
    _write(name, (stats, digest, tables))
    return RulePack(tables)


def _compiled(paths: Sequence[str]) -> Tables:
    from pathlib import Path

    from cleaner.packs.compile import compile_rules
    from cleaner.packs.load import read_rules

    return compile_rules(*read_rules(map(Path, paths)))


def _signature(paths: Sequence[str]) -> list[tuple[str, int, int]]:
    """Name, size and time of change of every rule file, sorted."""
    found: list[tuple[str, int, int]] = []
    for path in paths:
        try:
            _scan(path, found)
        except OSError:  # a file, or nothing to be read
            _add_stat(path, found)
    return sorted(found)


def _scan(folder: str, found: list[tuple[str, int, int]]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                _scan(entry.path, found)
            elif entry.name.endswith((".yaml", ".yml")):
                stat = entry.stat()
                found.append((entry.path, stat.st_size, stat.st_mtime_ns))


def _add_stat(path: str, found: list[tuple[str, int, int]]) -> None:
    try:
        stat = os.stat(path)
    except OSError:
        found.append((path, -1, 0))  # the loader will say what is wrong with it
    else:
        found.append((path, stat.st_size, stat.st_mtime_ns))


def _is_older(stats: Sequence[tuple[str, int, int]], name: str | None) -> bool:
    """True if the cache is so much younger than the files that no change can hide."""
    try:
        written = os.stat(name or "").st_mtime_ns
    except OSError:
        return False
    return all(changed + _CLOCK_NS < written for _, _, changed in stats)


def _digest(stats: Sequence[tuple[str, int, int]]) -> str:
    """16 hex digits over names and contents, and the version of this package."""
    from hashlib import blake2b

    digest = blake2b(f"{_FORMAT} {__version__}".encode(), digest_size=8)
    for path, _, _ in stats:
        digest.update(os.path.basename(path).encode("utf-8", "surrogateescape") + b"\0")
        try:
            with open(path, "rb") as file:
                digest.update(file.read() + b"\0")
        except OSError:
            continue
    return digest.hexdigest()


def cache_folder() -> str | None:
    """Return where caches go, None where there is no home to put them."""
    explicit = os.environ.get("NEWS_CLEANER_CACHE")
    if explicit is not None:
        return explicit or None
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if not base:
        home = os.path.expanduser("~")
        if home == "~":
            return None
        base = os.path.join(home, ".cache")
    return os.path.join(base, "news-cleaner")


def _cache_file(paths: Sequence[str]) -> str | None:
    folder = cache_folder()
    if folder is None:
        return None
    key = "\0".join((__version__, str(_FORMAT), *map(os.path.abspath, paths)))
    tag = sys.implementation.cache_tag
    return os.path.join(folder, f"rules-{zlib.crc32(key.encode('utf-8', 'replace')):08x}-{tag}.bin")


def _read(name: str | None) -> Any:
    if name is None:
        return None
    try:
        with open(name, "rb") as file:
            data = file.read()
        if len(data) < 8 or zlib.crc32(data[4:]).to_bytes(4, "big") != data[:4]:
            return None
        return marshal.loads(data[4:])
    except (OSError, ValueError, EOFError, TypeError):
        return None


def _write(name: str | None, content: Any) -> None:
    """Write beside, then rename: other processes see the old file or the new one, whole."""
    if name is None:
        return
    data = marshal.dumps(content)
    beside = f"{name}.{os.getpid()}.tmp"
    try:
        os.makedirs(os.path.dirname(name), mode=0o700, exist_ok=True)
        with open(beside, "wb") as file:
            file.write(zlib.crc32(data).to_bytes(4, "big") + data)
        os.replace(beside, name)
    except OSError:
        try:
            os.unlink(beside)
        except OSError:
            return
