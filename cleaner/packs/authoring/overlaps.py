"""Rules that get in one another's way: texts repeated, or taken by another rule already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from cleaner.folding import fold_wording
from cleaner.packs import templates
from cleaner.packs.finding.line import Line
from cleaner.packs.grammar import parse
from cleaner.packs.load import LoadedRule
from cleaner.packs.part_tables import line_key
from cleaner.packs.schema import EXPRESSIONS, anchor_of, texts_of
from cleaner.packs.templates import SLOT
from cleaner.packs.tree import Path_

_REACHES = ("phrase", "sentence", "line", "paragraph")

Overlap = tuple[LoadedRule, Path_, str, str, str]
"""The rule, the place in it, the code of the finding, the problem, the way out."""


def overlaps(rules: Iterable[LoadedRule]) -> Iterator[Overlap]:
    """Yield the texts that another rule has, or that another rule takes wherever they stand."""
    wordings = [wording for item in rules for wording in _wordings_of(item)]
    yield from _repeated_within(wordings)
    yield from _repeated(wordings)
    yield from _covered(wordings)


_LINE, _PHRASES = "line", ("start", "end", "none")
_HEAD = 5  # letters of a phrase by which it is looked up; of a shorter one all


class Wording(NamedTuple):
    """One text of a rule, one spelling of a template's line, or the two edges of a block.

    Attributes:
        rule: whose it is.
        at: its place in the rule.
        text: as it is compared.
        form: how it is found: `line` as a whole line only, of a phrase its anchor; others by kind.
    """

    rule: LoadedRule
    at: Path_
    text: str
    form: str


def _wordings_of(item: LoadedRule) -> Iterator[Wording]:
    """Yield the texts of a rule that can be compared with those of others."""
    rule = item.rule
    if rule.kind == "block":
        edges = (rule.from_ or (), rule.to or rule.before or ())
        text = " … ".join(" | ".join(sorted(map(fold_wording, edge))) for edge in edges)
        yield Wording(item, ("from",), text, "block to" if rule.to else "block before")
    for at, text in texts_of(rule):
        if rule.kind == "line":
            yield Wording(item, at, line_key(fold_wording(text)), _LINE)
        elif rule.kind == "phrase":
            yield Wording(item, at, fold_wording(text), anchor_of(rule))
        elif rule.kind in EXPRESSIONS:
            yield Wording(item, at, text, f"pattern {anchor_of(rule)}")
        elif rule.kind == "template":
            yield from _wordings_of_template(item, at, text)


def _wordings_of_template(item: LoadedRule, at: Path_, text: str) -> Iterator[Wording]:
    anchor = anchor_of(item.rule)
    spellings = templates.spellings(parse(text)) if anchor == "line" else None
    if spellings is None:
        yield Wording(item, at, fold_wording(text), f"template {anchor}")
    else:
        keys = dict.fromkeys(map(line_key, spellings))
        yield from (Wording(item, at, key, _LINE) for key in keys if key)


def _repeated_within(wordings: Iterable[Wording]) -> Iterator[Overlap]:
    """Texts of which a rule has all spellings before."""
    known: set[tuple[str, str, str]] = set()
    for _, group in groupby(wordings, key=lambda w: (w.rule.id, w.at)):
        spellings = [*group]
        first = spellings[0]
        said = {(w.rule.id, w.text, w.form) for w in spellings}
        if said <= known:
            problem = f'"{first.text}" stands in this rule already'
            yield first.rule, first.at, "duplicate-text", problem, "take it out"
        known |= said


def _repeated(wordings: Iterable[Wording]) -> Iterator[Overlap]:
    """Texts that two rules of the same scope have; said at the second."""
    owners: dict[tuple[str, str, str], list[Wording]] = defaultdict(list)
    for wording in wordings:
        known = owners[wording.text, wording.form, _scope(wording.rule)]
        other = next((w for w in known if _is_twin(w.rule, wording.rule)), None)
        known.append(wording)
        if other is not None:
            problem = f'"{wording.text}" stands also in {_named(other.rule)}'
            way_out = "keep it in one of them"
            yield wording.rule, wording.at, "duplicate-text", problem, way_out


def _is_repetition(one: Wording, other: Wording) -> bool:
    """True for what `_repeated` says."""
    return (
        one.text == other.text
        and one.form == other.form
        and _scope(one.rule) == _scope(other.rule)
        and _is_twin(one.rule, other.rule)
    )


def _scope(item: LoadedRule) -> str:
    return item.path if item.publisher else ""


def _is_twin(one: LoadedRule, other: LoadedRule) -> bool:
    """True for two rules that do the same under the same terms, in a language of both."""
    return one.id != other.id and _terms(one) == _terms(other) and _share_language(one, other)


def _terms(item: LoadedRule) -> tuple[object, ...]:
    """What a rule does, and when it counts."""
    rule = item.rule
    guards = frozenset(map(fold_wording, rule.unless or ()))
    return rule.action, rule.role, rule.where, guards, rule.since, rule.until, rule.max_lines


def _share_language(one: LoadedRule, other: LoadedRule) -> bool:
    mine, yours = (set(r.rule.where.languages or r.languages) for r in (one, other))
    return not mine or not yours or bool(mine & yours)


def _covered(wordings: Sequence[Wording]) -> Iterator[Overlap]:
    """Texts that rules without conditions take already, however they are spelled."""
    lines, phrases = _takers(wordings)
    for wording in wordings:
        taker = None
        for text in _spelled(wording):
            taker = _taker(wording, text, lines, phrases)
            if taker is None:
                break
        if taker is not None:
            problem = f'"{wording.text}" is taken by {_named(taker.rule)} already'
            way_out = "take it out, or give that rule its bounds"
            yield wording.rule, wording.at, "shadowed", problem, way_out


def _spelled(wording: Wording) -> tuple[str, ...]:
    """What a text stands for, SLOT in it for each slot; nothing of patterns and blocks."""
    if wording.form in (_LINE, *_PHRASES):
        return (wording.text,)
    if not wording.form.startswith("template") or wording.rule.rule.any is None:
        return ()
    return templates.spellings(parse(wording.rule.rule.any[int(wording.at[1])]), SLOT) or ()


_ByText = dict[str, list[Wording]]


def _takers(wordings: Iterable[Wording]) -> tuple[_ByText, _ByText]:
    """The texts of unconditional rules: whole lines, and phrases by their beginning."""
    lines: _ByText = defaultdict(list)
    phrases: _ByText = defaultdict(list)
    for wording in wordings:
        if not _is_unconditional(wording.rule):
            continue
        if wording.form == _LINE:
            lines[wording.text].append(wording)
        elif wording.form in _PHRASES:
            phrases[wording.text[:_HEAD]].append(wording)
    return lines, phrases


def _taker(wording: Wording, text: str, lines: _ByText, phrases: _ByText) -> Wording | None:
    """The first unconditional rule that takes a text wherever the wording's own takes it."""
    takers = (w for w in _over(wording, text, lines, phrases) if _takes_all(w.rule, wording.rule))
    return next((w for w in takers if not _is_repetition(w, wording)), None)


