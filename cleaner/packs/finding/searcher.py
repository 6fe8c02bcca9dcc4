"""Many literals looked for at once: which of those that entries need stand in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from cleaner.packs.packed import FILED_BY, Filed, Owners, by_literal

SMALL_TEXT = 20_000  # characters scanned in all; up to there, building an automaton costs more
FEW_FILED = 150  # under so few beginnings none is built, and no beginnings are looked up


class Searcher:
    """Many literals at once, each with the entries that need it.

    Args:
        filed: the literals, by how they begin.
    """

    def __init__(self, filed: Filed) -> None:
        self._filed = filed
        self._scanned = 0

    def hits(self, text: str) -> Iterable[tuple[Owners, int, int]]:
        """Return (owners, start, end) for every occurrence of every literal, by their ends."""
        self._scanned += len(text)
        text = _encodable(text)
        if len(self._filed) <= FEW_FILED:
            return sorted(self._hits_one_by_one(text, self._filed), key=_end)
        if self._scanned <= SMALL_TEXT:
            return sorted(self._hits_one_by_one(text, self._begun_in(text)), key=_end)
        return self._hits_at_once(text)

    def _hits_one_by_one(
        self, text: str, beginnings: Iterable[str]
    ) -> Iterator[tuple[Owners, int, int]]:
        """For little text, or few literals: no automaton has to be built."""
        for beginning in beginnings:
            for literal, owners in self._filed[beginning].items():
                at = text.find(literal)
                while at >= 0:
                    yield owners, at, at + len(literal)
                    at = text.find(literal, at + 1)

    def _begun_in(self, text: str) -> Iterable[str]:
        """The beginnings that stand in the text: most literals do not even begin there."""
        pieces = {text[i : i + FILED_BY] for i in range(len(text))}
        pieces.add("")  # short ones
        return self._filed.keys() & pieces

    def _hits_at_once(self, text: str) -> Iterator[tuple[Owners, int, int]]:
        automaton, owners = self._automaton
        for literal, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
            yield owners[literal], start, end

    @cached_property
    def _automaton(self) -> tuple[Any, list[Owners]]:
        import ahocorasick_rs as ac

        literals = by_literal(self._filed)
        nfa = ac.Implementation.ContiguousNFA  # quick to build, and small
        return ac.AhoCorasick(list(literals), implementation=nfa), list(literals.values())


def _end(hit: tuple[Owners, int, int]) -> int:
    return hit[2]


def _encodable(text: str) -> str:
    """The automaton reads UTF-8; lone surrogates become what stands for the unreadable."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join("\ufffd" if 0xD800 <= ord(c) <= 0xDFFF else c for c in text)
    return text
