"""A page's tree -> its text and what the tree knows about it, in one walk.

A block ends at each edge of a block-level element and at each line break. It is one line of the
text, white space squeezed; blank lines stand around all but list items, broken lines and the rows
of tables. A row of short cells is one line.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from cleaner.formats.class_names import families_of
from cleaner.markup import ANCESTORS, Elements, Markup

if TYPE_CHECKING:
    from lxml.html import HtmlElement

GAP: Final = "\n\n"  # between blocks
CELL_GAP: Final = " | "
MAX_ROW_CHARS: Final = 500  # of a table row on one line; longer ones lay out a page
MIN_CELLS: Final = 2  # of such a row

SKIPPED: Final = frozenset(
    """
    applet audio canvas datalist embed frameset head iframe img input link math meta noframes
    noscript object option picture script select source style svg template textarea title track
    video
    """.split()
)
INLINE: Final = frozenset(
    """
    a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt
    ruby s samp small span strike strong sub sup time tt u var wbr
    """.split()
)
_BOLD: Final = frozenset({"b", "strong"})
_BREAK: Final = "br"
_ITEMS: Final = frozenset({"li", "dt", "dd"})
_ROW: Final = "tr"
_CELLS: Final = frozenset({"td", "th"})

_BIT: Final = {name: 1 << number for number, name in enumerate(ANCESTORS)}
_TAG_BITS: Final = {
    **{name: _BIT[name] for name in ANCESTORS[:8]},
    **dict.fromkeys(("ul", "ol", "dl", "menu"), _BIT["list"]),
    **{name: _BIT[name] for name in ("table", "blockquote", "section", "button")},
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _BIT["heading"]),
}
_OTHER_ROLES: Final = frozenset({"complementary", "navigation", "contentinfo", "banner", "dialog"})
_NO_DIGITS: Final = dict.fromkeys(map(ord, "0123456789"))


Ask = Callable[[Sequence[str]], Sequence[int] | None]


def walk(body: HtmlElement, ask: Ask = lambda _: None) -> tuple[str, Markup]:
    """Return the text that a reader sees under an element, and what the tree knows about it.

    Args:
        body: the element.
        ask: given the blocks, what another extractor keeps of each; see `Markup.ask`.

    Time grows with the size of the tree, however deep it is.
    """
    from lxml.etree import iterwalk

    walker = _Walker()
    steps = iterwalk(body, events=("start", "end"))
    for event, element in steps:
        tag = element.tag if isinstance(element.tag, str) else "svg"
        if event == "start":
            if tag in SKIPPED:
                steps.skip_subtree()
                continue
            walker.open(tag, element)
            if element.text:
                walker.add(element.text)
        else:
            if tag not in SKIPPED:
                walker.close(tag)
            if element is not body and element.tail:
                walker.add(element.tail)
    return walker.found(ask)


class _Walker:
    """Blocks in the making: text is added, elements are opened and closed around it."""

    __slots__ = (
        "_blocks", "_bold", "_bold_chars", "_elements", "_ends", "_gap", "_inline", "_items",
        "_kinds", "_line", "_link", "_link_chars", "_links", "_names", "_open", "_out", "_row",
        "_was_broken", "_wrapper",
    )  # fmt: skip

    def __init__(self) -> None:
        self._elements: list[tuple[int, int, str, int, int, int, int]] = []
        self._ends: list[int] = []  # of the elements
        self._blocks: list[tuple[str, int, bool, int, int, int, int, int]] = []
        self._kinds: dict[tuple[str, str], tuple[int, int]] = {}  # signature and families
        self._names: dict[str, int] = {"": 0}  # numbers of signatures and wrappers
        self._open: list[int] = []  # block-level elements
        self._inline: list[str] = []  # attributes of inline elements
        self._items = self._bold = self._link = 0  # so many open
        self._row = -1  # number of the row whose cells stand on one line
        self._was_broken = False
        self._out: list[str] = []  # lines and the gaps before them
        self._gap = ""
        self._clear()

    def _clear(self) -> None:
        self._line: list[str] = []
        self._links = self._link
        self._link_chars = self._bold_chars = 0
        self._wrapper: str | None = None

    def found(self, ask: Ask) -> tuple[str, Markup]:
        parents, depths, tags, *rest = _columns(self._elements, 7)
        elements = Elements(parents, self._ends, depths, tags, *rest)
        texts, element, broken, linked, bold, links, wrappers, families = _columns(self._blocks, 8)
        marks = (element, broken, linked, bold, links, wrappers, families)
        return "".join(self._out), Markup(texts, elements, *marks, ask=lambda: ask(texts))

    def open(self, tag: str, element: HtmlElement) -> None:
        if tag == _BREAK:
            self._end("\n", is_break=True)
        elif tag in INLINE:
            is_link = tag == "a"
            self._inline.append(_attribute_of(element))
            self._bold += tag in _BOLD
            self._link += is_link
            self._links += is_link
        else:
            self._end(self._gap_at(tag))
            self._items += tag in _ITEMS
            self._open_block(tag, element)

    def close(self, tag: str) -> None:
        if tag == _BREAK:
            return
        if tag in INLINE:
            self._inline.pop()
            self._bold -= tag in _BOLD
            self._link -= tag == "a"
            return
        number = self._open[-1]
        if self._row == number:
            self._row = -1
            while self._line and self._line[-1] in (CELL_GAP, " "):
                self._line.pop()
        elif self._row >= 0 and tag in _CELLS:
            self._line.append(CELL_GAP)
        self._end(self._gap_at(tag))
        self._items -= tag in _ITEMS
        self._ends[number] = len(self._elements)
        self._open.pop()

    def add(self, text: str) -> None:
        if text.isspace():
            if self._line:
                self._line.append(" ")
            return
        self._line.append(text)
        if self._link or self._bold:
            size = len("".join(text.split()))
            self._link_chars += size if self._link else 0
            self._bold_chars += size if self._bold else 0
        wrapper = self._inline[0] if self._inline else ""
        self._wrapper = wrapper if self._wrapper in (None, wrapper) else ""

    def _gap_at(self, tag: str) -> str:
        """What the edge of an element puts between two lines."""
        return "\n" if self._items or tag == _ROW or tag in _ITEMS else GAP

    def _end(self, gap: str, is_break: bool = False) -> None:
        """End the block here; blocks in a row of cells end with the row."""
        if self._row >= 0:
            self._line.append(" ")
            return
        text = " ".join("".join(self._line).split()) if self._line else ""
        if text:
            self._put(text, is_break or self._was_broken)
            self._gap = gap
        elif len(gap) > len(self._gap):
            self._gap = gap
        if text or not is_break:
            self._was_broken = is_break
        if self._line:
            self._clear()
        self._links = self._link

    def _put(self, text: str, is_broken: bool) -> None:
        self._out += (self._gap, text) if self._out else (text,)
        wrapper, families = self._kind("", self._wrapper) if self._wrapper else (0, 0)
        marks = (self._link_chars, self._bold_chars, self._links, wrapper, families)
        self._blocks.append((text, self._open[-1], is_broken, *marks))

    def _open_block(self, tag: str, element: HtmlElement) -> None:
        bits = _TAG_BITS.get(tag, 0) | _marks(element)
        signature, families = self._kind(tag, _attribute_of(element))
        number, parent, depth, above = len(self._elements), -1, 0, 0
        if self._open:
            parent = self._open[-1]
            _, around, _, _, held, given, further = self._elements[parent]
            depth, bits, above = around + 1, bits | held, given | further
        self._elements.append((parent, depth, tag, signature, bits, families, above))
        self._ends.append(number + 1)
        self._open.append(number)
        if tag == _ROW and self._row < 0 and _is_data_row(element):
            self._row = number

    def _kind(self, tag: str, attribute: str) -> tuple[int, int]:
        """Return signature and families of an element, by its tag and class."""
        known = self._kinds.get((tag, attribute))
        if known is None:
            bare = attribute.translate(_NO_DIGITS)
            name = f"{tag}.{bare}" if tag else bare
            number = self._names.setdefault(name, len(self._names))
            known = self._kinds[tag, attribute] = number, families_of(attribute)
        return known


def _columns(rows: list[tuple[Any, ...]], n: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(n)]


def _attribute_of(element: HtmlElement) -> str:
    """Class and id of an element."""
    name, id_ = element.get("class"), element.get("id")
    if not name:
        return id_ or ""
    return f"{name} {id_}" if id_ else name


def _marks(element: HtmlElement) -> int:
    """The bits that attributes set, not tags."""
    bits = 0
    for name, value in element.items():
        if name == "style":
            if "display:none" in value.replace(" ", "").lower():
                bits |= _BIT["hidden"]
        elif name == "hidden" or (name == "aria-hidden" and value == "true"):
            bits |= _BIT["hidden"]
        elif name == "itemprop" and "articleBody" in value:
            bits |= _BIT["article_body"]
        elif name == "role":
            if value == "main":
                bits |= _BIT["role_main"]
            elif value in _OTHER_ROLES:
                bits |= _BIT["role_other"]
    return bits


def _is_data_row(row: HtmlElement) -> bool:
    """True for a row of short cells; the others hold whole pages, as tables once did."""
    cells = sum(1 for child in row if child.tag in _CELLS)
    if cells < MIN_CELLS or next(row.iterdescendants(_ROW), None) is not None:
        return False
    return sum(map(len, row.itertext())) <= MAX_ROW_CHARS
