"""RulePack: the compiled rules, ready to be asked. Immutable, picklable, cheap to load.

Everything that costs time is made when first needed: the automaton, and each regular expression.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from cleaner.errors import RuleTimeout
from cleaner.folding import DECORATION
from cleaner.packs.modes import FINGERPRINT, PATTERN, Tables
from cleaner.packs.slots import is_date

PATTERN_SECONDS = 1.0  # a pattern that needs longer in one block is reported, never skipped


class RuleRow(NamedTuple):
    """One compiled rule. The order is that of the rows in the tables."""

    id: str
    action: str
    category: str
    confidence: float
    kind: str
    anchor: str
    reach: str
    publisher: int
    where: Mapping[str, Any]
    max_lines: int
    is_end_kept: bool
    ends_with_text: bool


class Entry(NamedTuple):
    """One text, template or pattern of a rule: how a candidate is confirmed."""

    mode: int
    rule: int
    source: str
    prefixes: tuple[str, ...] = ()
    max_chars: int = 0


class RulePack:
    """Compiled rules.

    Attributes:
        tables: plain data, as `compile_rules` made it.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.rules = [RuleRow(*row) for row in tables["rules"]]
        self.lines: Mapping[str, Sequence[int]] = tables["lines"]
        self.heads: Mapping[str, Sequence[int]] = tables["heads"]
        self.publishers: Sequence[Mapping[str, Any]] = tables["publishers"]
        self.short_lines: Sequence[tuple[int, int]] = tables["short_lines"]
        self._regexes: dict[tuple[int, str], Any] = {}

    def __len__(self) -> int:
        return len(self.rules)

    def __reduce__(self) -> tuple[type[RulePack], tuple[Tables]]:
        return RulePack, (self.tables,)

    @cached_property
    def fingerprint(self) -> str:
        """16 hex digits that name the rules; results carry it."""
        known = self.tables.get("fingerprint")
        if known is None:
            import hashlib
            import json

            data = json.dumps(self.tables, sort_keys=True).encode()
            known = hashlib.blake2b(data, digest_size=8).hexdigest()
        return str(known)

    @cached_property
    def min_hits(self) -> dict[str, int]:
        """For the rules that must hit more than once in a document, how often."""
        return {r.id: r.where["min_hits"] for r in self.rules if "min_hits" in r.where}

    @cached_property
    def entries(self) -> list[Entry]:
        """The rules' entries, then one for each publisher's fingerprint phrase."""
        rows = [
            Entry(mode, rule, source, tuple(prefixes), most)
            for mode, rule, source, prefixes, most in self.tables["entries"]
        ]
        return rows + [
            Entry(FINGERPRINT, publisher["index"], phrase)
            for publisher in self.publishers
            for phrase in publisher["fingerprint"]
        ]

    @cached_property
    def _searchers(self) -> tuple[_Searcher, _Searcher]:
        """Of the literals looked for everywhere, and of those in running text only."""
        everywhere = {k: list(v) for k, v in self.tables["literals"].items()}
        for index in range(len(self.tables["entries"]), len(self.entries)):
            everywhere.setdefault(self.entries[index].source, []).append(index)
        return _Searcher(everywhere), _Searcher(self.tables["flow_literals"])

    def candidates(self, lower: str, *, has_running_text: bool) -> Iterator[tuple[int, int, int]]:
        """Yield (entry, start, end) for each required literal that stands in `lower`.

        Args:
            lower: folded, compact text in lower case.
            has_running_text: look also for whole-line texts inside longer lines.
        """
        text = _encodable(lower)
        everywhere, flow = self._searchers
        yield from everywhere.hits(text)
        if has_running_text:
            yield from flow.hits(text)

    def search(self, entry: int, cased: str, lower: str, anchor: str) -> list[tuple[int, int]]:
        """Return the spans at which an entry's template or pattern stands in one block.

        Args:
            entry: index of a template, a pattern or a block's edge.
            cased, lower: the block's text, folded and compact, white space around it cut off.
            anchor: `line`, `start`, `end` or `none`.

        Raises:
            RuleTimeout: a pattern needed more than PATTERN_SECONDS.
        """
        mode, rule, source, _, _ = self.entries[entry]
        if mode == PATTERN:
            return self._search_pattern(rule, source, lower, anchor)
        found = self.regex(source, anchor)
        if anchor in ("none", "end"):
            matches = list(found.finditer(cased))
        else:
            first = found.match(cased)
            matches = [first] if first else []
        return [m.span() for m in matches if m.end() > m.start() and _has_true_dates(m)]

    def stands_in(self, source: str, cased: str) -> bool:
        """True if a template, given as its pattern, stands anywhere in the text."""
        return any(map(_has_true_dates, self.regex(source, "none").finditer(cased)))

    def regex(self, source: str, anchor: str) -> Any:
        """Return the compiled template: case-aware, bordered by words, held by its anchor."""
        key = (0, anchor + source)
        compiled = self._regexes.get(key)
        if compiled is None:
            import re

            compiled = self._regexes[key] = re.compile(_anchored(source, anchor))
        return compiled

    def _search_pattern(
        self, rule: int, source: str, lower: str, anchor: str
    ) -> list[tuple[int, int]]:
        key = (1, anchor + source)
        compiled = self._regexes.get(key)
        if compiled is None:
            import regex

            compiled = self._regexes[key] = regex.compile(_held(source, anchor))
        try:
            found = [m.span() for m in compiled.finditer(lower, timeout=PATTERN_SECONDS)]
        except TimeoutError:
            problem = f"rule {self.rules[rule].id} ran out of time ({PATTERN_SECONDS:g} s)"
            raise RuleTimeout(problem) from None
        return [s for s in found if s[1] > s[0]]


