"""What is wrong with rules that load: findings, each with its place and a way out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from cleaner.data import DECIDES
from cleaner.folding import fold_wording
from cleaner.packs import templates
from cleaner.packs.authoring import nearness, stress
from cleaner.packs.authoring.branches import repeated_branches, repeated_choices
from cleaner.packs.authoring.never import exclusions
from cleaner.packs.authoring.overlaps import overlaps
from cleaner.packs.citing import CITED
from cleaner.packs.grammar import parse
from cleaner.packs.load import LoadedRule
from cleaner.packs.pattern_literals import always_holds_one, whole_texts
from cleaner.packs.schema import EXPRESSIONS, anchor_of, texts_of
from cleaner.packs.tree import Path_
from cleaner.scripts import chars_a_word
from cleaner.wording import in_a_line

SHORT_PHRASE = 3  # words; a shorter phrase needs a bound
SHORT_UNSPACED = 2  # words of a script without blanks that say as much
FEW_WORDS, FEW_CHARS = 12, 80  # of a line; most sentences of a story have more
MIN_NO_MATCH = 2
MAX_SHOWN = 4  # texts named in one finding
LABELS = frozenset(
    """
    advertisement caption comments consent donation embed live login newsletter notification
    reader-comment share subscription
    """.split()
)
"""Categories whose lines of one word are buttons and labels ("Anzeige", "S'abonner"), which may
stand between any two paragraphs: of 434 such words, three stood as a line of a body on 2,300 pages,
all where each text node is a line. Words of the others ("Wetter", "Tendencias") head articles too.
"""
_PLACES = frozenset({"domains", "position", "near", "not_near", "min_hits"})
_NO_WORD = re.compile(r"\w\.\w|[/-]\w|[][(){}<>=&@_]")  # of code, addresses, credits: never prose

CODES = {
    "duplicate-text": "two rules of one language, or one, repeat a text, action and conditions",
    "shadowed": "another rule, without conditions, takes all that this text takes",
    "loose-phrase": "one or two words without anchor, nor a condition that narrows",
    "one-word-line": "a line of one word, no button or label, that may stand anywhere",
    "idle-position": "a position that every line has",
    "no-literal": "a pattern that may match where none of its required literals stands",
    "slow-pattern": "a pattern that can be made to run away",
    "few-examples": "fewer than two examples of what must not be hit",
    "equal-branches": "a choice in a template or pattern that offers the same twice",
    "repeated-example": "an example that stands there twice",
    "far-fetched": "an example of what must not be hit that has no word of the rule",
    "never-matches": "a text that the rule's own conditions exclude, or that no folded line holds",
    "example": "an example that the rule does not do as it says (run by `clean rules lint`)",
}
"""What each code means, in a line."""


@dataclass(frozen=True, slots=True, order=True)
class LintFinding:
    """One complaint about a rule: where, which kind, and what, with the way out."""

    path: str
    line: int
    column: int
    code: str
    message: str

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    def __str__(self) -> str:
        return f"{self.place}: {self.code} {in_a_line(self.message)}"


def lint_rules(rules: Iterable[LoadedRule]) -> list[LintFinding]:
    """Return what is wrong with rules, in the order of files and lines."""
    live = [item for item in rules if item.rule.status != "deprecated"]
    alone = (one for item in live for one in _alone(item))
    together = (finding(*overlap) for overlap in overlaps(live))
    return sorted({*alone, *together})


def finding(item: LoadedRule, at: Path_, code: str, problem: str, way_out: str) -> LintFinding:
    """Return a finding at the place of one of the rule's keys."""
    place = item.mistake(at, problem, way_out)
    return LintFinding(
        place.path, place.line, place.column, code, f"{item.id}: {place.problem}; {way_out}"
    )


def _alone(item: LoadedRule) -> Iterator[LintFinding]:
    """What one rule shows by itself."""
    rule, examples = item.rule, item.rule.examples
    if len(examples.no_match) < MIN_NO_MATCH:
        problem = "has one no_match example"
        way_out = "add the nearest honest sentence that a sloppier rule would hit"
        yield finding(item, ("examples", "no_match"), "few-examples", problem, way_out)
    for key, texts in ("match", examples.match), ("no_match", examples.no_match):
        for index, text in enumerate(texts):
            if text in texts[:index]:
                problem, way_out = "is there already", "take it out, or write another"
                yield finding(item, ("examples", key, index), "repeated-example", problem, way_out)
    for index in nearness.far_fetched(item):
        problem = "has no word of the rule, so that any rule would pass it"
        way_out = "write the nearest honest sentence that a sloppier rule would hit"
        yield finding(item, ("examples", "no_match", index), "far-fetched", problem, way_out)
    if rule.kind != "block" and _is_everywhere(set(rule.where.position or ())):
        problem = "every line lies in the head, inside or in the tail"
        yield finding(item, ("where", "position"), "idle-position", problem, "take it out")
    decides = rule.action == "drop" and rule.confidence >= DECIDES and rule.status == "stable"
    if rule.kind == "line" and decides:
        yield from _one_word_lines(item)
    for at, problem, way_out in exclusions(item):
        yield finding(item, at, "never-matches", problem, way_out)
    yield from _equal_branches(item)
    for at, text in texts_of(rule):
        if rule.kind in EXPRESSIONS:
            yield from _pattern_findings(item, at, text)
        if decides:
            yield from _loose(item, at, text)
    for index, text in enumerate(rule.from_ or ()):
        if decides:
            yield from _loose(item, ("from", index), text)


