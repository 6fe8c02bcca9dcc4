"""Processes that clean, with a bounded number of pieces under way; results come in order."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from cleaner.api import Cleaner
from cleaner.errors import CleanerError
from cleaner.formats.records import Piece
from cleaner.processes import abandon, begin, context, result_of, startable, submitted
from cleaner.runner.work import Outcome, Task
from cleaner.runner.worker import Worker

QUEUED = 3  # pieces under way for each process: one worked on, the others waiting


class WorkerDied(CleanerError):
    """A process of ours is gone."""


class Pool:
    """Some processes, or none: then the work is done here, when it is asked for.

    Args:
        cleaner, task: for the workers.
        jobs: how many processes.
    """

    def __init__(self, cleaner: Cleaner, task: Task, jobs: int) -> None:
        jobs = startable(jobs)
        self.bound = QUEUED * jobs if jobs > 1 else 1
        self._worker = Worker(cleaner, task) if jobs <= 1 else None
        self._executor: ProcessPoolExecutor | None = None
        if jobs > 1:
            self._executor = ProcessPoolExecutor(
                jobs, context("cleaner.runner.worker"), initializer=_begin, initargs=(cleaner, task)
            )

    def submit(self, piece: Piece) -> Callable[[], Outcome]:
        """Set a piece to work; return what waits for its outcome.

        Raises:
            WorkerDied: on waiting, or here, when a process is gone.
        """
        if self._executor is None:
            assert self._worker is not None
            outcome = self._worker.work(piece)
            return lambda: outcome
        executor = self._executor
        try:
            future = submitted(executor, _work, piece)
        except BrokenProcessPool:
            raise _death() from None
        return lambda: _outcome(future, executor)

    def abandon(self) -> None:
        """Let go of what is under way."""
        if self._executor is not None:
            abandon(self._executor)

    def close(self) -> None:
        """Let the processes end; what waits is not begun."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)


_workers: list[Worker] = []  # of this process; at most one


def _begin(cleaner: Cleaner, task: Task) -> None:
    begin()
    _workers.append(Worker(cleaner, task))


def _work(piece: Piece) -> Outcome:
    return _workers[0].work(piece)


def _outcome(future: Future[Outcome], executor: ProcessPoolExecutor) -> Outcome:
    try:
        return result_of(future, executor)
    except BrokenProcessPool:
        raise _death() from None


def _death() -> WorkerDied:
    return WorkerDied(
        "a worker process has been killed, perhaps for want of memory; run the same command again "
        "with fewer -j or a smaller --max-record: it goes on where it stopped, "
        "a stream from its beginning"
    )
