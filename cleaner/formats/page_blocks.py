"""A page's tree -> lines and columns, in one walk; `native/walk.c` says the same faster.

A block ends at each edge of a block-level element and at each line break. It is one line of the
text, white space squeezed; blank lines stand around all but list items, broken lines and the rows
of tables. A row of short cells is one line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cleaner.formats.page_tags import (
    CELLS,
    CODES,
    IS_BLOCK,
    IS_BOLD,
    IS_CELL,
    IS_INLINE,
    IS_ITEM,
    IS_LINK,
    IS_ROW,
    IS_SKIPPED,
    ROW,
    TAG_BITS,
    named,
    read_attributes,
)

if TYPE_CHECKING:
    from lxml.html import HtmlElement

CELL_GAP: Final = " | "
MAX_ROW_CHARS: Final = 500  # of a table row on one line; longer ones lay out a page
MIN_CELLS: Final = 2  # of such a row

_LINE_ENDS: Final = ("", "\n", "\n\n")
_NEXT_LINE, _BLANK_LINE = 1, 2  # so many line ends stand between two blocks

Walked = tuple[str, list[tuple[str, str]], tuple[Any, ...], tuple[Any, ...]]
"""What a walk gives.

The text; tag, and class with id, of each kind of element; columns of the elements: parents, depths,
tags, numbers of kinds, ANCESTORS, ends; columns of the blocks: texts, elements, whether a break
made them, characters in links and in bold, links, numbers of names; and these names.
"""


def walked(body: HtmlElement) -> Walked:
    """Return what a reader sees under an element, and what the tree knows about it."""
    from lxml.etree import iterwalk

    walker = _Walker()
    steps = iterwalk(body, events=("start", "end"))
    for event, element in steps:
        tag = element.tag
        code = CODES.get(tag, IS_BLOCK) if tag.__class__ is str else IS_SKIPPED
        if event == "start":
            if code & IS_BLOCK:
                walker.open_block(code, tag, element)
            elif code & IS_INLINE:
                walker.open_inline(code, element)
            elif code:
                walker.break_line()
            else:
                steps.skip_subtree()
                continue
            text = element.text
        else:
            if code & IS_BLOCK:
                walker.close_block(code)
            elif code & IS_INLINE:
                walker.close_inline(code)
            text = element.tail if element is not body else None
        if text and not text.isspace():
            walker.add(text)
        elif text:
            walker.add_blank()
    return walker.found()


class _Walker:
    """Blocks in the making: text is added, elements are opened and closed around it."""

    __slots__ = (
        "_blocks", "_bold", "_bold_chars", "_elements", "_ends", "_gap", "_inline", "_inside",
        "_items", "_kinds", "_line", "_link", "_link_chars", "_links", "_names", "_open", "_out",
        "_row", "_was_broken", "_wrapper", "_wrapping",
    )  # fmt: skip

    def __init__(self) -> None:
        self._elements: list[tuple[int, int, str, int, int]] = []
        self._ends: list[int] = []  # of the elements
        self._blocks: list[tuple[str, int, bool, int, int, int, int]] = []
        self._kinds: dict[tuple[str, str], int] = {}  # numbers of tags with class and id
        self._open = [-1]  # block-level elements
        self._inside = [0]  # bits of each of them
        self._inline = self._items = self._bold = self._link = 0  # so many open
        self._names = {"": 0}  # numbers of class and id of inline elements
        self._wrapping = 0  # that of the outermost
        self._row = -1  # number of the row whose cells stand on one line
        self._was_broken = False
        self._out: list[str] = []  # lines and the gaps before them
        self._gap = 0
        self._clear()

    def _clear(self) -> None:
        self._line: list[str] = []
        self._link_chars = self._bold_chars = 0
        self._links = self._link
        self._wrapper: int | None = None

    def found(self) -> Walked:
        elements = _columns(self._elements, 5)
        blocks = _columns(self._blocks, 7)
        return (
            "".join(self._out),
            list(self._kinds),
            (*elements, self._ends),
            (*blocks, list(self._names)),
        )

    def open_block(self, code: int, tag: str, element: HtmlElement) -> None:
        self._edge(code)
        name, bits = read_attributes(element)
        bits |= TAG_BITS.get(tag, 0) | self._inside[-1]
        number = len(self._ends)
        kind = self._kinds.setdefault((tag, name), len(self._kinds))
        self._elements.append((self._open[-1], len(self._open) - 1, tag, kind, bits))
        self._ends.append(number + 1)
        self._open.append(number)
        self._inside.append(bits)
        if code & IS_ITEM:
            self._items += 1
        elif code & IS_ROW and self._row < 0 and _is_data_row(element):
            self._row = number

    def close_block(self, code: int) -> None:
        number = self._open[-1]
        if self._row >= 0:
            self._close_in_row(code, number)
        self._edge(code)
        if code & IS_ITEM:
            self._items -= 1
        self._ends[number] = len(self._ends)
        self._open.pop()
        self._inside.pop()

    def open_inline(self, code: int, element: HtmlElement) -> None:
        if not self._inline:
            name = named(element.get("class"), element.get("id"))
            self._wrapping = self._names.setdefault(name, len(self._names))
        self._inline += 1
        if code & IS_LINK:
            self._link += 1
            self._links += 1
        elif code & IS_BOLD:
            self._bold += 1

    def close_inline(self, code: int) -> None:
        self._inline -= 1
        if code & IS_LINK:
            self._link -= 1
        elif code & IS_BOLD:
            self._bold -= 1

    def break_line(self) -> None:
        self._end(_NEXT_LINE, is_break=True)

    def add_blank(self) -> None:
        if self._line:
            self._line.append(" ")

    def add(self, text: str) -> None:
        self._line.append(text)
        if self._link or self._bold:
            size = len("".join(text.split()))
            self._link_chars += size if self._link else 0
            self._bold_chars += size if self._bold else 0
        wrapping = self._wrapping if self._inline else 0
        self._wrapper = wrapping if self._wrapper in (None, wrapping) else 0

    def _edge(self, code: int) -> None:
        """End the block at an edge of an element; most edges stand beside another one."""
        is_near = self._items or code & (IS_ITEM | IS_ROW)
        gap = _NEXT_LINE if is_near else _BLANK_LINE
        if self._line or self._row >= 0:
            self._end(gap)
            return
        if gap > self._gap:
            self._gap = gap
        self._was_broken = False
        self._links = self._link

    def _end(self, gap: int, is_break: bool = False) -> None:
        """End the block here; blocks in a row of cells end with the row."""
        if self._row >= 0:
            self._line.append(" ")
            return
        text = " ".join("".join(self._line).split())
        if text:
            self._put(text, is_break or self._was_broken)
            self._gap = gap
        elif gap > self._gap:
            self._gap = gap
        if text or not is_break:
            self._was_broken = is_break
        self._clear()

    def _put(self, text: str, is_broken: bool) -> None:
        self._out += (_LINE_ENDS[self._gap], text) if self._out else (text,)
        marks = (self._link_chars, self._bold_chars, self._links, self._wrapper or 0)
        self._blocks.append((text, self._open[-1], is_broken, *marks))

    def _close_in_row(self, code: int, number: int) -> None:
        """Put a bar behind a cell, but none behind the last."""
        if self._row == number:
            self._row = -1
            while self._line and self._line[-1] in (CELL_GAP, " "):
                self._line.pop()
        elif code & IS_CELL:
            self._line.append(CELL_GAP)


def _columns(rows: list[tuple[Any, ...]], n: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(n)]


def _is_data_row(row: HtmlElement) -> bool:
    """True for a row of short cells; the others hold whole pages, as tables once did."""
    cells = sum(1 for child in row if child.tag in CELLS)
    if cells < MIN_CELLS or next(row.iterdescendants(ROW), None) is not None:
        return False
    return sum(map(len, row.itertext())) <= MAX_ROW_CHARS
