"""The conveyor of a run: pieces from the readers to those who clean, outcomes to the ledger."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from cleaner.errors import InputError, UsageError
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
from cleaner.runner.plan import Plan
from cleaner.runner.pool import Pool
from cleaner.runner.tally import Tally
from cleaner.runner.work import Outcome

FIRST_RECORDS = 1_000  # if none of them has a text, the field's name is wrong


class BadRecord(InputError):
    """The first bad record, where none is to be passed over."""


class WrongField(UsageError):
    """No record has a text in the field that was named: the whole corpus would go to the errors."""


Watch = Callable[[int, int, Tally], None]
"""Somebody who looks on: told, whenever something has been taken, the index of the source that is
being read, how many bytes of it as it lies on the disk, and the counts so far."""


class _UnderWay(NamedTuple):
    """A piece that is being cleaned, what waits for its outcome, and what is due behind it."""

    piece: Piece
    wait: Callable[[], Outcome]
    then: list[Callable[[], None]]


class Conveyor:
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
        self._watch(self._reading, self._inlet.bytes_read, self._ledger.tally)
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
