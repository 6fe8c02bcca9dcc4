"""`clean rules stats`: which inputs, and what is printed."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from cleaner.cli import streams
from cleaner.cli.streams import counted
from cleaner.corpus.examples import load_article
from cleaner.corpus.rule_stats import FalseDrop, RuleStats, Sample, count_hits, sample_of
from cleaner.data import Document, Span
from cleaner.errors import InputError
from cleaner.formats.plain import decode, read_bytes
from cleaner.given import domain_of
from cleaner.languages import NO_CODE, is_code, language_of
from cleaner.packs.cache import load_pack

FINE, WRONG = 0, 2
JSONL = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
LABELLED = (".yaml", ".yml")
KNOWN = (*JSONL, *LABELLED, ".txt")
MAX_SHOWN = 120  # characters of a false drop


class Inputs:
    """Texts below some paths; a file or record that cannot be read is told and passed over."""

    def __init__(self, paths: Sequence[str]) -> None:
        self.paths = paths
        self.code = FINE

    def __iter__(self) -> Iterator[Sample]:
        for file in (file for path in self.paths for file in _files(Path(path))):
            try:
                yield from self._samples(file)
            except InputError as error:
                self._complain(str(file), error)

    def _samples(self, file: Path) -> Iterator[Sample]:
        if not file.name.endswith(JSONL):
            yield _article(file)
            return
        for number, line in _lines(file):
            place = f"{file}:{number}"
            try:
                yield _record(line, place)
            except InputError as error:
                self._complain(place, error)

    def _complain(self, place: str, error: InputError) -> None:
        problem = str(error)
        streams.complain(problem if problem.startswith(place) else f"{place}: {problem}")
        self.code = WRONG


def show_stats(paths: Sequence[str], rules: Sequence[str], is_terminal: bool) -> int:
    """Count and print; return the exit code."""
    from cleaner.cli.rule_outlet import print_tables
    from cleaner.reports.rules import plain_rows

    inputs = Inputs(paths)
    stats = count_hits(inputs, load_pack(rules))
    for problem in stats.problems:
        streams.complain(problem)
    tables = list(_tables(stats))
    if is_terminal:
        print_tables(tables)
    else:
        rows = ((kind, *row) for kind, _, rows in tables for row in rows)
        streams.write(plain_rows(rows).encode())
    drops, rules_known = len(stats.false_drops), counted(len(stats.categories), "rule")
    dropped = f", {counted(drops, 'false drop')}" if drops else ""
    streams.complain(
        f"note: {counted(stats.size, 'text')}, {counted(stats.hits.total(), 'hit')}, "
        f"{len(stats.never_hit):,} of {rules_known} never hit{dropped}"
    )
    return WRONG if stats.problems else inputs.code


def _tables(stats: RuleStats) -> Iterator[tuple[str, Sequence[str], Sequence[Sequence[str]]]]:
    """Kind, heads and rows of each table."""
    drops = [drop.rule for drop in stats.false_drops]
    rules = [
        (rule, stats.categories[rule], str(hits), str(stats.texts[rule]), str(drops.count(rule)))
        for rule, hits in sorted(stats.hits.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    yield "rule", ("rule", "category", "hits", "texts", "false drops"), rules
    counts = [(category, str(hits)) for category, hits in stats.by_category().items()]
    yield "category", ("category", "hits"), counts
    never = stats.never_hit if stats.size else ()  # of no text that says nothing
    yield "never", ("never hit",), [(rule,) for rule in never]
    shown = [(drop.rule, f"{drop.name}:{drop.start}", _shown(drop)) for drop in stats.false_drops]
    yield "false-drop", ("false drop", "where", "words"), shown


def _shown(drop: FalseDrop) -> str:
    text = drop.text if len(drop.text) <= MAX_SHOWN else drop.text[: MAX_SHOWN - 1] + "…"
    return f"{drop.before} >>>{text}<<< {drop.after}"


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    found = (p for p in path.rglob("*") if p.name.endswith(KNOWN) and p.is_file())
    yield from sorted(p for p in found if p.suffix not in LABELLED or _is_labelled(p))


def _is_labelled(file: Path) -> bool:
    """True for a labelled article; other YAML may lie beside it."""
    return b"\nparts:" in read_bytes(str(file))


def _article(file: Path) -> Sample:
    if file.name.endswith(LABELLED):
        return sample_of(load_article(file))
    return Sample(str(file), Document(decode(read_bytes(str(file)))[0]))


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers, from 1."""
    opened = gzip.open if file.name.endswith(".gz") else open
    try:
        with opened(file, "rb") as lines:
            yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    except (OSError, EOFError, zlib.error) as error:
        problem = getattr(error, "strerror", None) or error
        raise InputError(f"cannot be read: {problem}; give a file of JSON lines") from None


def _record(line: bytes, name: str) -> Sample:
    try:
        data: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON: {error}; give one object a line") from None
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise InputError("no `text`; give objects that have one")
    url, lang = data.get("url"), data.get("lang")
    domain = domain_of(url) if isinstance(url, str) else None
    if lang and not is_code(lang):
        raise InputError(f"`lang` {lang!r} {NO_CODE}")
    document = Document(data["text"], name, domain, language_of(lang))
    return Sample(name, document, _body_lines(data["text"], data.get("labels")))


def _body_lines(text: str, labels: Any) -> tuple[Span, ...] | None:
    """The lines that `labels` gives a 1; None where it is no list of one entry for each line."""
    lines = text.split("\n")
    if not isinstance(labels, list) or len(labels) != len(lines):
        return None
    ends = accumulate(len(line) + 1 for line in lines)
    found = zip(lines, ends, labels, strict=True)
    return tuple(Span(end - 1 - len(line), end - 1) for line, end, label in found if label == 1)
