"""Learn where lines begin in running text, and which go on, and write both tables of cues.

    python benchmarks/train_breaks.py --data ../shared/data

Learnt from the extra pages and those of `corpus/lessons`, but from no site of the pages that are
measured on: so that the figures of `forms.py` are of sites that were not seen. The same data give
the same files (see cleaner/breaks). Without the data it says so and stops. Takes some minutes of
one core.
"""

from __future__ import annotations

import argparse
import json
import sys
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from labelled_pages import ONE_LINE_FLAVOURS, WRITTEN, add_data, lines_of, records_of

from cleaner.breaks.learn import Lesson, learn_points, lesson_on_going_on, lesson_on_starts
from cleaner.breaks.table import GOING_ON, STARTS, dump_table

ABOUT = (
    "What cues count, hundredths of a logit (see cleaner/breaks/cues.py).",
    "Made by benchmarks/train_breaks.py; not to be edited by hand.",
)
MAX_TOGETHER = 60  # lines of one sentence or paragraph that are looked for


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    add_data(parser)
    parser.add_argument("--starts", default=STARTS)
    parser.add_argument("--going-on", default=GOING_ON)
    options = parser.parse_args()
    data = Path(options.data)
    if not (data / "extra" / "records.jsonl.gz").exists():
        print(f"skipped: no extra pages in {data}; give --data", file=sys.stderr)
        return 0
    learn((*pages_with_lines(data), *written_pages()), options.starts)
    learn(tuple(broken_pages(data)), options.going_on)
    return 0


def learn(lessons: Sequence[Lesson], path: str) -> None:
    """Write the points that are learnt from lessons."""
    n_groups = len({lesson.group for lesson in lessons})
    about = (*ABOUT, f"Learnt from {len(lessons)} texts of {n_groups} sites.")
    Path(path).write_text(dump_table(learn_points(lessons), about), "utf-8")


def pages_with_lines(data: Path) -> Iterator[Lesson]:
    """Yield the extra pages of sites that are not measured on, for where lines begin."""
    unseen = unseen_domains(data)
    for flavour in ONE_LINE_FLAVOURS:
        for raw in lines_of(data / "extra" / f"raw-{flavour}.jsonl.gz"):
            if raw["id"] in unseen:
                yield lesson_on_starts(lines_in(raw["text"]), unseen[raw["id"]])


def written_pages() -> Iterator[Lesson]:
    """Yield the pages that were written for this project; each is a site of its own."""
    for file in sorted(WRITTEN.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            page = json.loads(line)
            yield lesson_on_starts(lines_in(page["text"]), page["id"])


def broken_pages(data: Path) -> Iterator[Lesson]:
    """Yield the same extra pages with a line for each node, for which of them go on."""
    unseen = unseen_domains(data)
    pages = {raw["id"]: raw["text"] for raw in lines_of(data / "extra" / "raw-wet.jsonl.gz")}
    for raw in lines_of(data / "extra" / "raw-flat.jsonl.gz"):
        if raw["id"] in unseen:
            together = lines_together(raw["text"].splitlines(), pages[raw["id"]].splitlines())
            yield lesson_on_going_on(raw["text"], together, unseen[raw["id"]])


def lines_together(pieces: Iterable[str], lines: Iterable[str]) -> set[int]:
    """Return the numbers of the pieces that are one line with the next.

    Args:
        pieces: lines of a page, one for each of its nodes.
        lines: of the same page, one for each paragraph.

    >>> pieces = ["Home", "We met at", "Stilbruch", "."]
    >>> sorted(lines_together(pieces, ["Home", "We met at Stilbruch."]))
    [1, 2]
    """
    bare = ["".join(piece.split()) for piece in pieces]
    known = sorted({"".join(line.split()) for line in lines})
    together: set[int] = set()
    first = 0
    while first < len(bare):
        last, found = first, bare[first]
        for at in range(first + 1, min(first + MAX_TOGETHER, len(bare) + 1)):
            place = bisect_left(known, found)
            if place == len(known) or not known[place].startswith(found) or not found:
                break
            if known[place] == found:
                last = at - 1
            if at == len(bare) or not bare[at]:
                break
            found += bare[at]
        together.update(range(first, last))
        first = last + 1
    return together


def unseen_domains(data: Path) -> dict[str, str]:
    """Return the domains of the extra pages of sites that are not measured on, by id."""
    measured = {record["domain"] for record in records_of(data).values()}
    domains = {name: record["domain"] for name, record in records_of(data / "extra").items()}
    return {name: domain for name, domain in domains.items() if domain not in measured}


def lines_in(text: str) -> list[str]:
    """Return the lines of a text that are not blank."""
    return [line for line in text.split("\n") if line.strip()]


if __name__ == "__main__":
    raise SystemExit(main())
