"""A gate against getting slower that does not depend on the machine: `make bench-check`.

Each quantity is a ratio within one run: this project's CPU time over that of a fixed loop of plain
Python on the same pages, taken by turns; one size over another; a cold start over a bare
interpreter. A quantity fails when it is more than its tolerance above the committed ratio in three
runs, so that a busy machine does not cry wolf. `--renew` writes new ratios after a change
that is meant; state the reason in the commit.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path

from benchmarks.speed.cold_start import HEAVY, cold_starts
from benchmarks.speed.pages import grown, made_up_texts
from benchmarks.speed.report import figure, table
from benchmarks.speed.rounds import ROOT
from benchmarks.speed.timing import paired_ratio
from cleaner import Cleaner

REFERENCE = Path(__file__).with_name("reference.json")
SEED = ROOT / "seeds" / "independent-junior-doctors-2016.txt"
PAGES = 16
ROUNDS = 5
ATTEMPTS = 3
TOLERANCE = 1.25  # beside other work the lowest of three runs lay within a tenth of a quiet one
FASTER = 0.8  # from here on the committed ratios are too kind; renew them


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-check", description=__doc__)
    parser.add_argument("--renew", action="store_true", help="write the ratios of this run")
    options = parser.parse_args()
    if options.renew:
        measured = {name: round(value, 3) for name, value in measure().items()}
        REFERENCE.write_text(json.dumps(measured, indent=2) + "\n", "utf-8")
        print(f"written: {REFERENCE.relative_to(ROOT)}")
        return 0
    known = json.loads(REFERENCE.read_text("utf-8"))
    best: dict[str, float] = {}
    for _ in range(ATTEMPTS):
        best = lowest(best, measure())
        if not slower(best, known):
            break
    return _report(best, known)


def verdict(value: float, known: float) -> str:
    """Return `slower`, `faster` or `same` for a ratio beside the committed one.

    >>> verdict(1.3, 1.0), verdict(1.2, 1.0), verdict(0.7, 1.0)
    ('slower', 'same', 'faster')
    """
    if value > known * TOLERANCE:
        return "slower"
    return "faster" if value < known * FASTER else "same"


def slower(measured: Mapping[str, float], known: Mapping[str, float]) -> list[str]:
    """Return the quantities that fail; one that nothing is known of fails too.

    >>> slower({"a": 2.0, "b": 1.0, "c": 1.0}, {"a": 1.0, "b": 1.0})
    ['a', 'c']
    """
    return [n for n, v in measured.items() if n not in known or verdict(v, known[n]) == "slower"]


def lowest(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """Return the lower of two runs, quantity by quantity.

    >>> lowest({"a": 1.0, "b": 3.0}, {"a": 2.0, "b": 2.0})
    {'a': 1.0, 'b': 2.0}
    """
    return {name: min(value, one.get(name, value)) for name, value in other.items()}


def measure() -> dict[str, float]:
    """Return all quantities of one run."""
    texts = list(islice(made_up_texts(ROOT / "corpus"), PAGES))
    short, long = grown(texts, 10_000), grown(texts, 100_000)
    balanced, ruled = Cleaner(), Cleaner(profile="rules-only")
    runs: dict[str, Callable[[], object]] = {
        "loop": lambda: [plain_loop(text) for text in texts],
        "balanced": lambda: [r.text for r in balanced.clean_many(texts)],
        "page by page": lambda: [balanced.clean(text).text for text in texts],
        "rules-only": lambda: [r.text for r in ruled.clean_many(texts)],
        "ten short": lambda: [balanced.clean(short).text for _ in range(10)],
        "one long": lambda: balanced.clean(long).text,
        "one line": lambda: balanced.clean(long.replace("\n", " ")).text,
    }
    seconds = _by_turns(runs)
    bare, rules_start, start = cold_starts(SEED, ROUNDS)
    loaded = {name for one in (rules_start, start) for name in one.loaded}
    return {
        **{
            f"{name} / plain loop": paired_ratio(seconds[name], seconds["loop"])
            for name in ("balanced", "page by page", "rules-only")
        },
        "100 KB / ten times 10 KB": paired_ratio(seconds["one long"], seconds["ten short"]),
        "one line / with lines": paired_ratio(seconds["one line"], seconds["one long"]),
        "clean - / bare interpreter": start.times(bare),
        "clean - rules-only / bare interpreter": rules_start.times(bare),
        f"1 + loaded of {', '.join(HEAVY)}": 1.0 + len(loaded),
    }


def plain_loop(text: str) -> int:
    """The fixed work that the project is compared with: never change it, or renew all ratios."""
    total = 0
    for _ in range(20):
        for line in text.split("\n"):
            words = line.lower().replace("’", "'").split()
            total += sum(len(word) for word in words if word.isalpha())
            total += line.count(".") + line.endswith(".")
    return total


def _by_turns(runs: Mapping[str, Callable[[], object]]) -> Mapping[str, Sequence[float]]:
    seconds: dict[str, list[float]] = {name: [] for name in runs}
    for round_ in range(ROUNDS + 1):
        for name, run in runs.items():
            began = time.process_time()
            run()
            if round_:
                seconds[name].append(time.process_time() - began)
    return seconds


def _report(measured: Mapping[str, float], known: Mapping[str, float]) -> int:
    rows = [
        [
            name,
            figure(value),
            figure(known[name]) if name in known else "unknown",
            verdict(value, known[name]) if name in known else "unknown: renew",
        ]
        for name, value in measured.items()
    ]
    print(table(["ratio", "measured", "committed", "verdict"], rows), end="")
    worse = slower(measured, known)
    if worse:
        print(f"slower than committed: {', '.join(worse)}. If this is meant: make bench-renew")
    return 1 if worse else 0


if __name__ == "__main__":
    raise SystemExit(main())
