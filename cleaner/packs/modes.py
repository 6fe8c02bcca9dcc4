"""What the compiler of rules and the engine share: modes of entries, kinds of plain data."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple

PHRASE, TEMPLATE, PATTERN, BLOCK_FROM, BLOCK_TO, FLOW_LINE, FINGERPRINT, NEAR = range(8)

TIMED = -1
"""The number under which short lines with a date or a time are noted, beside those of NEAR."""

HEAD, LONG_HEAD = 3, 6  # characters of a line's beginning by which templates are filed

Tables = dict[str, Any]
"""Compiled rules as plain data: strings, bytes, numbers, tuples, lists and dicts."""


class RuleRow(NamedTuple):
    """One compiled rule; in tables a tuple of these values, in this order.

    Attributes:
        category: of the rule; the role for `label`.
        site: index of the sites that it is for, -1 for all texts.
        where: its conditions, those that are set.
        max_lines: of a block, 0 for others.
        is_end_kept: a block's end stays.
        ends_with_text: a block reaches to the end of the text.
        is_publishers: it is of a publisher's pack.
    """

    id: str
    action: str
    category: str
    confidence: float
    kind: str
    anchor: str
    reach: str
    site: int
    where: Mapping[str, Any]
    max_lines: int
    is_end_kept: bool
    ends_with_text: bool
    is_publishers: bool


class Stops(NamedTuple):
    """The wordings that stop a rule, folded.

    Attributes:
        own: its own.
        lists: names of those that many rules share, such as `others.de`.
    """

    own: tuple[str, ...]
    lists: tuple[str, ...]

    def all(self, of_list: Callable[[str], Sequence[str]]) -> tuple[str, ...]:
        """Return all of them, each once.

        Args:
            of_list: gives the wordings of a list.
        """
        return tuple(dict.fromkeys(chain(self.own, *map(of_list, self.lists))))


TemplateTree = tuple[Any, ...]
"""A template: ("a", texts), one of which stands there; ("s", slot); ("q", parts);
("c", branches, optional)."""

Musts = Sequence[Sequence[str]]
"""Sets of texts of each of which one must stand in a line."""

Templates = Sequence[tuple[TemplateTree, Musts]]
"""Templates of a condition, each with what it needs. The pack keeps them, so that they are told
apart by identity."""

REPEATABLE = 2
"""The version of marshalled data in which equal values are the same bytes."""

ANY_LENGTH = 1 << 30
"""For entries that may stand in a line of any length."""

MAX_DECORATION = 12
"""Characters of bullets and the like around a template that fills a line."""
