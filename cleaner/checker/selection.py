"""Which rules and checks are in use: names to what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cleaner.checker.catalogue import CHECK_IDS, GROUPS, RULES, SCORE
from cleaner.errors import UsageError
from cleaner.packs.select import named, words_of


class Selection(NamedTuple):
    """What is looked for.

    Attributes:
        checks: ids of the checks besides rules and scorer.
        has_rules, has_score: what these remove is complained of.
        select, ignore: names of rules, as for `Cleaner`.
    """

    checks: frozenset[str]
    has_rules: bool
    has_score: bool
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def admits(self, code: str) -> bool:
        """True if what was selected has a code: of a check, a rule, or the scorer."""
        if code in CHECK_IDS:
            return code in self.checks
        return self.has_score if code.partition("/")[0] == SCORE else self.has_rules


def selection_of(select: Iterable[str], ignore: Iterable[str]) -> Selection:
    """Return what names mean: `rules`, `score`, checks, their groups, and names of rules.

    Args:
        select: nothing means all.
        ignore: goes out of what is selected.

    >>> selection_of(["corpus"], ["corpus/little-body"]).has_rules
    False
    """
    select, ignore = words_of(select), words_of(ignore)
    wanted, rules = _split(select)
    unwanted, without = _split(ignore)
    everything = not select
    checks = {*CHECK_IDS} if everything else {id for id in CHECK_IDS if id in wanted}
    return Selection(
        frozenset(checks - unwanted),
        (everything or bool(rules) or RULES in wanted) and RULES not in unwanted,
        (everything or SCORE in wanted) and SCORE not in unwanted,
        () if RULES in wanted else rules,
        without,
    )


def check_names(names: Iterable[str], categories: Mapping[str, str], place: str = "") -> None:
    """Refuse names that mean nothing.

    Args:
        names: of rules or checks.
        categories: of all rules, by id.
        place: where they stand, for the message.

    Raises:
        UsageError: a name that is neither, with those that are near.
    """
    for name in _split(words_of(names))[1]:
        try:
            named([name], categories)
        except UsageError as error:
            problem = str(error)
            if _is_near_check(name):
                problem = f"{name!r} is no check; choose {', '.join(CHECK_IDS)}"
            raise UsageError(f"{place}{problem}") from error


def _split(names: Iterable[str]) -> tuple[set[str], tuple[str, ...]]:
    """What names say of checks, rules as a whole and scorer; and the names of single rules."""
    known: set[str] = set()
    rules = []
    for name in names:
        if name in (RULES, SCORE, *CHECK_IDS):
            known.add(name)
        elif name in GROUPS:
            known |= {id for id in CHECK_IDS if id.startswith(f"{name}/")}
        else:
            rules.append(name)
    return known, tuple(rules)


def _is_near_check(name: str) -> bool:
    from difflib import get_close_matches

    group = name.partition("/")[0]
    return group in (*GROUPS, SCORE) or bool(get_close_matches(name, CHECK_IDS, 1, 0.8))
