"""The results as `docs/benchmarks.md` and its plot."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.speed.cold_start import ColdStart
from benchmarks.speed.stages import Profile
from benchmarks.speed.timing import Measurement, times_as_fast

INTRODUCTION = """\
# Speed, measured

Written by `make bench`; run it again rather than edit it. `CLEANER_DATA=folder make bench` measures
on pages of your own; without a folder they are made up from `corpus/`. `make bench BENCH=--quick`
measures little of everything.

`make bench-check` is a gate that does not depend on the machine: ratios within one run, beside
those in `benchmarks/speed/reference.json`. After a change that is meant, `make bench-renew` writes
new ones. Peers live in environments of their own under `build/peers`; their versions stand in
`benchmarks/speed/peers-*.txt`, and one that does not install is named below with the reason.

Times are CPU seconds on one core, medians over rounds in which all contenders take turns. *Times as
fast* is this project's MB/s over the peer's, the median over rounds of the ratio within one
round: on a busy machine the ratios hold where the MB/s do not. No two of these do the same work;
only what they take in is the same. *Spread* is the slowest round over the fastest.
"""


@dataclass(slots=True)
class Results:
    """All that one run measured; a section without rows is left out.

    Attributes:
        pages: what was measured on, in words.
        text: of each set of pages, name and contenders; this project first.
        html: name and contenders.
        growth: title, unit of the first column, and rows, of each table.
        memory: (bytes streamed, peak MB).
        starts: the bare interpreter first.
        stages: name of the pages, bytes, profile.
        rounds: how many were counted.
    """

    pages: str
    rules: int
    rounds: int
    text: list[tuple[str, list[Measurement]]] = field(default_factory=list)
    html: list[tuple[str, list[Measurement]]] = field(default_factory=list)
    growth: list[tuple[str, list[Measurement]]] = field(default_factory=list)
    memory: list[tuple[int, float]] = field(default_factory=list)
    starts: list[ColdStart] = field(default_factory=list)
    stages: list[tuple[str, int, Profile]] = field(default_factory=list)


def page_of(results: Results, plot: str) -> str:
    """Return the whole of `docs/benchmarks.md`.

    Args:
        plot: name of the picture beside it.
    """
    sections = [INTRODUCTION, _machine(results), f"![Documents per second]({plot})\n"]
    sections += [_contenders("Raw text", *pair) for pair in results.text]
    sections += [_contenders("HTML", *pair) for pair in results.html]
    sections += [_growth(*pair) for pair in results.growth]
    sections += [_memory(results.memory), _starts(results.starts)]
    sections += [_stages(*one) for one in results.stages]
    return "\n".join(sections)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table.

    >>> table(["a", "b"], [["1", "2"]])
    '| a | b |\\n| --- | --- |\\n| 1 | 2 |\\n'
    """
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def figure(value: float) -> str:
    """Return a figure with as many digits as it deserves.

    >>> figure(0.1234), figure(1.26), figure(12.6), figure(1234.5)
    ('0.12', '1.3', '13', '1,234')
    >>> figure(0.00456)
    '0.0046'
    """
    if value < 0.1:
        return f"{value:.2g}"
    if value < 1:
        return f"{value:.2f}"
    return f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def _machine(results: Results) -> str:
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return (
        f"Measured with Python {platform.python_version()} on {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} processors, load {load:.1f} at the end; "
        f"{results.rules:,} rules; {results.rounds} rounds; pages: {results.pages}.\n"
    )


def _contenders(title: str, name: str, rows: Sequence[Measurement]) -> str:
    head = ["", "MB/s", "documents/s", "news-cleaner is … times as fast", "spread", "its work"]
    ours = rows[0]
    size = f"{ours.documents} pages, {ours.size / 1e6:.2f} MB" if not ours.problem else ""
    body = [_contender(row, ours) for row in rows]
    return f"## {title}: {name} ({size})\n\n{table(head, body)}"


def _contender(row: Measurement, ours: Measurement) -> list[str]:
    if row.problem:
        return [row.name, f"not measured: {row.problem.replace('|', '/')}", "", "", "", row.note]
    times = "" if ours.problem or row is ours else figure(times_as_fast(ours, row))
    speeds = [figure(row.mb_per_second), figure(row.documents_per_second)]
    return [row.name, *speeds, times, f"{row.spread:.2f}", row.note]


