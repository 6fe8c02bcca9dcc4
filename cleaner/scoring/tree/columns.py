"""A page's markup as arrays, and what is counted from the texts of its blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from cleaner.markup import BIT, Markup
from cleaner.scoring.tree.names import LEVELS
from cleaner.scoring.words import Ints
from cleaner.sentences import STOPS, WIDE_STOPS

MAX_PROSE: Final = 150  # words of one block that count
MIN_PROSE: Final = 10

_NOT_PROSE: Final = frozenset({"li", "td", "th", "tr", "button", "figcaption", "label"})
_NO_PROSE_IN: Final = BIT["nav"] | BIT["footer"] | BIT["figure"] | BIT["form"]
_TERMINAL: Final = tuple(STOPS + WIDE_STOPS + ":")
_CLOSING: Final = "\"'”’»)]›“"
_WIDE: Final = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xAC00, 0xD7AF))
"""Scripts without blanks."""


@dataclass(frozen=True, slots=True)
class PageColumns:
    """A page of n blocks in m elements.

    Attributes:
        element: shape (n,), the innermost element around each block.
        parents, ends, depths, inside: shape (m,), of the elements, see `markup.Elements`.
        words2: shape (n,), words in halves; two ideographs are a word.
        chars: shape (n,), characters, blanks not counted.
        linked: shape (n,), those in links.
        prose: shape (n,), half words of what reads like a paragraph, else 0.
        total: the page's prose, at least 1.
        up: shape (LEVELS, n), the containers above a block, its own element first after a break.
        alone, whole: shape (n,), numbers of its signature, and of that with its container's.
        tags: shape (n,), numbers of its tag.
    """

    element: Ints
    parents: Ints
    ends: Ints
    depths: Ints
    inside: Ints
    words2: Ints
    chars: Ints
    linked: Ints
    prose: Ints
    total: int
    up: Ints
    alone: Ints
    whole: Ints
    tags: Ints


def columns_of(markup: Markup) -> PageColumns:
    """Return the markup of a page as arrays."""
    elements = markup.elements
    element, linked = ints(markup.element), ints(markup.link_chars)
    parents, inside = ints(elements.parents), ints(elements.inside)
    words2, chars = _counted(markup.texts)
    can_be_prose = (words2 >= 2 * MIN_PROSE) & (2 * linked < chars)
    can_be_prose &= inside[element] & _NO_PROSE_IN == 0
    prose = np.where(can_be_prose, np.minimum(words2, 2 * MAX_PROSE), 0)
    for number in np.flatnonzero(prose).tolist():
        if not _is_paragraph(markup.texts[number], elements.tags[markup.element[number]]):
            prose[number] = 0
    return PageColumns(
        element,
        parents,
        ints(elements.ends),
        ints(elements.depths),
        inside,
        words2,
        chars,
        linked,
        prose,
        max(int(prose.sum()), 1),
        _levels(element, np.array(markup.is_broken, np.bool_), np.maximum(parents, 0)),
        *_signatures(markup),
    )


def ints(values: Sequence[int]) -> Ints:
    """Return a column as an array."""
    return np.array(values, np.int64)


def sums_of(group: Ints, values: Ints, n: int = 0) -> Ints:
    """Return the sum of the values of each group; exact, as all sums stay below 2**53.

    Args:
        group: numbers from 0 on, any shape.
        values: of the same shape.
        n: of groups, at least.
    """
    return np.bincount(group.ravel(), values.ravel(), n).astype(np.int64)


def _counted(texts: Sequence[str]) -> tuple[Ints, Ints]:
    """Return words in halves and the characters but blanks of each text."""
    sizes = ints([len(text) for text in texts])
    blanks = ints([text.count(" ") for text in texts])
    codes = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), np.uint32)
    words2 = 2 * (blanks + 1)
    if codes.max(initial=0) >= _WIDE[0][0]:
        wide = _wide_in(codes, sizes)
        words2 += np.where(wide * 4 > sizes, wide, 0)
    return words2, sizes - blanks


def _wide_in(codes: NDArray[np.uint32], sizes: Ints) -> Ints:
    """Return how many characters of each text are of a script without blanks."""
    is_wide = np.zeros(len(codes), np.bool_)
    for first, last in _WIDE:
        is_wide |= (codes >= first) & (codes <= last)
    running = np.append(0, np.cumsum(is_wide))
    ends = np.cumsum(sizes)
    found: Ints = running[ends] - running[ends - sizes]
    return found


def _is_paragraph(text: str, tag: str) -> bool:
    return tag not in _NOT_PROSE and text.rstrip(_CLOSING).endswith(_TERMINAL)


def _levels(element: Ints, is_broken: NDArray[np.bool_], parents: Ints) -> Ints:
    up = np.empty((LEVELS, len(element)), np.int64)
    up[0] = np.where(is_broken, element, parents[element])
    for level in range(1, LEVELS):
        up[level] = parents[up[level - 1]]
    return up


def _signatures(markup: Markup) -> tuple[Ints, Ints, Ints]:
    """Return the numbers of each block's signature, of that with its container's, of its tag."""
    elements = markup.elements
    signs, parents, tags = elements.signatures, elements.parents, elements.tags
    alone, whole, kinds = [], [], []
    for element, wrapper in zip(markup.element, markup.wrappers, strict=True):
        own, parent = (signs[element], wrapper), parents[element]
        alone.append(own)
        whole.append((own, signs[parent] if parent >= 0 else -1))
        kinds.append(tags[element])
    return _numbered(alone), _numbered(whole), _numbered(kinds)


def _numbered(keys: Sequence[Any]) -> Ints:
    known: dict[Any, int] = {}
    return ints([known.setdefault(key, len(known)) for key in keys])
