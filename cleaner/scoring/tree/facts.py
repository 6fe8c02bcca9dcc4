"""What the tree says about each block, in small whole numbers: columns beside the scorer's own.

Facts of a container are worked out once a container, for all of them at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from cleaner.markup import ANCESTORS, FAMILIES, Markup
from cleaner.scoring.tables import ONE, SHARE
from cleaner.scoring.tree.names import (
    LEVELS,
    PAGE_MARKS,
    SUMMED_LEVELS,
    TAGS,
    TREE_WINDOWS,
)
from cleaner.scoring.windows import belief_of
from cleaner.scoring.wording import log_of
from cleaner.scoring.words import Ints

Small = NDArray[np.int16]

MAX_PROSE: Final = 150  # words of one block that count
MIN_PROSE: Final = 10
MAX_STEPS: Final = 12
_NOT_PROSE: Final = frozenset({"li", "td", "th", "tr", "button", "figcaption", "label"})
_TERMINAL: Final = tuple(".!?…:。！？")
_CLOSING: Final = "\"'”’»)]›“"
_FIRST_WIDE: Final = "\u3040"  # below it stands no script without blanks
_KIND: Final = {tag: number for number, kind in enumerate(TAGS) for tag in kind}
_BIT: Final = {name: 1 << number for number, name in enumerate(ANCESTORS)}
_NO_PROSE_IN: Final = _BIT["nav"] | _BIT["footer"] | _BIT["figure"] | _BIT["form"]


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


@dataclass(frozen=True, slots=True)
class _Page:
    """The columns of a `Markup` as arrays, and what is counted from the texts."""

    element: Ints
    parents: Ints
    ends: Ints
    depths: Ints
    inside: Ints
    words2: Ints
    chars: Ints
    linked: Ints
    prose: Ints
    up: Ints

    @property
    def total(self) -> int:
        """The page's prose, in half words, at least 1."""
        return max(int(self.prose.sum()), 1)


def facts_of(markup: Markup) -> Facts:
    """Return what the tree says about the blocks of a page."""
    page = _page(markup)
    signatures, tags = _signatures(markup, page)
    values = np.concatenate(
        (
            _own(markup, page),
            _kinds(markup, page),
            _ancestors(page),
            _families(markup, page),
            _containers(page),
            _signed(page, signatures, tags),
            _heaviest(page, signatures[0]),
        )
    )
    return Facts(values.astype(np.int16), page.words2, np.concatenate((page.up, signatures)))


