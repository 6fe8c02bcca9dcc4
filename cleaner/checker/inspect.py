"""One part of a file to its findings and sketches. What comes out depends on nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property
from typing import Any, NamedTuple

from cleaner.api import Cleaner
from cleaner.checker.catalogue import CHECK_IDS, LANGUAGE, LITTLE, SCORE
from cleaner.checker.characters import Flaw, character_flaws
from cleaner.checker.languages import other_language
from cleaner.checker.parts import Part
from cleaner.checker.places import Places
from cleaner.checker.records import Fields, Record, records_of
from cleaner.checker.removals import removal_findings
from cleaner.checker.selection import Selection, selection_of
from cleaner.checker.settings import CheckSettings
from cleaner.checker.sketches import Sketch, sketch_of
from cleaner.errors import InputError, RuleTimeout
from cleaner.findings import Finding, digest_of
from cleaner.result import Result
from cleaner.sentences import BYTE_ORDER_MARK, count_words_of_parts
from cleaner.wording import counted


class Scope(NamedTuple):
    """What holds for one file: names that are ignored in it, and its declared language."""

    ignore: tuple[str, ...] = ()
    language: str | None = None


class Inspected(NamedTuple):
    """What is found in a part.

    Attributes:
        findings: without their path; records are numbered from the part's beginning.
        sketches: pairs of a record's number and its sketch.
        problems: pairs of a record's number and why it could not be read, or not to the end.
    """

    findings: tuple[Finding, ...]
    sketches: tuple[tuple[int, Sketch], ...]
    problems: tuple[tuple[int, str], ...]

    @property
    def is_lasting(self) -> bool:
        """False where the same content may be found otherwise the next time."""
        return all(number and RuleTimeout.WORDS not in why for number, why in self.problems)


class Inspector:
    """Checks parts. Makes a cleaner for each set of ignored names, once.

    Args:
        settings: what is looked for.
        rules: paths of the rules in use.
        select, ignore: of the project, names of rules, on top of those of the settings.
    """

    def __init__(
        self,
        settings: CheckSettings,
        rules: Sequence[str],
        select: Sequence[str] = (),
        ignore: Sequence[str] = (),
    ) -> None:
        self.settings = settings
        self._rules = tuple(rules)
        self._select, self._ignore = tuple(select), tuple(ignore)
        self.fields = Fields(text=settings.fields)
        self.selection = cache(self._selection)
        self.cleaner = cache(self._cleaner)
        self.confidences = cache(self._confidences)

    def __reduce__(self) -> tuple[type[Inspector], tuple[object, ...]]:
        return Inspector, (self.settings, self._rules, self._select, self._ignore)

    def inspect(self, work: Sequence[tuple[Part, Scope]]) -> list[Inspected]:
        """Return what is found in parts, in their order; what cannot be read is a problem."""
        found = [self._records(part) for part, _ in work]
        results = self._cleaned(found, [scope for _, scope in work])
        return [
            self._inspected(records, results, scope)
            for records, (_, scope) in zip(found, work, strict=True)
        ]

    def inspect_record(self, record: Record, scope: Scope) -> Inspected:
        """Return what is found in one article that is in no file."""
        (result,) = self._results([record], scope)
        return self._inspected([record], {id(record): result}, scope)

    def removals(self, record: Record, scope: Scope) -> list[Finding]:
        """Return what the cleaner removes from one article, as far as it was selected."""
        (result,) = self._results([record], scope)
        return self._removals(record, result, scope, Places(record.text))

    def is_ruled(self, record: Record, scope: Scope, at: int) -> bool:
        """True if any of the rules in use removes that place of an article, selected or not."""
        (result,) = self._results([record], scope, self.whole)
        return not any(start <= at < end for start, end in result.kept_spans)

    def about(self, scope: Scope) -> dict[str, Any]:
        """Return what decides, as `Cleaner.about`."""
        return self.cleaner(scope.ignore).about

    def looks_for(self, code: str, scope: Scope) -> bool:
        """True if a finding of that code would be told, as sure as it may be."""
        chosen = self.selection(scope.ignore)
        if not chosen.admits(code):
            return False
        if code in CHECK_IDS:
            return True
        least = self.settings.min_confidence
        if code.partition("/")[0] == SCORE:
            return least == 0  # each cut of the scorer is as sure as it is
        return self.confidences(scope.ignore).get(code, -1.0) >= least

    def _records(self, part: Part) -> list[Record]:
        try:
            return list(records_of(part, self.fields))
        except InputError as error:
            return [Record(0, "", "", problem=str(error))]

    def _cleaned(
        self, found: Sequence[Sequence[Record]], scopes: Sequence[Scope]
    ) -> dict[int, Result]:
        """Clean all the records of one scope together; results by the record's identity."""
        together: dict[Scope, list[Record]] = {}
        for records, scope in zip(found, scopes, strict=True):
            together.setdefault(scope, []).extend(r for r in records if not r.problem)
        return {
            id(record): result
            for scope, records in together.items()
            for record, result in zip(records, self._results(records, scope), strict=True)
        }

    def _results(
        self, records: Sequence[Record], scope: Scope, cleaner: Cleaner | None = None
    ) -> Iterator[Result]:
        """Clean records, as the filter does."""
        return (cleaner or self.cleaner(scope.ignore)).clean_many(
            [record.text for record in records],
            urls=[record.url for record in records],
            langs=[record.language or scope.language for record in records],
        )

    def _inspected(
        self, records: Sequence[Record], results: dict[int, Result], scope: Scope
    ) -> Inspected:
        findings: list[Finding] = []
        sketches = []
        problems = []
        for record in records:
            result = results.pop(id(record), None)
            if result is None:
                problems.append((record.number, record.problem))
                continue
            if RuleTimeout.WORDS in result.abstained:
                problems.append((record.number, f"{result.abstained}; {RuleTimeout.WAY_OUT}"))
            findings += self._findings(record, result, scope)
            encoding = "" if record.field else record.encoding
            sketches.append((record.number, sketch_of(record.text, result.kept_spans, encoding)))
        return Inspected(tuple(findings), tuple(sketches), tuple(problems))

    def _removals(
        self, record: Record, result: Result, scope: Scope, places: Places
    ) -> list[Finding]:
        admits = self.selection(scope.ignore).admits
        if result.text == record.text:
            return []
        confidences = self.confidences(scope.ignore)
        return [one for one in removal_findings(result, places, confidences) if admits(one.code)]

    def _findings(self, record: Record, result: Result, scope: Scope) -> list[Finding]:
        """The findings in one article, in reading order."""
        places = Places(record.text)
        flaws = [flaw_finding(flaw, record.text, places) for flaw in _flaws(record)]
        others = self._body_findings(record, result, scope, places)
        admits = self.selection(scope.ignore).admits
        found = [
            *self._removals(record, result, scope, places),
            *(one for one in (*flaws, *others) if admits(one.code)),
        ]
        found.sort(key=lambda one: (one.span, one.code))
        return [replace(one, record=record.number, field=record.field) for one in found]

    def _body_findings(
        self, record: Record, result: Result, scope: Scope, places: Places
    ) -> Iterable[Finding]:
        """What is wrong with the body as a whole."""
        words = count_words_of_parts(result.text.removeprefix(BYTE_ORDER_MARK))
        at = len(record.text) - len(record.text.lstrip())
        if words < self.settings.min_body_words:
            least = self.settings.min_body_words
            message = f"{counted(words, 'word')} of body, fewer than {least:,}"
            yield flaw_finding(Flaw(LITTLE, at, at, message), record.text, places, result.text)
        declared = record.language or scope.language
        if not declared or LANGUAGE not in self.selection(scope.ignore).checks:
            return
        other = other_language(result.text, declared)
        if other:
            message = f"declared as {declared}, but reads like {other[0]} ({other[1]:.0%} sure)"
            yield flaw_finding(Flaw(LANGUAGE, at, at, message), record.text, places, other[0])

    def _confidences(self, ignore: tuple[str, ...]) -> dict[str, float]:
        return self.cleaner(ignore).confidences

    def _selection(self, ignore: tuple[str, ...]) -> Selection:
        return selection_of(self.settings.select, (*self.settings.ignore, *ignore))

    @cached_property
    def whole(self) -> Cleaner:
        """The rules in use, none left out, without the scorer."""
        return Cleaner(rules=self._rules, profile="rules-only")

    def _cleaner(self, ignore: tuple[str, ...]) -> Cleaner:
        """The cleaner that removes what is complained of, and the scorer where it may."""
        chosen = self.selection(ignore)
        settings = self.settings
        return Cleaner(
            rules=self._rules,
            profile=settings.profile if chosen.has_score else "rules-only",
            keep=settings.keep,
            weights=settings.weights if chosen.has_score else None,
            select=chosen.select or self._select,
            ignore=(*self._ignore, *chosen.ignore),
        )


def _flaws(record: Record) -> Iterator[Flaw]:
    if record.flaw:
        yield record.flaw
    yield from character_flaws(record.text)


def flaw_finding(flaw: Flaw, text: str, places: Places, named: str | None = None) -> Finding:
    """Return a finding for what is wrong at a place of a text; `named` is what the digest is of."""
    place = places.of(flaw.start, flaw.end)
    return Finding(
        path="",
        record=0,
        field="",
        **place._asdict(),
        code=flaw.code,
        message=flaw.message,
        reasons=(),
        confidence=1.0,
        digest=digest_of(text[flaw.start : flaw.end] + place.excerpt if named is None else named),
        span=(flaw.start, flaw.end),
    )
