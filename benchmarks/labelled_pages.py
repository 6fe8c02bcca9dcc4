"""Write the development pages as `clean eval` and `clean train` read them (see docs/training.md).

    python benchmarks/labelled_pages.py --data ../shared/data --output build/labelled

`wet.jsonl.gz` and so on: the pages with a sure body in each flavour of raw text, to measure on.
`bodies.jsonl.gz`: their true bodies as raw texts, of which nothing may be lost.
`training.jsonl.gz`: all that the shipped weights are learnt from: every flavour, the true bodies,
two flavours without line breaks, the same of the extra pages at a lower weight, and the pages
written for this project in `corpus/lessons`, with and without line breaks. The same data give the
same files.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

FLAVOURS = ("wet", "residue-resi", "residue-traf", "flat")
TRAINING_ORDER = ("wet", "residue-traf", "residue-resi", "flat")  # the draws depend on it
EXTRA_WEIGHT, WEAK_WEIGHT, ONE_LINE_WEIGHT, WRITTEN_WEIGHT = 0.1, 0.5, 0.2, 0.2
WRITTEN = Path(__file__).parent.parent / "corpus" / "lessons"
ONE_LINE_FLAVOURS = ("wet", "residue-resi")
LABEL_OF = {1: "body", 0: "chrome", -1: "neutral", None: "neutral"}
Record = dict[str, Any]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    add_data(parser)
    parser.add_argument("--output", default="build/labelled")
    options = parser.parse_args()
    data, output = Path(options.data), Path(options.output)
    if has_pages(data):
        convert(data, output)
    return 0


def add_data(parser: argparse.ArgumentParser) -> None:
    """Add the option that says where the development pages are."""
    parser.add_argument("--data", default=os.environ.get("CLEANER_DATA", "../shared/data"))


def has_pages(data: Path) -> bool:
    """True if the development pages are there; else it is said."""
    if (data / "records.jsonl.gz").exists():
        return True
    print(f"skipped: no development pages in {data}; give --data", file=sys.stderr)
    return False


def convert(data: Path, output: Path) -> None:
    """Write all files."""
    output.mkdir(parents=True, exist_ok=True)
    for flavour in FLAVOURS:
        write_lines(output / f"{flavour}.jsonl.gz", measured(data, flavour))
    write_lines(output / "bodies.jsonl.gz", (b for b, r in bodies(data) if is_sure(r)))
    write_lines(output / "training.jsonl.gz", training(data))


def measured(data: Path, flavour: str) -> Iterator[Record]:
    """Yield the pages of one flavour that have a sure body."""
    records = records_of(data)
    for raw in lines_of(data / f"raw-{flavour}.jsonl.gz"):
        record = records[raw["id"]]
        if "labels" in raw and is_sure(record):
            yield page(raw, record) | judged(raw, record)


def training(data: Path) -> Iterator[Record]:
    """Yield everything to learn from."""
    for folder, weight in ((data, 1.0), (data / "extra", EXTRA_WEIGHT)):
        if not folder.is_dir():
            continue
        records = records_of(folder)
        for flavour in TRAINING_ORDER:
            for raw in lines_of(folder / f"raw-{flavour}.jsonl.gz"):
                if "labels" in raw:
                    record = records[raw["id"]]
                    sure = 1.0 if is_sure(record) else WEAK_WEIGHT
                    text = page(raw, record) | judged(raw, record)
                    if folder != data:
                        text = page(respaced(raw), record)
                    is_measured = folder == data and is_sure(record)
                    yield learnt(text, flavour, weight * sure, is_measured)
        for body, record in bodies(folder):
            yield learnt(body, "bodies", weight, folder == data and is_sure(record))
        yield from one_liners(folder, weight * ONE_LINE_WEIGHT, 1 if folder == data else 4)
    for file in sorted(WRITTEN.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            yield from written(json.loads(line))


def written(text: Record) -> Iterator[Record]:
    """Yield a page of ours: all of it, from its body on, its body, all on one line."""
    lines = list(zip(text["text"].split("\n"), text["labels"], strict=True))
    first = text["labels"].index(1)
    body = [(line, label) for line, label in lines if label == 1]
    for number, (form, chosen) in enumerate(
        {"written": lines, "written/tail": lines[first:], "written/bodies": body}.items()
    ):
        gap = "\n\n"[dealt(f"{number} {text['id']}", 2) :]
        labels = [label for _, label in chosen]
        if len(gap) > 1:
            labels = [x for label in labels for x in (label, None)][:-1]
        shown = text | {"text": gap.join(line for line, _ in chosen), "labels": labels}
        yield learnt(shown, form, WRITTEN_WEIGHT, is_measured=False)
    weight = WRITTEN_WEIGHT * ONE_LINE_WEIGHT
    yield learnt(on_one_line(text), "one-line/written", weight, is_measured=False)


def one_liners(folder: Path, weight: float, parts: int) -> Iterator[Record]:
    """Yield pages without any line break, of so many parts of the folder one."""
    records = records_of(folder)
    for flavour in ONE_LINE_FLAVOURS:
        for raw in lines_of(folder / f"raw-{flavour}.jsonl.gz"):
            record = records[raw["id"]]
            if "labels" in raw and not dealt(f"one line {raw['id']}", parts):
                sure = 1.0 if is_sure(record) else WEAK_WEIGHT
                text = on_one_line(page(raw, record))
                yield learnt(text, f"one-line/{flavour}", weight * sure, is_measured=False)


def on_one_line(text: Record) -> Record:
    """Return a text with blanks for its line breaks and spans for the labels of its lines.

    >>> on_one_line({"text": "Menu\\n\\nIt rained.", "labels": [0, None, 1]})["text"]
    'Menu It rained.'
    """
    lines, spans, start = [], [], 0
    for line, label in zip(text["text"].split("\n"), text["labels"], strict=True):
        if line.strip():
            end = start + len(line)
            spans.append({"start": start, "end": end, "label": LABEL_OF[label]})
            lines.append(line)
            start = end + 1
    known = {name: value for name, value in text.items() if name != "labels"}
    return known | {"text": " ".join(lines), "spans": spans}


def learnt(text: Record, flavour: str, weight: float, is_measured: bool) -> Record:
    """A text to learn from; scores are shown by flavour."""
    known = {"id": f"{flavour}/{text['source']}/{text['id']}", "source": flavour}
    return text | known | {"weight": weight, "measured": is_measured}


def bodies(folder: Path) -> Iterator[tuple[Record, Record]]:
    """Yield true bodies; paragraphs have a blank line between them in every second one."""
    for record in records_of(folder).values():
        if record.get("body"):
            text = "\n\n"[dealt(record["id"], 2) :].join(record["body"])
            labels = [1] * (text.count("\n") + 1)
            yield page({"id": record["id"], "text": text, "labels": labels}, record), record


def page(raw: Record, record: Record) -> Record:
    """What is known of a page, in the documented form."""
    return {
        "id": raw["id"],
        "text": raw["text"],
        "labels": raw["labels"],
        "url": record["url"],
        "lang": record["lang"],
        "source": record["source"],
        "group": record["domain"],
    }


def judged(raw: Record, record: Record) -> Record:
    """What only measuring needs. Headline candidates of one word are too common to leave out."""
    lines, why = raw["text"].split("\n"), raw.get("why") or {}
    titles = [record.get("title"), *(record.get("titles_page") or ())]
    return {
        "mixed": raw.get("mixed") or {},
        "body": record["body"],
        "optional": record.get("optional") or [],
        "titles": [t for t in titles if t and has_two_words(t)]
        + [lines[int(number)] for number, reason in why.items() if reason == "title"],
    }


def has_two_words(title: str) -> bool:
    from cleaner.measure.words import words_of

    return len(words_of(title)) >= 2


def respaced(raw: Record) -> Record:
    """Return a page with its blank lines left out, one after each line, or as they were.

    Blank lines tell much, but differ from converter to converter: a quarter of the extra pages
    each is shown without and with all of them.
    """
    way = dealt(raw["id"], 4)
    if way > 1:
        return raw
    pairs = zip(raw["text"].split("\n"), raw["labels"], strict=True)
    filled = [(line, label) for line, label in pairs if label is not None]
    gap = "\n" if way else "\n\n"
    spread = [x for _, label in filled for x in ((label,) if way else (label, None))]
    text = gap.join(line for line, _ in filled)
    return raw | {"text": text, "labels": spread if way else spread[:-1]}


def is_sure(record: Record) -> bool:
    return bool(record["gold_kind"] not in ("weak", "strings"))


def dealt(name: str, parts: int) -> int:
    """Return one of so many parts, the same for a name each time."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) % parts


def records_of(folder: Path) -> dict[str, Record]:
    return {record["id"]: record for record in lines_of(folder / "records.jsonl.gz")}


def lines_of(path: Path) -> Iterator[Record]:
    """Yield the objects of a gzip JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def write_lines(path: Path, records: Iterable[Record]) -> None:
    """Write a gzip JSON Lines file; the same records, the same bytes."""
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 1, file, 0) as packed:
        for record in records:
            packed.write(json.dumps(record, ensure_ascii=False).encode() + b"\n")


if __name__ == "__main__":
    raise SystemExit(main())
