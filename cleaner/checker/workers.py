"""Parts to what is found in them: here, or in processes that each hold the rules once."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from cleaner.checker.inspect import Inspected, Inspector, Scope
from cleaner.checker.parts import TABLE, Part
from cleaner.errors import CleanerError
from cleaner.processes import abandon, begin, context, result_of, startable, submitted

Work = tuple[Part, Scope]

PRELOAD = "cleaner.checker.preload"
BATCH_BYTES = 192 * 1024  # handed over at once: enough to clean together, not all for one process
BATCH_PARTS = 64
MIN_BYTES = 3 * BATCH_BYTES  # below, starting processes costs more than it saves
WAITING = 3  # batches for each process, so that none is idle and memory stays flat
ROW_BYTES = 4096  # taken for the size of an article in a table


def inspect_all(
    work: Sequence[Work], inspector: Inspector, jobs: int
) -> Iterator[tuple[Work, Inspected]]:
    """Yield what is found in each part, in order.

    Args:
        work: parts with what holds for them.
        inspector: for this process; the others make their own of it.
        jobs: processes at most.

    Raises:
        CleanerError: a process died.
    """
    size = sum(map(_size, work))
    jobs = min(startable(jobs), size // BATCH_BYTES)
    if jobs < 2 or size < MIN_BYTES:
        for batch in _batches(work):
            yield from zip(batch, inspector.inspect(batch), strict=True)
        return
    with ProcessPoolExecutor(jobs, context(PRELOAD), _start, (inspector,)) as pool:
        try:
            yield from _in_order(pool, work, jobs * WAITING)
        except BrokenProcessPool:
            raise CleanerError(
                "a process of the check was killed, perhaps for want of memory; try -j 1"
            ) from None
        except KeyboardInterrupt:
            abandon(pool)
            raise
        finally:
            pool.shutdown(cancel_futures=True)


def _in_order(
    pool: ProcessPoolExecutor, work: Sequence[Work], window: int
) -> Iterator[tuple[Work, Inspected]]:
    waiting: deque[tuple[list[Work], Future[list[Inspected]]]] = deque()
    for batch in _batches(work):
        if len(waiting) >= window:
            done, future = waiting.popleft()
            found = result_of(future, pool)
            yield from zip(done, found, strict=True)
        waiting.append((batch, submitted(pool, _inspect, batch)))
    for done, future in waiting:
        found = result_of(future, pool)
        yield from zip(done, found, strict=True)


def _batches(work: Sequence[Work]) -> Iterator[list[Work]]:
    batch: list[Work] = []
    size = 0
    for one in work:
        batch.append(one)
        size += _size(one)
        if size >= BATCH_BYTES or len(batch) >= BATCH_PARTS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _size(work: Work) -> int:
    part = work[0]
    return part.size * ROW_BYTES if part.form == TABLE else part.size


_inspectors: list[Inspector] = []  # of this process; at most one


def _start(inspector: Inspector) -> None:
    """In a new process."""
    begin()
    _inspectors.append(inspector)


def _inspect(work: Sequence[Work]) -> list[Inspected]:
    return _inspectors[0].inspect(work)