def _growth(title: str, rows: Sequence[Measurement]) -> str:
    head = ["", "MB/s", "time per MB, first row = 1", "spread"]
    body = [
        [r.name, figure(r.mb_per_second), figure(times_as_fast(rows[0], r)), f"{r.spread:.2f}"]
        for r in rows
    ]
    return f"## {title}\n\n{table(head, body)}"


def _memory(rows: Sequence[tuple[int, float]]) -> str:
    body = [[f"{amount / 1e6:g} MB", f"{peak:.0f} MB"] for amount, peak in rows]
    return f"## Memory\n\nPeak of a process that streams text.\n\n{table(['text', 'peak'], body)}"


def _starts(starts: Sequence[ColdStart]) -> str:
    head = ["on the seed article", "CPU, ms", "wall, ms", "times a bare interpreter (CPU)", "loads"]
    body = [
        [
            f"`{start.name}`",
            f"{1000 * _middle(start.cpu):.0f}",
            f"{1000 * _middle(start.wall):.0f}",
            f"{start.times(starts[0]):.1f}",
            ", ".join(start.loaded) or "none of the heavy libraries",
        ]
        for start in starts
    ]
    return f"## Cold start\n\nRule cache warm.\n\n{table(head, body)}"


def _stages(name: str, size: int, profile: Profile) -> str:
    mb = size / 1e6
    rest = profile.total - sum(profile.stages.values())
    ordered = sorted(profile.stages.items(), key=lambda pair: -pair[1])
    rows = [*ordered, ("all else", rest)]
    body = [
        [s, f"{1000 * t / mb:.1f}", figure(mb / max(t, 1e-6)), f"{100 * t / profile.total:.1f} %"]
        for s, t in rows
    ]
    passes = [
        [f"pass {i}", str(n), f"{1000 * t / mb:.1f}", f"{100 * t / profile.total:.1f} %"]
        for i, (t, n) in enumerate(zip(profile.passes, profile.texts, strict=True), start=1)
    ]
    return (
        f"## Where the time goes: {name}\n\n"
        f"{figure(mb / profile.total)} MB/s, in batches.\n\n"
        f"{table(['stage, over all passes', 'ms per MB', 'MB/s alone', 'share'], body)}\n"
        f"{table(['', 'texts', 'ms per MB', 'share'], passes)}"
    )


def _middle(values: Sequence[float]) -> float:
    from statistics import median

    return median(values)


def draw(results: Results, path: Path) -> str:
    """Draw the picture, or return why it cannot be drawn."""
    try:
        import matplotlib
    except ImportError:
        return "no plot: matplotlib is not installed; pip install 'news-cleaner[bench]'"
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "speed", "svg.fonttype": "none", "font.size": 9})
    from matplotlib import pyplot

    groups = [*results.text, *results.html]
    heights = [1 + sum(not row.problem for row in rows) for _, rows in groups]
    figure_, axes = pyplot.subplots(
        len(groups), 1, figsize=(8, 0.24 * sum(heights) + 1), height_ratios=heights, squeeze=False
    )
    for axis, (name, rows) in zip(axes[:, 0], groups, strict=True):
        _bars(axis, name, [row for row in rows if not row.problem])
    figure_.tight_layout()
    figure_.savefig(path, metadata={"Date": None})
    pyplot.close(figure_)
    return ""


def _bars(axis: Any, name: str, rows: Sequence[Measurement]) -> None:
    colours = ["#1b6e8c" if row.name.startswith("news-cleaner") else "#b8b8b8" for row in rows]
    values = [row.documents_per_second for row in rows]
    bars = axis.barh([row.name for row in rows], values, color=colours)
    axis.bar_label(bars, [figure(value) for value in values], padding=3)
    axis.set_xscale("log")
    axis.invert_yaxis()
    axis.set_title(f"{name}: documents per second on one core", loc="left", fontsize=9)
    axis.spines[["top", "right"]].set_visible(False)


def say(words: str) -> None:
    """Tell how far the run is."""
    print(words, file=sys.stderr, flush=True)
