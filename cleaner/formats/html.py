"""HTML in: a page becomes the text that a reader sees, and what its tree knows about each line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from cleaner.errors import UsageError
from cleaner.formats.page_bytes import decode_page
from cleaner.formats.page_tags import CODES, IS_BLOCK, IS_INLINE, IS_SKIPPED
from cleaner.formats.page_walk import walk
from cleaner.formats.plain import marked_encoding
from cleaner.markup import Elements, Markup
from cleaner.native import twin

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEAD_CHARS: Final = 4096  # looked at to tell a page from a text
MAX_CHAR_BYTES: Final = 4  # in any encoding of Unicode
MIN_HEAD_TAGS: Final = 3  # so many tags of a head make a page of a text without <html>

_TITLES: Final = 20  # of each kind that are compared; an article's is among the first

_native = twin("walk")

_TAG: Final = re.compile(r"</?([a-zA-Z][^\s<>/]*)[^<>]*>")
_CONTROLS: Final = bytes((*range(9), 11, 12, *range(14, 32)))  # which no tree can hold
_NO_SIGNS: Final = "\ufeff\ufffe\uffff"
_UNWRITABLE: Final = dict.fromkeys((*_CONTROLS, 0xFFFE, 0xFFFF))
_ROOT: Final = re.compile(r"<(?:!doctype\s+html\b|html(?:\s[^<>]*)?>\s*(?=<|\Z))", re.IGNORECASE)
_HEAD_TAG: Final = re.compile(
    r"<(?:(?:meta|link|script|base)\s+[\w:-]+\s*=|(?:head|title|script|style|body)>)", re.IGNORECASE
)
_PART: Final = re.compile(
    r"<(?:p|div|article|section|main|aside|figure|table|ul|ol|h[1-6])(?:\s[^<>]*)?>", re.IGNORECASE
)
_EMPTY: Final = Markup(
    (), Elements((), (), (), (), (), (), (), ()), (), (), (), (), (), (), (), lambda: None
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as the stages take it.

    Attributes:
        text: all that a reader sees, a line for each block.
        markup: what the tree knows about the lines that are not blank.
        title: its first heading that the head of the page names too; None without one.
    """

    text: str
    markup: Markup
    title: str | None = None


def read_page(html: str | bytes, *, url: str | None = None) -> Page:
    """Return the text of a page and what its tree knows.

    Paragraphs, headings, list items and table rows stand on lines of their own, blank lines
    around all but items and rows. An empty page gives "". No page raises.

    Args:
        html: the page, however broken; bytes are decoded by what the page declares.
        url: its address, if known.

    Raises:
        UsageError: it is neither text nor bytes.

    >>> page = read_page("<body><h1>Rain</h1><p>It rained<br>all&nbsp;day.</p>")
    >>> page.text
    'Rain\\n\\nIt rained\\nall day.'
    >>> page.markup.elements.tags[page.markup.element[0]]
    'h1'
    >>> read_page("<title>Rain | The Gull</title><body><h1>Rain</h1><p>It rained.").title
    'Rain'
    """
    if not isinstance(html, str | bytes):
        raise UsageError(
            f"html must be str or bytes, not {type(html).__name__}; read the page first"
        )
    page = decode_page(html) if isinstance(html, bytes) else html
    tree = _parsed(page)
    if tree is None:
        return Page("", _EMPTY)
    for block in list(tree.iter("pre")):
        if next(block.iterancestors("pre"), None) is None:
            _break_lines(block)
    body = tree.find("body")

    def ask(texts: Sequence[str]) -> Sequence[int] | None:
        from cleaner.formats.extractor import votes_on

        return votes_on(texts, tree, url)

    return Page(*walk(tree if body is None else body, ask), _title_of(tree))


