"""The run: pieces are read, cleaned side by side, and taken in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple, Protocol

from cleaner.api import Cleaner
from cleaner.errors import CleanerError, InputError, UsageError
from cleaner.formats.detect import format_named
from cleaner.formats.inlet import Inlet
from cleaner.formats.records import (
    NO_STRING,
    NO_TEXT,
    DamagedInput,
    Piece,
    Position,
    SetAside,
    Source,
)
from cleaner.runner.ledger import Ledger
from cleaner.runner.manifest import Progress, write_manifest
from cleaner.runner.paths import STREAM
from cleaner.runner.plan import Plan
from cleaner.runner.pool import Pool, WorkerDied
from cleaner.runner.resume import alone, clear, find_progress, main_output
from cleaner.runner.tally import Tally
from cleaner.runner.work import Outcome

FIRST_RECORDS = 1_000  # if none of them has a text, the field's name is wrong


class BadRecord(InputError):
    """The first bad record, where none is to be passed over."""


class WrongField(UsageError):
    """No record has a text in the field that was named: the whole corpus would go to the errors."""


class Report(NamedTuple):
    """How a run went.

    Attributes:
        tally: counts of the whole run, also from before a resumption.
        was_finished: there was nothing to do.
        resumed_at: records that earlier runs had done.
        first_complaint: place and problem of the first bad record that this run met, or "".
    """

    tally: Tally
    was_finished: bool
    resumed_at: int
    first_complaint: str = ""

    @property
    def is_futile(self) -> bool:
        """True where there was something to clean, and nothing of it could be."""
        tally = self.tally
        return bool(tally.errors) and tally.counts["records"] == tally.counts["errors"]


class Streams(NamedTuple):
    """Where bytes go that no file takes.

    Attributes:
        records: takes those that come out, where the plan says standard output.
        errors: takes lines of bad records, where no file is named for them.
    """

    records: Callable[[bytes], None]
    errors: Callable[[bytes], None]


class Watch(Protocol):
    """Somebody who looks on."""

    def show(self, source: int, bytes_read: int, tally: Tally) -> None:
        """Something has been taken.

        Args:
            source: index of the source that is being read.
            bytes_read: of it, as it lies on the disk.
            tally: counts so far.
        """


class NoWatch:
    """Nobody looks on."""

    def show(self, source: int, bytes_read: int, tally: Tally) -> None:
        return


def run(plan: Plan, cleaner: Cleaner, inlet: Inlet, watch: Watch, streams: Streams) -> Report:
    """Do what is planned, from where an earlier run has stopped.

    Args:
        plan: what is to be done.
        cleaner: cleans.
        inlet: opens the sources.
        watch: is told how far it is.
        streams: take what no file takes.

    Raises:
        CleanerError: it cannot go on; what has been done is kept, where there is a manifest.
    """
    with alone(plan):
        progress = find_progress(plan)
        if progress.is_finished:
            return Report(Tally.of_dict(progress.tally), True, 0)
        if plan.options.restart:
            _rehearse(plan, cleaner, inlet)
            clear(plan)
        if plan.manifest:
            write_manifest(plan.manifest, plan.header, progress)  # before there is any output
        done = progress.tally.get("counts", {}).get("records", 0)
        ledger = _opened_ledger(plan, progress, streams)
        pool = Pool(cleaner, plan.task, plan.options.jobs)
        conveyor = _Conveyor(plan, ledger, pool, inlet, watch)
        try:
            conveyor.run()
            ledger.finish()
        except CleanerError as error:
            is_outside = isinstance(error, InputError | WorkerDied)  # the same run may go on
            if ledger.is_bare and is_outside and not isinstance(error, BadRecord):
                ledger.save()  # else all would be done again
            if plan.layout == STREAM and not isinstance(error, WrongField):
                ledger.finish_early()
            ledger.close()
            if ledger.is_bare or isinstance(error, WrongField):
                clear(plan)  # so that it can be asked for again, with other options
            raise
        finally:
            ledger.close()
            pool.close()
            if plan.layout == STREAM:
                clear(plan)  # a stream that was stopped cannot be gone on with
        return Report(ledger.tally, False, done, conveyor.first_complaint)


def _rehearse(plan: Plan, cleaner: Cleaner, inlet: Inlet) -> None:
    """Clean the first records for nothing: what is wrong is told before anything is taken away."""
    if not plan.can_resume or not os.path.exists(plan.manifest):
        return  # it can be read only once, or there is nothing to lose
    limit = min(plan.options.limit or FIRST_RECORDS, FIRST_RECORDS)
    options = plan.options._replace(dry_run=True, restart=False, jobs=1, limit=limit)
    nowhere = Streams(lambda _: None, lambda _: None)
    task = plan.task._replace(sample=None)  # a sample of so few may be none
    run(plan._replace(options=options, task=task, manifest=""), cleaner, inlet, NoWatch(), nowhere)


def _opened_ledger(plan: Plan, progress: Progress, streams: Streams) -> Ledger:
    """Open all outputs; where one of a new run cannot be, leave nothing of the others."""
    try:
        main = main_output(plan, progress.main, streams.records)
        return Ledger(plan, progress, main, streams.errors)
    except CleanerError:
        if progress == Progress():
            clear(plan)
        raise


class _UnderWay(NamedTuple):
    """A piece that is being cleaned, what waits for its outcome, and what is due behind it."""

    piece: Piece
    wait: Callable[[], Outcome]
    then: list[Callable[[], None]]


class _Conveyor:
    """Takes pieces from the readers to the pool, and outcomes from there to the ledger.

    Attributes:
        first_complaint: place and problem of the first bad record, "" if there was none.
    """

    def __init__(self, plan: Plan, ledger: Ledger, pool: Pool, inlet: Inlet, watch: Watch) -> None:
        self._plan = plan
        self._ledger = ledger
        self._pool = pool
        self._inlet = inlet
        self._watch = watch
        self.first_complaint = ""
        self._reading = ledger.progress.source
        self._under_way: deque[_UnderWay] = deque()

    def run(self) -> None:
        while self._reading < len(self._plan.sources):
            self._read(self._plan.sources[self._reading])
            self._then(self._ledger.end_source)
            self._reading += 1
        self._drain()
        self._check_field(1)

    def _read(self, source: Source) -> None:
        """Read a source from where the run stands in it to its end."""
        limit = self._plan.options.limit
        if limit is not None:
            self._drain()  # only then it is known how many there were
        left = None if limit is None else limit - self._ledger.progress.before
        if left is not None and left <= self._ledger.position.number:
            return
        start = Position() if self._under_way else self._ledger.position
        self._then(partial(self._ledger.begin_source, source))
        limits = self._plan.limits._replace(records=left)
        names = self._plan.task.style.names
        module = format_named(source.format).module
        items = module.pieces(source, start, limits, self._inlet, names)
        while (item := self._next(items)) is not None:
            if isinstance(item, Piece):
                self._under_way.append(_UnderWay(item, self._pool.submit(item), []))
                while len(self._under_way) >= self._pool.bound:
                    self._take()
                continue
            self._drain()
            if isinstance(item, SetAside):
                self._set_aside(item)
            else:
                self._end_at_damage(source, item)

    def _next(self, items: Iterator[Piece | SetAside]) -> Piece | SetAside | DamagedInput | None:
        """What comes next of a source, be it damage; None at its end."""
        try:
            return next(items, None)
        except DamagedInput as error:
            return error
        except InputError:
            self._drain()  # of what has been read nothing is lost
            raise

    def _end_at_damage(self, source: Source, error: DamagedInput) -> None:
        self._complain(f"{source.name}: {error}")
        if len(self._plan.sources) == 1 and not self._ledger.position.number:
            raise InputError(f"{source.name}: {error}")  # it is all there is
        self._ledger.take_damage(source, str(error))

    def _then(self, action: Callable[[], None]) -> None:
        """Do something behind all that is under way."""
        if self._under_way:
            self._under_way[-1].then.append(action)
        else:
            action()

    def _take(self) -> None:
        piece, wait, then = self._under_way.popleft()
        outcome = wait()
        if outcome.complaint and self._plan.options.strict:
            self._ledger.take_last(outcome)
        self._complain(outcome.complaint)
        self._ledger.take(piece, outcome)
        self._check_field(FIRST_RECORDS)
        self._watch.show(self._reading, self._inlet.bytes_read, self._ledger.tally)
        for action in then:
            action()

    def _drain(self) -> None:
        while self._under_way:
            self._take()

    def _set_aside(self, item: SetAside) -> None:
        self._complain(f"{item.source}:{item.start.number + 1}: {': '.join(item.problem)}")
        self._ledger.take_set_aside(item)

    def _complain(self, complaint: str) -> None:
        """End at the first bad record, where that is asked for."""
        if complaint and self._plan.options.strict:
            raise BadRecord(f"{complaint}; mend the record, or leave out --strict")
        self.first_complaint = self.first_complaint or complaint

    def _check_field(self, least: int) -> None:
        """End where so many records or more have been taken, and none has a text in its field."""
        tally = self._ledger.tally
        count = tally.counts["records"]
        if least <= count == tally.errors[NO_TEXT] + tally.errors[NO_STRING]:
            first = f"; the first: {self.first_complaint}" if self.first_complaint else ""
            name = self._plan.task.style.names.text
            raise WrongField(f"no record has a text in a field {name!r}, {count:,} read{first}")
