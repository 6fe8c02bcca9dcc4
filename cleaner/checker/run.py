"""A whole check: files to findings, in reading order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from cleaner.checker.cache import ResultCache, key_of, libraries, sources
from cleaner.checker.catalogue import EXACT, NEAR, OTHER, REPEATED
from cleaner.checker.characters import Flaw
from cleaner.checker.compare import Entry, Likeness, is_guess, likenesses
from cleaner.checker.files import Files
from cleaner.checker.inspect import Inspected, Inspector, Scope, flaw_finding
from cleaner.checker.parts import LABELLED, Part, parts_of
from cleaner.checker.places import Places
from cleaner.checker.records import Record, records_of
from cleaner.checker.workers import Work, inspect_all
from cleaner.errors import InputError, MissingLibraryError
from cleaner.findings import Finding, Problem, folded

ACROSS = frozenset({EXACT, NEAR, OTHER, REPEATED})
"""Checks that look at all articles together."""


@dataclass(slots=True)
class Outcome:
    """What a check found.

    Attributes:
        findings: in reading order.
        problems: what could not be read.
        files: that were looked at.
        articles: in them.
        known: parts that were in the cache, of `parts`.
        guessed: encodings that the bytes of files had to tell, with the number of files.
    """

    files: Sequence[str]
    findings: list[Finding] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    articles: int = 0
    parts: int = 0
    known: int = 0
    guessed: Counter[str] = field(default_factory=Counter)


def check_files(
    paths: Sequence[str], inspector: Inspector, files: Files, cache: ResultCache, jobs: int = 1
) -> Outcome:
    """Check files.

    Args:
        paths: of the files; each once.
        inspector, files: for the same settings.
        cache: of results.
        jobs: processes at most.
    """
    outcome = Outcome(paths)
    work = list(_work(paths, files, outcome))
    found = _inspected(work, inspector, cache, jobs, outcome)
    entries: list[tuple[Entry, Work]] = []
    for one in work:
        entries += _take(one, found[one], outcome)
    outcome.problems = folded(outcome.problems)
    outcome.articles = len(entries)
    outcome.guessed = Counter(
        entry.sketch.encoding for entry, _ in entries if is_guess(entry.sketch.encoding)
    )
    outcome.findings += _across(entries, inspector, files)
    order = {path: number for number, path in enumerate(paths)}
    least = inspector.settings.min_confidence
    outcome.findings = sorted(
        (one for one in outcome.findings if one.confidence >= least),
        key=lambda one: (order[one.path], one.record, one.span, one.code),
    )
    return outcome


def check_text(name: str, record: Record, inspector: Inspector, scope: Scope) -> Outcome:
    """Return what is found in one text that is in no file."""
    found = inspector.inspect_record(record, scope)
    least = inspector.settings.min_confidence
    findings = [one.at(name, 0) for one in found.findings if one.confidence >= least]
    problems = [(name, number, why) for number, why in found.problems]
    return Outcome([name], findings, problems)


def _work(paths: Iterable[str], files: Files, outcome: Outcome) -> Iterator[Work]:
    for path in paths:
        scope = files.scope(path)
        try:
            yield from ((part, scope) for part in parts_of(path))
        except (InputError, MissingLibraryError) as error:
            outcome.problems.append((path, 0, str(error)))


def _inspected(
    work: Sequence[Work], inspector: Inspector, cache: ResultCache, jobs: int, outcome: Outcome
) -> dict[Work, Inspected]:
    """What is found in each part: known, or found out now and remembered."""
    keys = _keys(work, inspector)
    known = cache.known(list(set(keys.values())))
    found = {one: known[keys[one]] for one in work if keys[one] in known}
    outcome.parts, outcome.known = len(work), len(found)
    missing = [one for one in work if one not in found]
    fresh = []
    try:
        for one, inspected in inspect_all(missing, inspector, jobs):
            found[one] = inspected
            if inspected.is_lasting:
                fresh.append((keys[one], inspected))
    finally:  # also of a check that is interrupted
        cache.keep(fresh)
    return found


def _keys(work: Iterable[Work], inspector: Inspector) -> dict[Work, bytes]:
    """The key of each part in the cache."""
    settings = inspector.settings
    told = {
        "fields": settings.fields,
        "words": settings.min_body_words,
        "libraries": libraries(),
        "sources": sources(),
    }

    @cache
    def setup(scope: Scope) -> Mapping[str, object]:
        chosen = inspector.selection(scope.ignore)
        checks = (sorted(chosen.checks), chosen.has_rules, chosen.has_score)
        about = sorted(inspector.about(scope).items())
        return told | {"checks": checks, "cleaner": about, "language": scope.language}

    return {
        (part, scope): key_of(
            part.digest, part.form + (part.path if part.form == LABELLED else ""), setup(scope)
        )
        for part, scope in work
    }


def _take(work: Work, found: Inspected, outcome: Outcome) -> Iterator[tuple[Entry, Work]]:
    """Put what was found in a part where it belongs in its file; yield its articles."""
    part = work[0]
    for one in found.findings:
        record = one.record + part.first if one.record else 0
        outcome.findings.append(one.at(part.path, record))
    for number, problem in found.problems:
        outcome.problems.append((part.path, number + part.first if number else 0, problem))
    for number, sketch in found.sketches:
        yield Entry(part.path, number + part.first if number else 0, sketch), work


def _across(
    entries: Sequence[tuple[Entry, Work]], inspector: Inspector, files: Files
) -> Iterator[Finding]:
    """The findings that only all articles together show."""
    scopes = {id(entry): work for entry, work in entries}
    wanted = frozenset().union(
        *(inspector.selection(scope.ignore).checks for scope in {w[1] for _, w in entries})
    )
    if not ACROSS & wanted:
        return
    settings = inspector.settings
    texts = _Texts(inspector)
    alike = likenesses(
        [entry for entry, _ in entries],
        settings.near_duplicate,
        settings.repeated_line_files,
        files.relative,
    )
    for found in alike:
        part, scope = scopes[id(found.entry)]
        if found.code not in inspector.selection(scope.ignore).checks:
            continue
        record = texts.record(part, found.entry.record)
        if found.code == REPEATED and inspector.is_ruled(record, scope, found.offset):
            continue  # a rule knows it that was not asked
        yield _finding(found, record)


def _finding(found: Likeness, record: Record) -> Finding:
    flaw = Flaw(found.code, found.offset, found.offset + found.length, found.message)
    finding = flaw_finding(flaw, record.text, Places(record.text), found.named)
    path, number, _ = found.entry
    return replace(finding, path=path, record=number, field=record.field)


class _Texts:
    """Reads articles again, where something is to be shown of them."""

    def __init__(self, inspector: Inspector) -> None:
        self._fields = inspector.fields
        self._last: tuple[Part | None, dict[int, Record]] = (None, {})

    def record(self, part: Part, number: int) -> Record:
        """Return a record; an empty one if the file has changed meanwhile."""
        if self._last[0] != part:
            try:
                records = {r.number: r for r in records_of(part, self._fields)}
            except InputError:
                records = {}
            self._last = (part, records)
        inside = number - part.first if number else 0
        return self._last[1].get(inside, Record(inside, "", ""))