def _is_everywhere(positions: Set[str]) -> bool:
    """True if every line has one of the positions."""
    return {"head", "inside"} <= positions and not positions.isdisjoint(("tail", "below"))


def _equal_branches(item: LoadedRule) -> Iterator[LintFinding]:
    """Choices in patterns and templates, those of conditions too, that offer the same twice."""
    rule, where = item.rule, item.rule.where
    lists: list[tuple[Path_, Sequence[str]]] = [
        (("any",), (rule.any or ()) if rule.kind in ("template", "pattern") else ()),
        *((("all", i), signs) for i, signs in enumerate(rule.all or ())),
        (("from",), rule.from_ or ()),
        (("to",), rule.to or ()),
        (("before",), rule.before or ()),
        (("where", "near", "any"), where.near.any if where.near else ()),
        (("where", "not_near", "any"), where.not_near.any if where.not_near else ()),
    ]
    for at, texts in lists:
        for index, text in enumerate(texts):
            is_pattern = rule.kind in EXPRESSIONS and at[0] in ("any", "all")
            twice = repeated_branches(text) if is_pattern else repeated_choices(parse(text))
            for branch in dict.fromkeys(twice):
                problem = f'"{branch}" stands twice in a choice of "{text}"'
                yield finding(item, (*at, index), "equal-branches", problem, "take one of them out")


def _loose(item: LoadedRule, at: Path_, text: str) -> Iterator[LintFinding]:
    short = next((one for one in _spelled_out(item.rule.kind, text) if not _says_enough(one)), None)
    if short is None or _is_bound(item):
        return
    spelled = "" if short == fold_wording(text) else f' ("{short}")'
    problem = f'{item.rule.kind} "{text}" is short{spelled} and may stand anywhere'
    way_out = "lengthen it, or bound it by `anchor` or `where`"
    yield finding(item, at, "loose-phrase", problem, way_out)


def _spelled_out(kind: str, text: str) -> Iterable[str]:
    """What a text stands for, as far as it can be said: not where slots or any signs may stand."""
    if kind == "phrase":
        return (fold_wording(text),)
    if kind in ("template", "block"):
        return templates.spellings(parse(text)) or ()
    return whole_texts(text) if kind == "pattern" else ()


def _is_bound(item: LoadedRule) -> bool:
    """True for a rule that something keeps out of most sentences, whatever its words are."""
    rule, where = item.rule, item.rule.where
    return (
        anchor_of(rule) != "none"
        or bool(where.domains or where.position or where.near or where.min_hits > 1)
        or (where.max_words or FEW_WORDS + 1) <= FEW_WORDS
        or (where.max_chars or FEW_CHARS + 1) <= FEW_CHARS
        or CITED in (rule.unless or ())
        or (item.publisher is not None and rule.reach == "phrase")  # two words, on its own pages
    )


def _says_enough(folded: str) -> bool:
    sizes = [size for size in map(chars_a_word, folded) if size]
    if sizes:
        return len(sizes) >= SHORT_UNSPACED * max(sizes)
    return len(folded.split()) >= SHORT_PHRASE or bool(_NO_WORD.search(folded))


def _one_word_lines(item: LoadedRule) -> Iterator[LintFinding]:
    """Said once for a rule, at the first of its texts."""
    is_label = item.category in LABELS
    is_placed = item.publisher is not None or item.rule.where.model_fields_set & _PLACES
    texts = [fold_wording(text) for text in item.rule.any or ()]
    at = [i for i, t in enumerate(texts) if " " not in t and not _says_enough(t)]
    if is_label or is_placed or not at:
        return
    some = ", ".join(f'"{texts[i]}"' for i in at[:MAX_SHOWN])
    more = f" and {len(at) - MAX_SHOWN} more" if len(at) > MAX_SHOWN else ""
    problem = f"lines of one word, which may be a heading or an answer: {some}{more}"
    way_out = "say where they stand, by `position`, `near` or `min_hits`"
    yield finding(item, ("any", at[0]), "one-word-line", problem, way_out)


def _pattern_findings(item: LoadedRule, at: Path_, text: str) -> Iterator[LintFinding]:
    slow = stress.slow_text(text, anchor_of(item.rule))
    if slow is not None:
        problem = f"pattern {text!r} needs more than {stress.SECONDS:g} s for {slow!r}…"
        way_out = "bound its repetitions, and let no two of them take the same signs"
        yield finding(item, at, "slow-pattern", problem, way_out)
    needs = tuple(map(fold_wording, item.rule.needs or ()))
    if needs and not always_holds_one(text, needs):
        problem = f"pattern {text!r} may match where none of `needs` stands, and is not tried there"
        way_out = "name literals of which every match holds one, spelled out in the pattern"
        yield finding(item, at, "no-literal", problem, way_out)
