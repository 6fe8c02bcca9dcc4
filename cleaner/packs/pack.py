"""RulePack: the compiled rules, ready to be asked. Immutable, picklable, cheap to load.

Everything that costs time is made when first needed: the automaton, and each regular expression.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar, overload

from cleaner.errors import RuleTimeout
from cleaner.folding import DECORATION
from cleaner.packs import matcher
from cleaner.packs.modes import FINGERPRINT, PATTERN, Tables

T = TypeVar("T")
HEAD = 5  # characters of a literal looked up before the literal itself is searched
SMALL_TEXT = 20_000  # characters scanned in all; up to there, building an automaton costs more
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
    source: Any  # a template's tree, else a literal or a regular expression
    prefixes: tuple[str, ...] = ()
    max_chars: int = 0
    musts: tuple[tuple[str, ...], ...] = ()


class RulePack:
    """Compiled rules.

    Attributes:
        tables: plain data, as `compile_rules` made it.
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.rules = _Views(tables["rules"], RuleRow)
        self.lines: Mapping[str, Sequence[int]] = tables["lines"]
        self.heads: Mapping[str, Sequence[int]] = tables["heads"]
        self.publishers: Sequence[Mapping[str, Any]] = tables["publishers"]
        self.short_lines: Sequence[tuple[int, int]] = tables["short_lines"]
        self._regexes: dict[tuple[str, str], Any] = {}

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

            data = json.dumps(self.tables, sort_keys=True, default=repr).encode()
            known = hashlib.blake2b(data, digest_size=8).hexdigest()
        return str(known)

    @property
    def min_hits(self) -> Mapping[str, int]:
        """For the rules that must hit more than once in a document, how often."""
        return self.tables["min_hits"]  # type: ignore[no-any-return]

    @cached_property
    def entries(self) -> _Views[Entry]:
        """The rules' entries, then one for each publisher's fingerprint phrase."""
        fingerprints = [
            (FINGERPRINT, publisher["index"], phrase, (), 0, ())
            for publisher in self.publishers
            for phrase in publisher["fingerprint"]
        ]
        return _Views([*self.tables["entries"], *fingerprints], _entry)

    @cached_property
    def _searchers(self) -> tuple[_Searcher, _Searcher]:
        """Of the literals looked for everywhere, and of those in running text only."""
        everywhere = {k: list(v) for k, v in self.tables["literals"].items()}
        index = len(self.tables["entries"])
        for publisher in self.publishers:
            for phrase in publisher["fingerprint"]:
                everywhere.setdefault(phrase, []).append(index)
                index += 1
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

    def search(self, entry: int, line: matcher.Line, anchor: str) -> list[tuple[int, int]]:
        """Return the spans at which an entry's template or pattern stands in one block.

        Args:
            entry: index of a template, a pattern or a block's edge.
            line: the block.
            anchor: `line`, `start`, `end` or `none`.

        Raises:
            RuleTimeout: a pattern needed more than PATTERN_SECONDS.
        """
        found = line.found.get(entry)
        if found is None:
            mode, rule, source, *_ = self.entries[entry]
            if mode == PATTERN:
                found = self._search_pattern(rule, source, line.lower, anchor)
            else:
                found = matcher.find(source, line, anchor)
            line.found[entry] = found
        return found

    def _search_pattern(
        self, rule: int, source: str, lower: str, anchor: str
    ) -> list[tuple[int, int]]:
        key = (anchor, source)
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


def _entry(mode: int, rule: int, source: Any, *more: Any) -> Entry:
    return Entry(mode, rule, marshal.loads(source) if isinstance(source, bytes) else source, *more)


class _Views(Sequence[T], Generic[T]):
    """Rows of a table as objects, each made when first asked for."""

    def __init__(self, rows: Sequence[Sequence[Any]], make: Callable[..., T]) -> None:
        self._rows = rows
        self._make = make
        self._made: dict[int, T] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> list[T]: ...
    def __getitem__(self, index: int | slice) -> T | list[T]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        made = self._made.get(index)
        if made is None:
            if not -len(self) <= index < len(self):
                raise IndexError(index)
            made = self._made[index] = self._make(*self._rows[index])
        return made


class _Searcher:
    """Many literals at once, each with the entries that need it."""

    def __init__(self, owners: Mapping[str, Sequence[int]]) -> None:
        self._owners = owners
        self._scanned = 0

    def hits(self, text: str) -> Iterable[tuple[int, int, int]]:
        """Return (entry, start, end) for every occurrence of every literal, in no order."""
        self._scanned += len(text)
        if self._scanned <= SMALL_TEXT:
            return self._hits_one_by_one(text)
        return self._hits_at_once(text)

    def _hits_one_by_one(self, text: str) -> Iterator[tuple[int, int, int]]:
        """For little text: no automaton has to be built. Most literals do not even begin there."""
        pieces = {text[i : i + HEAD] for i in range(len(text))}
        for head, literals in self._by_head.items():
            if head in pieces or len(head) < HEAD:
                for literal in literals:
                    at = text.find(literal)
                    while at >= 0:
                        for entry in self._owners[literal]:
                            yield entry, at, at + len(literal)
                        at = text.find(literal, at + 1)

    @cached_property
    def _by_head(self) -> dict[str, list[str]]:
        heads: dict[str, list[str]] = {}
        for literal in self._owners:
            heads.setdefault(literal[:HEAD], []).append(literal)
        return heads

    def _hits_at_once(self, text: str) -> Iterator[tuple[int, int, int]]:
        automaton, owners = self._automaton
        if automaton is not None:
            for literal, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
                for entry in owners[literal]:
                    yield entry, start, end

    @cached_property
    def _automaton(self) -> tuple[Any, list[Sequence[int]]]:
        if not self._owners:
            return None, []
        import ahocorasick_rs as ac

        nfa = ac.Implementation.ContiguousNFA  # quick to build, and small
        return ac.AhoCorasick(list(self._owners), implementation=nfa), list(self._owners.values())


_DECORATED = "[" + "".join("\\" + c for c in DECORATION) + "]*"


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
