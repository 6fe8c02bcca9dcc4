"""What is known of lines by their text alone, whatever document they stand in."""

from __future__ import annotations

import re
from typing import NamedTuple

from cleaner.dates import holds_time
from cleaner.packs.finding.line import Line, holds_all
from cleaner.packs.finding.matcher import stands_in
from cleaner.packs.modes import Templates

MAX_SHORT_LINE = 100  # characters; templates of slots alone are tried on such lines only
_DIGIT = re.compile(r"\d")


class Spot(NamedTuple):
    """An entry of a rule, found in a line by itself.

    Offsets count from the first character that is not blank.
    """

    mode: int
    rule: int
    start: int
    end: int


class Book:
    """What is known of lines by their text alone, so that no line is looked at twice.

    One book serves the passes over a document and all the documents of a batch: most chrome stands
    on many pages of a site. A line's spots depend on nothing but its text, so that a book never
    changes what is found.

    Attributes:
        lines: by text.
        spots: for each part of a pack the spots in a line by its text, and the same for
            pieces of running text.
        packed: the same as the compiled finder knows them, which notes more.
        is_compiled: the compiled finder is worth its making.
    """

    def __init__(self) -> None:
        self.lines: dict[str, Line] = {}
        self.spots: dict[tuple[int, bool], dict[str, tuple[Spot, ...]]] = {}
        self.packed: dict[tuple[int, bool], dict[str, bytes]] = {}
        self._timed: dict[str, bool] = {}
        self._near: dict[int, dict[str, bool]] = {}
        self.is_compiled = False

    def line(self, text: str) -> Line:
        """Return a line as templates see it; `text` is folded, without blanks around it."""
        line = self.lines.get(text)
        if line is None:
            line = self.lines[text] = Line.of(text)
        return line

    def is_timed(self, text: str) -> bool:
        """True if a line is short and holds a date or a time."""
        if len(text) > MAX_SHORT_LINE or not _DIGIT.search(text):
            return False
        known = self._timed.get(text)
        if known is None:
            known = self._timed[text] = holds_time(text)
        return known

    def stands_in(self, templates: Templates, text: str) -> bool:
        """True if one of some templates stands anywhere in a line.

        Args:
            templates: of conditions, kept by the pack; each with sets of texts of each of which one
                must stand there too.
            text: of the line.
        """
        known = self._near.setdefault(id(templates), {})
        is_there = known.get(text)
        if is_there is None:
            is_there = known[text] = self._stands_in(templates, text)
        return is_there

    def _stands_in(self, templates: Templates, text: str) -> bool:
        if self.is_compiled:
            from cleaner.packs.finding.compiled import templates_finder

            return bool(templates_finder(templates).stands_in(text, self.line))
        line = self.line(text)
        return any(
            holds_all(line.lower, musts) and stands_in(tree, line) for tree, musts in templates
        )
