"""Offsets in a text to lines, columns and excerpts, for people and editors."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from cleaner.sentences import BYTE_ORDER_MARK

EXCERPT_CHARS = 160  # of the offending line
LEAD_CHARS = 40  # shown before the mark, where a line is longer than that
_LINE_END = re.compile(r"\r\n|[\n\r]")


class Place(NamedTuple):
    """Where a span stands, see `Finding`."""

    line: int
    column: int
    end_line: int
    end_column: int
    excerpt: str
    mark: tuple[int, int]
    unseen: int


class Places:
    """The lines of a text: ended by LF, CR LF or CR, as editors have it.

    >>> Places("One.\\r\\nTwo three.").of(10, 15)[:4]
    (2, 5, 2, 10)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._mark = int(text.startswith(BYTE_ORDER_MARK))
        self._starts = [0, *(end.end() for end in _LINE_END.finditer(text))]

    def of(self, start: int, end: int) -> Place:
        """Return where a span stands; the excerpt is of its first line."""
        line, column = self._at(start)
        end_line, end_column = self._at(end)
        excerpt, mark = self._excerpt(line, start, end)
        return Place(line, column, end_line, end_column, excerpt, mark, self._mark)

    def _at(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        column = offset - self._starts[line - 1] + 1
        return line, max(1, column - self._mark) if line == 1 else column

    def _excerpt(self, line: int, start: int, end: int) -> tuple[str, tuple[int, int]]:
        """The line around the span's beginning, and where in it the span is."""
        first = self._starts[line - 1]
        last = self._starts[line] if line < len(self._starts) else len(self._text)
        if last - first > EXCERPT_CHARS:
            first = max(first, start - LEAD_CHARS)
        shown = self._text[first : min(last, first + EXCERPT_CHARS)].rstrip("\r\n")
        return shown, (start - first, max(start - first + 1, min(end - first, len(shown))))