def tree_windows(facts: Facts, logits: Ints) -> Ints:
    """Return what the first stage says of the other blocks in each block's containers.

    Args:
        facts: of one page of n blocks.
        logits: shape (n,), in hundredths, within LOGIT_CAP.

    Returns:
        Shape (len(TREE_WINDOWS), n).
    """
    belief = belief_of(logits)
    words = facts.words2 // 2 + 1
    mass = belief * words
    mean = int(belief.sum()) // max(len(belief), 1)
    total = max(int(mass.sum()), 1)
    values = np.empty((len(TREE_WINDOWS), len(belief)), np.int64)
    row = 0
    for number, group in enumerate(facts.groups):
        count = np.bincount(group)[group]
        masses = _sums(group, mass)
        others, held = _sums(group, belief)[group] - belief, masses[group]
        is_alone = count == 1
        values[row] = np.where(is_alone, mean, others // np.maximum(count - 1, 1))
        rest = np.maximum(_sums(group, words)[group] - words, 1)
        values[row + 1] = np.where(is_alone, mean, (held - mass) // rest)
        values[row + 2] = (others + 3 * mean) // (count + 2)
        values[row + 3] = held * SHARE // total
        values[row + 4] = log_of(count)
        values[row + 5] = log_of(held // ONE)
        row += 6
        if number < SUMMED_LEVELS:
            values[row] = held * SHARE // int(masses.max(initial=1))
            row += 1
    return values


def _page(markup: Markup) -> _Page:
    elements = markup.elements
    element = np.array(markup.element, np.int64)
    parents = np.array(elements.parents, np.int64)
    inside = np.array(elements.inside, np.int64)
    words2 = np.array([_half_words(text) for text in markup.texts], np.int64)
    chars = np.array([len(text) - text.count(" ") for text in markup.texts], np.int64)
    linked = np.array(markup.link_chars, np.int64)
    can_be_prose = (words2 >= 2 * MIN_PROSE) & (2 * linked < chars)
    can_be_prose &= inside[element] & _NO_PROSE_IN == 0
    prose = np.where(can_be_prose, np.minimum(words2, 2 * MAX_PROSE), 0)
    for number in np.flatnonzero(prose).tolist():
        if not _is_paragraph(markup.texts[number], elements.tags[markup.element[number]]):
            prose[number] = 0
    up = _levels(element, np.array(markup.is_broken, np.bool_), np.maximum(parents, 0))
    ends, depths = (np.array(column, np.int64) for column in (elements.ends, elements.depths))
    return _Page(element, parents, ends, depths, inside, words2, chars, linked, prose, up)


def _half_words(text: str) -> int:
    words = 2 * (text.count(" ") + 1)
    if text.isascii() or max(text) < _FIRST_WIDE:
        return words
    wide = sum("぀" <= c <= "ヿ" or "㐀" <= c <= "鿿" or "가" <= c <= "힯" for c in text)
    return words + wide if wide * 4 > len(text) else words


def _is_paragraph(text: str, tag: str) -> bool:
    return tag not in _NOT_PROSE and text.rstrip(_CLOSING).endswith(_TERMINAL)


def _levels(element: Ints, is_broken: NDArray[np.bool_], parents: Ints) -> Ints:
    """Shape (LEVELS, n): the containers above a block, its own element first after a break."""
    up = np.empty((LEVELS, len(element)), np.int64)
    up[0] = np.where(is_broken, element, parents[element])
    for level in range(1, LEVELS):
        up[level] = parents[up[level - 1]]
    return up


def _sums(group: Ints, values: Ints) -> Ints:
    """Return the sum of the values of each group; exact, as all sums stay below 2**53."""
    return np.bincount(group, values).astype(np.int64)


def _own(markup: Markup, page: _Page) -> Ints:
    bold = np.array(markup.bold_chars, np.int64)
    return np.stack(
        (
            log_of(page.depths[page.element]),
            np.array(markup.is_broken, np.int64),
            page.linked * SHARE // np.maximum(page.chars, 1),
            log_of(np.array(markup.links, np.int64)),
            (10 * page.linked > 9 * page.chars).astype(np.int64),
            (10 * bold > 9 * page.chars).astype(np.int64),
            (np.array(markup.wrappers, np.int64) > 0).astype(np.int64),
        )
    )


def _kinds(markup: Markup, page: _Page) -> Ints:
    tags = markup.elements.tags
    kinds = np.array([_KIND.get(tags[number], len(TAGS)) for number in markup.element], np.int64)
    found: Ints = (kinds == np.arange(len(TAGS) + 1)[:, None]).astype(np.int64)
    return found


def _ancestors(page: _Page) -> Ints:
    held = _bits(page.inside[page.element], len(ANCESTORS))
    marks = []
    for name in PAGE_MARKS:
        has = int((page.inside & _BIT[name]).any())
        marks += [np.full(len(page.element), has), has * (1 - held[ANCESTORS.index(name)])]
    return np.concatenate((held, np.stack(marks)))


def _families(markup: Markup, page: _Page) -> Ints:
    families = np.array(markup.elements.families, np.int64)
    above = np.array(markup.elements.above, np.int64)
    parent = np.where(page.parents < 0, np.arange(len(families)), page.parents)[page.element]
    near = families[page.element] | families[parent] | np.array(markup.wrapper_families, np.int64)
    n = len(FAMILIES)
    return np.concatenate((_bits(near, n), _bits(above[parent], n)))


def _bits(values: Ints, n: int) -> Ints:
    """Shape (n, len(values)): the lowest bits of each value."""
    found: Ints = values >> np.arange(n)[:, None] & 1
    return found


def _containers(page: _Page) -> Ints:
    """What the first levels of containers hold."""
    link_words = page.words2 * page.linked // np.maximum(page.chars, 1)
    columns = (page.prose, page.words2, link_words, np.ones_like(page.prose))
    sums = np.stack([_under(page, column) for column in columns])
    values = []
    for at in page.up[:SUMMED_LEVELS]:
        prose, words, links, blocks = sums[:, at]
        some = np.maximum(words, 1)
        values += [prose * SHARE // page.total, prose * SHARE // some, links * SHARE // some]
        values.append(log_of(blocks))
    return np.stack(values)


def _under(page: _Page, values: Ints) -> Ints:
    """Return the sum over the blocks under each element; descendants are numbered in a row."""
    own = np.bincount(page.element, values, len(page.parents)).astype(np.int64)
    running = np.concatenate((np.zeros(1, np.int64), np.cumsum(own)))
    return running[page.ends] - running[:-1]


def _signatures(markup: Markup, page: _Page) -> tuple[Ints, Ints]:
    """Numbers of each block's signature, alone and with its container's; and of its tag."""
    signs = np.array(markup.elements.signatures, np.int64)
    size = np.int64(max(signs.max(initial=0), max(markup.wrappers, default=0)) + 1)
    alone = _renumbered(signs[page.element] * size + np.array(markup.wrappers, np.int64))
    parents = page.parents[page.element]
    above = np.where(parents < 0, size, signs[parents])
    known: dict[str, int] = {}
    tags = markup.elements.tags
    numbers = [known.setdefault(tags[number], len(known)) for number in markup.element]
    whole = _renumbered(alone * (size + 1) + above)
    return np.stack((alone, whole)), np.array(numbers, np.int64)


def _renumbered(values: Ints) -> Ints:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _signed(page: _Page, signatures: Ints, tags: Ints) -> Ints:
    values = []
    for group in signatures:
        values.append(_sums(group, page.prose)[group] * SHARE // page.total)
        values.append(log_of(np.bincount(group)[group]))
    values.append(_sums(tags, page.prose)[tags] * SHARE // page.total)
    return np.stack(values)


def _heaviest(page: _Page, signature: Ints) -> Ints:
    """How each block stands to the container that holds most prose close by."""
    n, total = len(page.element), page.total
    points = np.zeros(len(page.parents), np.int64)
    for at, worth in zip(page.up[:3], (4, 2, 1), strict=True):
        points += _sums(np.append(at, len(points) - 1), np.append(page.prose * worth, 0))
    heaviest = int(np.argmax(points))
    steps_up, steps_down = _steps(page, heaviest)
    inside = steps_up == 0
    places = np.flatnonzero(inside)
    first, last = (int(places[0]), int(places[-1])) if len(places) else (0, 0)
    is_common = (page.prose > 0) & (_sums(signature, page.prose)[signature] * 5 > 2 * total)
    order = np.arange(n)
    return np.stack(
        (
            inside,
            page.up[0] == heaviest,
            page.up[1] == heaviest,
            np.minimum(steps_up, MAX_STEPS),
            np.minimum(steps_down, MAX_STEPS),
            np.full(n, int(page.prose[inside].sum()) * SHARE // total),
            page.prose,
            is_common,
            order < first,
            order > last,
        )
    ).astype(np.int64)


def _steps(page: _Page, heaviest: int) -> tuple[Ints, Ints]:
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
