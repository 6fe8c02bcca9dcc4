"""Learn the scorer's weights from the development pages and write the weights file.

    python benchmarks/train_scorer.py --data ../shared/data --output cleaner/scoring/weights.yaml

Learns from what the shipped rules leave of each page (see `labelled_pages`), and is deterministic:
the same data, rules and code give the same fingerprint. Prints a cross-validated table first and
keeps the weights of its folds, which `quality.py` measures with (`--no-check` leaves both out).
Without the data it says so and stops.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from labelled_pages import FLAVOURS, Case, load_cases

from cleaner.scoring.train import cross_validate, train
from cleaner.scoring.weights import Weights, dump_weights

THRESHOLDS = (-250, -150, -100, -50, 0)


def main() -> int:
    options = _options()
    folder = Path(options.data)
    if not (folder / "records.jsonl.gz").exists():
        print(f"skipped: no development pages in {folder}; give --data", file=sys.stderr)
        return 0
    cases = list(load_cases(folder))
    lines = [] if options.no_check else learn_folds(cases, Path(options.folds))
    print("\n".join(lines))
    Path(options.output).write_text(dump_weights(_learn(cases, lines)), "utf-8")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("CLEANER_DATA", "../shared/data"))
    parser.add_argument("--output", default="cleaner/scoring/weights.yaml")
    parser.add_argument("--folds", default="build/folds", help="folder for the folds' weights")
    parser.add_argument("--no-check", action="store_true", help="leave out the table")
    return parser.parse_args()


def fold_files(folder: Path, folds: int) -> list[Path]:
    """Return where the weights of each fold are kept."""
    return [folder / f"fold-{fold}.yaml" for fold in range(folds)]


def learn_folds(cases: list[Case], folder: Path) -> list[str]:
    """Write one set of weights for each fold, learnt without it; return a table, see `table`."""
    scores, weights = cross_validate([case.page for case in cases])
    folder.mkdir(parents=True, exist_ok=True)
    for file, learnt in zip(fold_files(folder, len(weights)), weights, strict=True):
        file.write_text(dump_weights(learnt), "utf-8")
    return table(cases, scores)


def table(cases: list[Case], scores: list[list[int | None]]) -> list[str]:
    """Return lines of a table: cross-validated figures, estimated from the labels of lines.

    What rules dropped counts as dropped.
    """
    lines = ["cross-validated by domain; F / pages losing >5 % / residue, by words of lines"]
    for threshold in THRESHOLDS:
        cells = []
        for flavour in (*FLAVOURS, "clean"):
            found = [
                _measure(case, score, threshold)
                for case, score in zip(cases, scores, strict=True)
                if case.flavour == flavour and case.is_measured and 1 in case.page.labels
            ]
            means = (100 * sum(column) / len(found) for column in zip(*found, strict=True))
            cells.append(f"{flavour} " + "/".join(f"{mean:.1f}" for mean in means))
        lines.append(f"from {threshold / 100:+.1f}: " + "  ".join(cells))
    return lines


def _measure(case: Case, scores: list[int | None], threshold: int) -> tuple[float, bool, float]:
    page = case.page
    right = kept = 0
    body = case.lost
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
        f"Learnt from {len(cases)} labelled texts of {len({c.page.group for c in cases})} sites,",
        "of each what the rules leave.",
        *lines,
    ]
    return train([case.page for case in cases], about=about)


if __name__ == "__main__":
    raise SystemExit(main())
