"""What must stand where a regular expression matches, read off the expression."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from cleaner.folding import lower
from cleaner.packs.expressions import TEXT, parts_of, read_expression


def pattern_musts(source: str) -> tuple[tuple[str, ...], ...]:
    """Sets of literals of each of which one must occur where the pattern matches.

    What `re` does not read is left to `needs`.
    """
    expression = read_expression(source)
    return () if expression is None else tuple(_musts(expression))


def _musts(expression: Any) -> Iterator[tuple[str, ...]]:
    """The sets of the parts that every match passes through."""
    for name, value in parts_of(expression):
        if name == TEXT:
            if text := lower(value).strip():
                yield (text,)
        elif name == "SUBPATTERN":
            yield from _musts(value[3])
        elif name == "ASSERT":  # what is seen ahead or behind stands in the line, too
            yield from _musts(value[1])
        elif name == "MAX_REPEAT" and value[0] >= 1:
            yield from _musts(value[2])
        elif name == "BRANCH":
            branches = [max(_musts(b), key=_worth, default=()) for b in value[1]]
            if all(branches):
                yield tuple(dict.fromkeys(x for b in branches for x in b))


def _worth(literals: tuple[str, ...]) -> int:
    return min(map(len, literals), default=0)


_LOOKS_AROUND = re.compile(r"[\^$]|\\[AZ]|\(\?<?[=!]")
GAP = "\0"  # any text, or none
MOST_TEXTS = 3000  # looked at; of what has more it cannot be said
MOST_PAIRS = 300_000  # made while looking


def always_holds_one(source: str, literals: Iterable[str]) -> bool:
    """True unless a pattern can match where none of the literals stands.

    False also where there is too much to look at. Of a pattern that `re` does not read, true if
    the words of each literal stand in it.

    >>> always_holds_one("(?:see|read) on", ["see", "read"]), always_holds_one("a (?:b )?c", ["b"])
    (True, False)
    """
    wanted, expression = tuple(literals), read_expression(source)
    if expression is None:
        return all(word in source for literal in wanted for word in re.findall(r"\w+", literal))
    return not _Without(wanted).texts(expression)


def whole_texts(source: str) -> tuple[str, ...]:
    """Return the texts that a pattern matches, sorted, as far as they can be spelled out.

    None of one that looks at what is around them, but for word borders.

    >>> whole_texts(r"\\b(?:see|read) more\\b|photo: .{1,40}"), whole_texts("read more$")
    (('read more', 'see more'), ())
    """
    expression = None if _LOOKS_AROUND.search(source) else read_expression(source)
    texts = _Without(()).texts(expression) if expression is not None else ()
    return tuple(sorted(text for text in texts if GAP not in text and text))


class _Without:
    """Spells out what a pattern matches that holds none of some literals, if any."""

    def __init__(self, literals: tuple[str, ...]) -> None:
        self._literals = literals

    def texts(self, expression: Any) -> set[str]:
        """What a part of a pattern matches, GAP for what is not spelled out."""
        found = {""}
        for name, value in parts_of(expression):
            more = self._texts_of(name, value)
            if len(found) * len(more) > MOST_PAIRS:
                return {GAP}
            joined = {one + other for one in found for other in more}
            found = {text for text in joined if not any(x in text for x in self._literals)}
            if len(found) > MOST_TEXTS:
                return {GAP}
        return found

    def _texts_of(self, name: str, value: Any) -> set[str]:
        if name == TEXT:
            return {lower(value)}
        if name == "SUBPATTERN":
            return self.texts(value[3])
        if name == "ATOMIC_GROUP":
            return self.texts(value)
        if name == "BRANCH":
            return set().union(*map(self.texts, value[1]))
        if name == "IN":
            return _members(value)
        if name in ("AT", "ASSERT_NOT"):
            return {""}
        if name == "ASSERT":  # what is ahead or behind stands in the line too
            return {f"{GAP}{text}{GAP}" for text in self.texts(value[1])}
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            return self._repeated(*value)
        return {GAP}

    def _repeated(self, least: int, most: int, part: Any) -> set[str]:
        once = self.texts(part)
        if once == {" "}:  # in a compact line there are no two in a row
            return {" "} if least else {"", " "}
        if most > 1 and len(once) ** 2 > MOST_TEXTS:
            return {GAP}
        more = once if least <= 1 else set()
        if most > 1:  # of several the first and the last touch what is around
            more = more | {f"{first}{GAP}{last}" for first in once for last in once}
        return more if least else {"", *more}


def _members(members: Any) -> set[str]:
    """The signs of a class, where they are named one by one."""
    if [str(value) for _, value in members] == ["CATEGORY_SPACE"]:
        return {" "}
    if any(str(op) != "LITERAL" for op, _ in members):
        return {GAP}
    return {lower(chr(value)) for _, value in members}
