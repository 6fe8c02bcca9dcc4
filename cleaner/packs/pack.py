"""RulePack: the compiled rules, ready to be asked. Immutable, picklable, cheap to load.

Everything that costs time is made when first needed: the rules for some sites when a text is of
them, the automaton, and each regular expression.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from cleaner.packs.finding.conditions import Asked, asked_of
from cleaner.packs.finding.part import Part, Seen
from cleaner.packs.modes import REPEATABLE, RuleRow, Tables
from cleaner.packs.packed import Filed, Rows


class Plan(NamedTuple):
    """What is done with a hit of a rule, made ready once.

    Attributes:
        row: the rule.
        asked: its conditions.
        is_whole_line: its texts are whole lines, and its removal reaches no farther.
    """

    row: RuleRow
    asked: Asked
    is_whole_line: bool


class RulePack:
    """Compiled rules.

    Attributes:
        tables: plain data, as `compile_rules` made it.
        rows: values of the rules, in the order of the tables.
        sites: domains that have rules of their own: those of a publisher, or named by rules.
        around: by name the templates that conditions ask for in the lines around.
        terms: the conditions of rules as the compiled finder reads them, by rule; see `terms.py`.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.rows = Rows(tables["rules"])
        self.sites: Sequence[Mapping[str, Any]] = tables["sites"]
        self.around = Filed(tables["around"])
        self._lists = Filed(tables["lists"])
        self._rules: dict[int, RuleRow] = {}
        self._plans: dict[int, Plan] = {}
        self.terms: dict[int, Any] = {}
        self._parts: dict[int, Part] = {}
        self._seen = Seen()

    def __len__(self) -> int:
        return len(self.rows)

    def __reduce__(self) -> tuple[type[RulePack], tuple[Tables]]:
        return RulePack, (_owned(self.tables),)

    def rule(self, number: int) -> RuleRow:
        """Return a rule by its number; made when first asked for."""
        rule = self._rules.get(number)
        if rule is None:
            rule = self._rules[number] = RuleRow(*self.rows[number])
        return rule

    def plan(self, rule: int) -> Plan:
        """Return what is done with the hits of a rule."""
        plan = self._plans.get(rule)
        if plan is None:
            row = self.rule(rule)
            plan = self._plans[rule] = Plan(
                row,
                asked_of(row.where, row.site + 1, self._lists, self.around),
                row.kind == "line" and row.reach == "line",
            )
        return plan

    @cached_property
    def fingerprint(self) -> str:
        """16 hex digits that name the rules; results carry it."""
        known = self.tables.get("fingerprint")
        if known is None:
            from hashlib import blake2b

            data = marshal.dumps(self.tables, REPEATABLE)
            known = blake2b(data, digest_size=8).hexdigest()
        return str(known)

    @property
    def min_hits(self) -> Mapping[str, int]:
        """For the rules that must hit more than once in a document, how often."""
        return self.tables["min_hits"]  # type: ignore[no-any-return]

    @property
    def categories(self) -> dict[str, str]:
        """The category of each rule, by id; deprecated rules too, which users may go on naming."""
        return {**{row[0]: row[2] for row in self.rows}, **self.tables["deprecated"]}

    @property
    def general(self) -> Part:
        """The rules for all texts, and the publishers' fingerprints."""
        return self.part(0)

    def of_site(self, index: int) -> Part:
        """Return the rules for some sites."""
        return self.part(index + 1)

    def sites_of(self, domain: str) -> list[int]:
        """Return the indexes of the sites that a domain belongs to."""
        labels = domain.split(".")
        above = (".".join(labels[i:]) for i in range(len(labels)))
        return sorted({site for name in above for site in self._by_domain.get(name, ())})

    @cached_property
    def _by_domain(self) -> Mapping[str, Sequence[int]]:
        sites: dict[str, list[int]] = {}
        for site in self.sites:
            for domain in site["domains"]:
                sites.setdefault(domain, []).append(site["index"])
        return sites

    def part(self, number: int) -> Part:
        """Return a part by its number."""
        part = self._parts.get(number)
        if part is None:
            table = self.tables["parts"][number]
            part = self._parts[number] = Part(number, table, self.rows, self.around, self._seen)
        return part


def _owned(tables: Any) -> Any:
    """Tables of which nothing lies in a file's bytes, as pickles need them."""
    if isinstance(tables, dict):
        return {key: _owned(value) for key, value in tables.items()}
    if isinstance(tables, tuple | list):
        return type(tables)(map(_owned, tables))
    return bytes(tables) if isinstance(tables, memoryview) else tables
