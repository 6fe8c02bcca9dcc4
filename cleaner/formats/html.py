"""HTML in: a page to the text that stands on it, one line for each piece of structure.

trafilatura finds where the article stands; what chrome it leaves is for the stages. Settings were
chosen on the 384 development pages with a true body (trafilatura 2.3.1): mean ROUGE-LSum F1, share
of pages losing over 5 % of the body, residue; alone, and followed by our rules. Differences under
0.4 are noise.

    setting                              alone              then rules
    default, with comments        93.3   10.2   9.5
    default                       93.6   10.2   8.9
    precision                     94.5   12.2   7.0
    fast                          94.4   10.4   7.5     95.2   11.5   5.8
    recall, with comments         93.6    9.6   9.1
    recall                        93.9    9.6   8.6     94.8   10.7   6.4
    **recall, fast**              94.3    9.6   7.8     95.2   10.7   6.0
      with comments               93.9    9.6   8.3     95.0   10.7   6.2
      without tables              94.2    9.9   7.7     95.0   10.9   5.9
      with links                  94.0    9.4   8.1     94.9   10.4   6.2
      with formatting             94.2    9.4   7.9     95.2   10.4   6.0

Its own text and its tree turned to lines by us score alike (94.3); the tree has no list marks and
no table rulers in it. Blank lines or none between the lines make no difference to the scorer.
"""

from __future__ import annotations

import codecs
import logging
import re
from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.html import HtmlElement

GAP: Final = "\n\n"  # between blocks
CELL_GAP: Final = " | "
MAX_ROW_CHARS: Final = 500  # of a table row on one line; longer ones lay out a page
GUESS_BYTES: Final = 1 << 16  # looked at for an encoding that nothing declares
HEAD_CHARS: Final = 4096  # looked at to tell a page from a text, and for the declared encoding
MIN_HEAD_TAGS: Final = 3  # so many tags of a head make a page of a text without <html>
MAX_DEPTH: Final = 250  # levels; trafilatura recurses, and a tree may have 2,000
MAX_ELEMENTS: Final = 20_000  # trafilatura's time grows with their square; newspages have 5,000

_BLOCK_TAGS: Final = frozenset(
    """
    address article aside blockquote body caption center comments dd details dialog div dl dt
    fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html item legend li
    list main menu nav ol p pre quote row section summary table tbody tfoot thead tr ul
    """.split()
)  # trafilatura's and HTML's
_ITEM_TAGS: Final = frozenset({"item", "li", "dt", "dd"})
_ROW_TAGS: Final = frozenset({"row", "tr"})
_CELL_TAGS: Final = frozenset({"cell", "td", "th"})
_BREAK_TAGS: Final = frozenset({"br", "lb"})
_SILENT_TAGS: Final = frozenset(
    """
    applet audio button canvas datalist embed frameset iframe input math noframes noscript object
    script select style svg template textarea title video
    """.split()
)  # they hold no text for readers
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WESTERN: Final = "cp1252"
_READ_AS: Final = {
    "ascii": _WESTERN,
    "iso8859-1": _WESTERN,
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}  # as browsers do: pages name the smaller set and use the larger
_ONE_BYTE: Final = ("iso8859", "cp125", "koi8", "mac", "tis", "cp874")
_WIDE: Final = ("gb", "big5", "euc", "cp9", "iso2022", "hz", "johab", "shift")
_DECLARED: Final = re.compile(
    rb"<(?:meta\b[^>]{0,400}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})",
    re.IGNORECASE,
)
_ROOT: Final = re.compile(r"<(?:!doctype\s+html\b|html(?:\s[^<>]*)?>\s*(?=<|\Z))", re.IGNORECASE)
_HEAD_TAG: Final = re.compile(
    r"<(?:(?:meta|link|script|base)\s+[\w:-]+\s*=|(?:head|title|script|style|body)>)", re.IGNORECASE
)


