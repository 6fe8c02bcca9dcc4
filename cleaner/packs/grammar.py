"""Reading templates: texts with slots, `[optional]` pieces and `(one|other)` choices.

A template is parsed into a small tree of nodes; `templates.py` says what follows from one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cleaner.folding import fold_wording
from cleaner.packs.nodes import Choice, Literal, Node, Sequence_, Slot
from cleaner.packs.slots import SLOTS
from cleaner.packs.spacing import may_be_left_out, spaced

MAX_NESTING = 20  # brackets within brackets; all that walks a template does it by recursion
_CLOSING = {"[": "]", "(": ")"}
_REMEMBERED = 1024  # templates; the furniture of all languages has some hundreds
_PLAIN = re.compile(r"[^\\\[\](){}|]+")
_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\[](){}|"})


class TemplateError(ValueError):
    """A template that cannot be read; the message says why and what to write instead."""


@lru_cache(_REMEMBERED)
def parse(template: str) -> Node:
    """Read a template. Wordings of conditions come again and again.

    Raises:
        TemplateError: an unknown slot, or brackets that do not close, or too many in one another.
    """
    reader = _Reader(template)
    node = reader.choice("")
    if reader.sign:
        sign = reader.sign
        raise TemplateError(f"'{sign}' closes nothing; write \\{sign} for the sign itself")
    return spaced(node)


def escaped(text: str) -> str:
    """Return a template that stands for a text as it is, signs of templates included.

    >>> print(escaped("Comments (all)"))
    Comments \\(all\\)
    """
    return text.translate(_SIGNS)


class _Reader:
    """Reads a template from its beginning to its end, by recursive descent."""

    def __init__(self, template: str) -> None:
        self._template = template
        self._at = 0
        self._depth = 0

    @property
    def sign(self) -> str:
        """The next sign; empty at the end."""
        return self._template[self._at : self._at + 1]

    def choice(self, closing: str) -> Node:
        """Read what stands up to a closing bracket, or to the end: branches, or one of them."""
        branches = [self._sequence(closing)]
        while closing and self.sign == "|":
            self._at += 1
            branches.append(self._sequence(closing))
        if len(branches) == 1:
            return branches[0]
        said, is_optional = may_be_left_out(branches)
        return Choice(said, is_optional) if said else Sequence_(())

    def _sequence(self, closing: str) -> Node:
        stops = "])}|" if closing else "])}"
        parts: list[Node] = []
        text: list[str] = []
        while (sign := self.sign) and sign not in stops:
            if plain := _PLAIN.match(self._template, self._at):
                text.append(plain.group())
                self._at = plain.end()
                continue
            self._at += 1
            if sign == "\\":
                if not self.sign:
                    raise TemplateError(
                        "'\\' stands before nothing; write \\\\ for the sign itself"
                    )
                text.append(self.sign)
                self._at += 1
            elif sign in "{[(":
                if text:
                    parts.append(Literal(_folded_piece("".join(text))))
                    text.clear()
                parts.append(self._slot() if sign == "{" else self._bracket(sign))
            else:
                text.append(sign)
        if text:
            parts.append(Literal(_folded_piece("".join(text))))
        return parts[0] if len(parts) == 1 else Sequence_(tuple(parts))

    def _slot(self) -> Slot:
        name, brace, _ = self._template[self._at :].partition("}")
        if not brace:
            raise TemplateError("'{' is not closed; write \\{ for the sign itself")
        if name not in SLOTS:
            raise TemplateError(f"slot {{{name}}} is unknown; choose {', '.join(SLOTS)}")
        self._at += len(name) + 1
        return Slot(name)

    def _bracket(self, sign: str) -> Node:
        closing = _CLOSING[sign]
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise TemplateError(f"brackets nest too deeply; stay within {MAX_NESTING} levels")
        node = self.choice(closing)
        if self.sign != closing:
            raise TemplateError(
                f"'{sign}' is not closed by '{closing}'; write \\{sign} for the sign"
            )
        self._at += 1
        self._depth -= 1
        if sign == "(":
            return node
        branches = node.branches if isinstance(node, Choice) else (node,)
        return Choice(branches, optional=True)


def _folded_piece(text: str) -> str:
    """Fold a literal piece but keep one blank at each end, where the template has it."""
    core = fold_wording(text)
    if not core:
        return " "
    return f"{' ' if text[0].isspace() else ''}{core}{' ' if text[-1].isspace() else ''}"
