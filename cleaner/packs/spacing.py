"""Blanks in templates: pieces that are left out take theirs along, and no two of them meet.

In the text that a template is held against blanks are single, and none stands at its edges. So of
`read [more] here` one blank belongs to the brackets, also where the other one stands outside of
them: `(see|read [more]) here`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from typing import Literal as OneOf

from cleaner.packs.nodes import Choice, Literal, Node, Sequence_

Border = OneOf["word", "blank", "edge"]
WORD: Final = "word"
BLANK: Final = "blank"
EDGE: Final = "edge"
"""What stands beside a piece of a template: perhaps a word, always a blank, or nothing at all."""

_BLANK = Literal(" ")


def spaced(node: Node, before: Border = EDGE, after: Border = EDGE) -> Node:
    """Return a template without blanks that would meet another one.

    Args:
        node: of the template.
        before, after: what stands there.
    """
    if isinstance(node, Literal):
        return Literal(_stripped(node.text, before, after))
    if isinstance(node, Choice):
        said, is_optional = may_be_left_out(spaced(one, before, after) for one in node.branches)
        return Choice(said, node.optional or is_optional) if said else Sequence_(())
    if isinstance(node, Sequence_):
        return _spaced_row(_joined(_flat(node)), before, after)
    return node


def may_be_left_out(branches: Iterable[Node]) -> tuple[tuple[Node, ...], bool]:
    """Return the branches of a choice that say something, and whether one said nothing.

    `(more|)` and `([more])` are `[more]`.
    """
    found: list[Node] = []
    is_optional = False
    for branch in branches:
        if _is_nothing(branch):
            is_optional = True
        elif isinstance(branch, Choice) and branch.optional:
            found += branch.branches
            is_optional = True
        else:
            found.append(branch)
    return tuple(found), is_optional


def _spaced_row(parts: list[Node], before: Border, after: Border) -> Node:
    if parts and isinstance(parts[0], Literal):
        parts[0] = Literal(_stripped(parts[0].text, before, WORD))
    if parts and isinstance(parts[-1], Literal):
        parts[-1] = Literal(_stripped(parts[-1].text, WORD, after))
    parts = _said(parts)
    for at, part in enumerate(parts):
        borders = _borders(parts, at, before, after)
        if isinstance(part, Choice) and part.optional and WORD not in borders:
            _give_blank(parts, at, part)
    parts = _said(parts)
    fitted = _said(
        part if isinstance(part, Literal) else spaced(part, *_borders(parts, at, before, after))
        for at, part in enumerate(parts)
    )
    return fitted[0] if len(fitted) == 1 else Sequence_(tuple(fitted))


def _give_blank(parts: list[Node], at: int, part: Choice) -> None:
    """Let the blank before brackets belong to them; at the begin the one behind them."""
    if at and isinstance(before := parts[at - 1], Literal) and before.text:
        parts[at - 1] = Literal(before.text[:-1])
        parts[at] = Choice(tuple(Sequence_((_BLANK, branch)) for branch in part.branches), True)
    elif at + 1 < len(parts) and isinstance(after := parts[at + 1], Literal):
        parts[at + 1] = Literal(after.text[1:])
        parts[at] = Choice(tuple(Sequence_((branch, _BLANK)) for branch in part.branches), True)


def _borders(parts: list[Node], at: int, before: Border, after: Border) -> tuple[Border, Border]:
    """What stands before a part of a row, and behind it."""
    return (
        _border_of(parts[:at][::-1], -1, before),
        _border_of(parts[at + 1 :], 0, after),
    )


def _border_of(nearest_first: Sequence[Node], side: int, outside: Border) -> Border:
    """What the parts on one side come to: their own sign at `side`, 0 or -1, or what follows."""
    if not nearest_first:
        return outside
    nearest, others = nearest_first[0], nearest_first[1:]
    if _is_nothing(nearest):
        return _border_of(others, side, outside)
    is_blank = _has_blank_at(nearest, side)
    if is_blank and isinstance(nearest, Choice) and nearest.optional:
        return _border(_border_of(others, side, outside) != WORD)
    return _border(is_blank)


def _has_blank_at(node: Node, side: int) -> bool:
    """True if all that a node stands for begins (0) or ends (-1) with a blank, if it is there."""
    if isinstance(node, Literal):
        return node.text[side:][:1] == " "
    if isinstance(node, Choice):
        return all(_has_blank_at(branch, side) for branch in node.branches)
    return (
        isinstance(node, Sequence_) and bool(node.parts) and _has_blank_at(node.parts[side], side)
    )


def _border(is_blank: bool) -> Border:
    return BLANK if is_blank else WORD


def _stripped(text: str, before: Border, after: Border) -> str:
    text = text.removeprefix(" ") if before == BLANK else text
    return text.removesuffix(" ") if after == BLANK else text


def _said(parts: Iterable[Node]) -> list[Node]:
    """Parts without those of which nothing is left."""
    return [part for part in parts if not _is_nothing(part)]


def _is_nothing(node: Node) -> bool:
    if isinstance(node, Literal):
        return not node.text
    return isinstance(node, Sequence_) and not node.parts


def _flat(node: Node) -> Iterator[Node]:
    """The parts of a row, those of rows within it too."""
    if isinstance(node, Sequence_):
        for part in node.parts:
            yield from _flat(part)
    else:
        yield node


def _joined(parts: Iterable[Node]) -> list[Node]:
    """Parts of which no two literals are neighbours."""
    found: list[Node] = []
    for part in parts:
        last = found[-1] if found else None
        if isinstance(part, Literal) and isinstance(last, Literal):
            border = _border(last.text.endswith(" "))
            found[-1] = Literal(last.text + _stripped(part.text, border, WORD))
        else:
            found.append(part)
    return found
