"""Choices that offer the same twice: in templates and in regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from cleaner.packs.nodes import Choice, Node, Sequence_
from cleaner.packs.templates import spellings

_Branch = TypeVar("_Branch", str, Node)

_TOKEN = re.compile(
    r"""(?P<other>\\.|\[\^?\]?(?:\\.|[^\]\\])*\])"""  # an escaped sign, a class
    r"""|(?P<open>\((?:\?(?:[:=!>|]|<[=!]|P?<\w+>|[a-zA-Z-]+:))?)|(?P<close>\))|(?P<bar>\|)""",
    re.DOTALL,
)
"""What may divide a pattern, or hide what divides it."""


def repeated_branches(source: str) -> Iterator[str]:
    """Yield what stands twice among the branches of a pattern, or of a group in it.

    >>> [*repeated_branches(r"(?:see|read|see) [o|o]n"), *repeated_branches("a|b|a")]
    ['see', 'a']
    """
    open_groups: list[tuple[int, list[str]]] = [(0, [])]  # where the branch begins, those before it
    for token in _TOKEN.finditer(source):
        begin, branches = open_groups[-1]
        if token["open"]:
            open_groups.append((token.end(), []))
        elif token["bar"]:
            open_groups[-1] = token.end(), [*branches, source[begin : token.start()]]
        elif token["close"] and len(open_groups) > 1:
            open_groups.pop()
            yield from _twice([*branches, source[begin : token.start()]])
    begin, branches = open_groups[0]
    yield from _twice([*branches, source[begin:]])


def repeated_choices(node: Node) -> Iterator[str]:
    """Yield what stands twice among the branches of a choice in a template, as it is compared.

    Only what has letters or digits: dashes and arrows are named in several shapes, to be read so.
    """
    if isinstance(node, Choice):
        texts = [(spellings(branch, "{…}") or ("",))[0] for branch in _twice(node.branches)]
        yield from (text for text in texts if any(map(str.isalnum, text)))
    if isinstance(node, Choice | Sequence_):
        for part in node.branches if isinstance(node, Choice) else node.parts:
            yield from repeated_choices(part)


def _twice(branches: Iterable[_Branch]) -> Iterator[_Branch]:
    seen: set[_Branch] = set()
    for branch in branches:
        if branch in seen:
            yield branch
        seen.add(branch)
