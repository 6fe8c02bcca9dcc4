"""Measure this project and its peers in one run: `python -m benchmarks.speed`, or `make bench`."""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed import growth, memory, peers_html, peers_text
from benchmarks.speed.cold_start import cold_starts
from benchmarks.speed.contenders import OURS
from benchmarks.speed.pages import PageSet, html_set, text_sets
from benchmarks.speed.report import Results, draw, page_of, say
from benchmarks.speed.rounds import ROOT, measure
from benchmarks.speed.stages import profile_stages
from cleaner import Cleaner
from cleaner.packs.cache import builtin_rules, load_pack

SEED = ROOT / "seeds" / "independent-junior-doctors-2016.txt"
PLOT = "benchmarks.svg"


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much is measured: sizes in bytes or characters."""

    rounds: int
    text: int
    html: int
    growing: int
    sizes: tuple[int, ...]
    one_line: int
    streamed: tuple[int, ...]
    starts: int


FULL = Amounts(
    rounds=5,
    text=1_000_000,
    html=3_000_000,
    growing=500_000,
    sizes=(1_000, 10_000, 100_000, 1_000_000, 10_000_000),
    one_line=1_400_000,
    streamed=(0, 5_000_000, 20_000_000, 80_000_000),
    starts=9,
)
QUICK = Amounts(
    rounds=2,
    text=50_000,
    html=400_000,
    growing=50_000,
    sizes=(1_000, 10_000, 100_000),
    one_line=100_000,
    streamed=(0, 200_000),
    starts=3,
)
RULES = (300, 1_500, 5_000)
GROWTH_ROUNDS = 2  # the long ones; what grows too fast shows in any round


def main() -> int:
    options = _options()
    amounts = QUICK if options.quick else FULL
    data = _data(options.data)
    sets = text_sets(data, ROOT / "corpus", amounts.text)
    pages = html_set(data, ROOT / "corpus", amounts.html)
    named = "made up from corpus/" if data is None else "news pages with their chrome"
    rules = len(load_pack([builtin_rules()]))
    results = Results(named, rules, amounts.rounds)
    _measure_peers(results, sets, pages, amounts.rounds, options)
    _measure_own(results, sets, amounts)
    _write(results, Path(options.out))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument(
        "--data",
        default=os.environ.get("CLEANER_DATA", ""),
        help="folder of gzip JSON Lines raw-wet, raw-residue-resi (`text`) and html-body-gold "
        "(`html`); default: $CLEANER_DATA, else pages made up from corpus/",
    )
    parser.add_argument("--out", default=str(ROOT / "docs" / "benchmarks.md"))
    parser.add_argument("--peers", default=str(ROOT / "build" / "peers"), help="environments")
    parser.add_argument("--quick", action="store_true", help="little of everything")
    parser.add_argument("--own", action="store_true", help="leave the peers out")
    return parser.parse_args()


def _data(given: str) -> Path | None:
    if given and (Path(given) / "raw-wet.jsonl.gz").exists():
        return Path(given)
    why = f"no pages in {given}" if given else "no pages given (--data or CLEANER_DATA)"
    say(f"{why}: measuring on pages made up from corpus/")
    return None


def _measure_peers(
    results: Results, sets: list[PageSet], pages: PageSet, rounds: int, options: argparse.Namespace
) -> None:
    folder = Path(options.peers).absolute()
    for name, all_of_kind, given in (
        *(("text", peers_text.CONTENDERS, each) for each in sets),
        ("html", peers_html.CONTENDERS, pages),
    ):
        contenders = [c for c in all_of_kind if c.environment in OURS or not options.own]
        say(f"{name}, {given.name}: {len(contenders)} contenders")
        rows = measure(name, contenders, given, rounds, folder)
        (results.text if name == "text" else results.html).append((given.name, rows))


def _measure_own(results: Results, sets: list[PageSet], amounts: Amounts) -> None:
    texts = _upto_chars(sets[-1].texts, amounts.growing)
    say("growth")
    with tempfile.TemporaryDirectory() as folder:
        rows = growth.by_rules(texts, RULES, amounts.rounds, Path(folder))
    results.growth = [
        ("Number of rules", rows),
        ("Size of a document", growth.by_size(texts, amounts.sizes, GROWTH_ROUNDS)),
        ("Length of lines", growth.by_line_length(texts, amounts.one_line, GROWTH_ROUNDS)),
        (
            "Number of processes, by the clock on the wall",
            growth.by_processes(sets[-1].texts, _process_counts(), amounts.rounds),
        ),
    ]
    say("memory")
    results.memory = memory.peaks(texts, amounts.streamed)
    say("cold start")
    results.starts = cold_starts(SEED, amounts.starts)
    say("stages")
    cleaner = Cleaner()
    results.stages = [(s.name, s.size, profile_stages(cleaner, s.texts)) for s in sets]


def _process_counts() -> tuple[int, ...]:
    most = os.cpu_count() or 1
    return tuple(n for n in (1, 2, 4, 8) if n <= most)


def _upto_chars(texts: tuple[str, ...], chars: int) -> tuple[str, ...]:
    taken = []
    for text in texts:
        taken.append(text)
        chars -= len(text)
        if chars <= 0:
            break
    return tuple(taken)


def _write(results: Results, out: Path) -> None:
    problem = draw(results, out.with_name(PLOT))
    if problem:
        say(problem)
    out.write_text(page_of(results, PLOT), "utf-8")
    say(f"written: {out}")


if __name__ == "__main__":
    raise SystemExit(main())
