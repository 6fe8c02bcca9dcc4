"""HTML in: a page to the text that stands on it, one line for each piece of structure.

trafilatura finds where the article stands; what chrome it leaves is for the stages.

FIGURES
"""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

GAP: Final = "\n\n"  # between blocks
CELL_GAP: Final = " | "
HEAD_CHARS: Final = 4096  # looked at to tell a page from a text, and for the declared encoding
MIN_HEAD_TAGS: Final = 3  # so many tags of a head make a page of a text without <html>
MAX_DEPTH: Final = 250  # of a tree that trafilatura, which recurses, is given

_BLOCK_TAGS: Final = frozenset(
    "address article aside blockquote body caption center code comments dd details dialog div dl dt"
    " fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html item legend li"
    " list main menu nav ol p pre quote row section summary table tbody tfoot thead tr ul".split()
)  # trafilatura's and HTML's
_SINGLE_SPACED: Final = frozenset({"item", "li", "row", "tr", "dt", "dd"})
_CELL_TAGS: Final = frozenset({"cell", "td", "th"})
_BREAK_TAGS: Final = frozenset({"br", "lb"})
_SILENT_TAGS: Final = frozenset(
    "applet audio button canvas datalist embed frameset iframe input math noframes noscript object"
    " script select style svg template textarea title video".split()
)  # they hold no text for readers
_NOT_TEXT: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF))

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
    around all but items and rows. Where trafilatura finds nothing, it is all visible text.

    Args:
        html: the page, however broken; bytes are decoded by what the page declares.
        url: its address, if known.

    >>> text_of_html("<html><body><h1>Rain</h1><p>It rained<br>all&nbsp;day.</p></body></html>")
    'Rain\\n\\nIt rained\\nall day.'
    """
    page = _decoded(html) if isinstance(html, bytes) else html
    page = page.translate(_NOT_TEXT).encode("utf-8", "replace").decode("utf-8")
    tree = _parsed(page)
    if tree is None:
        return ""
    found = _article(tree, url) if _depth(tree) <= MAX_DEPTH else None
    text = _rendered(found) if found is not None else ""
    return text or _rendered(tree)


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
    if head[start : start + 6].lower() == "<html>" and "</" in head:
        return True
    return sum(1 for _ in _HEAD_TAG.finditer(head, start)) >= MIN_HEAD_TAGS
