"""The bar tells how much of a run is done, by bytes or by the limit of records."""

from __future__ import annotations

from typing import Any

import pytest

from cleaner.runner.progress import _Bar
from cleaner.runner.tally import Tally


class Shown:
    """Takes what a bar is told."""

    def __init__(self) -> None:
        self.done: list[float] = []
        self.tasks = [self]
        self.elapsed = 1.0

    def add_task(self, _: str, **named: Any) -> int:
        self.total = named["total"]
        return 0

    def update(self, _: int, *, completed: float, told: str) -> None:
        self.done.append(completed)
        self.told = told


@pytest.mark.parametrize(
    ("total", "limit", "expected"),
    [(1_000, None, 0.5), (1_000, 10, 0.8), (1_000, 800, 0.5), (None, 10, 0.8), (None, None, 0.0)],
)
def test_the_bar_goes_by_what_ends_the_run_first(
    total: int | None, limit: int | None, expected: float
) -> None:
    shown, tally = Shown(), Tally()
    tally.counts["records"] = 8
    bar = _Bar(shown, [200, 800], total, limit)

    bar.show(1, 300, tally)

    assert [expected] == shown.done
    assert (1 if total or limit else None) == shown.total
    assert shown.told.startswith("8 records")
