"""Whether to begin, to go on, or to do nothing: what the manifest and the disk say."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from cleaner.errors import UsageError
from cleaner.formats.compression import split_suffix
from cleaner.formats.detect import format_named
from cleaner.runner.journal import NAMES, clear_folder, journalled
from cleaner.runner.manifest import Progress, differences, read_manifest
from cleaner.runner.outputs import (
    JOINED,
    JOINING,
    FileOutput,
    LinesOutput,
    MainOutput,
    ShardOutput,
    TreeOutput,
)
from cleaner.runner.partfile import PART, writing
from cleaner.runner.paths import FILE, FOLDER, STREAM
from cleaner.runner.plan import Plan
from cleaner.runner.summary import is_summary


def find_progress(plan: Plan) -> Progress:
    """Return where to go on; the beginning, where there is nothing yet.

    Raises:
        UsageError: what is there belongs to something else, or has been tampered with.
    """
    if plan.options.dry_run or plan.options.restart:
        return Progress()
    _refuse_summary(plan.options.summary)
    found = read_manifest(plan.manifest) if plan.manifest else None
    if found is None:
        _refuse_foreign(plan)
        return Progress()
    header, progress = found
    changed = list(differences(header, plan.header))
    if changed:
        raise UsageError(
            f"{plan.output}: begun with something else: {'; '.join(changed)}; "
            "--restart begins anew, another -o keeps both"
        )
    if not plan.can_resume:
        if progress.is_finished:
            raise _there_already(plan.output)
        clear(plan)  # it came from standard input, which is gone
        return Progress()
    if progress.is_finished:
        _check_finished(plan, progress)
    return progress


def clear(plan: Plan) -> None:
    """Take away what an earlier run has left, so that none of it stays.

    What no run has written is not touched, nor what lies elsewhere. A finished file stays until the
    next run has its successor; those in a folder go, since each run may give them other names.
    """
    if plan.options.dry_run:
        return
    paths = [plan.manifest, *(path + PART for path in plan.beside.values())]
    if plan.layout == FOLDER:
        clear_folder(plan.output)
        inside = os.path.join(os.path.realpath(plan.output), "")
        paths += [p for p in plan.beside.values() if os.path.realpath(p).startswith(inside)]
    if plan.layout == FILE:
        ends = (PART, JOINED, JOINING + PART) if plan.task.to == "parquet" else (PART,)
        paths += [plan.output + end for end in ends]
    for path in paths:
        if os.path.isdir(path):
            shutil.rmtree(path)
        elif os.path.exists(path):
            with writing(path):
                os.unlink(path)


def main_output(plan: Plan, state: dict[str, Any], write: Callable[[bytes], None]) -> MainOutput:
    """Return where the records go.

    Args:
        plan: says it.
        state: of the main output, when a run is gone on with.
        write: takes bytes to standard output.
    """
    if plan.options.dry_run:
        return MainOutput()
    if plan.layout == STREAM:
        return LinesOutput(write, state)
    if plan.task.to == "parquet":
        from cleaner.runner.parquet_output import ParquetOutput

        return ParquetOutput(plan.output, plan.layout == FILE, plan.task.style, state)
    if plan.layout == FILE:
        return FileOutput(plan.output, plan.compression, state)
    if plan.task.to == "files":
        return TreeOutput(plan.output, state)
    suffix = ".".join(filter(None, (_suffix(plan), plan.compression)))
    return ShardOutput(plan.output, suffix, plan.compression, state)


@contextmanager
def alone(plan: Plan) -> Iterator[None]:
    """Keep a second run away from all outputs while this one writes.

    Raises:
        UsageError: another run is at one of them.
    """
    if plan.options.dry_run:
        yield
        return
    paths = {path: path for path in plan.beside.values()}
    if plan.layout != STREAM:
        folder = plan.output if plan.layout == FOLDER else os.path.dirname(plan.output) or "."
        with writing(folder):
            os.makedirs(folder, exist_ok=True)
        paths[plan.output] = plan.manifest if plan.layout == FOLDER else plan.output
    with ExitStack() as stack:
        for shown, path in paths.items():
            stack.enter_context(_locked(path, shown))
        yield


@contextmanager
def _locked(path: str, shown: str) -> Iterator[None]:
    """Hold a lock on an output, by whatever name it is reached."""
    folder, name = os.path.split(os.path.realpath(path))
    beside = os.path.join(folder, f".{name}.lock")
    with writing(shown):
        lock = open(beside, "wb")  # noqa: SIM115
    with lock:
        if not _lock(lock.fileno()):
            raise UsageError(f"{shown}: another run is writing it; wait, or end that one")
        try:
            yield
        finally:
            with suppress(OSError):
                os.unlink(beside)


def _lock(number: int) -> bool:
    """Lock an open file; False if another process has it. The lock goes with the process."""
    try:
        import fcntl
    except ImportError:
        return True  # no such locks on this system
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # nor on this file system
    return os.fstat(number).st_nlink > 0  # else its owner has just taken it away


def _suffix(plan: Plan) -> str:
    """The suffix of shards: the inputs' own where they come out in their format."""
    found = {split_suffix(s.relative)[0].rpartition(".")[2].lower() for s in plan.sources}
    known = format_named(plan.task.to).suffixes
    return found.pop() if len(found) == 1 and found <= set(known) else known[0]


def _refuse_foreign(plan: Plan) -> None:
    """Nothing is overwritten that no run of ours has made, or that another one has not ended."""
    if plan.layout == FOLDER:
        begun = os.path.basename(plan.manifest) + PART
        if any(name != begun for name in _files_in(plan.output)):
            raise UsageError(
                f"{plan.output}: holds files that no run has made; give an empty folder, "
                "or --restart to write among them"
            )
    for path in (*([plan.output] if plan.layout == FILE else ()), *plan.beside.values()):
        for there in (path, path + PART):
            if os.path.exists(there):
                raise _there_already(there)


def _files_in(folder: str) -> Iterator[str]:
    """Yield the names of all files below a folder that are not hidden."""
    for _, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (name for name in names if not name.startswith("."))


def _refuse_summary(path: str | None) -> None:
    """A summary may take the place of one, but of nothing else."""
    if path and os.path.exists(path) and not is_summary(path):
        raise _there_already(path)


def _there_already(path: str) -> UsageError:
    return UsageError(f"{path}: is there already; move it away, or --restart to replace it")


def _check_finished(plan: Plan, progress: Progress) -> None:
    """A finished run does nothing, if what it made is still there."""
    expected: list[tuple[str, int]] = []
    if plan.layout == FILE:
        expected.append((plan.output, progress.main.get("length", 0)))
    else:
        sizes = dict(progress.main.get("shards", []))
        names = journalled(plan.output) or [NAMES]  # of nothing at all, where that is gone
        expected += [(os.path.join(plan.output, n), sizes.get(n, 0)) for n in names]
    expected += [(plan.beside[n], size) for n, size in progress.lengths.items() if size]
    for path, size in expected:
        if not os.path.exists(path) or size not in (0, os.stat(path).st_size):
            raise UsageError(
                f"{path}: is gone or not as the finished run left it; --restart begins anew"
            )
