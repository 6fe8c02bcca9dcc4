"""What the rules see of a document: its blocks, folded and compact, and facts about each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from cleaner.data import BLANK, SENTENCE, Blocks
from cleaner.folding import DECORATION, Compact, lower
from cleaner.packs.matcher import Line, Tree, stands_in

if TYPE_CHECKING:
    import re

MAX_SHORT_LINE = 100  # characters; templates of slots alone are tried on such lines only
PROSE_WORDS = 15
PROSE_CHARS_CJK = 45
HEAD_PROSE = 3  # the head ends with the third line of prose, the tail begins with the third-last
_ENDS = frozenset(".!?…。！？")
_CLOSING = "\"')]」』）】 \t\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"


class Hit(NamedTuple):
    """A rule found in a block; offsets are those of the compact text."""

    rule: int
    unit: int
    start: int
    end: int


class Page:
    """The non-blank blocks of a document, called units here, as the rules compare them.

    Attributes:
        blocks: what the units are made from.
        index: for each unit, the row in `blocks`.
        cased, lower: the compact text, case kept and lower.
        starts, ends: bounds of the units in the compact text, line ends included.
        line_edges: where in running text lines seem to have begun and ended; set when known.
    """

    def __init__(self, blocks: Blocks) -> None:
        self.blocks = blocks
        compact = Compact.of(blocks.folded)
        self._compact = compact
        self.cased = compact.text
        self.lower = lower(compact.text)
        self.line_edges: tuple[int, ...] = ()
        self._lines: dict[int, Line] = {}
        self._same: dict[str, Line] = {}
        self._stands_in: dict[tuple[Tree, int], bool] = {}
        self.index = [i for i, kind in enumerate(blocks.kinds) if kind != BLANK]
        self.starts, self.ends = self._raw_bounds()

    def __len__(self) -> int:
        return len(self.index)

    def origin(self, position: int) -> int:
        """Return the offset in the document of a position in the compact text."""
        return self._compact.origin(position)

    def unit_at(self, position: int) -> int:
        """Return the unit that holds a position of the compact text; -1 if none does."""
        unit = bisect_right(self.starts, position) - 1
        return unit if unit >= 0 and position < self.ends[unit] else -1

    def bounds(self, unit: int) -> tuple[int, int]:
        """Return the bounds of a unit in the compact text, white space around it cut off."""
        start, end = self.starts[unit], self.ends[unit]
        text = self.cased[start:end]
        left = len(text) - len(text.lstrip())
        return start + left, max(start + left, start + len(text.rstrip()))

    def span(self, unit: int) -> tuple[int, int]:
        """Return the whole block of a unit, line end included, in the document's offsets."""
        row = self.index[unit]
        return self.blocks.starts[row], self.blocks.ends[row]

    def keys(self) -> list[str]:
        """Return for each unit what the dictionary of whole lines knows it by."""
        low, deco = self.lower, DECORATION
        return [low[s:e].strip(deco) for s, e in zip(self.starts, self.ends, strict=True)]

    @cached_property
    def short_units(self) -> list[int]:
        """Units on which templates of slots alone are tried."""
        bounds = zip(self.starts, self.ends, strict=True)
        return [unit for unit, (s, e) in enumerate(bounds) if e - s <= MAX_SHORT_LINE]

    @cached_property
    def timed_units(self) -> list[int]:
        """Those of them that hold a date or a time."""
        from cleaner.packs.slots import holds_time

        has_digit = _digit_pattern().search
        cased, starts, ends = self.cased, self.starts, self.ends
        return [
            u
            for u in self.short_units
            if has_digit(cased, starts[u], ends[u]) and holds_time(cased[starts[u] : ends[u]])
        ]

    def line(self, unit: int) -> Line:
        """Return a unit as templates see it, white space around it cut off."""
        line = self._lines.get(unit)
        if line is None:
            start, end = self.bounds(unit)
            text = self.cased[start:end]
            line = self._same.get(text)  # repeated lines are asked once
            if line is None:
                line = self._same[text] = Line(text, self.lower[start:end])
            self._lines[unit] = line
        return line

    def stands_in(self, tree: Tree, unit: int) -> bool:
        """True if a template stands anywhere in a unit; asked once for each pair."""
        key = (tree, unit)
        known = self._stands_in.get(key)
        if known is None:
            known = self._stands_in[key] = stands_in(tree, self.line(unit))
        return known

    def units_near_times(self, lines: int) -> list[int]:
        """Short units with a date or a time within so many lines."""
        near = {u + d for u in self.timed_units for d in range(-lines, lines + 1)}
        return [u for u in self.short_units if u in near]

    @property
    def has_running_text(self) -> bool:
        """True if some line is long or glued."""
        return SENTENCE in self.blocks.kinds

    def is_running_text(self, unit: int) -> bool:
        """True if the unit is a piece of a long or glued line."""
        return self.blocks.kinds[self.index[unit]] == SENTENCE

    def words(self, unit: int) -> int:
        """Return the number of words; of scripts without blanks, half the characters."""
        return _words(self.lower[self.starts[unit] : self.ends[unit]])

    @cached_property
    def _prose(self) -> list[int]:
        return [unit for unit in range(len(self)) if self._is_prose(unit)]

    def is_at(self, unit: int, position: str) -> bool:
        """True if the unit lies in `head`, `inside` or `tail`; a short text is all three."""
        prose = self._prose
        if not prose:
            return True
        if position == "head":
            return unit <= prose[min(HEAD_PROSE, len(prose)) - 1]
        if position == "tail":
            return unit >= prose[-min(HEAD_PROSE, len(prose))]
        return prose[0] <= unit <= prose[-1]

    def is_quoted(self, hit: Hit) -> bool:
        """True if the hit stands between quotation marks of its block."""
        start, end = self.bounds(hit.unit)
        text = self.cased[start:end].replace("«", '"').replace("»", '"')
        at, until = hit.start - start, hit.end - start
        if text.count('"', 0, at) % 2 and '"' in text[until:]:
            return True
        return at == 0 and text[0] == '"' and '"' in text[until:]

    def _is_prose(self, unit: int) -> bool:
        start, end = self.starts[unit], self.ends[unit]
        if end - start < PROSE_CHARS_CJK:
            return False
        text = self.lower[start:end]
        tail = text.rstrip(_CLOSING)
        return tail[-1:] in _ENDS and _words(text) >= PROSE_WORDS

    def _raw_bounds(self) -> tuple[Sequence[int], Sequence[int]]:
        """Find the units in the compact text."""
        starts, ends = self.blocks.starts, self.blocks.ends
        if BLANK in self.blocks.kinds:
            starts, ends = [starts[i] for i in self.index], [ends[i] for i in self.index]
        if not self._compact.marks:
            return starts, ends
        to_compact = _inverse(self._compact)
        return [to_compact(x) for x in starts], [to_compact(x) for x in ends]


@cache
def _digit_pattern() -> re.Pattern[str]:
    import re

    return re.compile(r"\d")


def _words(text: str) -> int:
    words = len(text.split())
    if words * 12 < len(text) and any("\u3000" < c < "\uff00" for c in text[:60]):
        return len(text) // 3
    return words


def _inverse(compact: Compact):  # type: ignore[no-untyped-def]
    """Return a function from offsets in the folded text to positions in the compact one."""
    origins = [mark + gone for mark, gone in zip(compact.marks, compact.gone, strict=True)]
    marks, gone = compact.marks, compact.gone

    def to_compact(offset: int) -> int:
        i = bisect_right(origins, offset)
        floor = marks[i - 1] if i else 0
        position = max(floor, offset - (gone[i - 1] if i else 0))
        return min(position, marks[i]) if i < len(marks) else position

    return to_compact
