"""Templates that fill a line as regular expressions: quick to ask once they are compiled.

Walking a template (`matcher`) needs nothing made first, which suits a single text; over many texts
a compiled expression is ten times as quick. It misses nothing that the walk finds; where it may
match more (dates, templates inside a line), the walk is asked too. Templates on which backtracking
could take long are left to the walk, whose time is bounded.
"""

from __future__ import annotations

import re

from cleaner.folding import DECORATED
from cleaner.packs.modes import TemplateTree
from cleaner.packs.slots import DATE_SLOTS, MAX_WORDS, SLOTS
from cleaner.scripts import MARKS

MAX_LOOSE_SLOTS = 2  # for any words or names: each multiplies the ways to fill a line
MAX_LOOSE_INSIDE = 1  # the same for what may stand anywhere in a long line
_LOOSE = frozenset({*MAX_WORDS, "name", "names", "publisher", "place"})
_BORDER = rf"(?![{MARKS}])(?!(?<=[^\W_]|[{MARKS}])[^\W_])"  # no word is cut in two here


def line_pattern(tree: TemplateTree) -> re.Pattern[str] | None:
    """Return an expression that matches the lines which a template fills.

    With date slots it matches some lines more: a month's name is looked up by the walk.

    Returns:
        None if the template has so many loose slots that a hostile line could take long.
    """
    if _loose_slots(tree) > MAX_LOOSE_SLOTS:
        return None
    return re.compile(rf"{DECORATED}(?:{_source(tree)}){DECORATED}\Z")


def inner_pattern(tree: TemplateTree) -> re.Pattern[str] | None:
    """Return an expression that matches wherever a template stands, and may match elsewhere.

    Returns:
        None as for `line_pattern`.
    """
    if _loose_slots(tree) > MAX_LOOSE_INSIDE:
        return None
    return re.compile(_source(tree))


def has_dates(tree: TemplateTree) -> bool:
    """True if a slot for dates is among the parts."""
    if tree[0] == "s":
        return tree[1] in DATE_SLOTS
    return tree[0] != "a" and any(map(has_dates, tree[1]))


def _loose_slots(tree: TemplateTree) -> int:
    if tree[0] == "s":
        return int(tree[1] in _LOOSE)
    if tree[0] == "q":
        return sum(map(_loose_slots, tree[1]))
    return 0 if tree[0] == "a" else max(map(_loose_slots, tree[1]), default=0)


def _source(tree: TemplateTree) -> str:
    if tree[0] == "a":
        return f"(?i:{'|'.join(map(re.escape, tree[1]))})"
    if tree[0] == "q":
        return "".join(map(_source, tree[1]))
    if tree[0] == "c":
        return f"(?:{'|'.join(map(_source, tree[1]))}){'?' if tree[2] else ''}"
    return _slot_source(tree[1])


def _slot_source(slot: str) -> str:
    """A slot: as much as it can take, or less up to a word border."""
    words = MAX_WORDS.get(slot)
    if words:
        return rf"[^ ]+(?: [^ ]+){{0,{words - 1}}}{_BORDER}"
    return rf"(?:(?>{SLOTS[slot]})|(?:{SLOTS[slot]}){_BORDER})"
