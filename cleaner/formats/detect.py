"""The formats of corpora, and how one is told: by strong signs in the content, then by the name."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

from cleaner.errors import UsageError
from cleaner.formats.compression import split_suffix

HEAD_BYTES = 512
TEXTS = ("txt", "text")
PAGES = ("html", "htm", "xhtml")
"""Suffixes of files that are a record each."""
ARTICLES = ("yaml", "yml")
"""Suffixes of labelled articles, which are no corpus."""


class Format(NamedTuple):
    """One format.

    Attributes:
        name: what `--from` and `--to` call it; also of its module.
        suffixes: of file names, without the dot and without a compression's.
        is_written: True if it can come out.
    """

    name: str
    suffixes: tuple[str, ...]
    is_written: bool

    @property
    def module(self) -> Any:
        """The module that reads and writes it, imported now."""
        return import_module(f"cleaner.formats.{self.name}")


FORMATS = (
    Format("jsonl", ("jsonl", "ndjson"), True),
    Format("parquet", ("parquet", "pq"), True),
    Format("csv", ("csv", "tsv"), True),
    Format("warc", ("warc", "wet"), False),
    Format("files", (*TEXTS, *PAGES), True),
)
_MAGIC = ((b"PAR1", "parquet"), (b"WARC/", "warc"))
_ARCHIVES = ((0, b"PK\x03\x04", "zip"), (0, b"PK\x05\x06", "zip"), (257, b"ustar", "tar"))


def format_named(name: str) -> Format:
    """Return a format by its name.

    Raises:
        UsageError: there is none of that name.
    """
    found = next((f for f in FORMATS if f.name == name), None)
    if found is None:
        raise UsageError(f"format {name!r} is unknown; choose {', '.join(f.name for f in FORMATS)}")
    return found


def format_of_name(path: str) -> Format | None:
    """Return the format that a file's name stands for, None if it says nothing.

    >>> format_of_name("news/2024.jsonl.gz").name, format_of_name("news")
    ('jsonl', None)
    """
    _, dot, suffix = split_suffix(path)[0].rpartition("/")[2].rpartition(".")
    return next((f for f in FORMATS if dot and suffix.lower() in f.suffixes), None)


def format_of(path: str, head: bytes) -> Format:
    """Return the format of a source from its name and its first bytes, decompressed.

    Raises:
        UsageError: neither says it, or it is something else.
    """
    for at, magic, kind in _ARCHIVES:
        if head.startswith(magic, at):
            raise UsageError(f"{path}: is a {kind} archive; unpack it, and give the files in it")
    name = next((name for magic, name in _MAGIC if head.startswith(magic)), "")
    found = format_named(name) if name else format_of_name(path)
    if found is not None:
        return found
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if first == b"{":
        return format_named("jsonl")
    if first == b"[":
        raise UsageError(f"{path}: is a JSON array, not JSON lines; `jq -c '.[]'` makes it so")
    raise UsageError(f"{path}: neither name nor content tells the format; give --from")
