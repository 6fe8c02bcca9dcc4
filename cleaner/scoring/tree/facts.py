"""What the tree says about each block, in small whole numbers: columns beside the scorer's own.

Facts of a container are worked out once a container, for all of them at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.markup import ANCESTORS, BIT, FAMILIES, Markup
from cleaner.scoring.tables import SHARE
from cleaner.scoring.tree.columns import PageColumns, columns_of, ints, sums_of
from cleaner.scoring.tree.names import FACTS, PAGE_MARKS, SUMMED_LEVELS, TAGS
from cleaner.scoring.wording import log_of
from cleaner.scoring.words import Ints

Small = NDArray[np.int16]

MAX_STEPS: Final = 12
_KIND: Final = {tag: number for number, kind in enumerate(TAGS) for tag in kind}
_KINDS: Final = np.arange(len(TAGS) + 1)[:, None]
_WORTH: Final = np.array([[4], [2], [1]])  # of prose to the first containers above it
_N_BITS: Final = len(ANCESTORS) + 2 * len(FAMILIES)
_SHIFTS: Final = np.arange(_N_BITS)[:, None]


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a page of n blocks.

    Attributes:
        values: shape (len(FACTS), n).
        words2: shape (n,), words in halves; two ideographs are a word.
        groups: shape (LEVELS + 2, n): numbers of the containers above each block, of its
            signature, and of its signature with its container's.
    """

    values: Small
    words2: Ints
    groups: Ints


def facts_of(markup: Markup) -> Facts:
    """Return what the tree says about the blocks of a page."""
    page = columns_of(markup)
    parts = (
        _own(markup, page),
        _kinds(markup),
        *_bits(markup, page),
        _containers(page),
        _signed(page),
        _heaviest(page),
    )
    values = np.empty((len(FACTS), len(markup)), np.int16)
    np.concatenate(parts, out=values, casting="unsafe")
    return Facts(values, page.words2, np.concatenate((page.up, (page.alone, page.whole))))


def _own(markup: Markup, page: PageColumns) -> Ints:
    values = np.empty((7, len(markup)), np.int64)
    values[0] = log_of(page.depths[page.element])
    values[1] = markup.is_broken
    values[2] = page.linked * SHARE // np.maximum(page.chars, 1)
    values[3] = log_of(ints(markup.links))
    values[4] = 10 * page.linked > 9 * page.chars
    values[5] = 10 * ints(markup.bold_chars) > 9 * page.chars
    values[6] = ints(markup.wrappers) > 0
    return values


def _kinds(markup: Markup) -> NDArray[np.bool_]:
    tags = markup.elements.tags
    kinds = ints([_KIND.get(tags[number], len(TAGS)) for number in markup.element])
    found: NDArray[np.bool_] = kinds == _KINDS
    return found


def _bits(markup: Markup, page: PageColumns) -> tuple[Ints, Ints, Ints]:
    """What the blocks stand in, what the page has of that, and the families near and far."""
    elements = markup.elements
    held, families = page.inside[page.element], ints(elements.families)
    parent = page.parents[page.element]
    parent = np.where(parent < 0, page.element, parent)
    near = families[page.element] | families[parent] | ints(markup.wrapper_families)
    far = ints(elements.above)[parent]
    joined = held | near << len(ANCESTORS) | far << len(ANCESTORS) + len(FAMILIES)
    found: Ints = joined >> _SHIFTS & 1
    inside = found[: len(ANCESTORS)]
    return inside, _marks(page, inside), found[len(ANCESTORS) :]


def _marks(page: PageColumns, inside: Ints) -> Ints:
    """Whether the page has a mark of the body, and whether it has it but not around the block."""
    marks = np.zeros((2 * len(PAGE_MARKS), inside.shape[1]), np.int64)
    of_page = int(np.bitwise_or.reduce(page.inside))
    for number, name in enumerate(PAGE_MARKS):
        if of_page & BIT[name]:
            marks[2 * number] = 1
            marks[2 * number + 1] = 1 - inside[ANCESTORS.index(name)]
    return marks


def _containers(page: PageColumns) -> Ints:
    """What the first levels of containers hold."""
    link_words = page.words2 * page.linked // np.maximum(page.chars, 1)
    held = _under(page, np.stack((page.prose, page.words2, link_words, np.ones_like(page.prose))))
    prose, words, links, blocks = held[:, page.up[:SUMMED_LEVELS]]
    some = np.maximum(words, 1)
    values = np.empty((SUMMED_LEVELS, 4, len(page.element)), np.int64)
    values[:, 0] = prose * SHARE // page.total
    values[:, 1] = prose * SHARE // some
    values[:, 2] = links * SHARE // some
    values[:, 3] = log_of(blocks)
    return values.reshape(SUMMED_LEVELS * 4, -1)


def _under(page: PageColumns, columns: Ints) -> Ints:
    """Return the sums over the blocks under each element; descendants are numbered in a row."""
    k, m = len(columns), len(page.parents)
    own = sums_of(page.element + m * np.arange(k)[:, None], columns, k * m).reshape(k, m)
    running = np.zeros((k, m + 1), np.int64)
    np.cumsum(own, axis=1, out=running[:, 1:])
    found: Ints = running[:, page.ends] - running[:, :-1]
    return found


def _signed(page: PageColumns) -> Ints:
    """What stands in blocks of the same signature on the page."""
    values = np.empty((5, len(page.element)), np.int64)
    for row, group in enumerate((page.alone, page.whole, page.tags)):
        values[2 * row] = sums_of(group, page.prose)[group] * SHARE // page.total
    for row, group in enumerate((page.alone, page.whole)):
        values[2 * row + 1] = log_of(np.bincount(group)[group])
    return values


def _heaviest(page: PageColumns) -> Ints:
    """How each block stands to the container that holds most prose close by."""
    n, total = len(page.element), page.total
    points = sums_of(page.up[: len(_WORTH)], page.prose * _WORTH, len(page.parents))
    heaviest = int(np.argmax(points))
    steps_up, steps_down = _steps(page, heaviest)
    inside = steps_up == 0
    places = np.flatnonzero(inside)
    first, last = (int(places[0]), int(places[-1])) if len(places) else (0, 0)
    alike = sums_of(page.alone, page.prose)[page.alone]
    values = np.zeros((10, n), np.int64)
    values[0] = inside
    values[1:3] = page.up[:2] == heaviest
    values[3] = np.minimum(steps_up, MAX_STEPS)
    values[4] = np.minimum(steps_down, MAX_STEPS)
    values[5] = int(page.prose[inside].sum()) * SHARE // total
    values[6] = page.prose
    values[7] = (page.prose > 0) & (alike * 5 > 2 * total)
    values[8, :first] = 1
    values[9, last + 1 :] = 1
    return values


def _steps(page: PageColumns, heaviest: int) -> tuple[Ints, Ints]:
    """Steps from an element up to the container that it shares with each block, and down again.

    The containers of the element lie in one another: the last that begins before the block's
    element and ends behind it is the shared one.
    """
    line = [heaviest]
    while line[-1] > 0:
        line.append(int(page.parents[line[-1]]))
    above = np.array(line[::-1], np.int64)  # the outermost first
    begun = np.searchsorted(above, page.element, "right")
    not_ended = len(above) - np.searchsorted(page.ends[above][::-1], page.element, "right")
    meeting = np.minimum(begun, not_ended) - 1
    down = page.depths[page.element] - page.depths[above[meeting]]
    return len(above) - 1 - meeting, down
