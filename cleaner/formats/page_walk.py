"""A page's tree -> its text and what the tree knows about it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, partial
from typing import TYPE_CHECKING, Any, Final

from cleaner.formats.class_names import families_of
from cleaner.formats.page_blocks import MAX_ROW_CHARS, MIN_CELLS, Walked, walked
from cleaner.formats.page_tags import CODES, TAG_BITS, mark
from cleaner.markup import Elements, Markup
from cleaner.native import twin

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NO_DIGITS: Final = dict.fromkeys(map(ord, "0123456789"))
_REPLACED: Final = b"&#xFFFD;"
_COMPILED: Final = twin("walk")

Ask = Callable[[Sequence[str]], Sequence[int] | None]


def walk(body: HtmlElement, ask: Ask = lambda _: None) -> tuple[str, Markup]:
    """Return the text that a reader sees under an element, and what the tree knows about it.

    Args:
        body: the element; of its document no type is known afterwards.
        ask: given the blocks, what another extractor keeps of each; see `Markup.ask`.

    Time grows with the size of the tree, however deep it is.
    """
    found = walked(body) if _COMPILED is None else compiled_walk(body)
    return found[0], _markup(found, ask)


def compiled_walk(body: HtmlElement) -> Walked:
    """Return what `page_blocks.walked` does, by the compiled twin.

    It reads the tree as lxml writes it: one call, where the walk in Python makes an object of each
    element. The document's type goes first, since that of XHTML makes ids out of names. Control
    characters, which a page can name by number, come out as the sign for none: such pages are
    walked in Python.
    """
    from lxml.etree import tostring

    body.getroottree().docinfo.clear()
    page = tostring(body, encoding="utf-8", xml_declaration=False, with_tail=False)
    if _REPLACED in page:
        return walked(body)
    found: Walked = _COMPILED.walk(page, CODES, TAG_BITS, mark, MAX_ROW_CHARS, MIN_CELLS)
    return found


def _markup(found: Walked, ask: Ask) -> Markup:
    _, named_kinds, (parents, depths, tags, kinds, inside, ends), blocks = found
    texts, element, broken, linked, bold, links, wrapping, hinting = blocks
    names = list(dict.fromkeys((*(name for _, name in named_kinds), *hinting)))
    families = dict(zip(names, families_of(names), strict=True))
    bare = dict(zip(names, _without_digits(names), strict=True))
    signatures = _numbers((tag, bare[name]) for tag, name in named_kinds)
    own = [families[name] for _, name in named_kinds]
    held = [own[kind] for kind in kinds]
    signed = [signatures[kind] for kind in kinds]
    elements = Elements(parents, ends, depths, tags, signed, inside, held, _above(parents, held))
    wrappers = _numbers(bare[name] for name in hinting)  # the first is that of no name
    hints = [families[name] for name in hinting]
    return Markup(
        texts,
        elements,
        element,
        broken,
        linked,
        bold,
        links,
        [wrappers[number] for number in wrapping],
        [hints[number] for number in wrapping],
        ask=cache(partial(ask, texts)),
    )


def _without_digits(names: Sequence[str]) -> list[str]:
    """Return names without digits; all at once, as no name holds a NUL."""
    return "\0".join(names).translate(_NO_DIGITS).split("\0") if names else []


def _numbers(names: Iterable[Any]) -> list[int]:
    """Return a number for each, the same for the same, from 0 on."""
    known: dict[Any, int] = {}
    return [known.setdefault(name, len(known)) for name in names]


def _above(parents: Sequence[int], families: Sequence[int]) -> list[int]:
    """Return the families of all elements that hold each one."""
    above: list[int] = []
    for parent in parents:
        above.append(families[parent] | above[parent] if parent >= 0 else 0)
    return above
