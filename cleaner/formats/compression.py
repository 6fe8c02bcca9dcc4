"""Compressed bytes in and out: gz, bz2, xz by the standard library, zst by `zstandard`.

What comes in is told by its first bytes, never by its name. What goes out is written as a row of
whole members (frames), which every reader takes for one file; so a file can be gone on with behind
any of them.
"""

from __future__ import annotations

import io
from typing import Any, BinaryIO, Protocol

from cleaner.errors import MissingLibraryError

MAGIC = {"gz": b"\x1f\x8b", "bz2": b"BZh", "xz": b"\xfd7zXZ\x00", "zst": b"\x28\xb5\x2f\xfd"}
"""Suffix and first bytes of each."""

_BUFFER = 1 << 18
_ZSTD_SKIPPED = b"\x2a\x4d\x18"  # of a frame without data, behind one byte of any value
_ZSTD_INPUT = 2_048  # at once: what it unfolds to is held
_ZSTD_WINDOW = 1 << 31  # the largest there is, `zstd --long=31`; taken only where a file asks it


class Compressor(Protocol):
    """Makes one member: some `compress`, then `flush`."""

    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


def split_suffix(name: str) -> tuple[str, str]:
    """Return a name without the suffix of a compression, and that suffix, "" for none.

    >>> split_suffix("a/news.jsonl.gz"), split_suffix("news.jsonl")
    (('a/news.jsonl', 'gz'), ('news.jsonl', ''))
    """
    stem, dot, suffix = name.rpartition(".")
    return (stem, suffix.lower()) if dot and suffix.lower() in MAGIC else (name, "")


def decompressed(raw: BinaryIO) -> BinaryIO:
    """Return a stream of what is in a compressed one; of any other, the same bytes.

    Where the compressed bytes are damaged or break off, it ends; `damage_of` says so.

    Raises:
        MissingLibraryError: zst, and `zstandard` is not installed.
    """
    stream: Any = raw if hasattr(raw, "peek") else io.BufferedReader(raw, _BUFFER)
    head = stream.peek(8)[:8]
    kind = next((name for name, magic in MAGIC.items() if head.startswith(magic)), "")
    if head[1:4] == _ZSTD_SKIPPED and head[0] >> 4 == 5:
        kind = "zst"
    if not kind:
        return stream  # type: ignore[no-any-return]
    return io.BufferedReader(_Guarded(_opened(kind, stream), kind), _BUFFER)


def damage_of(stream: BinaryIO) -> str:
    """Say why a stream of `decompressed` has ended before its end; "" if it has not."""
    return str(getattr(getattr(stream, "raw", None), "damage", ""))


def compressor(kind: str) -> Compressor:
    """Return what compresses one member; the same bytes give the same member, always.

    Args:
        kind: a suffix in `MAGIC`.
    """
    if kind == "gz":
        import zlib

        return zlib.compressobj(6, zlib.DEFLATED, 31)  # no name, no time in the header
    if kind == "bz2":
        import bz2

        return bz2.BZ2Compressor()
    if kind == "xz":
        import lzma

        return lzma.LZMACompressor(preset=3)
    return _zstandard().ZstdCompressor(level=6).compressobj()  # type: ignore[no-any-return]


def _opened(kind: str, stream: Any) -> Any:
    if kind == "gz":
        import gzip

        return gzip.GzipFile(fileobj=stream)
    if kind == "bz2":
        import bz2

        return bz2.BZ2File(stream)
    if kind == "xz":
        import lzma

        return lzma.LZMAFile(stream)
    return _ZstdFrames(stream)


def _zstandard() -> Any:
    try:
        import zstandard
    except ImportError:
        raise MissingLibraryError("zstandard", "zstd", "zst") from None
    return zstandard


class _ZstdFrames:
    """Frames of zst one behind the other; the reader of `zstandard` takes a torn one for an end.

    Args:
        raw: compressed bytes.
    """

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._library = _zstandard().ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
        self._frame: Any = None
        self._packed = b""
        self._out = memoryview(b"")

    def read1(self, size: int) -> bytes:
        """Return some bytes, at most so many; none at the end.

        Raises:
            EOFError: the last frame breaks off.
        """
        while not self._out:
            packed = self._packed or self._raw.read(_ZSTD_INPUT)
            if not packed:
                if self._frame is not None:
                    raise EOFError("the last frame breaks off")
                return b""
            self._unfold(packed)
        data, self._out = self._out[:size], self._out[size:]
        return bytes(data)

    def _unfold(self, packed: bytes) -> None:
        frame = self._frame or self._library.decompressobj()
        self._out = memoryview(frame.decompress(packed))
        self._frame = None if frame.eof else frame
        self._packed = frame.unused_data if frame.eof else b""


class _Guarded(io.RawIOBase):
    """A decompressing stream that ends where its bytes are damaged, and remembers why."""

    def __init__(self, inner: Any, kind: str) -> None:
        self._inner = inner
        self._kind = kind
        self._errors = _errors_of(kind)
        self.damage = ""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:  # read1, not read: that would lose what it has when the damage comes
            data = b"" if self.damage else self._inner.read1(len(buffer))
        except self._errors as error:
            self.damage = f"the {self._kind} data is damaged or breaks off: {error}"
            data = b""
        buffer[: len(data)] = data
        return len(data)


def _errors_of(kind: str) -> tuple[type[Exception], ...]:
    import zlib
    from gzip import BadGzipFile

    if kind == "xz":
        import lzma

        return (EOFError, lzma.LZMAError)
    if kind == "zst":
        return (EOFError, _zstandard().ZstdError)
    if kind == "bz2":
        return (EOFError, OSError, ValueError)  # "Invalid data stream" is a bare OSError
    return (EOFError, zlib.error, BadGzipFile)
