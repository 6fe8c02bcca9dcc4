"""A body as it went over the net, without the codings that its headers name.

Headers lie: archives keep those of a body whose codings a crawler has undone. So a body that is not
what they say is taken as it stands, and only one that is, and breaks off, is broken.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress

from cleaner.errors import MissingLibraryError
from cleaner.formats.compression import damage_of, decompressed

_CHUNK_SIZE = re.compile(rb"[ \t]{0,8}([0-9a-fA-F]{1,8})[ \t]{0,8}(?:;[^\r\n]{0,999})?\r?\n")
_BROTLI_INPUT = 64  # at once: what it unfolds to, 16 MB for a few bytes at worst, is held
_BEGINNING = 256
_BEFORE_A_TAG = b"\xef\xbb\xbf \t\r\n"


class BrokenBody(ValueError):
    """A body whose coding breaks off or is damaged."""


class LargeBody(ValueError):
    """A body that is too large without its codings."""


def plain_body(body: bytes, codings: Iterable[str], limit: int) -> bytes:
    """Return a body without its codings.

    Args:
        body: as it was sent.
        codings: the outermost first; one that is not known stays.
        limit: bytes that no coding may unfold to more than.

    Raises:
        BrokenBody: a coding breaks off or is damaged.
        LargeBody: there is more in it.
        MissingLibraryError: a coding for which a library is missing.

    >>> plain_body(b"4\\r\\nRain\\r\\n0\\r\\n\\r\\n", ["chunked"], limit=99)
    b'Rain'
    >>> plain_body(b"<p>Rain", ["chunked", "gzip", "br"], limit=99)
    b'<p>Rain'
    """
    for coding in codings:
        undo = _UNDO.get(coding)
        if undo is not None:
            body = undo(body, limit)
            if len(body) > limit:
                raise LargeBody
    return body


def codings_of(*headers: str | None) -> tuple[str, ...]:
    """Return the codings that values of headers name, the outermost first.

    Args:
        headers: of `Content-Encoding`, then of `Transfer-Encoding`; None where it is missing.

    >>> codings_of("gzip", "Chunked")
    ('chunked', 'gzip')
    """
    named = [name.strip().lower() for header in headers for name in (header or "").split(",")]
    return tuple(name for name in reversed(named) if name)


def _unchunked(body: bytes, limit: int) -> bytes:
    chunks: list[bytes] = []
    at = 0
    while True:
        size = _CHUNK_SIZE.match(body, at)
        if size is None and not chunks:
            return body
        if size is None:
            raise BrokenBody("the last of its chunks is missing")
        start = size.end()
        at = start + int(size[1], 16)
        if at == start:
            return b"".join(chunks)
        if at > len(body):
            raise BrokenBody(f"{at - len(body):,} bytes of a chunk are missing")
        chunks.append(body[start:at])
        at += len(b"\r\n") if body.startswith(b"\r\n", at) else body.startswith(b"\n", at)


def _unpacked(body: bytes, limit: int) -> bytes:
    """Undo what the first bytes tell: gzip, zstd."""
    stream = decompressed(io.BytesIO(body))
    plain = stream.read(limit + 1)
    if damage := damage_of(stream):
        raise BrokenBody(damage)
    return plain


def _inflated(body: bytes, limit: int) -> bytes:
    """Undo deflate, with the frame it should have or without, as some servers send it."""
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):
        unpacker = zlib.decompressobj(window)
        try:
            plain = unpacker.decompress(body, limit + 1)
        except zlib.error:
            continue
        if unpacker.eof or len(plain) > limit:
            return plain
    return _as_it_stands(body, "deflate")


def _unbrotlied(body: bytes, limit: int) -> bytes:
    try:
        import brotli
    except ImportError:
        with suppress(BrokenBody):
            return _as_it_stands(body, "br")
        raise MissingLibraryError("brotli", "warc", "br") from None
    unpacker = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    try:
        for at in range(0, len(body), _BROTLI_INPUT):
            parts.append(unpacker.process(body[at : at + _BROTLI_INPUT]))
            size += len(parts[-1])
            if size > limit or unpacker.is_finished():
                return b"".join(parts)
    except brotli.error:
        pass
    return _as_it_stands(body, "br")


def _as_it_stands(body: bytes, coding: str) -> bytes:
    """Return a body that can be read, whatever its headers say."""
    if body[:_BEGINNING].lstrip(_BEFORE_A_TAG).startswith(b"<"):
        return body
    try:
        body.decode()
    except UnicodeDecodeError:
        raise BrokenBody(f"the {coding} data is damaged or breaks off") from None
    return body


_UNDO: dict[str, Callable[[bytes, int], bytes]] = {
    "chunked": _unchunked,
    "gzip": _unpacked,
    "x-gzip": _unpacked,
    "zstd": _unpacked,
    "deflate": _inflated,
    "br": _unbrotlied,
}
