"""`clean rules stats`: which inputs, and what is printed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from cleaner.checker.parts import LABELLED, form_of
from cleaner.cli import streams
from cleaner.cli.codes import Code
from cleaner.cli.rule_inputs import Inputs, document_of
from cleaner.corpus.labelled_article import load_article, may_be_article
from cleaner.corpus.rule_stats import FalseDrop, RuleStats, Sample, count_hits, sample_of
from cleaner.data import Span
from cleaner.errors import InputError
from cleaner.formats.detect import ARTICLES
from cleaner.languages import NO_CODE, is_code
from cleaner.packs.cache import load_pack
from cleaner.wording import counted

_PATTERNS = tuple(f"*.{suffix}" for suffix in ARTICLES)
MAX_SHOWN = 120  # characters of a false drop


def show_stats(
    paths: Sequence[str], fields: Sequence[str], rules: Sequence[str], is_terminal: bool
) -> int:
    """Count and print; return the exit code.

    Args:
        paths: of the texts.
        fields: of records that may hold the text; without any those of the project.
        rules: what is counted.
        is_terminal: whether somebody looks, or a program reads.
    """
    from cleaner.cli.pages import print_tables
    from cleaner.reports.rules import plain_rows

    inputs = Inputs(paths, fields, _PATTERNS)
    stats = count_hits(_samples(inputs, paths), load_pack(rules))
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
    return Code.WRONG if stats.problems else inputs.code


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


def _samples(inputs: Inputs, named: Sequence[str]) -> Iterator[Sample]:
    """The texts of all files; YAML from folders only where it is a labelled article."""
    for path in inputs.paths:
        if form_of(path) != LABELLED:
            yield from _records(inputs, path)
        elif path in named or may_be_article(Path(path)):
            try:
                yield sample_of(load_article(Path(path)))
            except InputError as error:
                inputs.complain(path, str(error))


def _records(inputs: Inputs, path: str) -> Iterator[Sample]:
    for place, record in inputs.records(path):
        if record.language and not is_code(record.language):
            inputs.complain(place, f"`lang` {record.language!r} {NO_CODE}")
            continue
        body = _body_lines(record.text, record.labels)
        if body is None and _are_of_lines(record.labels):
            inputs.complain(place, "`labels` are not as many as the lines; give one for each")
        yield Sample(place, document_of(record, place), body)


def _are_of_lines(labels: Any) -> bool:
    """True for what was meant to tell lines of the body; a record may have other labels."""
    return isinstance(labels, list) and bool(labels) and all(one in (0, 1) for one in labels)


def _body_lines(text: str, labels: Any) -> tuple[Span, ...] | None:
    """The lines that `labels` gives a 1; None where it is no list of one entry for each line."""
    lines = text.split("\n")
    if not isinstance(labels, list) or len(labels) != len(lines):
        return None
    ends = accumulate(len(line) + 1 for line in lines)
    found = zip(lines, ends, labels, strict=True)
    return tuple(Span(end - 1 - len(line), end - 1) for line, end, label in found if label == 1)
