"""One part of a pack: the rules for all texts, or those for some sites, ready to be tried."""

from __future__ import annotations

import marshal
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cleaner.errors import RuleTimeout
from cleaner.folding import DECORATED
from cleaner.packs.finding import matcher
from cleaner.packs.finding.searcher import SMALL_TEXT, Searcher
from cleaner.packs.finding.timed import spans_within
from cleaner.packs.modes import PATTERN, Tables
from cleaner.packs.packed import Filed, Rows, filed_in
from cleaner.sentences import count_words

if TYPE_CHECKING:
    import re

    from cleaner.packs.finding.around import Around, Noting
    from cleaner.packs.finding.line import Line

FEW_WALKS = 300  # a template is compiled after so many: that costs as much as they did
PATTERN_SECONDS = 1.0  # a pattern that needs longer in one text is reported, never skipped
_ANY_SIZE = (0, None, None)


class Seen:
    """What is known of a pack over all its parts.

    Attributes:
        chars: how many characters it has been asked about.
        is_ready: the compiled finder of the largest part is made already.
    """

    chars = 0
    is_ready = False


class Part:
    """Some of a pack's rules: whole lines, and entries with what finds candidates for them.

    Attributes:
        number: 0 for the rules for all texts, else one more than the site's index.
        lines: rules by the whole lines that they name.
        entries: rows of mode, rule, source, limit (the longest line it fills, 0 for any length),
            musts (sets of texts of each of which one must stand in the line) and anchor.
        heads: by the beginning of a line the entries, each with prefixes and the longest line.
        short_lines: entries tried on short lines with a date or time.
        near_times: entries tried near such lines, each with the distance in lines.
        searchers: of the texts that entries need, in all lines and in pieces of running text.
    """

    def __init__(
        self, number: int, tables: Tables, rules: Rows, around: Filed, seen: Seen | None = None
    ) -> None:
        self.number = number
        self.tables = tables
        self.entries = Rows(tables["entries"])
        self.short_lines: Sequence[int] = tables["short_lines"]
        self.near_times: Sequence[tuple[int, int]] = tables["near_times"]
        self._seen = seen or Seen()
        self._seen.is_ready |= "image" in tables
        self._rules = rules
        self._asked_around = around
        self._trees: dict[int, Any] = {}
        self._regexes: dict[int, Any] = {}
        self._asked: Counter[int] = Counter()
        self._patterns: dict[int, re.Pattern[str] | None] = {}
        self._dated: set[int] = set()
        self._sizes: dict[int, tuple[int, int | None, int | None]] = {}

    def compiled(self, chars: int) -> Any:
        """Return the compiled finder for a text of so many characters.

        None where it is not built, and while the pack has seen too little text to make it for.
        """
        self._seen.chars += chars
        is_worth_it = self._seen.is_ready or self._seen.chars > SMALL_TEXT
        return self._compiled if is_worth_it else None

    @cached_property
    def _compiled(self) -> Any:
        from cleaner.packs.finding.compiled import finder_of

        return finder_of(self)

    @cached_property
    def lines(self) -> Mapping[str, Sequence[int]]:
        return marshal.loads(self.tables["lines"])  # type: ignore[no-any-return]

    @cached_property
    def heads(self) -> Filed:
        return filed_in(self.tables, "heads")

    @cached_property
    def searchers(self) -> Sequence[Searcher]:
        return [Searcher(filed_in(self.tables, name)) for name in ("literals", "flow_literals")]

    def forget_tables(self) -> None:
        """Let go of what only the other search looks at, once the compiled finder is there."""
        for name in ("lines", "heads", "searchers"):
            self.__dict__.pop(name, None)

    @cached_property
    def around(self) -> Around:
        """What the compiled finder notes for the conditions of this part's rules."""
        from cleaner.packs.finding.around import Around

        known = "answers" in self.tables
        answers = filed_in(self.tables, "answers") if known else self.noting().answers
        return Around(self._asked_around, answers)

    def noting(self) -> Noting:
        """Work out what is noted for these conditions."""
        from cleaner.packs.finding.around import Noting

        names = dict.fromkeys(name for _, name in self.tables["asks_around"])
        return Noting({name: self._asked_around.loaded(name) for name in names})

    def tree(self, entry: int) -> Any:
        """Return the tree of a template."""
        tree = self._trees.get(entry)
        if tree is None:
            tree = self._trees[entry] = marshal.loads(self.entries[entry][2])
        return tree

    def fills(self, entry: int, line: Line) -> bool:
        """True if an entry's template fills a line."""
        pattern = self._pattern(entry)
        if pattern is not None and pattern.match(line.cased) is None:
            return False
        if pattern is not None and entry not in self._dated:
            return True
        return matcher.fills(self.tree(entry), line)

    def find(self, entry: int, line: Line) -> list[tuple[int, int]]:
        """Return where an entry's template stands in a line."""
        pattern = self._pattern(entry)
        if pattern is not None and pattern.search(line.cased) is None:
            return []
        return matcher.find(self.tree(entry), line, self.entries[entry][5])

    def _pattern(self, entry: int) -> re.Pattern[str] | None:
        """The template as a regular expression, once it has been asked for often enough."""
        if entry in self._patterns:
            return self._patterns[entry]
        self._asked[entry] += 1
        if self._asked[entry] <= FEW_WALKS:
            return None
        from cleaner.packs.finding.regexes import has_dates, inner_pattern, line_pattern

        tree = self.tree(entry)
        if has_dates(tree):
            self._dated.add(entry)
        make = line_pattern if self.entries[entry][5] == "line" else inner_pattern
        pattern = self._patterns[entry] = make(tree)
        return pattern

    def may_suit(self, entry: int, text: str, chars: int) -> bool:
        """False if a pattern is not worth trying: its rule wants lines of another size.

        Such a line would be refused later.

        Args:
            entry: that would be tried.
            text: the line.
            chars: of it, compact.
        """
        if self._sizes_wanted(entry) == _ANY_SIZE:
            return True  # mostly
        return self.suits(entry, count_words(text), chars)

    def suits(self, entry: int, words: int, chars: int) -> bool:
        """The same of a line with so many words and characters."""
        least, most, most_chars = self._sizes_wanted(entry)
        if most_chars is not None and chars > most_chars:
            return False
        return least <= words and (most is None or words <= most)

    def _sizes_wanted(self, entry: int) -> tuple[int, int | None, int | None]:
        known = self._sizes.get(entry)
        if known is None:
            mode, rule, *_ = self.entries[entry]
            where = self._rules[rule][8] if mode == PATTERN else {}
            sizes = where.get("min_words", 0), where.get("max_words"), where.get("max_chars")
            known = self._sizes[entry] = sizes
        return known

    def search_pattern(
        self, entry: int, lower: str, spent: dict[int, float]
    ) -> list[tuple[int, int]]:
        """Return where an entry's regular expression stands in a line.

        Args:
            entry: of a pattern.
            lower: the line.
            spent: seconds of this thread, by entry, for the document so far; added to.

        Raises:
            RuleTimeout: the document took it more than PATTERN_SECONDS.
        """
        _, rule, source, _, _, anchor = self.entries[entry]
        compiled = self._regexes.get(entry)
        if compiled is None:
            import regex

            compiled = self._regexes[entry] = regex.compile(_held(source, anchor))
        try:
            left = PATTERN_SECONDS - spent.get(entry, 0.0)
            found, seconds = spans_within(left, compiled, lower)
        except TimeoutError:
            problem = f"rule {self._rules[rule][0]} {RuleTimeout.WORDS} ({PATTERN_SECONDS:g} s)"
            raise RuleTimeout(problem) from None
        spent[entry] = spent.get(entry, 0.0) + seconds
        return [s for s in found if s[1] > s[0]]


def _held(source: str, anchor: str) -> str:
    if anchor == "line":
        return rf"\A{DECORATED}(?:{source}){DECORATED}\Z"
    if anchor == "start":
        return rf"\A{DECORATED}(?:{source})"
    if anchor == "end":
        return rf"(?:{source}){DECORATED}\Z"
    return source
