"""How many cores for how many hours: measured on this machine, then plain arithmetic.

    python benchmarks/scale.py --data ../shared/data
    python benchmarks/scale.py --data ../shared/data --write docs/pipelines.md

Measures `Cleaner.clean_batch`, all its columns included, in CPU time on one core: after a warm-up,
the best of `--rounds`, over the same pages each time. `--write` puts the tables where the page has
them.
"""

from __future__ import annotations

import argparse
import gzip
import platform
import re
import time
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from labelled_pages import add_data, has_pages, lines_of
from page_tables import put

from cleaner import Cleaner

MB, TB, TIB = 10**6, 10**12, 2**40
KINDS = {"residue-resi": "articles with leftovers", "wet": "all text of the page"}
CRAWL_PAGES, CRAWL_WET_TIB = 2.9e9, 7.62  # CC-MAIN-2019-09, as Common Crawl announced it
CORES = (2, 16, 64, 512)
BEGIN = "<!-- benchmarks/scale.py -->"
WARM_UP = 20  # pages


@dataclass(frozen=True)
class Speed:
    """What was measured on one kind of text, on one core.

    Attributes:
        kind: of text.
        pages, size: that were cleaned; size in bytes of UTF-8.
        seconds: of CPU time.
        packed: how many times smaller gzip makes it.
    """

    kind: str
    pages: int
    size: int
    seconds: float
    packed: float

    @property
    def rate(self) -> float:
        """Bytes a second."""
        return self.size / self.seconds

    def hours(self, size: float, cores: int = 1) -> float:
        return size / self.rate / cores / 3600


def main() -> int:
    options = _options()
    data = Path(options.data)
    if not has_pages(data):
        return 0
    cleaner = Cleaner()
    speeds = [_measured(cleaner, data, kind, options.pages, options.rounds) for kind in KINDS]
    tables = _tables(speeds)
    print(tables)
    if options.write and not put(Path(options.write), BEGIN, tables):
        return 2
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add_data(parser)
    parser.add_argument("--pages", type=int, default=300, help="of each kind of text")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", help="the page to put the tables into")
    return parser.parse_args()


def _measured(cleaner: Cleaner, data: Path, kind: str, pages: int, rounds: int) -> Speed:
    texts = [raw["text"] for raw in lines_of(data / f"raw-{kind}.jsonl.gz") if raw["text"]][:pages]
    batch = pa.RecordBatch.from_pydict({"text": texts})
    cleaner.clean_batch(batch.slice(0, WARM_UP))
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        cleaner.clean_batch(batch)
        taken.append(time.process_time() - start)
    whole = "\n".join(texts).encode()
    return Speed(kind, len(texts), len(whole), min(taken), len(whole) / len(gzip.compress(whole)))


def _tables(speeds: list[Speed]) -> str:
    wet = next(speed for speed in speeds if speed.kind == "wet")
    crawl = CRAWL_WET_TIB * TIB * wet.packed
    lines = [
        f"Python {platform.python_version()}, {_processor()}.",
        "",
        "| text | measured on | MB/s a core | documents/s a core | core-hours for 1 TB |",
        "| --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {KINDS[s.kind]} | {s.pages} pages, {s.size / MB:.1f} MB, {s.seconds:.1f} s of CPU "
        f"| {s.rate / MB:.2f} | {s.pages / s.seconds:.0f} | {s.hours(TB):,.0f} |"
        for s in speeds
    ]
    lines += [
        "",
        "| hours on | " + " | ".join(f"{cores} cores" for cores in CORES) + " |",
        "| --- |" + " --- |" * len(CORES),
    ]
    jobs: list[tuple[str, Speed, float]] = [(f"1 TB of {KINDS[s.kind]}", s, TB) for s in speeds]
    jobs.append((f"a Common Crawl dump, {crawl / TB:.0f} TB of text", wet, crawl))
    lines += [
        f"| {name} | " + " | ".join(_hours(speed.hours(size, c)) for c in CORES) + " |"
        for name, speed, size in jobs
    ]
    lines += [
        "",
        f"1 TB: 10¹² bytes / {speeds[0].rate / MB:.2f} MB/s = {TB / speeds[0].rate:,.0f} s "
        f"= {speeds[0].hours(TB):,.0f} core-hours. The dump: {CRAWL_WET_TIB} TiB of gzip × "
        f"{wet.packed:.2f} (as these pages unpack) = {crawl / TB:.1f} TB, or "
        f"{crawl / CRAWL_PAGES / 1000:.1f} KB for each of {CRAWL_PAGES / 1e9:.1f} billion pages; "
        f"/ {wet.rate / MB:.2f} MB/s = {wet.hours(crawl):,.0f} core-hours.",
    ]
    return "\n".join(lines)


def _hours(hours: float) -> str:
    return f"{hours:,.0f}" if hours >= 10 else f"{hours:.1f}"


def _processor() -> str:
    """The name of the processor, where the system tells it."""
    info = Path("/proc/cpuinfo")
    text = info.read_text("utf-8") if info.exists() else ""
    named = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return named[1] if named else platform.machine()


if __name__ == "__main__":
    raise SystemExit(main())
