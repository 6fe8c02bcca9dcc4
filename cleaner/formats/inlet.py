"""Opening what is to be read: local files, remote ones by fsspec, standard input."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from cleaner.errors import CleanerError, InputError, MissingLibraryError, UsageError
from cleaner.formats.compression import damage_of, decompressed
from cleaner.formats.plain import STDIN
from cleaner.formats.records import DamagedInput, Position, Source

_SKIP_BYTES = 1 << 20


class Inlet:
    """Opens sources, one at a time, and knows how far each has been read.

    Args:
        stdin: standard input; None where it is closed.
    """

    def __init__(self, stdin: BinaryIO | None = None) -> None:
        self._stdin = stdin if stdin is None or hasattr(stdin, "peek") else _peekable(stdin)
        self._raw: BinaryIO | None = None

    @property
    def bytes_read(self) -> int:
        """Of the source that is open, as it lies on the disk; 0 for a stream."""
        try:
            return self._raw.tell() if self._raw else 0
        except (OSError, ValueError):
            return 0

    @contextmanager
    def raw(self, path: str) -> Iterator[BinaryIO]:
        """Open a source's own bytes.

        Raises:
            InputError: it is gone, a folder, or not to be read; also while it is read.
        """
        try:
            file = self._opened(path)
        except (OSError, ValueError) as error:
            raise _unreadable(path, error) from None
        self._raw = file
        try:
            yield file
        except CleanerError:
            raise
        except OSError as error:
            if error.filename is None:  # what failed is reading, not something elsewhere
                raise _unreadable(path, error) from None
            raise
        except Exception as error:  # the libraries behind fsspec have kinds of their own
            if is_remote(path):
                raise _unreadable(path, error) from None
            raise
        finally:
            self._raw = None
            if path != STDIN:
                file.close()

    @contextmanager
    def at(self, source: Source, start: Position) -> Iterator[BinaryIO]:
        """Open a source decompressed, at an offset.

        Raises:
            DamagedInput: at the end, when everything before the damage has been read.
        """
        with self.raw(source.path) as raw:
            stream = decompressed(raw)
            if stream is raw and start.offset:
                stream.seek(start.offset)
            else:
                skip(stream, start.offset)
            yield stream
            if damage := damage_of(stream):
                raise DamagedInput(damage)

    def head(self, path: str, size: int) -> bytes:
        """Return the first bytes of a source, decompressed; standard input stays as it is."""
        with self.raw(path) as raw:
            if path == STDIN:
                raw = io.BytesIO(raw.peek(size))  # type: ignore[attr-defined]
            return decompressed(raw).read(size)

    def _opened(self, path: str) -> BinaryIO:
        if path == STDIN:
            if self._stdin is None:
                raise InputError("standard input is closed; give a file, or pipe records in")
            return self._stdin
        if is_remote(path):
            with reaching(path):
                return file_system(path).open(path, "rb")  # type: ignore[no-any-return]
        return open(path, "rb")


def is_remote(path: str) -> bool:
    """True for an address that fsspec is to open, such as `s3://bucket/news.jsonl`."""
    return "://" in path


def file_system(path: str) -> Any:
    """Return what opens a remote path.

    Raises:
        MissingLibraryError: fsspec is not installed.
        UsageError: what it needs for this kind of address is not.
    """
    try:
        import fsspec
    except ImportError:
        raise MissingLibraryError("fsspec", "remote", f"{path}: a remote path") from None
    try:
        return fsspec.core.url_to_fs(path)[0]
    except ImportError as error:
        kind = "http" if path.startswith("https:") else path.partition(":")[0]
        raise UsageError(f"{path}: {error}; pip install 'fsspec[{kind}]'") from None
    except ValueError as error:
        raise UsageError(f"{path}: {error}; check the beginning of the address") from None


def remote_paths(pattern: str) -> list[str]:
    """Return the addresses that a pattern such as `s3://bucket/*.jsonl` fits, sorted.

    Raises:
        InputError: nobody answers, or not to us.
        UsageError: as `file_system`.
    """
    files = file_system(pattern)
    with reaching(pattern):
        found = sorted(files.glob(pattern))
    return [path if is_remote(path) else files.unstrip_protocol(path) for path in found]


@contextmanager
def reaching(path: str) -> Iterator[None]:
    """Turn what goes wrong on the way to a file into words.

    Libraries behind fsspec have kinds of exceptions of their own.

    Raises:
        InputError: names the file, the problem and the way out.
    """
    try:
        yield
    except CleanerError:
        raise
    except Exception as error:
        raise _unreadable(path, error) from None


def version_of(path: str) -> list[Any]:
    """Return what changes when a file does: its size and its time or tag; JSON-ready.

    Raises:
        InputError: it is not there.
    """
    if path == STDIN:
        return []
    with reaching(path):
        if is_remote(path):
            info = file_system(path).info(path)
            tag = info.get("ETag") or info.get("LastModified") or info.get("mtime")
            return [info.get("size"), None if tag is None else str(tag)]
        stat = os.stat(path)
    return [stat.st_size, stat.st_mtime_ns]


def _peekable(stream: Any) -> BinaryIO:
    return io.BufferedReader(stream)


def skip(stream: BinaryIO, size: int) -> None:
    while size > 0 and (data := stream.read(min(size, _SKIP_BYTES))):
        size -= len(data)


def _unreadable(path: str, error: Exception) -> InputError:
    if isinstance(error, FileNotFoundError):
        return InputError(f"{path}: no such file; check the name, or whether it has been moved")
    if isinstance(error, IsADirectoryError):
        return InputError(f"{path}: is a folder; give the files in it")
    if isinstance(error, PermissionError):
        return InputError(f"{path}: may not be read; check its permissions")
    why = getattr(error, "strerror", None) or error
    if is_remote(path):
        kind = "" if isinstance(error, OSError) else f"{type(error).__name__}: "
        return InputError(
            f"{path}: cannot be read: {kind}{why}; check the address, the connection and your "
            "rights, and run the same command again"
        )
    return InputError(f"{path}: cannot be read: {why}; check the file and its disk")
