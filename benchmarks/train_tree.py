"""Learn the weights of the scorer for pages from the development pages and write their file.

    python benchmarks/train_tree.py --data ../shared/data

Deterministic: the same data, rules and code give the same fingerprint, since it sums in one thread.
The weights of the folds, which `quality_html.py` measures with, are written first (`--no-folds`
leaves them out). Without the data it says so and stops. Takes about ten minutes of one core.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from labelled_pages import add_data, has_pages

from cleaner.processes import sum_in_one_thread

if TYPE_CHECKING:
    from labelled_html import HtmlCase

ABOUT = (
    "Weights of the scorer for pages, whole numbers (see cleaner/scoring/tree/weights.py).",
    "Made by benchmarks/train_tree.py; not to be edited by hand.",
)


def main() -> int:
    options = _options()
    folder = Path(options.data)
    if not has_pages(folder):
        return 0
    sum_in_one_thread()
    from labelled_html import load_html_cases

    from cleaner.scoring.tree.learn import train_tree
    from cleaner.scoring.tree.weights import dump_tree_weights

    cases = load_html_cases(folder, Path(options.cache) if options.cache else None)
    if not options.no_folds:
        learn_html_folds(cases, Path(options.folds))
    n_gold = sum(case.is_measured for case in cases)
    about = (*ABOUT, f"Learnt from {len(cases)} pages, {n_gold} of them with a sure body.")
    weights = train_tree([case.page for case in cases], about=about)
    Path(options.output).write_text(dump_tree_weights(weights), "utf-8")
    return 0


def html_fold_files(folder: Path, folds: int) -> list[Path]:
    """Return where the weights of each fold are kept."""
    return [folder / f"html-fold-{fold}.yaml" for fold in range(folds)]


def learn_html_folds(cases: list[HtmlCase], folder: Path) -> None:
    """Write one set of weights for each fold, learnt without it."""
    from cleaner.scoring.tree.learn import cross_validate_tree
    from cleaner.scoring.tree.weights import dump_tree_weights

    weights = cross_validate_tree([case.page for case in cases])
    folder.mkdir(parents=True, exist_ok=True)
    for file, learnt in zip(html_fold_files(folder, len(weights)), weights, strict=True):
        file.write_text(dump_tree_weights(learnt), "utf-8")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add_data(parser)
    parser.add_argument("--output", default="cleaner/scoring/tree/weights.yaml")
    parser.add_argument("--folds", default="build/html-folds", help="folder for the folds' weights")
    parser.add_argument("--no-folds", action="store_true", help="learn the final weights only")
    parser.add_argument("--cache", help="folder for prepared pages; they take two minutes")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
