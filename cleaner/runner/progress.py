"""The progress bar, on a terminal only."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import accumulate
from typing import Any

from cleaner.formats.inlet import is_remote
from cleaner.formats.plain import STDIN
from cleaner.formats.records import Source
from cleaner.runner.conveyor import Watch
from cleaner.runner.tally import Tally

_MEGA = 1_000_000


@contextmanager
def watching(
    sources: Sequence[Source], limit: int | None = None, *, is_terminal: bool
) -> Iterator[Watch]:
    """Give what shows the progress on standard error; nothing where that is no terminal.

    Args:
        sources: of the run; their bytes are the whole, where they are known.
        limit: of records, if the run ends after so many.
        is_terminal: somebody looks on.
    """
    if not is_terminal:
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    sizes = [_size(source) for source in sources]
    total = None if None in sizes else sum(size or 0 for size in sizes)
    with Progress(
        BarColumn(bar_width=24),
        TextColumn("{task.percentage:>3.0f} %" if total or limit else ""),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(compact=True),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        yield _Bar(progress, [size or 0 for size in sizes], total, limit).show


class _Bar:
    def __init__(
        self, progress: Any, sizes: Sequence[int], total: int | None, limit: int | None
    ) -> None:
        self._progress, self._total, self._limit = progress, total, limit
        self._before = list(accumulate(sizes, initial=0))
        self._task = progress.add_task("", total=1 if total or limit else None, told="")
        self._chars_before: int | None = None

    def show(self, source: int, bytes_read: int, tally: Tally) -> None:
        chars, kept = tally.counts["chars"], tally.counts["chars_kept"]
        if self._chars_before is None:
            self._chars_before = chars  # done by earlier runs, or just now
        seconds = self._progress.tasks[0].elapsed or 0.0
        speed = (chars - self._chars_before) / _MEGA / seconds if seconds else 0.0
        removed = 1 - kept / chars if chars else 0.0
        told = (
            f"{tally.counts['records']:,} records  {chars / _MEGA:,.0f} MB  {speed:.1f} MB/s  "
            f"{removed:.1%} removed"
        )
        done = self._share_done(self._before[source] + bytes_read, tally.counts["records"])
        self._progress.update(self._task, completed=done, told=told)

    def _share_done(self, bytes_read: int, records: int) -> float:
        """Of the bytes or of the records that end the run, whichever is nearer to its end."""
        of_bytes = bytes_read / self._total if self._total else 0.0
        return max(of_bytes, records / self._limit if self._limit else 0.0)


def _size(source: Source) -> int | None:
    """Bytes of a source on the disk, None where they are not known."""
    if source.path == STDIN or is_remote(source.path) or os.path.isdir(source.path):
        return None
    try:
        return os.stat(source.path).st_size
    except OSError:
        return None
