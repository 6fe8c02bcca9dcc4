"""Templates: texts with slots, `[optional]` pieces and `(one|other)` choices.

A template is parsed into a small tree, from which two things are made: the regular expression
that confirms a match, and the literals of which one must occur in any text that it matches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from cleaner.folding import fold_wording
from cleaner.packs.slots import SLOTS

_SPECIAL = frozenset("{}[]()|\\")


class TemplateError(ValueError):
    """A template that cannot be read; the message says why and what to write instead."""


@dataclass(frozen=True, slots=True)
class Literal:
    text: str


@dataclass(frozen=True, slots=True)
class Slot:
    name: str


@dataclass(frozen=True, slots=True)
class Sequence_:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    branches: tuple[Node, ...]
    optional: bool


Node = Literal | Slot | Sequence_ | Choice


def parse(template: str) -> Node:
    """Read a template.

    Raises:
        TemplateError: an unknown slot, or brackets that do not close.
    """
    node, rest = _branches(list(template), "")
    if rest:
        raise TemplateError(f"'{rest[0]}' closes nothing; write \\{rest[0]} for the sign itself")
    return node


def to_regex(node: Node) -> str:
    """Return a pattern for folded, compact text with its case kept (`re` syntax)."""
    match node:
        case Literal(text):
            return f"(?i:{re.escape(text)})"
        case Slot(name):
            return f"(?:{SLOTS[name]})"
        case Sequence_(parts):
            return "".join(map(to_regex, parts))
        case Choice(branches, optional):
            return f"(?:{'|'.join(map(to_regex, branches))}){'?' if optional else ''}"


def required_literals(node: Node) -> tuple[str, ...]:
    """Return literals, lower case, one of which any matching text holds; () if there are none."""
    match node:
        case Literal(text):
            wording = _as_found(text)
            return (wording,) if wording.strip() else ()
        case Choice(branches, optional=False):
            found = [required_literals(branch) for branch in branches]
            return tuple(dict.fromkeys(x for f in found for x in f)) if all(found) else ()
        case Sequence_(parts):
            options = [o for o in map(required_literals, parts) if o]
            return max(options, key=lambda o: min(map(len, o)), default=())
        case _:
            return ()


def has_slots(text: str) -> bool:
    """True if the text holds a sign that means something in a template only."""
    return bool(_SPECIAL & set(text))


def _as_found(text: str) -> str:
    """A literal piece in lower case, blanks at its ends kept off (they may be optional)."""
    return fold_wording(text)


def _branches(rest: list[str], closing: str) -> tuple[Node, list[str]]:
    branches: list[Node] = []
    while True:
        node, rest = _sequence(rest)
        branches.append(node)
        if rest and rest[0] == "|" and closing:
            rest = rest[1:]
            continue
        break
    whole = branches[0] if len(branches) == 1 else Choice(tuple(branches), optional=False)
    return whole, rest


def _sequence(rest: list[str]) -> tuple[Node, list[str]]:
    parts: list[Node] = []
    text: list[str] = []

    def flush() -> None:
        if text:
            parts.append(Literal(_folded_piece("".join(text))))
            text.clear()

    while rest and rest[0] not in "])|}":
        sign, rest = rest[0], rest[1:]
        if sign == "\\" and rest:
            text.append(rest[0])
            rest = rest[1:]
        elif sign == "{":
            flush()
            slot, rest = _slot(rest)
            parts.append(slot)
        elif sign in "[(":
            flush()
            inner, rest = _bracket(sign, rest)
            parts.append(inner)
        else:
            text.append(sign)
    flush()
    return (parts[0] if len(parts) == 1 else Sequence_(tuple(parts))), rest


def _slot(rest: list[str]) -> tuple[Slot, list[str]]:
    if "}" not in rest:
        raise TemplateError("'{' is not closed; write \\{ for the sign itself")
    end = rest.index("}")
    name = "".join(rest[:end])
    if name not in SLOTS:
        raise TemplateError(f"slot {{{name}}} is unknown; choose {', '.join(SLOTS)}")
    return Slot(name), rest[end + 1 :]


def _bracket(sign: str, rest: list[str]) -> tuple[Node, list[str]]:
    closing = {"[": "]", "(": ")"}[sign]
    node, rest = _branches(rest, closing)
    if not rest or rest[0] != closing:
        raise TemplateError(f"'{sign}' is not closed by '{closing}'; write \\{sign} for the sign")
    if sign == "[":
        inner = node.branches if isinstance(node, Choice) and not node.optional else (node,)
        node = Choice(inner, optional=True)
    return node, rest[1:]


def _folded_piece(text: str) -> str:
    """Fold a literal piece but keep one blank at each end, where the template has it."""
    core = fold_wording(text)
    if not core:
        return " "
    return f"{' ' if text[0].isspace() else ''}{core}{' ' if text[-1].isspace() else ''}"
