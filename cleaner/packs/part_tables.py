"""The tables of one part of a pack, while rules are entered: by what each entry is found.

Plain data; `part.Part` reads it.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from typing import Any

from cleaner.folding import DECORATION
from cleaner.packs import templates
from cleaner.packs.modes import (
    ANY_LENGTH,
    FLOW_LINE,
    HEAD,
    LONG_HEAD,
    MAX_DECORATION,
    REPEATABLE,
    TEMPLATE,
    Tables,
)
from cleaner.packs.nodes import Node
from cleaner.packs.packed import packed_part, unpacked_part

MOST_BEGIN = 16  # characters by which a beginning is looked up: they tell, and many share them
FLOW_WORDS = 3  # whole-line texts of so many words are also looked for in running text


def line_key(folded_lower: str) -> str:
    """Return a line as the dictionary of whole lines knows it."""
    return folded_lower.strip(DECORATION)


class PartTables:
    """The tables of one part; see `part.Part` for what they hold."""

    def __init__(self) -> None:
        self.lines: dict[str, list[int]] = {}
        self.entries: list[tuple[Any, ...]] = []
        self.literals: dict[str, list[tuple[int, int]]] = {}
        self.flow_literals: dict[str, list[tuple[int, int]]] = {}
        self.heads: dict[str, list[tuple[int, tuple[str, ...], int]]] = {}
        self.short_lines: list[int] = []
        self.near_times: list[tuple[int, int]] = []
        self.asks_around: list[tuple[int, str]] = []

    @classmethod
    def of(cls, packed: Tables) -> PartTables:
        """Return the tables of which `packed` was made."""
        part = cls()
        for name, table in unpacked_part(packed).items():
            setattr(part, name, _open(table))
        return part

    def packed(self) -> Tables:
        """What `part.Part` reads."""
        return packed_part({name: _frozen(table) for name, table in vars(self).items()})

    def enter_around(self, rule: int, where: Mapping[str, Any]) -> None:
        """Enter by their names the templates that a rule asks for in the lines around."""
        self.asks_around += [(rule, where[key][1]) for key in ("near", "not_near") if key in where]

    def enter_line(self, key: str, n_words: int, rule: int) -> None:
        """Enter a text that is a whole line."""
        owners = self.lines.setdefault(key, [])
        if rule not in owners:
            owners.append(rule)
            if n_words >= FLOW_WORDS:
                self.enter(FLOW_LINE, rule, key, (key,))

    def enter(
        self,
        mode: int,
        rule: int,
        source: str,
        literals: tuple[str, ...],
        anchor: str = "none",
        musts: tuple[tuple[str, ...], ...] = (),
        limit: int = ANY_LENGTH,
    ) -> None:
        """Enter a text or pattern, found by any of its literals in lines up to a limit."""
        table = self.flow_literals if mode == FLOW_LINE else self.literals
        for literal in literals:
            table.setdefault(literal, []).append((len(self.entries), limit))
        self.entries.append((mode, rule, source, 0, musts, anchor))

    def enter_template(
        self, mode: int, rule: int, node: Node, anchor: str, literals: tuple[str, ...]
    ) -> int:
        """Enter a template, return its number. Trees are bytes: most are never needed."""
        entry = len(self.entries)
        limit = templates.max_chars(node) + MAX_DECORATION if anchor == "line" else 0
        for literal in literals:
            self.literals.setdefault(literal, []).append((entry, limit or ANY_LENGTH))
        tree = marshal.dumps(templates.to_tree(node), REPEATABLE)
        self.entries.append((mode, rule, tree, limit, templates.musts(node), anchor))
        return entry

    def enter_by_head(self, rule: int, node: Node, anchor: str) -> None:
        """Enter a template whose beginning is known: tried where a line begins so."""
        heads: dict[str, list[str]] = {}
        for begin in dict.fromkeys(text[:MOST_BEGIN] for text in templates.prefixes(node)):
            head = begin[: LONG_HEAD if len(begin) >= LONG_HEAD else HEAD]
            heads.setdefault(head, []).append(begin)
        entry = self.enter_template(TEMPLATE, rule, node, anchor, ())
        limit = self.entries[entry][3] or ANY_LENGTH
        for head, begins in heads.items():
            self.heads.setdefault(head, []).append((entry, tuple(begins), limit))

    def enter_by_time(self, rule: int, node: Node, anchor: str, mode: int, lines: int) -> None:
        """Enter a template found by dates and times alone, at most `lines` from one."""
        entry = self.enter_template(mode, rule, node, anchor, ())
        if lines:
            self.near_times.append((entry, lines))
        else:
            self.short_lines.append(entry)


def _frozen(table: Any) -> Any:
    """Return a table with tuples for lists."""
    if isinstance(table, dict):
        return {key: tuple(owners) for key, owners in table.items()}
    return tuple(table)


def _open(table: Any) -> Any:
    """Return a table with lists for tuples."""
    if isinstance(table, dict):
        return {key: list(owners) for key, owners in table.items()}
    return list(table)


def begins_usably(node: Node) -> bool:
    """True if it is known how a template begins: long enough, and not with decoration."""
    prefixes = templates.prefixes(node)
    return bool(prefixes) and all(len(p) >= HEAD and p[0] not in DECORATION for p in prefixes)
