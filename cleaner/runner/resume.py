"""Whether to begin, to go on, or to do nothing: what the manifest and the disk say."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from cleaner.errors import UsageError
from cleaner.formats.compression import split_suffix
from cleaner.formats.detect import format_named
from cleaner.runner.manifest import Progress, differences, read_manifest
from cleaner.runner.outputs import (
    FileOutput,
    LinesOutput,
    MainOutput,
    ShardOutput,
    TreeOutput,
)
from cleaner.runner.partfile import PART, writing
from cleaner.runner.plan import FILE, FOLDER, STREAM, Plan


def find_progress(plan: Plan) -> Progress:
    """Return where to go on; the beginning, where there is nothing yet.

    Raises:
        UsageError: what is there belongs to something else, or has been tampered with.
    """
    if plan.options.dry_run or plan.layout == STREAM:
        return Progress()
    found = read_manifest(plan.manifest) if plan.manifest and not plan.options.restart else None
    if found is None:
        if not plan.options.restart:
            _refuse_foreign(plan)
        return Progress()
    changed = list(differences(found[0], plan.header))
    if changed:
        raise UsageError(
            f"{plan.output}: begun with something else: {'; '.join(changed)}; "
            "--restart begins anew, another -o keeps both"
        )
    if found[1].is_finished:
        _check_finished(plan, found[1])
    return found[1]


def clear(plan: Plan) -> None:
    """Take away what an earlier run has left, by its manifest, so that none of it stays.

    What no run has written is not touched, nor what lies elsewhere, whatever a manifest names.
    """
    found = None
    with suppress(UsageError):
        found = read_manifest(plan.manifest) if plan.manifest else None
    if found is not None and plan.layout == FOLDER:
        main = found[1].main
        for name in (*(name for name, _ in main.get("shards", [])), *main.get("files", [])):
            path = os.path.abspath(os.path.join(plan.output, name))
            if path.startswith(os.path.join(os.path.abspath(plan.output), "")):
                with suppress(OSError):
                    os.unlink(path)
    parts = [path + PART for path in (plan.output, *plan.beside.values())]
    for path in (plan.manifest, *parts):
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
    """Keep a second run away from the same output while this one writes.

    Raises:
        UsageError: another run is at it.
    """
    if plan.options.dry_run or plan.layout == STREAM:
        yield
        return
    folder = plan.output if plan.layout == FOLDER else os.path.dirname(plan.output) or "."
    with writing(folder):
        os.makedirs(folder, exist_ok=True)
    path = os.path.join(folder, f".{os.path.basename(os.path.normpath(plan.output))}.lock")
    with writing(path):
        lock = open(path, "wb")  # noqa: SIM115
    with lock:
        if not _lock(lock.fileno()):
            raise UsageError(f"{plan.output}: another run is writing it; wait, or end that one")
        try:
            yield
        finally:
            with suppress(OSError):
                os.unlink(path)


def _lock(number: int) -> bool:
    """Lock an open file; False if another process has it. The lock goes with the process."""
    try:
        import fcntl
    except ImportError:
        return True  # no such locks on this system
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return os.fstat(number).st_nlink > 0  # else its owner has just taken it away


def _suffix(plan: Plan) -> str:
    """The suffix of shards: the inputs' own where they come out in their format."""
    found = {split_suffix(s.relative)[0].rpartition(".")[2].lower() for s in plan.sources}
    known = format_named(plan.task.to).suffixes
    return found.pop() if len(found) == 1 and found <= set(known) else known[0]


def _refuse_foreign(plan: Plan) -> None:
    """Nothing is overwritten that no run of ours has made."""
    if plan.layout == FOLDER:
        begun = os.path.basename(plan.manifest) + PART
        there = os.listdir(plan.output) if os.path.isdir(plan.output) else []
        if any(not name.startswith(".") and name != begun for name in there):
            raise UsageError(
                f"{plan.output}: holds files that no run has made; give an empty folder, "
                "or --restart to write among them"
            )
        return
    for path in (plan.output, *plan.beside.values()):
        if os.path.exists(path) and os.path.isfile(path):
            raise UsageError(f"{path}: is there already; move it away, or --restart to replace it")


def _check_finished(plan: Plan, progress: Progress) -> None:
    """A finished run does nothing, if what it made is still there."""
    expected: list[tuple[str, int | None]] = []
    if plan.layout == FILE:
        expected.append((plan.output, progress.main.get("length")))
    for name, size in progress.main.get("shards", []) if plan.layout == FOLDER else []:
        expected.append((os.path.join(plan.output, name), size))
    expected += [(plan.beside[n], size) for n, size in progress.lengths.items() if size]
    for path, size in expected:
        if not os.path.exists(path) or size not in (None, os.stat(path).st_size):
            raise UsageError(
                f"{path}: is gone or not as the finished run left it; --restart begins anew"
            )
