"""Learn the scorer's weights from the development pages and write the weights file.

    python benchmarks/train_scorer.py --data ../shared/data --output cleaner/scoring/weights.yaml

Prints a cross-validated table first (`--no-check` leaves it out). Without the data it says so and
stops. The data: gzip JSON Lines `records` and `raw-<flavour>` with one label per line of text.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from cleaner.scoring.train import LabelledPage, cross_validate, fold_of, train
from cleaner.scoring.weights import Weights, dump_weights

FLAVOURS = ("wet", "residue-traf", "residue-resi", "flat")
CLEAN_WEIGHT, EXTRA_WEIGHT, WEAK_WEIGHT = 1.0, 0.3, 0.5
THRESHOLDS = (-250, -150, -100, -50, 0)


@dataclass(frozen=True)
class Case:
    """A page to learn from, and what to report it under."""

    flavour: str
    is_measured: bool
    page: LabelledPage


def main() -> int:
    options = _options()
    folder = Path(options.data)
    if not (folder / "records.jsonl.gz").exists():
        print(f"skipped: no development pages in {folder}; give --data", file=sys.stderr)
        return 0
    cases = list(load_cases(folder))
    lines = [] if options.no_check else table(cases)
    print("\n".join(lines))
    Path(options.output).write_text(dump_weights(_learn(cases, lines)), "utf-8")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("CLEANER_DATA", "../shared/data"))
    parser.add_argument("--output", default="cleaner/scoring/weights.yaml")
    parser.add_argument("--no-check", action="store_true", help="leave out the table")
    return parser.parse_args()


def load_cases(folder: Path) -> Iterator[Case]:
    """Yield the pages of all flavours, the true bodies as pages without chrome, the extra pages."""
    yield from _raw_cases(folder, 1.0, is_measured=True)
    yield from _clean_cases(folder, CLEAN_WEIGHT, "\n", is_measured=True)
    if (folder / "extra").is_dir():
        yield from _raw_cases(folder / "extra", EXTRA_WEIGHT, is_measured=False)
        yield from _clean_cases(folder / "extra", EXTRA_WEIGHT, "\n\n", is_measured=False)


def _clean_cases(folder: Path, weight: float, gap: str, is_measured: bool) -> Iterator[Case]:
    for record in _lines(folder / "records.jsonl.gz"):
        if record.get("body"):
            text = gap.join(record["body"])
            page = _page(text, [1] * len(text.split("\n")), record, weight)
            yield Case("clean", is_measured and _is_sure(record), page)


def _raw_cases(folder: Path, weight: float, is_measured: bool) -> Iterator[Case]:
    records = {record["id"]: record for record in _lines(folder / "records.jsonl.gz")}
    for flavour in FLAVOURS:
        for raw in _lines(folder / f"raw-{flavour}.jsonl.gz"):
            if "labels" in raw:
                record = records[raw["id"]]
                sure = 1.0 if _is_sure(record) else WEAK_WEIGHT
                text, labels = raw["text"], raw["labels"]
                if not is_measured:
                    text, labels = _respaced(text, labels, raw["id"])
                page = _page(text, labels, record, weight * sure)
                yield Case(flavour, is_measured and _is_sure(record), page)


def _respaced(text: str, labels: list[int | None], name: str) -> tuple[str, list[int | None]]:
    """Return a page with its blank lines left out, one after each line, or as they were.

    Blank lines tell much, but differ from converter to converter: a quarter of the extra pages
    each is shown without and with all of them.
    """
    way = fold_of(name, 4)
    if way > 1:
        return text, labels
    pairs = zip(text.split("\n"), labels, strict=True)
    filled = [(line, label) for line, label in pairs if label is not None]
    gap = "\n" if way else "\n\n"
    spread = [x for _, label in filled for x in ((label,) if way else (label, None))]
    return gap.join(line for line, _ in filled), spread if way else spread[:-1]


def _is_sure(record: dict[str, Any]) -> bool:
    return bool(record["gold_kind"] != "weak")


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _page(
    text: str, labels: list[int | None], record: dict[str, Any], weight: float
) -> LabelledPage:
    sizes = [len(line) + 1 for line in text.split("\n")]
    sizes[-1] -= 1
    ends = list(accumulate(sizes))
    starts = [0, *ends[:-1]]
    decided = [-1 if label is None else label for label in labels]
    return LabelledPage(text, starts, ends, decided, [0] * len(ends), record["domain"], weight)


def table(cases: list[Case]) -> list[str]:
    """Return lines of a table: cross-validated figures, estimated from the labels of lines."""
    scores = cross_validate([case.page for case in cases])
    lines = ["cross-validated by domain; F / pages losing >5 % / residue, by words of lines"]
    for threshold in THRESHOLDS:
        cells = []
        for flavour in (*FLAVOURS, "clean"):
            found = [
                _measure(case.page, score, threshold)
                for case, score in zip(cases, scores, strict=True)
                if case.flavour == flavour and case.is_measured and 1 in case.page.labels
            ]
            means = (100 * sum(column) / len(found) for column in zip(*found, strict=True))
            cells.append(f"{flavour} " + "/".join(f"{mean:.1f}" for mean in means))
        lines.append(f"from {threshold / 100:+.1f}: " + "  ".join(cells))
    return lines


def _measure(
    page: LabelledPage, scores: list[int | None], threshold: int
) -> tuple[float, bool, float]:
    right = kept = body = 0
    for start, end, label, score in zip(page.starts, page.ends, page.labels, scores, strict=True):
        if score is not None and label >= 0:
            words = len(page.text[start:end].split())
            body += words * label
            kept += words * (score >= threshold)
            right += words * label * (score >= threshold)
    f = 2 * right / max(kept + body, 1)
    return f, right < 0.95 * body, 1 - right / kept if kept else 0.0


def _learn(cases: list[Case], lines: list[str]) -> Weights:
    about = [
        "What the scorer has learnt, in whole numbers. Made by benchmarks/train_scorer.py; do not",
        "edit. Numbers beside `features`: mean and the bounds a feature is cut to.",
        f"Learnt from {len(cases)} labelled texts of {len({c.page.group for c in cases})} sites.",
        *lines,
    ]
    return train([case.page for case in cases], about=about)


if __name__ == "__main__":
    raise SystemExit(main())
