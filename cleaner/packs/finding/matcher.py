"""Matching templates: a small machine over sets of positions, with nothing to compile.

A template's tree is walked part by part: each part leads from the set of positions reached so far
to the next set. Time is bounded by the template's size times the positions in one line, and a
regular expression is needed only for slots, each compiled once in a process.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest

from cleaner.dates import is_date
from cleaner.folding import DECORATION
from cleaner.packs.finding.line import Line, may_begin, may_end
from cleaner.packs.modes import TemplateTree
from cleaner.packs.slots import DATE_SLOTS, MAX_WORDS, MOST_SLOT_CHARS, SLOT_CHARS, SLOTS

LONG_LINE = 800  # longer than any line that a template fills: there slots take less
FEW_ENDS = 8  # so many ends of a slot are tried one by one; more cost less all together
FEW_TEXTS = 4  # so many are looked for one by one; more are tried at every word


def find(tree: TemplateTree, line: Line, anchor: str) -> list[tuple[int, int]]:
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


def fills(tree: TemplateTree, line: Line) -> bool:
    """True if a template fills a line, bullets and closing marks apart."""
    cased = line.cased
    first = len(cased) - len(cased.lstrip(DECORATION))
    ends = range(len(cased.rstrip(DECORATION)), len(cased) + 1)
    return any(
        end >= ends[0] and end > start
        for start in range(first, -1, -1)
        for end in reached(tree, line, {start}, ends)
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


def stands_in(tree: TemplateTree, line: Line) -> bool:
    """True if the template stands anywhere in the line."""
    return any(
        _fits(line, end, "none")
        for start in _starts(tree, line, "none")
        for end in reached(tree, line, {start})
        if end > start
    )


def reached(
    tree: TemplateTree, line: Line, positions: set[int], wanted: Sequence[int] | None = None
) -> set[int]:
    """Return where the template may end, begun at any of the positions.

    Args:
        tree: the template, or a part of it.
        line: that it is matched against.
        positions: where it may begin.
        wanted: the ends that matter, ascending, so that a slot need not try the others.
    """
    kind = tree[0]
    if kind == "a":
        texts, begins = tree[1], line.lower.startswith
        return {p + len(t) for p in positions if begins(texts, p) for t in texts if begins(t, p)}
    if kind == "s":
        if wanted is None or len(wanted) > FEW_ENDS:
            return {e for p in positions for e in slot_ends(line, tree[1], p)}
        return {e for p in positions for e in wanted if _is_slot(line, tree[1], p, e)}
    if kind == "q":
        parts = tree[1]
        for part, after in zip_longest(parts, parts[1:]):
            ends = wanted if after is None else _begins(after, line, min(positions))
            positions = reached(part, line, positions, ends)
            if not positions:
                break
        return positions
    ends_ = {e for branch in tree[1] for e in reached(branch, line, positions, wanted)}
    return ends_ | positions if tree[2] else ends_


def _begins(tree: TemplateTree, line: Line, start: int) -> list[int] | None:
    """Where a part may begin, if that is quickly told."""
    if tree[0] != "a":
        return None
    lower = line.lower
    found = set()
    for text in tree[1]:
        at = lower.find(text, start)
        while at >= 0:
            found.add(at)
            at = lower.find(text, at + 1)
    return sorted(found)


def _starts(tree: TemplateTree, line: Line, anchor: str) -> Iterator[int]:
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


def _first_texts(tree: TemplateTree) -> tuple[str, ...] | None:
    """The texts with one of which every match begins, None where that is not known."""
    if tree[0] == "q":
        return _first_texts(tree[1][0]) if tree[1] else None
    return tree[1] if tree[0] == "a" else None


def _ends_lazily(tree: TemplateTree) -> bool:
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
    first = _first_end(line, slot, start)
    if first < 0:
        return
    yield from (first,) if _is_wanted(line, slot, start, first) else ()
    last = _last_end(line, slot, start, first)
    borders = line.borders()
    pattern = _pattern(slot)
    for end in borders[bisect_right(borders, start) :]:
        if end > last:
            return
        if pattern.fullmatch(line.cased, start, end) and _is_wanted(line, slot, start, end):
            yield end


def _is_slot(line: Line, slot: str, start: int, end: int) -> bool:
    """True if `end` is one of the slot's ends: asked where few ends matter."""
    known = line.slot_ends.get((slot, start))
    if known is not None:
        return end in known
    if end <= start:
        return False
    if slot in MAX_WORDS:
        words = line.cased[start:end]
        is_one = words[0] != " " and words[-1] != " " and "  " not in words
        return is_one and words.count(" ") < MAX_WORDS[slot] and line.is_border(end)
    first = _first_end(line, slot, start)
    if first < 0 or not _is_wanted(line, slot, start, end):
        return False
    if end == first:
        return True
    if end > _last_end(line, slot, start, first) or not line.is_border(end):
        return False
    return _pattern(slot).fullmatch(line.cased, start, end) is not None


def _first_end(line: Line, slot: str, start: int) -> int:
    """Where the first match of a slot's pattern ends, -1 without one; asked once."""
    key = (slot, start)
    known = line.first_ends.get(key)
    if known is None:
        first = _pattern(slot).match(line.cased, start)
        known = line.first_ends[key] = -1 if first is None else first.end()
    return known


def _last_end(line: Line, slot: str, start: int, first: int) -> int:
    """How far a slot can reach at most."""
    if slot in DATE_SLOTS:
        return first
    most = SLOT_CHARS[slot] if len(line.cased) > LONG_LINE else len(line.cased)
    return start + MOST_SLOT_CHARS.get(slot, most)


def _is_wanted(line: Line, slot: str, start: int, end: int) -> bool:
    return slot not in DATE_SLOTS or is_date(line.cased[start:end])


@cache
def _pattern(slot: str) -> re.Pattern[str]:
    return re.compile(SLOTS[slot])
