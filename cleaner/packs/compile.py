"""Checked rules -> tables of plain data: what the cache holds and the engine reads.

The tables hold strings, bytes, numbers, tuples, lists and dicts only, so that they can be stored
and loaded without running anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any

from cleaner.errors import Mistake, RuleError
from cleaner.folding import fold_wording, one_twin
from cleaner.packs import templates
from cleaner.packs.citing import listed
from cleaner.packs.compile_where import are_times, conditions_of, parsed
from cleaner.packs.expressions import unusable
from cleaner.packs.load import LoadedRule
from cleaner.packs.modes import (
    ANY_LENGTH,
    BLOCK_FROM,
    BLOCK_TO,
    FINGERPRINT,
    PATTERN,
    PHRASE,
    TEMPLATE,
    RuleRow,
    Stops,
    Tables,
)
from cleaner.packs.nodes import Node
from cleaner.packs.packed import Rows, packed_rows, packed_values
from cleaner.packs.part_tables import PartTables, begins_usably, line_key
from cleaner.packs.pattern_literals import pattern_musts
from cleaner.packs.schema import Publisher, Rule, anchor_of, texts_of
from cleaner.packs.slots import TIME_SLOTS
from cleaner.packs.tree import Path_

MIN_LITERAL = 3  # characters, as `templates.worth` counts them: one rare sign is as good
MOST_ON_TRIAL = 0.7  # confidence of an experimental rule: below what decides
_SiteKey = str | int | frozenset[str]
"""Tells sites apart: a publisher's file, its number in a pack, or the domains that a rule names."""
_END = "end"  # of the text
_END_ALONE = "only `to: end` alone reaches to the end of the text; make it a rule of its own"
_LETTERS_WANTED = "write words; bullets, full stops and blanks do not count"


def compile_rules(
    loaded: Iterable[LoadedRule], mistakes: Iterable[Mistake] = (), base: Tables | None = None
) -> Tables:
    """Return the tables of a pack.

    Args:
        loaded: the rules.
        mistakes: that reading them has brought up.
        base: tables of rules that come before them, with other ids.

    Raises:
        RuleError: those, and texts that cannot be compiled, all at once.
    """
    compiler = _Compiler(mistakes)
    if base is not None:
        compiler.begin_with(base)
    for item in loaded:
        if item.rule.status == "deprecated":
            compiler.deprecated[item.id] = item.rule.role or item.category
        else:
            compiler.add(item)
    if compiler.mistakes:
        raise RuleError(compiler.mistakes)
    return compiler.tables()


