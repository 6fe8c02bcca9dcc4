"""Measure pages on the development data through the public API, cross-validated by domain.

    python benchmarks/quality_html.py --data ../shared/data --profile balanced

Each page is cleaned with weights that have not seen its domain (made by `train_tree.py` and, for
what its text is looked at again, by `clean train --folds`) and without its address. The scores are
made by `tools/score.py` beside the data. Without the data it says so and stops.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from labelled_pages import add_data, has_pages, lines_of
from train_tree import html_fold_files

from cleaner.api import Cleaner
from cleaner.measure.learning import read_folds
from cleaner.policy import PROFILES
from cleaner.scoring.labelled import fold_of
from cleaner.scoring.tree.weights import parse_tree_weights

FOLDS = 5


def main() -> int:
    options = _options()
    data = Path(options.data)
    if not has_pages(data):
        return 0
    cleaners = list(_cleaners(options))
    with tempfile.TemporaryDirectory() as folder:
        outputs = Path(folder) / "html.jsonl"
        outputs.write_text("".join(_cleaned(data, cleaners)), "utf-8")
        command = [sys.executable, str(data.parent / "tools" / "score.py"), "--flavour", "html"]
        command += ["--gold", "manual", "--gold", "silver", "--by", "lang", "--jobs", "1"]
        return subprocess.run([*command, "--outputs", str(outputs)], check=False).returncode


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add_data(parser)
    parser.add_argument("--profile", default="balanced", choices=PROFILES)
    parser.add_argument("--folds", default="build/folds", help="of the weights for texts")
    parser.add_argument("--html-folds", default="build/html-folds", help="of those for pages")
    return parser.parse_args()


def _cleaners(options: argparse.Namespace) -> Iterator[Cleaner]:
    """One for each fold, learnt without its domains."""
    files = html_fold_files(Path(options.html_folds), FOLDS)
    for weights, file in zip(read_folds(options.folds), files, strict=True):
        for_pages = parse_tree_weights(file.read_text("utf-8"), str(file))
        yield Cleaner(profile=options.profile, weights=weights, page_weights=for_pages)


def _cleaned(data: Path, cleaners: list[Cleaner]) -> Iterator[str]:
    records = {record["id"]: record for record in lines_of(data / "records.jsonl.gz")}
    for page in lines_of(data / "html-body-gold.jsonl.gz"):
        cleaner = cleaners[fold_of(records[page["id"]]["domain"], FOLDS)]
        text = cleaner.clean_html(page["html"]).text
        yield json.dumps({"id": page["id"], "text": text}) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
