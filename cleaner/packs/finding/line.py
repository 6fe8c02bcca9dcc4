"""One line as rules compare it: folded, compact, in both cases, with its word borders."""

from __future__ import annotations

import re
from functools import cache

from cleaner.folding import DECORATION, Compact, lower
from cleaner.packs.modes import Musts
from cleaner.scripts import MARKS, UNSPACED_OR_HANGUL, chars_a_word, is_mark, is_plain


class Line:
    """A line, white space around it cut off.

    Attributes:
        cased, lower: the compact text.
        slot_ends, first_ends: where slots may end, by slot and start: asked once.
    """

    __slots__ = (
        "_borders",
        "_compact",
        "_lead",
        "_word_starts",
        "cased",
        "first_ends",
        "lower",
        "slot_ends",
    )

    def __init__(
        self, cased: str, lower_: str, compact: Compact | None = None, lead: int = 0
    ) -> None:
        self.cased = cased
        self.lower = lower_
        self.slot_ends: dict[tuple[str, int], frozenset[int]] = {}
        self.first_ends: dict[tuple[str, int], int] = {}
        self._compact = compact
        self._lead = lead
        self._word_starts: list[int] | None = None
        self._borders: list[int] | None = None

    @classmethod
    def of(cls, folded: str) -> Line:
        """Make a line of its folded text.

        >>> Line.of("Sign  UP").lower
        'sign up'
        """
        compact = Compact.of(folded)
        if not compact.marks:
            return cls(folded, lower(folded))
        lead = len(compact.text) - len(compact.text.lstrip())
        cased = compact.text.strip()
        return cls(cased, lower(cased), compact, lead)

    def origin(self, position: int) -> int:
        """Return the offset in the folded text of a position in the compact one."""
        if self._compact is None:
            return position
        return self._compact.origin(position + self._lead)

    def word_starts(self) -> list[int]:
        """Return where a word begins, also behind a glued seam, or anything that is no word."""
        if self._word_starts is None:
            pattern = _PLAIN_WORD_START if is_plain(self.cased) else _word_start_pattern()
            self._word_starts = [m.start() for m in pattern.finditer(self.cased)]
        return self._word_starts

    def borders(self) -> list[int]:
        """Return the positions, from 1 on, at which no word is cut in two; the end is the last."""
        if self._borders is None:
            pattern = _PLAIN_BORDER if is_plain(self.cased) else _border_pattern()
            self._borders = [m.start() for m in pattern.finditer(self.cased, 1)]
        return self._borders

    def is_border(self, end: int) -> bool:
        """True if no word is cut in two there."""
        cased = self.cased
        return end >= len(cased) or not _is_inside(cased[end - 1], cased[end])

    def occurrences(self, literal: str, anchor: str = "none") -> list[tuple[int, int]]:
        """Return where a text stands between word borders, as its anchor wants it."""
        found = []
        at = self.lower.find(literal)
        while at >= 0:
            end = at + len(literal)
            is_bordered = may_begin(self.cased, at) and may_end(self.cased, end)
            if is_bordered and self.is_held(at, end, anchor):
                found.append((at, end))
            at = self.lower.find(literal, at + 1)
        return found

    def is_held(self, start: int, end: int, anchor: str) -> bool:
        """True if a span lies where its anchor wants it, bullets and closing marks apart."""
        if anchor in ("line", "start") and self.cased[:start].strip(DECORATION):
            return False
        return not (anchor in ("line", "end") and self.cased[end:].strip(DECORATION))


def holds_all(lowered: str, musts: Musts) -> bool:
    """True if of each set of texts one stands in a line."""
    for texts in musts:
        for text in texts:
            if text in lowered:
                break
        else:
            return False
    return True


def may_begin(cased: str, start: int) -> bool:
    """True if no word is cut in two before `start`; a glued seam is a border."""
    first, before = cased[start], cased[start - 1] if start else " "
    if is_mark(first):
        return False
    if not _is_inside(before, first) or chars_a_word(first) or chars_a_word(before):
        return not first.isspace()
    return first.isupper() and (before.islower() or before.isdigit())


def may_end(cased: str, end: int) -> bool:
    """True if no word is cut in two before `end`; a glued seam is a border."""
    last, after = cased[end - 1], cased[end] if end < len(cased) else " "
    if is_mark(after):
        return False
    if not _is_inside(last, after) or chars_a_word(last) or chars_a_word(after):
        return True
    return after.isupper() and (last.islower() or last.isdigit())


def _is_inside(before: str, after: str) -> bool:
    """True if a word goes on from one sign to the next."""
    if is_mark(after):
        return True
    return after.isalnum() and (before.isalnum() or is_mark(before))


_GLUED = r"(?<=[a-zß-öø-ÿ\d])(?=[A-ZÀ-ÖØ-Þ])"
_PLAIN_WORD_START = re.compile(rf"(?=\S)(?:(?<![^\W_])|(?=[\W_])|{_GLUED})")
_PLAIN_BORDER = re.compile(r"(?<![^\W_])|(?![^\W_])")


@cache
def _word_start_pattern() -> re.Pattern[str]:  # takes long to make, as the next one
    unspaced = UNSPACED_OR_HANGUL
    return re.compile(
        rf"(?=[^\s{MARKS}])(?:(?<![^\W_])(?<![{MARKS}])|(?=[\W_])|{_GLUED}|(?=[{unspaced}])|(?<=[{unspaced}]))"
    )


@cache
def _border_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?![{MARKS}])(?:(?<![^\W_])(?<![{MARKS}])|(?![^\W_]))")
