"""How the cost grows: with rules, with the size of a document, with the length of lines, with
processes. Each table's rows take turns, as contenders do."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from benchmarks.speed.made_up_rules import pack_of
from benchmarks.speed.pages import grown, rewrapped
from benchmarks.speed.timing import Measurement
from cleaner import Cleaner

LINE_LENGTHS = (80, 1_000, 10_000, 100_000)
BATCH = 8  # documents sent to a process at once
_of_this_process: dict[str, Cleaner] = {}


def by_rules(
    texts: Sequence[str], counts: Sequence[int], rounds: int, folder: Path
) -> list[Measurement]:
    """Time the same pages with more and more rules; the pages' own rules come first."""
    runs = {}
    for count in counts:
        cleaner = Cleaner(pack_of(count, folder / str(count)))
        runs[f"{count:,} rules"] = _cleaning(cleaner, texts)
    size = sum(len(t.encode()) for t in texts)
    return in_turn(runs, dict.fromkeys(runs, size), rounds, dict.fromkeys(runs, len(texts)))


def by_size(texts: Sequence[str], sizes: Sequence[int], rounds: int) -> list[Measurement]:
    """Time single documents, each as often as makes up about 200,000 characters."""
    cleaner = Cleaner()
    runs, bytes_, counts = {}, {}, {}
    for size in sizes:
        document = grown(texts, size)
        name = f"{size / 1000:,.0f} KB"
        counts[name] = max(1, 200_000 // size)
        bytes_[name] = len(document.encode()) * counts[name]
        runs[name] = _one_by_one(cleaner, [document] * counts[name])
    return in_turn(runs, bytes_, rounds, counts)


def by_line_length(texts: Sequence[str], chars: int, rounds: int) -> list[Measurement]:
    """Time the same words on lines of different lengths, at last on one line."""
    cleaner = Cleaner()
    text = grown(texts, chars)
    runs, bytes_ = {}, {}
    for width in [w for w in LINE_LENGTHS if w < chars] + [chars]:
        document = rewrapped(text, width)
        name = "one line" if width == chars else f"{width:,} characters"
        bytes_[name] = len(document.encode())
        runs[name] = _one_by_one(cleaner, [document])
    return in_turn(runs, bytes_, rounds, dict.fromkeys(runs, 1))


def by_processes(texts: Sequence[str], counts: Sequence[int], rounds: int) -> list[Measurement]:
    """Time the pages over several processes: seconds by the clock on the wall, not of CPU."""
    pools = {f"{n} process{'es' * (n > 1)}": ProcessPoolExecutor(n) for n in counts}
    batches = [list(texts[i : i + BATCH]) for i in range(0, len(texts), BATCH)]
    while len(batches) < 8 * max(counts):
        batches *= 2
    runs = {name: _spread_over(pool, batches) for name, pool in pools.items()}
    size = sum(len(t.encode()) for batch in batches for t in batch)
    try:
        return in_turn(
            runs,
            dict.fromkeys(runs, size),
            rounds,
            dict.fromkeys(runs, sum(map(len, batches))),
            clock=time.perf_counter,
        )
    finally:
        for pool in pools.values():
            pool.shutdown()


def in_turn(
    runs: Mapping[str, Callable[[], object]],
    sizes: Mapping[str, int],
    rounds: int,
    documents: Mapping[str, int],
    clock: Callable[[], float] = time.process_time,
) -> list[Measurement]:
    """Time functions by turns, after a round that is not counted."""
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for round_ in range(rounds + 1):
        for name, run in runs.items():
            began = clock()
            run()
            if round_:
                seconds[name].append(clock() - began)
    return [Measurement(name, tuple(seconds[name]), sizes[name], documents[name]) for name in runs]


def _cleaning(cleaner: Cleaner, texts: Sequence[str]) -> Callable[[], object]:
    return lambda: [result.text for result in cleaner.clean_many(texts)]


def _one_by_one(cleaner: Cleaner, texts: Sequence[str]) -> Callable[[], object]:
    return lambda: [cleaner.clean(text).text for text in texts]


def _spread_over(pool: ProcessPoolExecutor, batches: list[list[str]]) -> Callable[[], object]:
    return lambda: sum(pool.map(_kept_chars, batches))


def _kept_chars(texts: list[str]) -> int:
    cleaner = _of_this_process.setdefault("cleaner", Cleaner())
    return sum(len(result.text) for result in cleaner.clean_many(texts))