class _Compiler:
    """Collects the tables; one `add` for each rule."""

    def __init__(self, mistakes: Iterable[Mistake] = ()) -> None:
        self.rules: list[RuleRow] = []
        self.deprecated: dict[str, str] = {}
        self.around: dict[str, bytes] = {}
        self.sites: dict[_SiteKey, dict[str, Any]] = {}
        self.parts = [PartTables()]
        self.part = self.parts[0]
        self.mistakes = list(mistakes)

    def begin_with(self, base: Tables) -> None:
        """Take in rules that are compiled."""
        self.rules = [RuleRow(*row) for row in Rows(base["rules"])]
        self.deprecated = dict(base["deprecated"])
        self.around = dict(base["around"])
        self.parts = [PartTables.of(part) for part in base["parts"]]
        owned = {row.site for row in self.rules if row.is_publishers}
        for site in base["sites"]:
            index, domains = site["index"], site["domains"]
            self.sites[index if index in owned else frozenset(domains)] = site

    def add(self, item: LoadedRule) -> None:
        index = len(self.rules)
        rule = item.rule
        site = self._site(item)
        self.part = self.parts[site + 1]
        row = RuleRow(
            id=item.id,
            action=rule.action,
            category=rule.role or item.category,
            confidence=_confidence(rule),
            kind=rule.kind,
            anchor=anchor_of(rule),
            reach=rule.reach,
            site=site,
            where=conditions_of(item, self.mistakes, self.around),
            max_lines=rule.max_lines or 0,
            is_end_kept=bool(rule.before),
            ends_with_text=_ends_with_text(rule),
            is_publishers=item.publisher is not None,
        )
        self.rules.append(row)
        self.part.enter_around(index, row.where)
        if rule.kind == "block":
            self._add_block(item, index)
        elif rule.kind == "line":
            for at, text in enumerate(rule.any or ()):
                self._add_lines(item, ("any", at), (fold_wording(text),), index)
        else:
            for place, text in texts_of(rule):
                self._add_text(item, place, index, text)

    def tables(self) -> Tables:
        wanted = {row.id: row.where.get("min_hits") for row in self.rules}
        unless = (row.where["unless"] for row in self.rules if "unless" in row.where)
        named = dict.fromkeys(chain.from_iterable(Stops(*stops).lists for stops in unless))
        return {
            "rules": packed_rows(map(tuple, self.rules)),
            "sites": list(self.sites.values()),
            "parts": [part.packed() for part in self.parts],
            "min_hits": {id: hits for id, hits in wanted.items() if hits},
            "deprecated": self.deprecated,
            "lists": packed_values({name: listed(name) for name in named}),
            "around": self.around,
        }

    def _add_lines(self, item: LoadedRule, at: Path_, texts: Iterable[str], index: int) -> None:
        for folded in texts:
            key = line_key(folded)
            if not key:
                self._refuse_empty(item, at)
                return
            self.part.enter_line(key, len(folded.split()), index)

    def _add_text(self, item: LoadedRule, at: Path_, index: int, text: str) -> None:
        kind = item.rule.kind
        if kind == "phrase":
            folded = fold_wording(text)
            if not line_key(folded):
                self._refuse_empty(item, at)
                return
            self.part.enter(PHRASE, index, folded, (folded,), anchor_of(item.rule))
        elif kind == "template":
            self._add_template(item, at, index, text, TEMPLATE)
        elif kind == "pattern" or self._are_signs(item, at):
            self._add_pattern(item, at, index, text)

    def _refuse_empty(self, item: LoadedRule, at: Path_) -> None:
        problem = "nothing is left of it to compare"
        self.mistakes.append(item.complaint(at, problem, _LETTERS_WANTED))

    def _add_template(self, item: LoadedRule, at: Path_, index: int, text: str, mode: int) -> None:
        node = parsed(item, at, text, self.mistakes)
        if node is None:
            return
        literals = templates.required_literals(node)
        anchor = "none" if mode == BLOCK_TO else anchor_of(item.rule)
        if mode != TEMPLATE:
            if not _are_long_enough(literals):
                problem = f'"{text}" has no fixed text of {MIN_LITERAL} signs but common words'
                way_out = _END_ALONE if text == _END else "a block's edges need one"
                self.mistakes.append(item.complaint(at, problem, way_out))
            self.part.enter_template(mode, index, node, anchor, literals)
        elif anchor == "line" and (spellings := templates.spellings(node)) is not None:
            self._add_lines(item, at, spellings, index)
        elif anchor in ("line", "start") and begins_usably(node):
            self.part.enter_by_head(index, node, anchor)
        elif _are_long_enough(literals):
            self.part.enter_template(mode, index, node, anchor, literals)
        elif (lines := _lines_from_times(node, item.rule)) is not None:
            self.part.enter_by_time(index, node, anchor, mode, lines)
        else:
            problem = f'template "{text}" has no fixed text of {MIN_LITERAL} signs but common words'
            self.mistakes.append(item.complaint(at, problem, "put some in, in each choice"))

    def _are_signs(self, item: LoadedRule, at: Path_) -> bool:
        """Complain of signs that are no regular expressions, each in its place."""
        signs = (item.rule.all or ())[int(at[1])]
        problems = [(i, sign, unusable(sign)) for i, sign in enumerate(signs)]
        self.mistakes += [
            item.complaint((*at, i), f"sign {sign!r}: {problem}", "mend the regular expression")
            for i, sign, problem in problems
            if problem is not None
        ]
        return all(problem is None for *_, problem in problems)

    def _add_pattern(self, item: LoadedRule, at: Path_, index: int, text: str) -> None:
        problem = unusable(text)
        if problem is not None:
            problem = f"pattern {text!r}: {problem}"
            self.mistakes.append(item.complaint(at, problem, "mend the regular expression"))
            return
        named = tuple(map(fold_wording, item.rule.needs or ()))
        sets = (named, *pattern_musts(text))
        found_by = max(sets, key=templates.rank)
        if not _are_long_enough(found_by):
            problem = f"pattern {text!r} has no literal of {MIN_LITERAL} signs but common words"
            way_out = "put one in, or name it with `needs`"
            if item.rule.kind == "signs":
                problem = f"in no sign each word has {MIN_LITERAL} letters and is no common one"
                way_out = "leave the common ones out of one of them"
            self.mistakes.append(item.complaint(at, problem, way_out))
            return
        musts = sets if named and found_by is not named else sets[1:]
        anchor, limit = anchor_of(item.rule), item.rule.where.max_chars or ANY_LENGTH
        self.part.enter(PATTERN, index, one_twin(text), found_by, anchor, musts, limit)

    def _add_block(self, item: LoadedRule, index: int) -> None:
        rule = item.rule
        for at, text in enumerate(rule.from_ or ()):
            self._add_template(item, ("from", at), index, text, BLOCK_FROM)
        if not _ends_with_text(rule):
            key = "to" if rule.to else "before"
            for at, text in enumerate(rule.to or rule.before or ()):
                self._add_template(item, (key, at), index, text, BLOCK_TO)

    def _site(self, item: LoadedRule) -> int:
        """Return the index of the sites that the rule is for, -1 for a rule for all texts.

        They are a publisher's, or those that the rule names itself.
        """
        owner = item.publisher
        domains = owner.domains if owner else item.rule.where.domains
        if not domains:
            return -1
        key: _SiteKey = item.path if owner else frozenset(domains)
        known = self.sites.get(key)
        if known is None:
            known = self.sites[key] = {"domains": list(domains), "index": len(self.sites)}
            self.parts.append(PartTables())
            if owner:
                self._add_fingerprint(item, owner, known["index"])
        return int(known["index"])

    def _add_fingerprint(self, item: LoadedRule, owner: Publisher, site: int) -> None:
        for number, text in enumerate(owner.fingerprint):
            phrase = fold_wording(text)
            if line_key(phrase):
                self.parts[0].enter(FINGERPRINT, site, phrase, (phrase,))
                continue
            at = ("publisher", "fingerprint", number)
            problem = "nothing is left of the fingerprint to compare"
            self.mistakes.append(item.tree.mistake(at, problem, _LETTERS_WANTED))


def _ends_with_text(rule: Rule) -> bool:
    return rule.to == (_END,)


def _confidence(rule: Rule) -> float:
    is_trial = rule.status == "experimental"
    return min(rule.confidence, MOST_ON_TRIAL) if is_trial else rule.confidence


def _lines_from_times(node: Node, rule: Rule) -> int | None:
    """How many lines from a date or time matches may lie; None if anywhere."""
    if templates.needs(node, TIME_SLOTS):
        return 0
    near = rule.where.near
    return near.lines if near is not None and are_times(near) else None


def _are_long_enough(literals: tuple[str, ...]) -> bool:
    return bool(literals) and templates.worth(literals) >= MIN_LITERAL
