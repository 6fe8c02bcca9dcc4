"""What was found in parts that have not changed since: a table on disk, keyed by all that counts.

A key is made of the part's content, the rules' and weights' fingerprints, this package's version
and sources, and what holds for the file. A cache that cannot be read or written is done without.
"""

from __future__ import annotations

import marshal
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from hashlib import blake2b
from importlib import metadata

from cleaner import __version__
from cleaner.cache_files import cache_folder
from cleaner.checker.inspect import Inspected
from cleaner.checker.sketches import Sketch
from cleaner.findings import Finding

PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_FORMAT = 3
_FILE = f"check-{_FORMAT}.sqlite"
MAX_ROWS = 400_000  # of about 2 KB
_KEYS_AT_ONCE = 500
_LIBRARIES = ("charset-normalizer", "ftfy", "py3langid", "regex")  # that findings hang on


class ResultCache:
    """Results by key. `is_used` False makes one that knows and keeps nothing."""

    def __init__(self, is_used: bool = True) -> None:
        self._table: sqlite3.Connection | None = None
        self._path = ""
        folder = cache_folder() if is_used else None
        if folder is None:
            return
        with suppress(OSError):
            os.makedirs(folder, mode=0o700, exist_ok=True)
            self._path = os.path.join(folder, _FILE)
            with self._anew_if_damaged():
                self._open()

    def known(self, keys: Sequence[bytes]) -> dict[bytes, Inspected]:
        """Return what is known of the keys."""
        found: dict[bytes, Inspected] = {}
        if self._table is None:
            return found
        with self._anew_if_damaged(), suppress(ValueError, EOFError, TypeError):
            for i in range(0, len(keys), _KEYS_AT_ONCE):
                some = keys[i : i + _KEYS_AT_ONCE]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, value FROM result WHERE key IN ({marks})"
                for key, value in self._table.execute(query, some):
                    found[key] = _revived(value)
        return found

    def keep(self, results: Iterable[tuple[bytes, Inspected]]) -> None:
        """Remember results; too many, and the table begins anew."""
        if self._table is None:
            return
        with self._anew_if_damaged(), self._table:
            (rows,) = self._table.execute("SELECT count(*) FROM result").fetchone()
            if rows > MAX_ROWS:
                self._table.execute("DELETE FROM result")
            self._table.executemany(
                "INSERT OR REPLACE INTO result VALUES (?, ?)",
                ((key, _packed(inspected)) for key, inspected in results),
            )

    def close(self) -> None:
        if self._table is not None:
            self._table.close()
        self._table = None

    def _open(self) -> None:
        self._table = sqlite3.connect(self._path, timeout=5)
        self._table.execute("PRAGMA synchronous = OFF")  # what is lost is found again
        self._table.execute(
            "CREATE TABLE IF NOT EXISTS result (key BLOB PRIMARY KEY, value BLOB) WITHOUT ROWID"
        )

    @contextmanager
    def _anew_if_damaged(self) -> Iterator[None]:
        """Begin the table anew where its file is none; go on without, where it cannot be used."""
        try:
            yield
        except sqlite3.OperationalError:
            pass  # locked, full, not ours to write
        except sqlite3.DatabaseError:
            self.close()
            with suppress(OSError, sqlite3.Error):
                os.remove(self._path)
                self._open()
        except sqlite3.Error:
            pass


def key_of(digest: str, form: str, setup: Mapping[str, object]) -> bytes:
    """Return the key of a part.

    Args:
        digest: of its content.
        form: of its file.
        setup: everything else that the result depends on.
    """
    told = "\0".join((__version__, str(_FORMAT), digest, form, repr(sorted(setup.items()))))
    return blake2b(told.encode("utf-8", "surrogateescape"), digest_size=16).digest()


def sources() -> str:
    """Return digits that change with any file of the package: in a checkout its version does not.

    As in `cleaner.caching` what `stat` says of the files spares the reading of them.
    """
    told = []
    for folder, _, names in os.walk(PACKAGE):
        if os.path.basename(folder) == "__pycache__":
            continue
        for name in names:
            with suppress(OSError):
                stat = os.stat(path := os.path.join(folder, name))
                told.append((path, stat.st_size, stat.st_mtime_ns))
    return blake2b(repr(sorted(told)).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()


def libraries() -> list[tuple[str, str]]:
    """Return the versions of the libraries that findings hang on; "" of one that is missing."""
    found = []
    for name in _LIBRARIES:
        version = ""
        with suppress(metadata.PackageNotFoundError):
            version = metadata.version(name)
        found.append((name, version))
    return found


def _packed(inspected: Inspected) -> bytes:
    findings = [tuple(getattr(one, name) for name in _FIELDS) for one in inspected.findings]
    sketches = [(number, tuple(sketch)) for number, sketch in inspected.sketches]
    return marshal.dumps((findings, sketches, inspected.problems))


def _revived(value: bytes) -> Inspected:
    findings, sketches, problems = marshal.loads(value)
    return Inspected(
        tuple(Finding(*row) for row in findings),
        tuple((number, Sketch(*row)) for number, row in sketches),
        problems,
    )


_FIELDS = tuple(Finding.__slots__)
