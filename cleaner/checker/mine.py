"""Lines that stand in many articles and that no rule knows: candidates for new rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from cleaner.checker.sketches import masked
from cleaner.data import Document
from cleaner.errors import RuleTimeout
from cleaner.folding import DECORATION, fold
from cleaner.packs.finding.line import Line
from cleaner.packs.finding.matcher import fills
from cleaner.packs.grammar import escaped, parse
from cleaner.packs.pack import RulePack
from cleaner.packs.slots import SLOTS
from cleaner.packs.templates import to_tree
from cleaner.stages.blocks import split_blocks
from cleaner.stages.matches import find_matches

MIN_CHARS, MAX_CHARS = 4, 200  # of a line; a longer one is hardly a line of chrome
MAX_EXAMPLES = 2
SLOT = "{n}"
_NUMBER = re.compile(SLOTS["n"])


class Candidate(NamedTuple):
    """A line that might be chrome.

    Attributes:
        articles: in which it stands.
        lines: its wordings, the most frequent first; they differ in digits, case and blanks.
        place: where it was first seen.
        edge: share of the articles in which it is among the first or last fifth of the lines.
    """

    articles: int
    lines: tuple[str, ...]
    place: str
    edge: float

    @property
    def template(self) -> str:
        """The wording as a template: numbers are slots, all else stands for itself."""
        line = " ".join(self.lines[0].split())
        return SLOT.join(map(escaped, _NUMBER.split(line)))

    @property
    def has_slots(self) -> bool:
        return _NUMBER.search(self.lines[0]) is not None

    @property
    def examples(self) -> list[str]:
        """Wordings that the template takes, not more than MAX_EXAMPLES.

        Others may be spelt otherwise: of 1.5 and 1.50000 the slot takes the first as one number.
        """
        tree = to_tree(parse(self.template))
        fitting = (line for line in self.lines if fills(tree, Line.of(fold(line))))
        return list(islice(fitting, MAX_EXAMPLES))


class _Seen:
    """What is counted of one line."""

    __slots__ = ("at_edge", "count", "place", "wordings")

    def __init__(self, place: str) -> None:
        self.place = place
        self.count = self.at_edge = 0
        self.wordings: Counter[str] = Counter()


def mine(
    articles: Iterable[tuple[str, Document]],
    pack: RulePack,
    least: int,
    most: int,
    complain: Callable[[str, str], None],
) -> list[Candidate]:
    """Return the candidates, most frequent first.

    Args:
        articles: pairs of a place, for people, and a text; of equal texts only one counts.
        pack: the rules in use; a line that any of them touches is no candidate.
        least: of the articles a line must stand in.
        most: candidates to return.
        complain: is told the place of an article that is passed over, and why.
    """
    seen: dict[str, _Seen] = {}
    known: set[int] = set()
    for place, document in articles:
        if hash(document.text) in known:
            continue
        known.add(hash(document.text))
        try:
            lines = list(_unknown_lines(document, pack))
        except RuleTimeout as error:
            complain(place, f"{error}; {error.WAY_OUT}")
            continue
        for name, line, at_edge in lines:
            one = seen.setdefault(name, _Seen(place))
            one.count += 1
            one.at_edge += at_edge
            one.wordings[line] += 1
    found = [_candidate(one) for one in seen.values() if one.count >= least]
    return sorted(found, key=lambda one: (-one.articles, one.lines))[:most]


def _unknown_lines(document: Document, pack: RulePack) -> Iterator[tuple[str, str, bool]]:
    """The lines that no rule touches, each once: masked, as written, whether near an edge."""
    blocks = split_blocks(document)
    taken = [(match.start, match.end) for match in find_matches(blocks, pack)]
    told: set[str] = set()
    size = max(1, len(document.text))
    at = 0
    for line in document.text.split("\n"):
        start, end = at, at + len(line)
        at = end + 1
        shown = line.strip()
        if not MIN_CHARS <= len(shown) <= MAX_CHARS or not any(map(str.isalpha, shown)):
            continue
        name = masked(shown).strip(DECORATION)  # bullets and stops around it do not count
        if name in told or any(a < end and start < b for a, b in taken):
            continue
        told.add(name)
        yield name, shown, start < size / 5 or end > size * 4 / 5


def _candidate(one: _Seen) -> Candidate:
    lines = tuple(line for line, _ in one.wordings.most_common())
    return Candidate(one.count, lines, one.place, one.at_edge / one.count)