def text_of_html(html: str | bytes, *, url: str | None = None) -> str:
    """Return the text of a page: what trafilatura in its recall-favouring setting finds in it.

    Paragraphs, headings, list items and table rows stand on lines of their own, blank lines
    around all but items and rows. Where trafilatura finds nothing, or the page is too large or
    too deep for it, the text is all that a reader sees. An empty page gives "".

    Args:
        html: the page, however broken; bytes are decoded by what the page declares.
        url: its address, if known.

    >>> text_of_html("<html><body><h1>Rain</h1><p>It rained<br>all&nbsp;day.</p></body></html>")
    'Rain\\n\\nIt rained\\nall day.'
    """
    page = decode_page(html) if isinstance(html, bytes) else html
    tree = _parsed(page)
    if tree is None:
        return ""
    for block in list(tree.iter("pre")):
        _break_lines(block)
    found = _article(tree, url)
    text = _rendered(found) if found is not None else ""
    return text if "\n" in text else _relined(text, _rendered(tree))


def looks_like_html(text: str) -> bool:
    """True if the text begins like a page: `<!doctype html`, `<html`, or a head full of tags.

    >>> looks_like_html("<!DOCTYPE html><title>Rain</title>")
    True
    >>> looks_like_html("<html> is the tag around a page."), looks_like_html("<b>Rain</b> at last")
    (False, False)
    """
    head = text[:HEAD_CHARS]
    start = _preamble_end(head)
    if not head.startswith("<", start):
        return False
    if _ROOT.match(head, start):
        return True
    if head[start : start + 5].lower() == "<html" and head.rstrip().endswith("</html>"):
        return True
    return sum(1 for _ in _HEAD_TAG.finditer(head, start)) >= MIN_HEAD_TAGS


def decode_page(data: bytes) -> str:
    """Return the text of a page's bytes, by its byte order mark or by what it declares.

    Pages that declare a one-byte encoding, or none, and are valid UTF-8 are UTF-8. Without
    declaration and not UTF-8, the encoding is guessed. Bytes that fit nothing become U+FFFD.

    >>> decode_page('<meta charset="iso-8859-2"><p>Łódź'.encode("iso-8859-2"))
    '<meta charset="iso-8859-2"><p>Łódź'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    declared = _declared_encoding(data)
    if declared.startswith(_WIDE):
        return data.decode(declared, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(declared or _guessed_encoding(data), "replace")


def _declared_encoding(data: bytes) -> str:
    """The codec that the page names in its head; "" if it names none that a page can have."""
    found = _DECLARED.search(data, 0, HEAD_CHARS)
    if not found:
        return ""
    label = found[1].decode("ascii").lower().removeprefix("x-")
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return ""
    if name.startswith("utf"):
        return "utf-8"  # UTF-16 would have kept us from reading that it says so
    name = _READ_AS.get(name, name)
    return name if name.startswith(_ONE_BYTE + _WIDE) else ""


def _guessed_encoding(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:GUESS_BYTES]).best()
    names = (best.encoding, *best.could_be_from_charset) if best else (_WESTERN,)
    return _WESTERN if _WESTERN in names else names[0]


def _preamble_end(head: str) -> int:
    """Where white space, comments and the XML declaration before the first tag end."""
    at = 0
    while True:
        at += len(head) - at - len(head[at:].lstrip("\ufeff \t\r\n\f"))
        for opening, closing in (("<!--", "-->"), ("<?xml", "?>")):
            if head.startswith(opening, at):
                end = head.find(closing, at)
                if end < 0:
                    return len(head)
                at = end + len(closing)
                break
        else:
            return at


def _parsed(page: str) -> HtmlElement | None:
    """The page's tree; None if nothing is on the page."""
    from lxml.etree import LxmlError
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
        huge_tree=True,  # or text below 250 levels would be lost
    )
    try:
        return document_fromstring(_NOT_TEXT.sub("", page).encode(), parser=parser)
    except (LxmlError, ValueError):  # an empty document
        return None


def _break_lines(block: HtmlElement) -> None:
    """Put `<br>` where a preformatted block has line ends, which nobody after us would keep."""
    for element in list(block.iter()):
        if element.text and "\n" in element.text:
            first, *rest = element.text.strip("\n").split("\n")
            element.text = first
            for text in reversed(rest):
                element.insert(0, _line_break(element, text))
        if element is not block and element.tail and "\n" in element.tail:
            first, *rest = element.tail.split("\n")
            element.tail = None
            for text in reversed(rest):
                element.addnext(_line_break(element, text))
            element.tail = first


def _line_break(near: HtmlElement, text: str) -> HtmlElement:
    line_break: HtmlElement = near.makeelement("br")
    line_break.tail = text
    return line_break


