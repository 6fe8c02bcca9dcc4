"""Learn where lines begin in running text, and write the table of cues (see cleaner/breaks).

    python benchmarks/train_breaks.py --data ../shared/data

Learnt from the extra pages and those of `corpus/lessons`, but from no site of the pages that are
measured on: so that the figures of `forms.py` are of sites that were not seen. The same data give
the same file. Without the data it says so and stops. Takes a minute or two of one core.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from labelled_pages import ONE_LINE_FLAVOURS, WRITTEN, lines_of, records_of

from cleaner.breaks.learn import LineText, learn_breaks
from cleaner.breaks.table import SHIPPED, dump_table

ABOUT = (
    "What the cues of a lost line break count, hundredths of a logit (see cleaner/breaks/cues.py).",
    "Made by benchmarks/train_breaks.py; not to be edited by hand.",
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("CLEANER_DATA", "../shared/data"))
    parser.add_argument("--output", default=SHIPPED)
    options = parser.parse_args()
    data = Path(options.data)
    if not (data / "extra" / "records.jsonl.gz").exists():
        print(f"skipped: no extra pages in {data}; give --data", file=sys.stderr)
        return 0
    texts = [*extra_pages(data), *written_pages()]
    n_groups = len({text.group for text in texts})
    about = (*ABOUT, f"Learnt from {len(texts)} texts of {n_groups} sites.")
    Path(options.output).write_text(dump_table(learn_breaks(texts), about), "utf-8")
    return 0


def extra_pages(data: Path) -> Iterator[LineText]:
    """Yield the extra pages of sites that are not measured on."""
    measured = {record["domain"] for record in records_of(data).values()}
    records = records_of(data / "extra")
    for flavour in ONE_LINE_FLAVOURS:
        for raw in lines_of(data / "extra" / f"raw-{flavour}.jsonl.gz"):
            domain = records[raw["id"]]["domain"]
            if domain not in measured:
                yield _with_breaks(raw["text"], domain)


def written_pages() -> Iterator[LineText]:
    """Yield the pages that were written for this project; each is a site of its own."""
    for file in sorted(WRITTEN.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            page = json.loads(line)
            yield _with_breaks(page["text"], page["id"])


def _with_breaks(text: str, group: str) -> LineText:
    return LineText([line for line in text.split("\n") if line.strip()], group)


if __name__ == "__main__":
    raise SystemExit(main())
