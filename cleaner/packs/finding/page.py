"""What the rules see of a document: its lines, folded and compact, and facts about each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from cleaner.data import SENTENCE, Blocks
from cleaner.packs.finding.book import MAX_SHORT_LINE, Book, Spot
from cleaner.packs.finding.line import Line
from cleaner.packs.finding.quotes import stands_quoted
from cleaner.packs.finding.units import (
    SENTENCE_WORDS,
    prose_bounds,
    prose_units,
    units_of,
)
from cleaner.packs.modes import TIMED
from cleaner.sentences import count_words, sentence_cuts

if TYPE_CHECKING:
    from cleaner.packs.finding.around import Around
    from cleaner.packs.finding.part import Part
    from cleaner.packs.modes import Templates

PLACES = {"head": 1, "inside": 2, "tail": 4, "below": 8}  # bits, as `Page.places` gives them
EVERYWHERE = sum(PLACES.values())


class Hit(NamedTuple):
    """An entry of a rule, found in a unit; offsets are those of the document.

    For a publisher's fingerprint (`mode` FINGERPRINT) `rule` is the index of its site.
    """

    mode: int
    rule: int
    unit: int
    start: int
    end: int


class Holders(NamedTuple):
    """Units that hold what a condition asks for.

    Attributes:
        sure: units in which a template stands.
        perhaps: units in which one of `proved` may stand, and no others.
        proved, others: templates still to be looked for, the others in all units.
    """

    sure: Sequence[int]
    perhaps: Sequence[int]
    proved: Templates
    others: Templates


class Page:
    """The non-blank blocks of a document, called units here, as the rules compare them.

    Attributes:
        blocks: what the units are made from.
        book: what is known of their texts already.
        index: for each unit, the row in `blocks`.
        starts, ends: bounds of the units, line ends included.
        texts: of the units: folded, without blanks around them.
        line_edges: where in running text lines seem to have begun and ended; set when known.
        noted: by part, which units hold what its rules' conditions ask for, by number.
    """

    def __init__(self, blocks: Blocks, book: Book | None = None) -> None:
        self.blocks = blocks
        self.book = book if book is not None else Book()
        self.line_edges: tuple[int, ...] = ()
        self._cuts: dict[int, Sequence[int]] = {}
        self._counts: dict[int, int] = {}
        self.noted: dict[int, Mapping[int, Sequence[int]]] = {}
        self._around: dict[int, Around] = {}
        self._holders: dict[str, Holders] = {}
        units = units_of(blocks.folded, blocks.starts, blocks.ends, blocks.kinds)
        self.index, self.starts, self.ends, self.texts = units

    def __len__(self) -> int:
        return len(self.texts)

    def bounds(self, unit: int) -> tuple[int, int]:
        """Return the bounds of a unit, white space around it cut off."""
        start, text = self.starts[unit], self.texts[unit]
        start = self.blocks.folded.index(text, start)
        return start, start + len(text)

    def hits(self, unit: int, spots: Iterable[Spot]) -> list[Hit]:
        """Return the spots of a unit's line as hits in the document."""
        base = self.bounds(unit)[0]
        return [Hit(s[0], s[1], unit, base + s[2], base + s[3]) for s in spots]

    @cached_property
    def sorts_of_units(self) -> Sequence[tuple[bool, Sequence[int], list[str]]]:
        """The units that are lines, then those that are pieces of running text; with their texts.

        Each sort comes with whether it is running text.
        """
        if not self.has_running_text:
            return ((False, range(len(self)), self.texts),)
        kinds, texts = self.blocks.kinds, self.texts
        lines = [u for u, row in enumerate(self.index) if kinds[row] != SENTENCE]
        pieces = [u for u, row in enumerate(self.index) if kinds[row] == SENTENCE]
        return (False, lines, [texts[u] for u in lines]), (True, pieces, [texts[u] for u in pieces])

    def note(self, part: Part, near: Mapping[int, Sequence[int]]) -> None:
        """Take in which units hold what the conditions of a part's rules ask for, by number."""
        self.noted[part.number] = near
        self._around[part.number] = part.around

    def holders(self, part: int, name: str) -> Holders | None:
        """Return the units in which templates of a part's condition stand, or may stand.

        None where nothing is noted.
        """
        known = self._holders.get(name)
        if known is None and part in self.noted:
            near = self.noted[part]
            wanted = self._around[part].wanted(name)
            known = self._holders[name] = Holders(
                _united(near, wanted.sure),
                _united(near, wanted.perhaps) if wanted.perhaps else (),
                wanted.proved,
                wanted.others,
            )
        return known

    def sentence_cuts(self, unit: int) -> Sequence[int]:
        """Return where sentences of a unit end; looked for once."""
        known = self._cuts.get(unit)
        if known is None:
            known = self._cuts[unit] = sentence_cuts(self.blocks.folded, *self.span(unit))
        return known

    def span(self, unit: int) -> tuple[int, int]:
        """Return the whole block of a unit, line end included."""
        return self.starts[unit], self.ends[unit]

    def line(self, unit: int) -> Line:
        """Return a unit as templates see it."""
        return self.book.line(self.texts[unit])

    @cached_property
    def timed_units(self) -> Sequence[int]:
        """Short units that hold a date or a time."""
        near = next(iter(self.noted.values()), None)
        if near is not None:  # any part's compiled finder has noted them
            return near.get(TIMED, ())
        is_timed = self.book.is_timed
        return [unit for unit, text in enumerate(self.texts) if is_timed(text)]

    @cached_property
    def timed(self) -> frozenset[int]:
        """The same as a set."""
        return frozenset(self.timed_units)

    def units_near_times(self, lines: int) -> list[int]:
        """Short units with a date or a time within so many lines."""
        near = {u + d for u in self.timed_units for d in range(-lines, lines + 1)}
        texts, last = self.texts, len(self) - 1
        return [u for u in sorted(near) if 0 <= u <= last and len(texts[u]) <= MAX_SHORT_LINE]

    @cached_property
    def has_running_text(self) -> bool:
        """True if some line is long or glued."""
        return SENTENCE in self.blocks.kinds

    def is_running_text(self, unit: int) -> bool:
        """True if the unit is a piece of a long or glued line."""
        return self.blocks.kinds[self.index[unit]] == SENTENCE

    def words(self, unit: int) -> int:
        """Return the number of words, see `count_words`."""
        count = self._counts.get(unit)
        if count is None:
            count = self._counts[unit] = count_words(self.texts[unit])
        return count

    @cached_property
    def body(self) -> tuple[int, int, int, int] | None:
        """Of the prose the first unit, the last of the head, the first of the tail, the last.

        None where there is none.
        """
        pieces = self.blocks.kinds.count(SENTENCE) if self.has_running_text else 0
        is_broken = 2 * pieces > len(self)
        return prose_bounds(prose_units(self.texts, SENTENCE_WORDS) if is_broken else self.prose)

    @cached_property
    def prose(self) -> Sequence[int]:
        """The units that are prose, as lines are."""
        return prose_units(self.texts)

    def places(self, unit: int) -> int:
        """Return where the unit lies, as bits of `PLACES`; in a short text everywhere."""
        body = self.body
        if body is None:
            return EVERYWHERE
        first, head, tail, last = body
        above = (unit <= head) | (first <= unit <= last) << 1
        return above | (unit >= tail) << 2 | (unit > last) << 3

    @cached_property
    def is_known(self) -> bool:
        """True if anything is known of the document that a rule may ask for."""
        document = self.blocks.document
        return bool(document.language or document.domain or document.date)

    def is_quoted(self, hit: Hit) -> bool:
        """True if the hit stands between quotation marks of its block, see `stands_quoted`."""
        start, _ = self.bounds(hit.unit)
        return stands_quoted(self.texts[hit.unit], hit.start - start, hit.end - start)


def _united(units: Mapping[int, Sequence[int]], numbers: frozenset[int]) -> Sequence[int]:
    """All units of some numbers, sorted; some may stand there twice."""
    noted = units.keys() & numbers
    return sorted(chain.from_iterable(map(units.__getitem__, noted))) if noted else ()
