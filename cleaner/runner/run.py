"""The run: from where an earlier one has stopped to its end, or to what makes it stop."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

from cleaner.api import Cleaner
from cleaner.errors import CleanerError, InputError
from cleaner.formats.inlet import Inlet
from cleaner.runner.conveyor import FIRST_RECORDS, BadRecord, Conveyor, Watch, WrongField
from cleaner.runner.ledger import Ledger
from cleaner.runner.manifest import Progress, write_manifest
from cleaner.runner.paths import STREAM
from cleaner.runner.plan import Plan
from cleaner.runner.pool import Pool, WorkerDied
from cleaner.runner.resume import alone, clear, find_progress, main_output
from cleaner.runner.tally import Tally


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
        conveyor = Conveyor(plan, ledger, pool, inlet, watch)
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
        except KeyboardInterrupt:
            pool.abandon()
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
    rehearsal = plan._replace(options=options, task=task, manifest="")
    run(rehearsal, cleaner, inlet, lambda *_: None, nowhere)


def _opened_ledger(plan: Plan, progress: Progress, streams: Streams) -> Ledger:
    """Open all outputs; where one of a new run cannot be, leave nothing of the others."""
    try:
        main = main_output(plan, progress.main, streams.records)
        return Ledger(plan, progress, main, streams.errors)
    except CleanerError:
        if progress == Progress():
            clear(plan)
        raise
