"""Rules that get in one another's way: texts repeated, or taken by another rule already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.folding import fold_wording
from cleaner.packs import templates
from cleaner.packs.grammar import parse
from cleaner.packs.load import LoadedRule
from cleaner.packs.part_tables import line_key
from cleaner.packs.tree import Path_

_REACHES = ("phrase", "sentence", "line", "paragraph")

Overlap = tuple[LoadedRule, Path_, str, str, str]
"""The rule, the place in it, the code of the finding, the problem, the way out."""


def overlaps(rules: Iterable[LoadedRule]) -> Iterator[Overlap]:
    """Yield the texts that another rule has, or that another rule takes wherever they stand."""
    wordings = [wording for item in rules for wording in _wordings_of(item)]
    yield from _repeated(wordings)
    yield from _covered(wordings)


class Wording(NamedTuple):
    """One text of a rule of kind `line` or `phrase`, or one spelling of a template's line.

    Attributes:
        rule: whose it is.
        at: its place in the rule.
        text: as it is compared.
        fills_line: it is found as a whole line only.
    """

    rule: LoadedRule
    at: Path_
    text: str
    fills_line: bool


def _wordings_of(item: LoadedRule) -> Iterator[Wording]:
    """Yield the texts of a rule that can be compared with those of others."""
    rule = item.rule
    for index, text in enumerate(rule.any or ()):
        at = ("any", index)
        if rule.kind == "line":
            yield Wording(item, at, line_key(fold_wording(text)), True)
        elif rule.kind == "phrase":
            yield Wording(item, at, fold_wording(text), rule.anchor == "line")
        elif rule.kind == "template" and rule.anchor in (None, "line"):
            spellings = templates.spellings(parse(text)) or ()
            yield from (Wording(item, at, line_key(s), True) for s in spellings if line_key(s))


def _repeated(wordings: Iterable[Wording]) -> Iterator[Overlap]:
    """Texts that two rules of the same scope have; said at the second."""
    owners: dict[tuple[str, bool, str], list[Wording]] = defaultdict(list)
    for wording in wordings:
        known = owners[wording.text, wording.fills_line, _scope(wording.rule)]
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
        and one.fills_line == other.fills_line
        and _scope(one.rule) == _scope(other.rule)
        and _is_twin(one.rule, other.rule)
    )


def _scope(item: LoadedRule) -> str:
    return item.path if item.publisher else ""


def _is_twin(one: LoadedRule, other: LoadedRule) -> bool:
    """True for two rules that do the same with a text of the same language."""
    return (
        one.id != other.id
        and one.rule.action == other.rule.action
        and _share_language(one, other)
        and one.rule.where == other.rule.where
    )


def _share_language(one: LoadedRule, other: LoadedRule) -> bool:
    mine, yours = (set(r.rule.where.languages or r.languages) for r in (one, other))
    return not mine or not yours or bool(mine & yours)


def _covered(wordings: Sequence[Wording]) -> Iterator[Overlap]:
    """Texts that a rule without conditions takes already."""
    lines, phrases = _takers(wordings)
    for wording in wordings:
        takers = (w for w in _over(wording, lines, phrases) if _takes_all(w.rule, wording.rule))
        taker = next((w for w in takers if not _is_repetition(w, wording)), None)
        if taker is not None:
            problem = f'"{wording.text}" is taken by {_named(taker.rule)} already'
            way_out = "take it out, or give that rule its bounds"
            yield wording.rule, wording.at, "shadowed", problem, way_out


_ByText = dict[str, list[Wording]]


def _takers(wordings: Iterable[Wording]) -> tuple[_ByText, _ByText]:
    """The texts of unconditional rules: whole lines, and phrases by their first word."""
    lines: _ByText = defaultdict(list)
    phrases: _ByText = defaultdict(list)
    for wording in wordings:
        if not _is_unconditional(wording.rule):
            continue
        if wording.fills_line:
            lines[wording.text].append(wording)
        elif wording.rule.rule.anchor in (None, "none"):
            phrases[wording.text.split()[0]].append(wording)
    return lines, phrases


def _is_unconditional(item: LoadedRule) -> bool:
    rule = item.rule
    return not (
        rule.unless
        or rule.since
        or rule.until
        or rule.where.model_fields_set - {"languages"}
        or rule.status != "stable"
    )


def _over(wording: Wording, lines: _ByText, phrases: _ByText) -> Iterator[Wording]:
    """Unconditional texts that stand wherever this one stands."""
    if wording.fills_line:
        yield from lines.get(wording.text, ())
    around = f" {wording.text} "
    for word in dict.fromkeys(wording.text.split()):
        yield from (w for w in phrases.get(word, ()) if f" {w.text} " in around)


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
