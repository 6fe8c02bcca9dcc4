"""What a rule can never match: its conditions exclude the text, one another, or all its sites."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleaner.folding import fold_wording
from cleaner.packs import templates
from cleaner.packs.authoring.unmatchable import unmatchable
from cleaner.packs.citing import listed, stops
from cleaner.packs.expressions import read_expression
from cleaner.packs.finding.conditions import is_domain
from cleaner.packs.finding.line import Line
from cleaner.packs.furniture import spelt_out
from cleaner.packs.grammar import parse
from cleaner.packs.load import LoadedRule
from cleaner.packs.schema import EXPRESSIONS, anchor_of, texts_of
from cleaner.packs.templates import SLOT
from cleaner.packs.tree import Path_
from cleaner.sentences import count_words

Exclusion = tuple[Path_, str, str]
"""The place in the rule, the problem, the way out."""


def exclusions(item: LoadedRule) -> Iterator[Exclusion]:
    """Yield what of a rule never matches."""
    yield from _nowhere(item)
    yield from _nowhere_near(item)
    begins: Sequence[str] = item.rule.from_ or ()
    for at, text in (*texts_of(item.rule), *((("from", i), one) for i, one in enumerate(begins))):
        is_pattern = item.rule.kind in EXPRESSIONS
        told = _in_pattern(item, text) if is_pattern else _excluded(item, text)
        yield from ((at, problem, way_out) for problem, way_out in told)


def _nowhere(item: LoadedRule) -> Iterator[Exclusion]:
    """A rule for sites that are shut out, or are none of its publisher's."""
    domains = item.rule.where.domains or ()
    if domains and all(is_domain(one, item.rule.where.not_domains or ()) for one in domains):
        problem = "never matches: all its `domains` are among its `not_domains`"
        yield ("where", "not_domains"), problem, "take out one of them"
    own = item.publisher.domains if item.publisher else domains
    if domains and not any(is_domain(a, (b,)) or is_domain(b, (a,)) for a in domains for b in own):
        problem = f"never matches: none of its `domains` is among {', '.join(own)}, the publisher's"
        yield ("where", "domains"), problem, "name sites of the publisher, or move the rule"


def _nowhere_near(item: LoadedRule) -> Iterator[Exclusion]:
    """Texts of `near` that bring one of `not_near` along."""
    near, not_near = item.rule.where.near, item.rule.where.not_near
    if near is None or not_near is None or near.lines > not_near.lines:
        return
    languages = item.rule.where.languages or item.languages
    unwanted = _spellings(spelt_out(not_near.any, languages))
    for index, text in enumerate(near.any):
        spelled = _spellings(spelt_out([text], languages), SLOT)
        holders = [next((u for u in unwanted if Line.of(s).occurrences(u)), "") for s in spelled]
        if parse(text) in map(parse, not_near.any):
            holders = [text]
        if holders and all(holders):
            problem = f'"{text}" of `near` never counts: `not_near` excludes "{holders[0]}"'
            yield ("where", "near", "any", index), problem, "take out one of them"


def _spellings(texts: Iterable[str], slot: str | None = None) -> list[str]:
    return [one for text in texts for one in templates.spellings(parse(text), slot) or ()]


def _in_pattern(item: LoadedRule, text: str) -> Iterator[tuple[str, str]]:
    for piece in unmatchable(text):
        problem = f'"{piece.text}" never matches: lines are compared in small letters and folded'
        yield problem, f'write "{piece.instead}"' if piece.instead else "write small letters"
    expression, most = read_expression(text), item.rule.where.max_chars
    if most is not None and expression is not None and expression.getwidth()[0] > most:
        problem = f"pattern {text!r} never matches: it takes more signs than {most}"
        yield problem, "take out the text or the condition"


def _excluded(item: LoadedRule, text: str) -> Iterator[tuple[str, str]]:
    """A text that the rule's own conditions never let through, however it is spelled."""
    if item.rule.kind in ("line", "phrase"):
        spelled: tuple[str, ...] = (fold_wording(text),)
    else:
        spelled = templates.spellings(parse(text), SLOT) or ()
    first: list[str] = []
    for one in filter(None, spelled):
        reasons = [*_reasons(item, Line.of(one))]
        if not reasons:
            return
        first = first or reasons
    for reason in first:
        shown = spelled[0] if item.rule.kind in ("line", "phrase") else text
        yield f'"{shown}" never matches: {reason}', "take out the text or the condition"


def _reasons(item: LoadedRule, line: Line) -> Iterator[str]:
    """Why a line that holds this never counts; of slots the least that may fill them."""
    rule, where = item.rule, item.rule.where
    words, chars = count_words(line.cased), len(line.cased)
    for stop in stops(rule.unless or (), where.languages or item.languages).all(listed):
        if stop in line.lower and line.occurrences(stop):
            yield f'`unless` "{stop}" stands in it'
    if where.max_words is not None and words > where.max_words:
        yield f"it has more words than {where.max_words}"
    if where.max_chars is not None and chars > where.max_chars:
        yield f"it has more signs than {where.max_chars}"
    is_whole = rule.kind != "block" and anchor_of(rule) == "line" and SLOT not in line.cased
    if where.min_words is not None and words < where.min_words and is_whole:
        yield f"it has fewer words than {where.min_words}"
