"""Measure the whole cleaner on the development pages, cross-validated by domain.

    python benchmarks/quality.py --data ../shared/data --profile balanced

The shipped weights were learnt on the same pages, so that measuring with them would flatter. Here
the pages are dealt into folds by domain; for each fold weights are learnt on the others, as
`train_scorer.py` does (`--weights DIR` keeps them), and the fold's pages are cleaned with those.
`--shipped` measures the shipped weights instead. The scores are made by `tools/score.py` beside
the data. Without the data it says so and stops.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from labelled_pages import lines_of, load_cases
from train_scorer import fold_files, learn_folds

from cleaner.api import PROFILES, Cleaner
from cleaner.scoring.train import fold_of
from cleaner.scoring.weights import Weights, default_weights, parse_weights

FLAVOURS = ("wet", "residue-resi", "residue-traf", "flat")
FOLDS = 5


def main() -> int:
    options = _options()
    data = Path(options.data)
    if not (data / "records.jsonl.gz").exists():
        print(f"skipped: no development pages in {data}; give --data", file=sys.stderr)
        return 0
    records = {
        r["id"]: r for r in lines_of(data / "records.jsonl.gz") if r["gold_kind"] != "strings"
    }
    weights = _weights(data, Path(options.weights), options.shipped)
    cleaners = [Cleaner(profile=options.profile, weights=w) for w in weights]
    with tempfile.TemporaryDirectory() as folder:
        for flavour in options.flavour or FLAVOURS:
            outputs = Path(folder) / f"{flavour}.jsonl"
            status = _clean(data, flavour, records, cleaners, outputs, options.url)
            print(f"{flavour}, {options.profile}: {status}")
            _score(data, flavour, outputs)
        if not options.flavour:
            print(_clean_bodies(records.values(), cleaners))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("CLEANER_DATA", "../shared/data"))
    parser.add_argument("--profile", default="balanced", choices=PROFILES)
    parser.add_argument("--flavour", action="append", choices=FLAVOURS)
    parser.add_argument("--weights", default="build/folds", help="folder of the folds' weights")
    parser.add_argument("--shipped", action="store_true", help="measure the shipped weights")
    parser.add_argument("--url", action="store_true", help="give the pages' addresses too")
    return parser.parse_args()


def _weights(data: Path, folder: Path, use_shipped: bool) -> list[Weights]:
    """One set for each fold, learnt without its domains; kept in `folder`."""
    if use_shipped:
        return [default_weights()] * FOLDS
    files = fold_files(folder, FOLDS)
    if not all(file.exists() for file in files):
        learn_folds(list(load_cases(data)), folder)
    return [parse_weights(file.read_text("utf-8"), str(file)) for file in files]


def _clean(
    data: Path,
    flavour: str,
    records: dict[str, Any],
    cleaners: list[Cleaner],
    outputs: Path,
    use_url: bool,
) -> dict[str, int]:
    statuses: dict[str, int] = {}
    with outputs.open("w", encoding="utf-8") as out:
        for raw in lines_of(data / f"raw-{flavour}.jsonl.gz"):
            record = records.get(raw["id"])
            if record is None:
                continue
            cleaner = cleaners[fold_of(record["domain"], FOLDS)]
            result = cleaner.clean(raw["text"], url=record["url"] if use_url else None)
            status = result.status.partition(":")[0]
            statuses[status] = statuses.get(status, 0) + 1
            out.write(json.dumps({"id": raw["id"], "text": result.text}) + "\n")
    return statuses


def _score(data: Path, flavour: str, outputs: Path) -> None:
    command = [sys.executable, str(data.parent / "tools" / "score.py"), "--flavour", flavour]
    command += ["--gold", "manual", "--gold", "silver", "--jobs", "1", "--outputs", str(outputs)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    kept = [x for x in done.stdout.splitlines() if "RLsF" in x or x.startswith(("ALL", "MANUAL"))]
    print("\n".join(kept) or done.stderr)


def _clean_bodies(records: Any, cleaners: list[Cleaner]) -> str:
    """How many true bodies, given as input, lose anything at all."""
    hurt = n = 0
    for record in records:
        if record.get("body") and record["gold_kind"] != "weak":
            text = "\n\n".join(record["body"])
            cleaner = cleaners[fold_of(record["domain"], FOLDS)]
            n += 1
            hurt += cleaner.clean(text).text != text
    return f"true bodies as input: {hurt} of {n} lose anything ({100 * hurt / n:.1f} %)"


if __name__ == "__main__":
    raise SystemExit(main())