def _article(tree: HtmlElement, url: str | None) -> HtmlElement | None:
    """The part of the page that trafilatura keeps, in its own few tags; None if there is none."""
    if tree.xpath("count(//*)") > MAX_ELEMENTS or tree.xpath("/*" * MAX_DEPTH):
        return None
    from trafilatura import bare_extraction

    logger = logging.getLogger("trafilatura")
    if not logger.handlers:  # a library does not print; its warnings of empty pages would
        logger.addHandler(logging.NullHandler())
    try:
        found = bare_extraction(
            tree,
            url=url,
            output_format="txt",
            favor_recall=True,
            fast=True,
            include_comments=False,
            include_tables=True,
        )
    except Exception:  # whatever it stumbles over, the visible text is still there
        return None
    return getattr(found, "body", None)


def _relined(line: str, seen: str) -> str:
    """The lines of what a reader sees that make up one line of trafilatura's; all if none do.

    On short pages it falls back to the bare text, in which "Rain" and "It rained all day." are one.
    """
    if not line:
        return seen
    wanted = "".join(line.split())
    lines = seen.split("\n")
    ends = list(accumulate(len("".join(part.split())) for part in lines))
    start = "".join(seen.split()).find(wanted)
    if start < 0:
        return line
    first = bisect_right(ends, start)
    last = bisect_left(ends, start + len(wanted))
    whole = start == (ends[first - 1] if first else 0) and ends[last] == start + len(wanted)
    return "\n".join(lines[first : last + 1]).strip("\n") if whole else line


def _rendered(tree: HtmlElement) -> str:
    """The text of a tree, trafilatura's or a page's: lines for blocks, gaps between them."""
    from lxml.etree import iterwalk

    lines = _Lines()
    walker = iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        is_silent = tag in _SILENT_TAGS
        if event == "end":
            if not is_silent:
                lines.close(tag)
            if element is not tree:
                lines.add(element.tail)
        elif is_silent:
            walker.skip_subtree()
        else:
            lines.open(tag, tag in _ROW_TAGS and _is_data_row(element))
            lines.add(element.text)
    return lines.text()


def _is_data_row(row: HtmlElement) -> bool:
    """True for a row of short cells; the others hold whole pages, as tables once did."""
    if any(next(row.iterdescendants(tag), None) is not None for tag in _ROW_TAGS):
        return False
    return sum(map(len, row.itertext())) <= MAX_ROW_CHARS


class _Lines:
    """Lines in the making: text is added, blocks are opened and closed around it."""

    __slots__ = ("_gap", "_in_item", "_in_row", "_line", "_out")

    def __init__(self) -> None:
        self._out: list[str] = []  # lines and the gaps before them
        self._line: list[str] = []
        self._gap = ""
        self._in_item = 0  # so many open
        self._in_row = False  # a row's blocks stay on its line

    def text(self) -> str:
        self._break("")
        return "".join(self._out)

    def add(self, text: str | None) -> None:
        if text:
            self._line.append(text)

    def open(self, tag: str, is_data_row: bool) -> None:
        self._edge(tag)
        self._in_item += tag in _ITEM_TAGS
        self._in_row |= is_data_row

    def close(self, tag: str) -> None:
        if self._in_row and tag in _CELL_TAGS:
            self._line.append(CELL_GAP)
        self._in_row &= tag not in _ROW_TAGS
        self._edge(tag)
        self._in_item -= tag in _ITEM_TAGS

    def _edge(self, tag: str) -> None:
        """Break the line where an element that is no part of it begins or ends."""
        if self._in_row:
            if tag in _BLOCK_TAGS or tag in _BREAK_TAGS:
                self._line.append(" ")
        elif tag in _BREAK_TAGS or tag in _ROW_TAGS or tag in _ITEM_TAGS:
            self._break("\n")
        elif tag in _BLOCK_TAGS or tag in _CELL_TAGS:
            self._break("\n" if self._in_item else GAP)

    def _break(self, gap: str) -> None:
        line = " ".join("".join(self._line).split()).removesuffix(CELL_GAP.rstrip()).rstrip()
        self._line.clear()
        if line:
            self._out += (self._gap, line) if self._out else (line,)
            self._gap = gap
        elif len(gap) > len(self._gap):
            self._gap = gap