def _over(wording: Wording, text: str, lines: _ByText, phrases: _ByText) -> Iterator[Wording]:
    """Unconditional texts that stand wherever this one stands."""
    form = wording.form.removeprefix("template ")
    if form == _LINE:
        yield from lines.get(text, ())
    line = Line.of(text)
    for phrase in (p for head in _heads(text) for p in phrases.get(head, ())):
        is_held = phrase.form in ("none", form) or form == _LINE  # in a whole line any anchor holds
        if is_held and line.occurrences(phrase.text, phrase.form):
            yield phrase


def _heads(text: str) -> Iterable[str]:
    """What phrases that stand in a text may begin with, each once."""
    sizes = range(1, _HEAD + 1)
    return dict.fromkeys(text[at : at + size] for at in range(len(text)) for size in sizes)


def _is_unconditional(item: LoadedRule) -> bool:
    rule = item.rule
    return not (
        rule.unless
        or rule.since
        or rule.until
        or rule.where.model_fields_set - {"languages"}
        or rule.status != "stable"
    )


def _takes_all(taker: LoadedRule, item: LoadedRule) -> bool:
    """True if what `item` does with a text, `taker` does too, wherever `item` counts."""
    mine, yours = item.rule, taker.rule
    languages = set(yours.where.languages or taker.languages)
    own = set(mine.where.languages or item.languages)
    is_same_scope = taker.publisher is None or taker.path == item.path
    return (
        taker.id != item.id
        and is_same_scope
        and mine.action == yours.action == "drop"
        and yours.confidence >= mine.confidence
        and _REACHES.index(yours.reach) >= _REACHES.index(mine.reach)
        and (not languages or bool(own and own <= languages))
    )


def _named(item: LoadedRule) -> str:
    return f"{item.id} ({item.path}:{item.line})"
