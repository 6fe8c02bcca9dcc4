"""The errors file: one JSON object for each record that could not be cleaned, with its bytes.

source, number   which input, and which line, row or file of it, from 1
offset           of the record in the source, decompressed; null where it is not counted
problem, detail  a kind that can be counted, and the particulars
record           what stood there, line end included; for bytes that are not UTF-8, and for
                 records too large to be held, `record_base64` instead
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from typing import Any

from cleaner.formats.jsonl import dumped
from cleaner.formats.records import Problem, Record, SetAside

_TRIPLE = 3  # bytes that base64 writes without padding


def place_of(source: str, record: Record) -> str:
    """Return what to call a record: its source and its number in it."""
    return f"{source}:{record.number}"


def error_line(source: str, record: Record) -> bytes:
    """Return the line for a record with a problem."""
    assert record.problem is not None
    line = _line(source, record.number, record.offset, record.problem)
    try:
        line["record"] = record.raw.decode()
    except UnicodeDecodeError:
        line["record_base64"] = b64encode(record.raw).decode()
    return dumped(line)


def source_line(source: str, number: int, problem: Problem) -> bytes:
    """Return the line for an input that cannot be read on from behind a record."""
    return dumped(_line(source, number + 1, None, problem))


def write_set_aside(item: SetAside, offset: int | None, write: Callable[[bytes], None]) -> None:
    """Write the line for a record that no worker has seen, chunk by chunk.

    Args:
        item: the record.
        offset: of it in the source, None where the format does not count.
        write: takes bytes.
    """
    about = _line(item.source, item.start.number + 1, offset, item.problem)
    write(dumped(about).rstrip(b"}\n") + b', "record_base64": "')
    for chunk in _in_triples(item.chunks):
        write(b64encode(chunk))
    write(b'"}\n')


def _line(source: str, number: int, offset: int | None, problem: Problem) -> dict[str, Any]:
    """What each line begins with."""
    return {
        "source": source,
        "number": number,
        "offset": offset,
        "problem": problem.kind,
        "detail": problem.detail,
    }


def _in_triples(chunks: Iterable[bytes]) -> Iterable[bytes]:
    """Cut bytes anew so that their base64 can be put together."""
    rest = b""
    for chunk in chunks:
        data = rest + chunk
        cut = len(data) - len(data) % _TRIPLE
        yield data[:cut]
        rest = data[cut:]
    yield rest
