"""`clean restore`: outputs and annotations in, the original bytes out."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.cli import streams
from cleaner.cli.codes import Code
from cleaner.cli.inputs import are_records
from cleaner.errors import InputError, RestoreError
from cleaner.formats.compression import MAGIC
from cleaner.formats.plain import STDIN, read_bytes
from cleaner.reports.annotations import (
    Record,
    is_of_its_name,
    pieces_of,
    read_records,
    records_for,
    restore_input,
)


def run_restore(outputs: Sequence[str], annotations: str, quiet: bool = False) -> int:
    """Write the inputs of a cleaning to standard output, one after the other.

    Nothing is written unless all of them can be restored.

    Raises:
        InputError: a file that cannot be read.
        RestoreError: outputs and annotations do not belong together.
    """
    records = _records(annotations)
    named = [(streams.shown(path), _read(path)) for path in outputs]
    restored = []
    try:
        pairs = _pairs(named, records)
    except RestoreError:
        _refuse_records(named)
        raise
    for name, output, record in pairs:
        try:
            restored.append(restore_input(output, record))
        except RestoreError as error:
            raise RestoreError(f"{name}: {error}") from None
        if record.get("form") == "html" and not quiet:
            streams.complain(f"{name}: note: was a page; this is the text in it, not the page")
    for data in restored:
        streams.write(data)
    return Code.FINE


def _pairs(
    named: Sequence[tuple[str, bytes]], records: Sequence[Record]
) -> list[tuple[str, bytes, Record]]:
    """Each output with its record; one output may be several, as `clean A B` wrote them."""
    if len(named) == 1 and len(records) > 1 and not is_of_its_name(*named[0], records):
        name, output = named[0]
        pieces = pieces_of(output, records)
        if pieces is not None:
            return [(name, piece, record) for piece, record in zip(pieces, records, strict=True)]
    found = records_for(named, records)
    return [(name, output, record) for (name, output), record in zip(named, found, strict=True)]


def _refuse_records(named: Sequence[tuple[str, bytes]]) -> None:
    """Say of an output of `clean run` what gives its texts back: here outputs are texts."""
    for name, output in named:
        if output.startswith(b"PAR1") or are_records(output.decode("utf-8", "replace")):
            raise RestoreError(
                f"{name}: holds records; in Python restore(record['text'], note['removed']) gives "
                "the text of each back (see docs/run.md)"
            )


def _records(path: str) -> list[Record]:
    name = streams.shown(path)
    try:
        data = read_bytes(path)
        if data.startswith(tuple(MAGIC.values())):
            raise InputError("is compressed; decompress it first")
        records = read_records(data)
    except (InputError, RestoreError) as error:
        raise type(error)(f"{name}: {error}") from None
    if not records:
        raise RestoreError(f"{name}: holds no annotations; give the file --annotations wrote")
    return records


def _read(path: str) -> bytes:
    try:
        return streams.read_stdin() if path == STDIN else read_bytes(path)
    except InputError as error:
        raise InputError(f"{streams.shown(path)}: {error}") from None
