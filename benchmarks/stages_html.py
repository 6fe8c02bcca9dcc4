"""Where the time of a page goes: milliseconds by stage, beside trafilatura on the same pages.

    python benchmarks/stages_html.py --data ../shared/data --every 5

CPU time, for each page the best of some rounds; what a stage calls that is a stage too is not
counted twice. "own" is all but what trafilatura takes where it is asked. Without the data it says
so and stops.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from labelled_pages import add_data, has_pages, lines_of

from cleaner.api import Cleaner
from cleaner.policy import PROFILES

ASKED = "trafilatura where it is asked"
STAGES = {
    "parse": ("cleaner.formats.html", "_parsed"),
    "walk to blocks": ("cleaner.formats.html", "walk"),
    "rules": ("cleaner.pipeline", "find_matches"),
    "facts of the tree": ("cleaner.scoring.tree.facts", "facts_of"),
    "features of the text": ("cleaner.scoring.tree.model", "look_around"),
    "windows over containers": ("cleaner.scoring.tree.model", "tree_windows"),
    "both stages' sums": ("cleaner.scoring.tree.model", "score_page"),
    "blocks chosen": ("cleaner.scoring.tree.decode", "chosen_blocks"),
    ASKED: ("cleaner.formats.extractor", "extracted_text"),
    "its answer compared": ("cleaner.formats.extractor", "shares_in"),
    "text scorer, later passes": ("cleaner.pipeline", "score_blocks"),
    "verdicts": ("cleaner.pipeline", "decide"),
    "all else": ("cleaner.api", "clean_documents"),
}
"""Which function each stage is."""


class Clock:
    """Times the stages; each one's time is without that of the stages that it calls."""

    def __init__(self) -> None:
        self.spent: defaultdict[str, float] = defaultdict(float)
        self._inner: list[float] = []
        for name, (module, function) in STAGES.items():
            place = import_module(module)
            setattr(place, function, self._timed(name, getattr(place, function)))

    def _timed(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*given: Any, **named: Any) -> Any:
            start = time.thread_time()
            self._inner.append(0.0)
            try:
                return work(*given, **named)
            finally:
                took = time.thread_time() - start
                self.spent[name] += took - self._inner.pop()
                if self._inner:
                    self._inner[-1] += took

        return timed


def main() -> int:
    options = _options()
    data = Path(options.data)
    if not has_pages(data):
        return 0
    from trafilatura import extract

    pages = [page["html"] for page in lines_of(data / "html-body-gold.jsonl.gz")][:: options.every]
    clock = Clock()
    cleaner = Cleaner(profile=options.profile)
    sums: defaultdict[str, float] = defaultdict(float)
    contenders: dict[str, Callable[[str], object]] = {
        "clean_html": lambda page: cleaner.clean_html(page).text,
        "trafilatura default": extract,
        "trafilatura fast": lambda page: extract(page, fast=True),
    }
    for page in pages:  # rules' patterns are compiled when they are first needed
        cleaner.clean_html(page)
    for page in pages:
        for name, work in contenders.items():
            took, stages = _best(options.rounds, work, page, clock)
            for stage, spent in (*stages.items(), (name, took)):
                sums[stage] += spent
    _tell(sums, len(pages))
    return 0


def _best(
    rounds: int, work: Callable[[str], object], page: str, clock: Clock
) -> tuple[float, dict[str, float]]:
    """The shortest of some runs, in seconds, and what each stage took of it."""
    runs = []
    for _ in range(rounds):
        clock.spent.clear()
        start = time.thread_time()
        work(page)
        runs.append((time.thread_time() - start, dict(clock.spent)))
    return min(runs, key=lambda run: run[0])


def _tell(sums: dict[str, float], n: int) -> None:
    own, default = sums["clean_html"] - sums[ASKED], sums["trafilatura default"]
    rows = {**{name: sums[name] for name in STAGES}, "own": own, **sums}
    for name, spent in rows.items():
        print(f"{name:32}{1000 * spent / n:8.2f} ms a page")
    print(f"own beside trafilatura's default: {own / default:.0%}")
    print(f"pages a second beside it: {default / sums['clean_html']:.2f}x, {n} pages")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add_data(parser)
    parser.add_argument("--profile", default="balanced", choices=PROFILES)
    parser.add_argument("--every", type=int, default=5, help="of so many pages one is taken")
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
