"""Matching templates: a small machine over sets of positions, with nothing to compile.

A template's tree is walked part by part: each part leads from the set of positions reached so far
to the next set. Time is bounded by the template's size times the positions in one line, and a
regular expression is needed only for slots, each compiled once in a process.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import Any

from cleaner.folding import DECORATION
from cleaner.packs.line import Line, may_begin, may_end
from cleaner.packs.slots import DATE_SLOTS, MAX_WORDS, MOST_CHARS, SLOT_CHARS, SLOTS, is_date

Tree = tuple[Any, ...]
"""A template as plain data: ("a", texts), one of which stands there; ("s", slot); ("q", parts);
("c", branches, optional)."""


LONG_LINE = 800  # longer than any line that a template fills: there slots take less
FEW_TEXTS = 4  # so many are looked for one by one; more are tried at every word


def find(tree: Tree, line: Line, anchor: str) -> list[tuple[int, int]]:
    """Return where a template stands in a line, without overlaps, in order.

    Args:
        tree: the template.
        line: one block.
        anchor: `start`, `end` or `none`.
    """
    found = []
    after = 0
    for start in _starts(tree, line, anchor):
        if start < after:
            continue
        ends = [e for e in reached(tree, line, {start}) if e > start and _fits(line, e, anchor)]
        if ends:
            end = min(ends) if _ends_lazily(tree) and anchor != "end" else max(ends)
            found.append((start, end))
            after = end
            if anchor == "start":
                break
    return found


def fills(tree: Tree, line: Line) -> bool:
    """True if a template fills a line, bullets and closing marks apart."""
    cased = line.cased
    first = len(cased) - len(cased.lstrip(DECORATION))
    last = len(cased.rstrip(DECORATION))
    return any(
        end >= last and end > start
        for start in range(first, -1, -1)
        for end in reached(tree, line, {start})
    )


def slot_ends(line: Line, slot: str, start: int) -> frozenset[int]:
    """Return where a slot that begins at `start` may end."""
    key = (slot, start)
    known = line.slot_ends.get(key)
    if known is None:
        words = MAX_WORDS.get(slot)
        found = _word_ends(line, start, words) if words else _pattern_ends(line, *key)
        known = line.slot_ends[key] = frozenset(found)
    return known


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
        return {e for p in positions for e in slot_ends(line, tree[1], p)}
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
    if anchor == "start":
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
    if anchor == "end" and line.cased[end:].strip(DECORATION):
        return False
    return may_end(line.cased, end)


def _word_ends(line: Line, start: int, most: int) -> Iterator[int]:
    """Ends of one to `most` words of any kind, also before and after their punctuation."""
    cased = line.cased
    if start >= len(cased) or cased[start] == " ":
        return
    stop = start
    for _ in range(most):
        blank = cased.find(" ", stop)
        stop = len(cased) if blank < 0 else blank + 1
        if blank < 0 or cased[stop : stop + 1] == " ":
            break
    borders = line.borders()
    for end in borders[bisect_right(borders, start) :]:
        if end > stop:
            return
        if cased[end - 1] != " ":
            yield end


def _pattern_ends(line: Line, slot: str, start: int) -> Iterator[int]:
    """Where the first match ends, and every word border at which another match ends."""
    pattern = _pattern(slot)
    first = pattern.match(line.cased, start)
    if first is None:
        return
    is_wanted = is_date if slot in DATE_SLOTS else bool
    if is_wanted(first.group()):
        yield first.end()
    last = start + SLOT_CHARS[slot] if len(line.cased) > LONG_LINE else len(line.cased)
    last = first.end() if slot in DATE_SLOTS else min(last, start + MOST_CHARS.get(slot, last))
    borders = line.borders()
    for end in borders[bisect_right(borders, start) :]:
        if end > last:
            return
        if pattern.fullmatch(line.cased, start, end) and is_wanted(line.cased[start:end]):
            yield end


@cache
def _pattern(slot: str) -> re.Pattern[str]:
    return re.compile(SLOTS[slot])
