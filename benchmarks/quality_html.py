"""Measure pages on the development data through the public API, cross-validated by domain.

    python benchmarks/quality_html.py --data ../shared/data --profile balanced

Each page is cleaned with weights that have not seen its domain (made by `train_tree.py` and
`train_scorer.py`, kept in `--folds`) and without its address. The scores are made by
`tools/score.py` beside the data. Without the data it says so and stops.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from labelled_pages import lines_of
from train_scorer import fold_files
from train_tree import html_fold_files

from cleaner.api import PROFILES, Cleaner
from cleaner.scoring.train import fold_of
from cleaner.scoring.tree.weights import parse_tree_weights
from cleaner.scoring.weights import parse_weights

FOLDS = 5


def main() -> int:
    options = _options()
    data = Path(options.data)
    if not (data / "records.jsonl.gz").exists():
        print(f"skipped: no development pages in {data}; give --data", file=sys.stderr)
        return 0
    cleaners = list(_cleaners(Path(options.folds), options.profile))
    with tempfile.TemporaryDirectory() as folder:
        outputs = Path(folder) / "html.jsonl"
        outputs.write_text("".join(_cleaned(data, cleaners)), "utf-8")
        command = [sys.executable, str(data.parent / "tools" / "score.py"), "--flavour", "html"]
        command += ["--gold", "manual", "--gold", "silver", "--by", "lang", "--jobs", "1"]
        return subprocess.run([*command, "--outputs", str(outputs)], check=False).returncode


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("CLEANER_DATA", "../shared/data"))
    parser.add_argument("--profile", default="balanced", choices=PROFILES)
    parser.add_argument("--folds", default="build/folds", help="folder of the folds' weights")
    return parser.parse_args()


def _cleaners(folder: Path, profile: str) -> Iterator[Cleaner]:
    """One for each fold, learnt without its domains."""
    pairs = zip(html_fold_files(folder, FOLDS), fold_files(folder, FOLDS), strict=True)
    for for_pages, for_texts in pairs:
        yield Cleaner(
            profile=profile,
            weights=parse_weights(for_texts.read_text("utf-8"), str(for_texts)),
            page_weights=parse_tree_weights(for_pages.read_text("utf-8"), str(for_pages)),
        )


def _cleaned(data: Path, cleaners: list[Cleaner]) -> Iterator[str]:
    records = {record["id"]: record for record in lines_of(data / "records.jsonl.gz")}
    for page in lines_of(data / "html-body-gold.jsonl.gz"):
        cleaner = cleaners[fold_of(records[page["id"]]["domain"], FOLDS)]
        text = cleaner.clean_html(page["html"]).text
        yield json.dumps({"id": page["id"], "text": text}) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
