"""The conditions of a rule as the tables hold them, and the templates in them."""

from __future__ import annotations

import marshal
from collections.abc import Sequence
from hashlib import blake2b
from itertools import chain
from typing import Any

from cleaner.errors import Mistake
from cleaner.folding import fold_wording
from cleaner.packs import templates
from cleaner.packs.citing import OTHERS, QUOTED, stops, unknown
from cleaner.packs.furniture import spelt_out, without_furniture
from cleaner.packs.grammar import TemplateError, parse
from cleaner.packs.load import LoadedRule
from cleaner.packs.modes import REPEATABLE
from cleaner.packs.nodes import Node
from cleaner.packs.schema import EXPRESSIONS, Near
from cleaner.packs.slots import TIME_SLOTS
from cleaner.packs.tree import Path_

_SIGNS_WANTED = "write signs that are seen"


def conditions_of(
    item: LoadedRule, mistakes: list[Mistake], around: dict[str, bytes]
) -> dict[str, Any]:
    """Return the conditions of a rule: only what is set, so that most rules have none.

    Args:
        item: the rule.
        mistakes: what is wrong with it is added to them.
        around: templates of `near` and `not_near` by their names, packed; added to. Many rules
            ask for the same.
    """
    rule, where = item.rule, item.rule.where
    languages = list(where.languages or item.languages)
    for number, text in enumerate(rule.unless or ()):
        _check_is_seen(item, ("unless", number), text, mistakes)
        if missing := unknown(text, languages):
            kind = "for others" if text == OTHERS else "of saying"
            problem = f"no word {kind} is known in {', '.join(missing)}"
            mistakes.append(
                item.complaint(("unless", number), problem, "name the words themselves")
            )
    _check_lines(item, mistakes)
    stopping = stops(rule.unless or (), languages)
    found = {
        "languages": languages,
        "domains": list(where.domains or ()),
        "not_domains": list(where.not_domains or ()),
        "position": list(where.position or ()),
        "max_words": where.max_words,
        "min_words": where.min_words,
        "max_chars": where.max_chars,
        "near": _near(item, "near", where.near, mistakes, around),
        "not_near": _near(item, "not_near", where.not_near, mistakes, around),
        "quoted": False if QUOTED in (rule.unless or ()) else where.quoted,
        "unless": tuple(stopping) if any(stopping) else (),
        "min_hits": where.min_hits if where.min_hits > 1 else None,
        "since": rule.since.isoformat() if rule.since else None,
        "until": rule.until.isoformat() if rule.until else None,
    }
    return {k: v for k, v in found.items() if v is not None and v != [] and v != ()}


def _check_lines(item: LoadedRule, mistakes: list[Mistake]) -> None:
    """Complain of texts that go over a line end: they are looked for in one line at a time."""
    rule, where = item.rule, item.rule.where
    texts: list[tuple[Path_, Sequence[str] | None]] = [
        (("any",), None if rule.kind in EXPRESSIONS else rule.any),
        *((("from",), rule.from_), (("to",), rule.to), (("before",), rule.before)),
        *((("unless",), rule.unless), (("needs",), rule.needs)),
        (("where", "near", "any"), where.near.any if where.near else ()),
        (("where", "not_near", "any"), where.not_near.any if where.not_near else ()),
    ]
    for at, some in texts:
        for number, text in enumerate(some or ()):
            if len(text.strip().splitlines()) > 1:
                problem = "a text of several lines, none of which holds it all"
                way_out = "write each line as an entry of its own, begun with `- `"
                mistakes.append(item.complaint((*at, number), problem, way_out))


def parsed(item: LoadedRule, at: Path_, text: str, mistakes: list[Mistake]) -> Node | None:
    """Return a template of a rule; None, and one mistake more, where it is none."""
    try:
        return parse(text)
    except TemplateError as error:
        problem, _, way_out = str(error).partition("; ")
        mistakes.append(item.complaint(at, f'template "{text}": {problem}', way_out))
        return None


def are_times(near: Near) -> bool:
    """True if all templates ask for a date or time: these are quickly found."""
    try:
        return all(templates.needs(parse(t), TIME_SLOTS) for t in near.any)
    except TemplateError:
        return True  # said elsewhere


def _near(
    item: LoadedRule,
    key: str,
    near: Near | None,
    mistakes: list[Mistake],
    around: dict[str, bytes],
) -> list[Any] | None:
    """Lines, the name of templates with what each needs, and whether all are of dates or times."""
    if near is None:
        return None
    languages = item.rule.where.languages or item.languages
    if missing := without_furniture(near.any, languages):
        problem = f"no furniture is known in {', '.join(missing)}"
        at: Path_ = ("where", key, "any")
        mistakes.append(item.complaint(at, problem, "write the templates themselves"))
    nodes = []
    for number, text in enumerate(near.any):
        at = ("where", key, "any", number)
        _check_is_seen(item, at, text, mistakes)
        nodes += [parsed(item, at, own, mistakes) for own in spelt_out([text], languages)]
    each = chain.from_iterable(templates.branches(n) for n in nodes if n is not None)
    asked = tuple((templates.to_tree(n), templates.musts(n)) for n in each)
    packed = marshal.dumps(asked, REPEATABLE)
    name = blake2b(packed, digest_size=8).hexdigest()
    around[name] = packed
    return [near.lines, name, are_times(near)]


def _check_is_seen(item: LoadedRule, at: Path_, text: str, mistakes: list[Mistake]) -> None:
    """Complain of a condition that would hold always, or never."""
    if not fold_wording(text):
        problem = f"`{'.'.join(map(str, at))}` holds nothing but signs that are not seen"
        mistakes.append(item.complaint(at, problem, _SIGNS_WANTED))
