"""What a worker does: a piece of records in, the bytes of every output and the counts out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from cleaner.added import ADDED
from cleaner.api import Cleaner
from cleaner.batch.rows import CleanedRow, row_of
from cleaner.formats.detect import format_named
from cleaner.formats.jsonl import dumped, names_of
from cleaner.formats.records import (
    Cleaned,
    Fields,
    Limits,
    Piece,
    Problem,
    Record,
    Style,
    oversized_problem,
)
from cleaner.languages import language_of
from cleaner.reports.annotations import record_of
from cleaner.result import Result
from cleaner.runner.error_lines import error_line, place_of
from cleaner.runner.tally import Tally

_WHOLE = 1 << 64


class Task(NamedTuple):
    """What is to be done with every record.

    Attributes:
        style: names of the fields, and whether verdicts go into the records.
        to: name of the format that comes out.
        lang: of records that do not say it.
        sample: share of the records that is taken, 0.0..1.0; None for all.
        has_annotations, has_removed: these files are wanted.
        max_chars: of a text; a longer one is an error.
        asked: what annotations say of the cleaner: profile and kept roles, however they were spelt.
    """

    style: Style
    to: str
    lang: str | None = None
    sample: float | None = None
    has_annotations: bool = False
    has_removed: bool = False
    max_chars: int = Limits().record_bytes
    asked: tuple[tuple[str, Any], ...] = ()


class Outcome(NamedTuple):
    """What has become of a piece.

    Attributes:
        main: what the output's format takes.
        annotations, removed, errors: lines of these files.
        tally: counts.
        complaint: place and problem of the first bad record, "" if there is none.
    """

    main: Any
    annotations: bytes
    removed: bytes
    errors: bytes
    tally: Tally
    complaint: str


class Worker:
    """Cleans pieces; the same piece gives the same outcome in any process."""

    def __init__(self, cleaner: Cleaner, task: Task) -> None:
        self._cleaner = cleaner
        self._task = task

    def work(self, piece: Piece) -> Outcome:
        """Clean a piece; a record that fails becomes an error, the others go on."""
        reads = format_named(piece.format).module
        tally = Tally()
        records = [
            record
            for record in reads.records(piece, self._task.style.names)
            if self._is_sampled(piece, record, tally)
        ]
        results = self._results(records)
        sheet = _Sheet(piece, self._task, tally)
        for record, result in zip(records, results, strict=True):
            is_own = piece.format == self._task.to
            if record.is_blank and not is_own:
                continue
            if record.problem is None:
                fields = None if is_own else reads.fields(record)
                record.problem = self._clash(record, fields)
                if record.problem is None:
                    self._take(sheet, record, result, fields)
            if record.problem is not None:
                record.raw = record.raw or dumped(reads.fields(record))
                sheet.take_problem(record)
        return sheet.outcome()

    def _clash(self, record: Record, fields: Fields | None) -> Problem | None:
        """A field that has the name of one of the verdicts' would be lost, or be there twice."""
        if not self._task.style.is_annotated or self._task.to != "jsonl":
            return None
        names = names_of(record) if fields is None else fields
        clash = next((name for name in ADDED if name in names), "")
        way_out = "rename it, or leave out --annotate"
        return Problem("annotated already", f"has a field {clash!r}; {way_out}") if clash else None

    def _take(
        self, sheet: _Sheet, record: Record, result: Result | None, fields: Fields | None
    ) -> None:
        """Write what becomes of a record; where that fails, the record is a problem, no end."""
        try:
            sheet.take(record, result, fields)
        except Exception as error:
            record.problem = Problem("internal error", f"{type(error).__name__}: {error}")

    def _is_sampled(self, piece: Piece, record: Record, tally: Tally) -> bool:
        share = self._task.sample
        if share is None or record.problem is not None:
            return True
        name = record.id or place_of(piece.source, record)
        digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        is_in = int.from_bytes(digest, "big") < share * _WHOLE and not record.is_blank
        tally.counts["not_sampled"] += not is_in and not record.is_blank
        return is_in

    def _results(self, records: Sequence[Record]) -> list[Result | None]:
        """The result of each record, None where there is nothing to clean; problems are noted."""
        pages = {i: self._page(r) for i, r in enumerate(records) if r.html is not None}
        for record in records:
            if record.text is not None and len(record.text) > self._task.max_chars:
                record.problem = oversized_problem(self._task.max_chars)
            if self._task.to == "parquet" and not _is_utf8(record):
                record.problem = Problem("not UTF-8", "half a surrogate pair, as Parquet has none")
        sound = [i for i, r in enumerate(records) if r.text is not None and r.problem is None]
        wanted = [i for i in sound if i not in pages]
        try:
            found = self._clean([records[i] for i in wanted])
        except Exception:  # whatever it is, it concerns one record; the others go on
            found = [self._clean_alone(records[i]) for i in wanted]
        results: list[Result | None] = [None] * len(records)
        for i, result in zip(wanted, found, strict=True):
            results[i] = result
        for i in pages.keys() & set(sound):
            results[i] = pages[i]
        return results

    def _page(self, record: Record) -> Result | None:
        """Clean a page; one that breaks the reading is a problem, no end."""
        try:
            result = self._cleaner.clean_html(
                record.html or b"",
                url=record.url,
                lang=language_of(record.lang or self._task.lang),
                date=record.date,
            )
        except Exception as error:
            record.problem = Problem("unreadable page", f"{type(error).__name__}: {error}")
            return None
        record.text = result.document.text
        return result

    def _clean(self, records: Sequence[Record]) -> list[Result | None]:
        lang = self._task.lang
        return list(
            self._cleaner.clean_many(
                [r.text or "" for r in records],
                urls=[r.url for r in records],
                langs=[r.lang or lang for r in records],
                dates=[r.date for r in records],
            )
        )

    def _clean_alone(self, record: Record) -> Result | None:
        try:
            return self._clean([record])[0]
        except Exception as error:
            record.problem = Problem("internal error", f"{type(error).__name__}: {error}")
            return None