def _title_of(tree: HtmlElement) -> str | None:
    head = [tree.findtext(".//title") or ""]  # others are those of drawings
    metas = (
        meta.get("content", "")
        for meta in tree.iter("meta")
        if (meta.get("property") or meta.get("name")) in ("og:title", "twitter:title")
    )
    head += islice(metas, _TITLES)
    named = [" ".join(text.split()).casefold() for text in head]
    headings = (
        " ".join(heading.text_content().split()) for heading in islice(tree.iter("h1"), _TITLES)
    )
    found = [h for h in headings if h and any(h.casefold() in name for name in named)]
    return max(found, key=len, default=None)  # a shorter one is the site's name


def is_page(data: bytes) -> bool:
    """True if bytes begin like a page, with or without a byte order mark; see `looks_like_html`.

    >>> is_page(b"\\xef\\xbb\\xbf<!doctype html>"), is_page("<html><body>".encode("utf-16"))
    (True, True)
    """
    head = data[: HEAD_CHARS * MAX_CHAR_BYTES]
    return looks_like_html(head.decode(marked_encoding(head) or "utf-8", "replace"))


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


def looks_like_part(text: str) -> bool:
    """True if a text may be a piece of a page: it begins with a block's tag, and ends with one.

    It may be Markdown too, so that nobody takes it for a page unasked.

    >>> looks_like_part("<p>Rain fell.</p>\\n"), looks_like_part("<p align=center>\\n# Rain\\n")
    (True, False)
    """
    return bool(_PART.match(text, _preamble_end(text[:HEAD_CHARS]))) and text.rstrip()[-1] == ">"


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
    """The page's tree; None if nothing is on the page.

    The parser goes down 2,048 levels and there leaves off, as it may on a page that never closes
    its tags. What stands in such a page is read without its elements.
    """
    tree, is_cut_short = _parsed_once(page)
    return _parsed_once(_TAG.sub(_flattened, page))[0] if is_cut_short else tree


def _parsed_once(page: str) -> tuple[HtmlElement | None, bool]:
    """A page's tree, and whether the parser has left off before its end."""
    from lxml.etree import ErrorTypes, LxmlError
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
        tree = document_fromstring(_as_bytes(page), parser=parser)
    except (LxmlError, ValueError):  # an empty document
        return None, False
    last = parser.error_log.last_error
    return tree, last is not None and last.type == ErrorTypes.ERR_RESOURCE_LIMIT


def _flattened(tag: re.Match[str]) -> str:
    """What an element's edge does to a text without elements: nothing, or it ends the line."""
    code = CODES.get(tag[1].lower(), IS_BLOCK)
    return "" if code & IS_INLINE else tag[0] if code == IS_SKIPPED else "<br>"


def _as_bytes(page: str) -> bytes:
    """A page in UTF-8, without what is no text: control characters, lone surrogates, marks."""
    for sign in _NO_SIGNS:
        if sign in page:
            page = page.replace(sign, "")
    data = page.encode("utf-8", "ignore")
    if _native is not None and not _native.has_controls(data):
        return data
    return data.translate(None, _CONTROLS)


def _break_lines(block: HtmlElement) -> None:
    """Put `<br>` where a preformatted block has line ends, which nobody after us would keep.

    Those at the edges of the block end no line; those beside an element in it do.
    """
    for element in list(block.iter()):
        if element.text and "\n" in element.text:
            text = element.text
            if element is block:
                text = text.lstrip("\n") if len(block) else text.strip("\n")
            element.text, *rest = _lines_in(text)
            for text in reversed(rest):
                element.insert(0, _line_break(element, text))
        if element is not block and element.tail and "\n" in element.tail:
            first, *rest = _lines_in(element.tail)
            element.tail = None
            for text in reversed(rest):
                element.addnext(_line_break(element, text))
            element.tail = first


def _lines_in(text: str) -> list[str]:
    """The lines of a text, without what a page can name by number but no tree can be given."""
    return text.translate(_UNWRITABLE).split("\n")


def _line_break(near: HtmlElement, text: str) -> HtmlElement:
    line_break: HtmlElement = near.makeelement("br")
    line_break.tail = text
    return line_break
