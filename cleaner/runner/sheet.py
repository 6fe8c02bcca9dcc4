"""What is written of each record of a piece; where that fails, the record is a problem, no end."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from cleaner.added import ADDED
from cleaner.batch.rows import CleanedRow, row_of
from cleaner.errors import CleanerError
from cleaner.formats.detect import format_named
from cleaner.formats.files import NAME as FILES
from cleaner.formats.jsonl import dumped, names_of
from cleaner.formats.records import Cleaned, Fields, Piece, Problem, Record
from cleaner.reports.annotations import record_of
from cleaner.result import Result
from cleaner.runner.error_lines import error_line, place_of
from cleaner.runner.tally import Tally
from cleaner.runner.work import Task


class Entry(NamedTuple):
    """What has become of a record that is no problem.

    Attributes:
        item: for the output's format.
        annotation, removed: lines of these files.
        result: None where there was nothing to clean.
        gone: characters that are removed by category and rule.
    """

    item: Cleaned
    annotation: bytes
    removed: bytes
    result: Result | None
    gone: Mapping[tuple[str | None, str | None], int]

    def count_in(self, tally: Tally) -> None:
        """Add this record to the counts."""
        if self.result is not None:
            tally.take(self.result, self.gone)
        elif not self.item.record.is_blank:
            tally.counts.update({"records": 1, "no_text": 1})


class Sheet:
    """Writes what becomes of each record of a piece."""

    def __init__(self, piece: Piece, task: Task) -> None:
        self._piece = piece
        self._task = task
        self._reads = format_named(piece.format).module
        self._writes = format_named(task.to).module

    def written(self, record: Record, result: Result | None) -> Entry | None:
        """Return the entry of a record; None for one with a problem, as it may be from here on."""
        if record.problem is None:
            try:
                fields = self._fields(record)
                record.problem = self._clash(record, fields)
                if record.problem is None:
                    return self._entry(record, result, fields)
            except Exception as error:  # whatever it is, it concerns one record; the others go on
                record.problem = internal_problem(error)
        return None

    def rendered(self, entries: Sequence[Entry]) -> Any:
        """Return what the output's format takes; a record that it cannot write is a problem.

        Raises:
            CleanerError: it cannot take any of them.
        """
        items = [entry.item for entry in entries]
        try:
            return self._rendered(items)
        except CleanerError:
            raise
        except Exception:
            return self._rendered([item for item in items if self._is_written(item)])

    def error(self, record: Record) -> bytes:
        """Return the line of a record with a problem."""
        record.raw = record.raw or self._raw(record)
        return error_line(self._source(record), record)

    def complaint(self, record: Record) -> str:
        """Return place and problem of a record, for people."""
        assert record.problem is not None
        return f"{place_of(self._source(record), record)}: {': '.join(record.problem)}"

    def _source(self, record: Record) -> str:
        """The input that a bad record is in; in a folder of texts, the text itself."""
        source = self._piece.source
        if self._piece.format == FILES and os.path.isdir(source):
            return os.path.join(source, record.id or "")
        return source

    def _fields(self, record: Record) -> Fields | None:
        is_own = self._piece.format == self._task.to
        return None if is_own else self._reads.fields(record)

    def _clash(self, record: Record, fields: Fields | None) -> Problem | None:
        """A field that has the name of one of the verdicts' would be lost, or be there twice."""
        if not self._task.style.is_annotated or self._task.to != "jsonl":
            return None
        names = names_of(record) if fields is None else fields
        clash = next((name for name in ADDED if name in names), "")
        way_out = "rename it, or leave out --annotate"
        return Problem("annotated already", f"has a field {clash!r}; {way_out}") if clash else None

    def _entry(self, record: Record, result: Result | None, fields: Fields | None) -> Entry:
        if result is None:
            return Entry(Cleaned(record, None, (), fields, self._added(None)), b"", b"", None, {})
        kept = tuple(result.kept_spans)
        item = Cleaned(record, result.text, kept, fields, self._added(result))
        return Entry(item, *self._notes(record, result), result, result.removed_chars())

    def _notes(self, record: Record, result: Result) -> tuple[bytes, bytes]:
        """The lines of the files beside: annotations, removed."""
        place = place_of(self._piece.source, record)
        annotation = removed = b""
        if self._task.has_annotations:
            form = "text" if record.html is None else "html"
            said = record_of(result, record.id or place, record.encoding, form)
            annotation = dumped({**said, **dict(self._task.asked), "place": place})
        if self._task.has_removed:
            removed = b"".join(_removed_lines(result, record.id or place, place))
        return annotation, removed

    def _added(self, result: Result | None) -> Fields:
        """The verdicts for the record itself: the same fields with the same types, always."""
        if not self._task.style.is_annotated:
            return {}
        return (CleanedRow(None) if result is None else row_of(result)).added()

    def _rendered(self, items: Sequence[Cleaned]) -> Any:
        return self._writes.rendered(items, self._task.style, self._piece)

    def _is_written(self, item: Cleaned) -> bool:
        try:
            self._rendered([item])
        except Exception as error:
            item.record.problem = internal_problem(error)
        return item.record.problem is None

    def _raw(self, record: Record) -> bytes:
        """What stood there, as near as it can be shown, of a record whose bytes are not at hand."""
        try:
            return dumped(self._reads.fields(record))
        except Exception:
            return repr(replace(record, origin=None)).encode("utf-8", "backslashreplace")


def internal_problem(error: Exception) -> Problem:
    """Return the problem of a record on which something breaks that should not."""
    return Problem("internal error", f"{type(error).__name__}: {error}")


def _removed_lines(result: Result, id: str, place: str) -> Iterator[bytes]:
    for verdict in result.removed:
        yield dumped(
            {
                "id": id,
                "place": place,
                "start": verdict.start,
                "end": verdict.end,
                "category": verdict.category,
                "rule": verdict.rule,
                "text": verdict.text,
            }
        )
