"""Matching templates: a small machine over sets of positions, with nothing to compile.

A template's tree is walked part by part: each part leads from the set of positions reached so far
to the next set. Time is bounded by the template's size times the positions in one line, and a
regular expression is needed only for slots, each compiled once in a process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from cleaner.folding import DECORATION
from cleaner.packs.slots import DATE_SLOTS, MAX_WORDS, SLOTS, is_date

Tree = tuple[Any, ...]
"""A template as plain data: ("a", texts), one of which stands there; ("s", slot); ("q", parts);
("c", branches, optional)."""


FEW_TEXTS = 4  # so many are looked for one by one; more are tried at every word


class Line:
    """One block as templates see it: folded, compact, white space around it cut off."""

    __slots__ = ("_slot_ends", "_word_starts", "cased", "found", "lower")

    def __init__(self, cased: str, lower: str) -> None:
        self.cased = cased
        self.lower = lower
        self.found: dict[int, list[tuple[int, int]]] = {}  # what was asked already, by entry
        self._slot_ends: dict[tuple[str, int], frozenset[int]] = {}
        self._word_starts: list[int] | None = None

    def word_starts(self) -> list[int]:
        """Return where a word begins, also behind a glued seam, or anything that is no word."""
        if self._word_starts is None:
            self._word_starts = [m.start() for m in _word_start_pattern().finditer(self.cased)]
        return self._word_starts

    def slot_ends(self, slot: str, start: int) -> frozenset[int]:
        """Return where a slot that begins at `start` may end."""
        key = (slot, start)
        known = self._slot_ends.get(key)
        if known is None:
            words = MAX_WORDS.get(slot)
            found = _word_ends(self.cased, start, words) if words else _pattern_ends(self, *key)
            known = self._slot_ends[key] = frozenset(found)
        return known


def find(tree: Tree, line: Line, anchor: str) -> list[tuple[int, int]]:
    """Return where a template stands in a line, without overlaps, in order.

    Args:
        tree: the template.
        line: one block.
        anchor: `line` (fills it, bullets and closing marks apart), `start`, `end` or `none`.
    """
    found = []
    after = 0
    for start in _starts(tree, line, anchor):
        if start < after:
            continue
        ends = [e for e in reached(tree, line, {start}) if e > start and _fits(line, e, anchor)]
        if ends:
            end = min(ends) if _ends_lazily(tree) and anchor in ("none", "start") else max(ends)
            found.append((start, end))
            after = end
            if anchor in ("line", "start"):
                break
    return found


def stands_in(tree: Tree, line: Line) -> bool:
    """True if the template stands anywhere in the line."""
    return any(
        _fits(line, end, "none")
        for start in _starts(tree, line, "none")
        for end in reached(tree, line, {start})
        if end > start
    )


def reached(tree: Tree, line: Line, positions: set[int]) -> set[int]:
    """Return where the template may end, begun at any of the positions."""
    kind = tree[0]
    if kind == "a":
        texts, begins = tree[1], line.lower.startswith
        return {p + len(t) for p in positions if begins(texts, p) for t in texts if begins(t, p)}
    if kind == "s":
        return {e for p in positions for e in line.slot_ends(tree[1], p)}
    if kind == "q":
        for part in tree[1]:
            positions = reached(part, line, positions)
            if not positions:
                break
        return positions
    ends = {e for branch in tree[1] for e in reached(branch, line, positions)}
    return ends | positions if tree[2] else ends


def _starts(tree: Tree, line: Line, anchor: str) -> Iterator[int]:
    cased = line.cased
    if anchor in ("line", "start"):
        inner = len(cased) - len(cased.lstrip(DECORATION))
        yield from range(inner, -1, -1)
        return
    texts = _first_texts(tree)
    if texts is None:
        yield from line.word_starts()
    elif len(texts) <= FEW_TEXTS:
        yield from sorted({p for t in texts for p in _occurrences(line, t)})
    else:
        yield from (p for p in line.word_starts() if line.lower.startswith(texts, p))


def _occurrences(line: Line, text: str) -> Iterator[int]:
    at = line.lower.find(text)
    while at >= 0:
        if may_begin(line.cased, at):
            yield at
        at = line.lower.find(text, at + 1)


def _first_texts(tree: Tree) -> tuple[str, ...] | None:
    """The texts with one of which every match begins, None where that is not known."""
    if tree[0] == "q":
        return _first_texts(tree[1][0]) if tree[1] else None
    return tree[1] if tree[0] == "a" else None


def _ends_lazily(tree: Tree) -> bool:
    """True if the template ends with a slot for any words: the fewest are meant."""
    if tree[0] == "q":
        return bool(tree[1]) and _ends_lazily(tree[1][-1])
    if tree[0] == "c":
        return any(map(_ends_lazily, tree[1]))
    return tree[0] == "s" and tree[1] in MAX_WORDS


def _fits(line: Line, end: int, anchor: str) -> bool:
    if anchor in ("line", "end") and line.cased[end:].strip(DECORATION):
        return False
    return anchor == "line" or may_end(line.cased, end)


def may_begin(cased: str, start: int) -> bool:
    """True if no word is cut in two before `start`; a glued seam is a border."""
    first, before = cased[start], cased[start - 1] if start else ""
    if not (first.isalnum() and before.isalnum()) or is_cjk(first) or is_cjk(before):
        return not first.isspace()
    return first.isupper() and (before.islower() or before.isdigit())


def may_end(cased: str, end: int) -> bool:
    """True if no word is cut in two before `end`; a glued seam is a border."""
    last, after = cased[end - 1], cased[end] if end < len(cased) else ""
    if not (last.isalnum() and after.isalnum()) or is_cjk(last) or is_cjk(after):
        return True
    return after.isupper() and (last.islower() or last.isdigit())


def is_cjk(letter: str) -> bool:
    """True for letters of scripts without blanks between words."""
    return "\u3000" < letter < "\uff00"


def _word_ends(cased: str, start: int, most: int) -> Iterator[int]:
    """Ends of one to `most` words of any kind, also before and after their punctuation."""
    if start >= len(cased) or cased[start] == " ":
        return
    words = 1
    for end in range(start + 1, len(cased) + 1):
        if cased[end - 1] == " ":
            words += 1
            if words > most or cased[end : end + 1] == " ":
                return
            continue
        if _is_border(cased, end):
            yield end


def _pattern_ends(line: Line, slot: str, start: int) -> Iterator[int]:
    """The longest match, and what is shorter and ends at a border too."""
    pattern = _pattern(slot)
    longest = pattern.match(line.cased, start)
    if longest is None:
        return
    for end in range(longest.end(), start, -1):
        is_match = end == longest.end() or (
            _is_border(line.cased, end) and pattern.fullmatch(line.cased, start, end)
        )
        if is_match and (slot not in DATE_SLOTS or is_date(line.cased[start:end])):
            yield end


def _is_border(cased: str, end: int) -> bool:
    return end >= len(cased) or not (cased[end - 1].isalnum() and cased[end].isalnum())


@cache
def _word_start_pattern() -> re.Pattern[str]:
    cjk = "\u3001-\ufeff"
    return re.compile(
        rf"(?=\S)(?:(?<![^\W_])|(?=[\W_])|(?<=[a-zß-öø-ÿ\d])(?=[A-ZÀ-ÖØ-Þ])|(?=[{cjk}])|(?<=[{cjk}]))"
    )


@cache
def _pattern(slot: str) -> re.Pattern[str]:
    return re.compile(SLOTS[slot])
