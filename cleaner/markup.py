"""What the tree of a page knows about the blocks of its text, as columns.

`formats.html` writes it, the scorer reads it. The k-th line of the page's text that is not blank
is the k-th block here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

ANCESTORS: Final = (
    "article", "main", "aside", "footer", "header", "nav", "figure", "form", "list", "table",
    "blockquote", "section", "button", "heading", "hidden", "article_body", "role_main",
    "role_other",
)  # fmt: skip
"""What a block may stand in."""

BIT: Final = {name: 1 << number for number, name in enumerate(ANCESTORS)}
"""The bit of each."""

FAMILIES: Final = (
    "body", "content", "share", "related", "news", "caption", "promo", "comment", "byline", "meta",
    "tags", "nav", "footer", "side", "deck", "quote", "title",
)  # fmt: skip
"""What class names and ids hint at, one bit each; see `formats.class_names`."""


@dataclass(frozen=True, slots=True)
class Elements:
    """The block-level elements of a page, parents before children; all shape (m,).

    Attributes:
        parents: number of the element around it, -1 for the outermost.
        ends: the first number behind its last descendant.
        depths: 0 for the outermost.
        tags: names.
        signatures: numbers; the same for the same tag and class, digits dropped.
        inside: ANCESTORS that hold it, or that it is.
        families: FAMILIES of its own class and id.
        above: FAMILIES of all elements that hold it.
    """

    parents: Sequence[int]
    ends: Sequence[int]
    depths: Sequence[int]
    tags: Sequence[str]
    signatures: Sequence[int]
    inside: Sequence[int]
    families: Sequence[int]
    above: Sequence[int]


@dataclass(frozen=True, slots=True)
class Markup:
    """The blocks of a page; all shape (n,).

    Attributes:
        texts: the lines.
        elements: what they stand in.
        element: number of the innermost block-level element around each.
        is_broken: True if a line break made it.
        link_chars, bold_chars: characters inside links, in bold, blanks not counted.
        links: number of links.
        wrappers: number of the class of the inline element that holds all of it, 0 if none does.
        wrapper_families: FAMILIES of that class.
        ask: how much of each block another extractor keeps, in thousandths; None if it has no
            opinion. It takes longer than all else, so it is asked where it matters.
    """

    texts: Sequence[str]
    elements: Elements
    element: Sequence[int]
    is_broken: Sequence[bool]
    link_chars: Sequence[int]
    bold_chars: Sequence[int]
    links: Sequence[int]
    wrappers: Sequence[int]
    wrapper_families: Sequence[int]
    ask: Callable[[], Sequence[int] | None] = field(repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.texts)
