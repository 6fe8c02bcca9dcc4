"""The annotations file: one JSON object a line and input, enough to put the input back together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from cleaner.errors import RestoreError
from cleaner.result import Result
from cleaner.views.restoring import restore

Record = dict[str, Any]
_NEEDED = {"id": str, "encoding": str, "removed": list, "input_sha256": str,
           "output_sha256": str, "output_bytes": int}  # fmt: skip


def record_of(result: Result, name: str, encoding: str, form: str = "text") -> Record:
    """Return what the annotations say of one input.

    The digests are of the bytes: of the input, so that restoring can be checked, and of the
    output, so that it finds its record whatever it is called by then. Of a page, the input is the
    text in it.

    Args:
        result: what the cleaner said.
        name: of the input.
        encoding: of input and output.
        form: `text` or `html`.
    """
    before = result.document.text.encode(encoding, _lenient(encoding))
    after = result.text.encode(encoding, _lenient(encoding))
    return {
        "id": name,
        "status": result.status,
        "form": form,
        "encoding": encoding,
        "title": result.title,
        "byline": result.byline,
        "date": result.date,
        "removed": [verdict.to_dict() for verdict in result.removed],
        "input_sha256": sha256(before).hexdigest(),
        "output_sha256": sha256(after).hexdigest(),
        "output_bytes": len(after),
        "fingerprints": dict(result.fingerprints),
    }


def read_records(data: bytes) -> list[Record]:
    """Return the records of an annotations file.

    Raises:
        RestoreError: a line that is no record; names it.
    """
    from json import loads

    records = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            record = loads(line)
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, dict) or not _is_whole(record):
            raise RestoreError(
                f"line {number} is no annotation; give the file that --annotations wrote"
            )
        records.append(record)
    return records


def restore_input(output: bytes, record: Record) -> bytes:
    """Return the bytes that were cleaned, from the output's bytes and its record.

    Raises:
        RestoreError: the two do not belong together.
    """
    encoding = record["encoding"]
    try:
        text = restore(output.decode(encoding, _lenient(encoding)), record["removed"])
        before = text.encode(encoding, _lenient(encoding))
    except (ValueError, LookupError, TypeError, RestoreError):
        before = None
    if before is None or sha256(before).hexdigest() != record["input_sha256"]:
        raise RestoreError(
            f"does not go with the annotations of {record['id']}; "
            "use the output and the annotations of one and the same run"
        )
    return before


def records_for(outputs: Sequence[tuple[str, bytes]], records: Sequence[Record]) -> list[Record]:
    """Return the record of each output, found by its content, then its name, then its place.

    Args:
        outputs: name and content of each.
        records: of the annotations file.

    Raises:
        RestoreError: an output fits none, or several that differ.
    """
    by_content: dict[str, list[Record]] = {}
    by_name: dict[tuple[str, str], Record] = {}
    for record in records:
        digest = record["output_sha256"]
        by_content.setdefault(digest, []).append(record)
        by_name.setdefault((digest, record["id"]), record)
    places = records if len(outputs) == len(records) else [None] * len(outputs)
    found = []
    for (name, output), placed in zip(outputs, places, strict=True):
        digest = sha256(output).hexdigest()
        is_placed = placed is not None and placed["output_sha256"] == digest
        sure = by_name.get((digest, name)) or (placed if is_placed else None)
        found.append(sure or _record_for(name, by_content.get(digest, []), records))
    return found


def is_of_its_name(name: str, output: bytes, records: Iterable[Record]) -> bool:
    """True if a record names this output and describes what it holds, as after `clean -w`."""
    digest = sha256(output).hexdigest()
    return any(r["id"] == name and r["output_sha256"] == digest for r in records)


def pieces_of(output: bytes, records: Sequence[Record]) -> list[bytes] | None:
    """Cut what `clean A B …` wrote into the outputs of A, B, …; None if it is not that."""
    pieces = []
    at = 0
    for record in records:
        piece = output[at : at + record["output_bytes"]]
        if sha256(piece).hexdigest() != record["output_sha256"]:
            return None
        pieces.append(piece)
        at += len(piece)
    return pieces if at == len(output) else None


def _record_for(name: str, fitting: Sequence[Record], records: Sequence[Record]) -> Record:
    """The record of an output by its content alone."""
    if not fitting:
        raise RestoreError(_no_record(name, records))
    if len({r["input_sha256"] for r in fitting}) > 1:
        some = ", ".join(r["id"] for r in fitting[:3])
        raise RestoreError(
            f"{name}: goes with several annotations ({some}); restore all outputs at once, in order"
        )
    return fitting[0]


def _no_record(name: str, records: Iterable[Record]) -> str:
    is_named = any(r["id"] == name for r in records)
    problem = "has changed since it was cleaned" if is_named else "is in none of the annotations"
    return f"{name}: {problem}; give the output just as `clean` wrote it"


def _lenient(encoding: str) -> str:
    """How to encode: texts out of JSON may hold half a surrogate pair, which no UTF-8 has."""
    return "surrogatepass" if encoding.startswith("utf") else "strict"


def _is_whole(record: Record) -> bool:
    return all(isinstance(record.get(key), kind) for key, kind in _NEEDED.items())
