"""Processes beside this one: how they are started, how they begin, how many there may be."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Given = TypeVar("Given")
Result = TypeVar("Result")

LOOK_AFTER = 5.0  # seconds
MOST_ON_WINDOWS = 61  # processes that its way of waiting for them takes
_UNWANTED = "pandas"
_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


def processors() -> int:
    """Return how many processes this one may use at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def startable(jobs: int) -> int:
    """Return how many of so many processes can be started beside this one."""
    return min(jobs, MOST_ON_WINDOWS) if sys.platform == "win32" else jobs


def context(preload: str) -> Any:
    """Return a way of starting processes: safe beside threads, and quick where it can be.

    Args:
        preload: the module that all of them need: imported once, for all.
    """
    from multiprocessing import get_all_start_methods, get_context

    if "forkserver" not in get_all_start_methods():
        return get_context("spawn")
    from multiprocessing.resource_tracker import ensure_running

    found = get_context("forkserver")
    found.set_forkserver_preload([preload])
    ensure_running()  # when it starts, it lets all signals through
    return found


def submitted(
    executor: ProcessPoolExecutor, work: Callable[[Given], Result], given: Given
) -> Future[Result]:
    """Set an executor to work; an interrupt waits until the process that this may start is known.

    Else nobody ends that one: it finds itself alone, and says so in a traceback. It does not hear
    an interrupt itself, which comes to all processes of a terminal, before it has begun.
    """
    with _undisturbed():
        return executor.submit(work, given)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back interrupts, for us and, until they begin, for the processes that are started."""
    import signal
    import threading

    if threading.current_thread() is not threading.main_thread() or sys.platform == "win32":
        yield
        return
    late: list[int] = []
    ours = [n for n in (signal.SIGINT, signal.SIGTERM) if callable(signal.getsignal(n))]
    before = {n: signal.signal(n, lambda number, _: late.append(number)) for n in ours}
    masked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, masked)
        for number, handler in before.items():
            signal.signal(number, handler)
        for come in late:
            signal.raise_signal(come)


def result_of(future: Future[Result], executor: ProcessPoolExecutor) -> Result:
    """Return the result of a future, or raise what was raised.

    A process that is killed while it sends a result leaves the executor waiting for the rest of it,
    as long as anybody could send some. So now and then we look whether all live.

    Raises:
        BrokenProcessPool: a process was killed.
    """
    while True:
        try:
            return future.result(LOOK_AFTER)
        except TimeoutError:
            if future.done():  # meanwhile, or it was the work that raised it
                return future.result()
            processes = list((executor._processes or {}).values())
            if not all(process.is_alive() for process in processes):
                _end_waiting(executor, processes)


def _end_waiting(executor: Any, processes: Iterable[Any]) -> None:
    """Close all ends that results could come from; the executor then finds that it is broken."""
    for process in processes:
        process.kill()
    with suppress(AttributeError, OSError):  # it has found out by itself meanwhile
        executor._result_queue._writer.close()


def abandon(executor: ProcessPoolExecutor) -> None:
    """End the processes of an executor at once, whatever they do: nobody wants their results.

    Else an interrupt waits for the work under way; and a second one, for which that is a reason,
    breaks off the waiting and leaves processes that nobody tells to end: it would hang.
    """
    _end_waiting(executor, list((executor._processes or {}).values()))


def begin() -> None:
    """Begin as one of them: an interrupt is for the one that started it, whose end is ours too."""
    import signal
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    without_pandas()


def without_pandas() -> None:
    """Let this process find no pandas, unless it has it already.

    Where pandas is installed, pyarrow imports it to ask of a list whether it is one of its columns:
    50 MB in each process, and nothing of it is ever used. Only for processes of ours: in one that
    somebody else has begun, pandas may be wanted.
    """
    if _UNWANTED not in sys.modules and not any(isinstance(f, _Refusal) for f in sys.meta_path):
        sys.meta_path.insert(0, _Refusal())


def sum_in_one_thread() -> None:
    """Let numpy multiply matrices in one thread, unless this process has imported it already.

    How many threads there are decides in what order it sums: with more processors, other last
    digits, and from these, learning comes to other weights.
    """
    for name in _THREADS:
        os.environ[name] = "1"


def _end_with_parent() -> None:
    """Leave when the process that waits for us is gone, however it went."""
    from multiprocessing import parent_process
    from multiprocessing.connection import wait

    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


class _Refusal:
    """Finds no module, but stops the search for one."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == _UNWANTED:
            raise ModuleNotFoundError(f"{name} is not needed here", name=name)
