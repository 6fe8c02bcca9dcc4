"""What the tags and attributes of a page mean to its text and to the blocks inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cleaner.markup import ANCESTORS, BIT

if TYPE_CHECKING:
    from lxml.html import HtmlElement

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
_BREAK: Final = "br"
_ITEMS: Final = ("li", "dt", "dd")
ROW: Final = "tr"
CELLS: Final = ("td", "th")

IS_SKIPPED, IS_BREAK, IS_INLINE, IS_BLOCK = 0, 1, 2, 4
IS_LINK, IS_BOLD, IS_ITEM, IS_ROW, IS_CELL = 8, 16, 32, 64, 128
CODES: Final = {
    **dict.fromkeys(SKIPPED, IS_SKIPPED),
    **dict.fromkeys(INLINE, IS_INLINE),
    **dict.fromkeys(("b", "strong"), IS_INLINE | IS_BOLD),
    "a": IS_INLINE | IS_LINK,
    **dict.fromkeys(_ITEMS, IS_BLOCK | IS_ITEM),
    **dict.fromkeys(CELLS, IS_BLOCK | IS_CELL),
    ROW: IS_BLOCK | IS_ROW,
    _BREAK: IS_BREAK,
}
"""What a tag does to the text; those not here are blocks."""

TAG_BITS: Final = {
    **{name: BIT[name] for name in ANCESTORS[:8]},
    **dict.fromkeys(("ul", "ol", "dl", "menu"), BIT["list"]),
    **{name: BIT[name] for name in ("table", "blockquote", "section", "button")},
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), BIT["heading"]),
}
_MARKING: Final = frozenset({"style", "hidden", "aria-hidden", "itemprop", "role"})
_OTHER_ROLES: Final = ("complementary", "navigation", "contentinfo", "banner", "dialog")
_ROLES: Final = {"main": BIT["role_main"], **dict.fromkeys(_OTHER_ROLES, BIT["role_other"])}


def read_attributes(element: HtmlElement) -> tuple[str, int]:
    """Return class and id of an element, and the bits that its attributes set, not its tag."""
    name: str | None = None
    id_: str | None = None
    bits = 0
    keys = element.keys()  # `items` takes the square of their number
    for key in keys:
        if key == "class":
            name = element.get(key)
        elif key == "id":
            id_ = element.get(key)
        elif key in _MARKING:
            bits |= mark(key, element.get(key))
    return named(name, id_), bits


def named(name: str | None, id_: str | None) -> str:
    """Return class and id as one string."""
    return f"{name} {id_}" if name and id_ else name or id_ or ""


def mark(key: str, value: str | None) -> int:
    """Return the bit that an attribute sets, 0 if none."""
    value = value or ""
    if key == "style":
        return BIT["hidden"] if "display:none" in value.replace(" ", "").lower() else 0
    if key == "itemprop":
        return BIT["article_body"] if "articleBody" in value else 0
    if key == "role":
        return _ROLES.get(value, 0)
    return BIT["hidden"] if key == "hidden" or value == "true" else 0