def _has_true_dates(match: Any) -> bool:
    groups = match.groupdict()
    return not groups or all(is_date(x) for x in groups.values() if x)


class _Searcher:
    """Many literals at once, each with the entries that need it."""

    def __init__(self, owners: Mapping[str, Sequence[int]]) -> None:
        import ahocorasick_rs as ac

        self._owners = list(owners.values())
        self._automaton = None
        if owners:
            nfa = ac.Implementation.ContiguousNFA  # quick to build; a cold start is felt
            self._automaton = ac.AhoCorasick(list(owners), implementation=nfa)

    def hits(self, text: str) -> Iterator[tuple[int, int, int]]:
        if self._automaton is None:
            return
        owners = self._owners
        for literal, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            for entry in owners[literal]:
                yield entry, start, end


_LEFT = r"(?:(?<![^\W_])|(?<=[a-zß-öø-ÿ.!?])(?=[A-ZÀ-ÖØ-Þ]))"
_RIGHT = r"(?:(?![^\W_])|(?<=[a-zß-öø-ÿ.!?0-9])(?=[A-ZÀ-ÖØ-Þ]))"
_DECORATED = "[" + "".join("\\" + c for c in DECORATION) + "]*"


def _anchored(source: str, anchor: str) -> str:
    left, right = _border(source, _LEFT, 0), _border(source, _RIGHT, -1)
    return _held(f"{left}(?:{source}){right}", anchor)


def _border(source: str, border: str, side: int) -> str:
    """Scripts without blanks between words have no borders to look for."""
    plain = source.removeprefix("(?i:").rstrip(")")
    letter = plain[side] if plain else ""
    return "" if "\u3000" < letter < "\uffff" else border


def _held(source: str, anchor: str) -> str:
    if anchor == "line":
        return rf"\A{_DECORATED}(?:{source}){_DECORATED}\Z"
    if anchor == "start":
        return rf"\A{_DECORATED}(?:{source})"
    if anchor == "end":
        return rf"(?:{source}){_DECORATED}\Z"
    return source


def _encodable(text: str) -> str:
    """The automaton reads UTF-8; lone surrogates become what stands for the unreadable."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    return text
