"""Cache files: plain data (`marshal`), never code or pickles, guarded by a checksum.

Large bytes lie behind the rest, where they are used as they were read.
"""

from __future__ import annotations

import marshal
import os
import sys
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any

_ALIGNED = 8
"""Large bytes begin in a file, behind its checksum, at a multiple of so many."""

_FAR = 1 << 30
"""Where nothing large begins: takes as many bytes as any such place."""


@dataclass(frozen=True, slots=True)
class Laden:
    """Plain data with large bytes beside it, which `marshal` would copy once more."""

    plain: Any
    large: Mapping[str, bytes | memoryview]


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
        (files, digest, content), sizes, at = marshal.loads(data[4:])
        if sizes:
            ends = accumulate(map(_padded, sizes.values()), initial=at)
            parts = zip(sizes.items(), ends, strict=False)
            content = Laden(content, {key: data[end : end + n] for (key, n), end in parts})
    except (OSError, ValueError, EOFError, TypeError, AttributeError):
        return None
    return files, digest, content


def write(name: str | None, found: tuple[Any, Any, Any]) -> None:
    """Write what `read` returns, beside and then renamed: others see the old file or the new."""
    if name is None:
        return
    from threading import get_ident

    parts = _parts(*found)
    checksum = 0
    for part in parts:
        checksum = zlib.crc32(part, checksum)
    beside = f"{name}.{os.getpid()}-{get_ident()}.tmp"
    try:
        os.makedirs(os.path.dirname(name), mode=0o700, exist_ok=True)
        with open(beside, "wb") as file:
            file.writelines((checksum.to_bytes(4, "big"), *parts))
        os.replace(beside, name)
    except OSError:
        try:
            os.unlink(beside)
        except OSError:
            return


def _parts(files: Any, digest: Any, content: Any) -> list[bytes | memoryview]:
    """What a cache file holds behind its checksum: all that is small, then what is large."""
    laden = content if isinstance(content, Laden) else Laden(content, {})
    sizes = {key: len(value) for key, value in laden.large.items()}
    found = (files, digest, laden.plain)
    begin = _padded(4 + len(marshal.dumps((found, sizes, _FAR))))
    small = marshal.dumps((found, sizes, begin)).ljust(begin - 4, b"\0")
    large = laden.large.values()
    return [
        small,
        *chain.from_iterable((one, bytes(_padded(len(one)) - len(one))) for one in large),
    ]


def _padded(size: int) -> int:
    return -size % _ALIGNED + size