class _Sheet:
    """Where a worker writes what becomes of each record of a piece."""

    def __init__(self, piece: Piece, task: Task, tally: Tally) -> None:
        self._piece = piece
        self._source = piece.source
        self._task = task
        self._tally = tally
        self._items: list[Cleaned] = []
        self._annotations: list[bytes] = []
        self._removed: list[bytes] = []
        self._errors: list[bytes] = []
        self._complaint = ""

    def take(self, record: Record, result: Result | None, fields: Fields | None) -> None:
        if result is None:
            if not record.is_blank:
                self._tally.counts.update({"records": 1, "no_text": 1})
            self._items.append(Cleaned(record, None, (), fields, self._added(None)))
            return
        kept = tuple(result.kept_spans)
        item = Cleaned(record, result.text, kept, fields, self._added(result))
        self._take_notes(record, result)
        self._tally.take(result)
        self._items.append(item)

    def _take_notes(self, record: Record, result: Result) -> None:
        """Write the lines of the files beside."""
        place = place_of(self._source, record)
        if self._task.has_annotations:
            form = "text" if record.html is None else "html"
            said = record_of(result, record.id or place, record.encoding, form)
            self._annotations.append(dumped({**said, **dict(self._task.asked), "place": place}))
        if self._task.has_removed:
            self._removed += _removed_lines(result, record.id or place, place)

    def take_problem(self, record: Record) -> None:
        assert record.problem is not None
        self._tally.take_error(record.problem.kind)
        self._errors.append(error_line(self._source, record))
        place = place_of(self._source, record)
        self._complaint = self._complaint or f"{place}: {': '.join(record.problem)}"

    def outcome(self) -> Outcome:
        writes = format_named(self._task.to).module
        return Outcome(
            writes.rendered(self._items, self._task.style, self._piece),
            b"".join(self._annotations),
            b"".join(self._removed),
            b"".join(self._errors),
            self._tally,
            self._complaint,
        )

    def _added(self, result: Result | None) -> Fields:
        """The verdicts for the record itself: the same fields with the same types, always."""
        if not self._task.style.is_annotated:
            return {}
        return (CleanedRow(None) if result is None else row_of(result)).added()


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


def _is_utf8(record: Record) -> bool:
    try:
        "".join(filter(None, (record.text, record.id, record.url, record.lang))).encode()
    except UnicodeEncodeError:
        return False
    return True
