"""Measure the whole cleaner on the development pages, cross-validated by domain.

    python benchmarks/quality.py --data ../shared/data --profile balanced

The shipped weights were learnt on the same pages, so that measuring with them would flatter. Here
`clean train --folds` learns weights for each fold of domains on the others (kept in `--folds`),
and `clean eval --folds` cleans each page, its text alone, with those that have not seen its domain.
`--shipped` measures the shipped weights instead. Without the data it says so and stops.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from labelled_pages import FLAVOURS, add_data, convert, has_pages

from cleaner.api import Cleaner
from cleaner.cli.main import main as clean
from cleaner.measure.learning import cleaning_out_of_fold, read_folds
from cleaner.measure.reading import read_labelled
from cleaner.policy import PROFILES


def main() -> int:
    options = _options()
    data, labelled = Path(options.data), Path(options.labelled)
    if not has_pages(data):
        return 0
    if not (labelled / "training.jsonl.gz").exists():
        convert(data, labelled)
    is_learnt = not options.shipped and options.profile != "rules-only"
    if is_learnt and not Path(options.folds).exists():
        training = str(labelled / "training.jsonl.gz")
        weights = str(labelled / "weights.yaml")
        if clean(["train", training, "--output", weights, "--folds", options.folds]):
            return 1
    how = ["--profile", options.profile, *([] if options.url else ["--text-alone"])]
    how += ["--folds", options.folds] if is_learnt else []
    for flavour in options.flavour or FLAVOURS:
        print(f"\n{flavour}", flush=True)
        if clean(["eval", str(labelled / f"{flavour}.jsonl.gz"), *how]):
            return 1
    if not options.flavour:
        folds = read_folds(options.folds) if is_learnt else [None]
        cleaners = [Cleaner(profile=options.profile, weights=weights) for weights in folds]
        print(_touched_bodies(str(labelled / "bodies.jsonl.gz"), cleaners))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add_data(parser)
    parser.add_argument("--labelled", default="build/labelled", help="see labelled_pages.py")
    parser.add_argument("--profile", default="balanced", choices=PROFILES)
    parser.add_argument("--flavour", action="append", choices=FLAVOURS)
    parser.add_argument("--folds", default="build/folds", help="folder of the folds' weights")
    parser.add_argument("--shipped", action="store_true", help="measure the shipped weights")
    parser.add_argument("--url", action="store_true", help="give the pages' addresses too")
    return parser.parse_args()


def _touched_bodies(file: str, cleaners: Sequence[Cleaner]) -> str:
    """How many true bodies, given as input, lose anything at all."""
    kept = cleaning_out_of_fold(cleaners, is_text_alone=True)
    texts = read_labelled([file])
    touched = sum(kept(text) != text.text for text in texts)
    share = 100 * touched / len(texts)
    return f"\ntrue bodies as input: {touched} of {len(texts)} lose anything ({share:.1f} %)"


if __name__ == "__main__":
    raise SystemExit(main())
