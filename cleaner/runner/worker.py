"""What a worker does: a piece of records in, the bytes of every output and the counts out."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

from cleaner.api import Cleaner
from cleaner.formats.detect import format_named
from cleaner.formats.records import Piece, Problem, Record, oversized_problem
from cleaner.languages import language_of
from cleaner.result import Result
from cleaner.runner.error_lines import place_of
from cleaner.runner.sheet import Entry, Sheet, internal_problem
from cleaner.runner.tally import Tally
from cleaner.runner.work import Outcome, Task

_WHOLE = 1 << 64


class Worker:
    """Cleans pieces; the same piece gives the same outcome in any process."""

    def __init__(self, cleaner: Cleaner, task: Task) -> None:
        self._cleaner = cleaner
        self._task = task

    def work(self, piece: Piece) -> Outcome:
        """Clean a piece; a record that fails becomes an error, the others go on."""
        tally = Tally()
        is_own = piece.format == self._task.to
        records = [
            record
            for record in format_named(piece.format).module.records(piece, self._task.style.names)
            if self._is_sampled(piece, record, tally) and (is_own or not record.is_blank)
        ]
        results = self._results(records)
        sheet = Sheet(piece, self._task)
        pairs = zip(records, results, strict=True)
        written = [sheet.written(record, result) for record, result in pairs]
        if self._task.strict:
            records, written = _up_to_problem(records, written)
        main = sheet.rendered([entry for entry in written if entry is not None])
        return self._outcome(sheet, records, written, main, tally)

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
            record.problem = internal_problem(error)
            return None

    def _outcome(
        self,
        sheet: Sheet,
        records: Sequence[Record],
        written: Sequence[Entry | None],
        main: Any,
        tally: Tally,
    ) -> Outcome:
        """Put together what has become of records, in their order."""
        annotations: list[bytes] = []
        removed: list[bytes] = []
        errors: list[bytes] = []
        complaint = ""
        for record, entry in zip(records, written, strict=True):
            if record.problem is not None:
                tally.take_error(record.problem.kind)
                errors.append(sheet.error(record))
                complaint = complaint or sheet.complaint(record)
            elif entry is not None:
                annotations.append(entry.annotation)
                removed.append(entry.removed)
                entry.count_in(tally)
        lines = [b"".join(some) for some in (annotations, removed, errors)]
        return Outcome(main, lines[0], lines[1], lines[2], tally, complaint)


def _up_to_problem(
    records: list[Record], written: list[Entry | None]
) -> tuple[list[Record], list[Entry | None]]:
    """What stands before the first bad record, and that one: there the run ends."""
    bad = (row for row, record in enumerate(records, 1) if record.problem is not None)
    end = next(bad, len(records))
    return records[:end], written[:end]


def _is_utf8(record: Record) -> bool:
    try:
        "".join(filter(None, (record.text, record.id, record.url, record.lang))).encode()
    except UnicodeEncodeError:
        return False
    return True
