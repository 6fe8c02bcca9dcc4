"""Looking rules up: by category, language, publisher, or words."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from cleaner.data import CHROME_CATEGORIES, ROLES
from cleaner.errors import UsageError
from cleaner.languages import language_code
from cleaner.packs.load import LoadedRule
from cleaner.packs.select import suggestion


class Query(NamedTuple):
    """What is looked for; None asks for nothing. A language is a code: `en`, `EN`, `en-GB`."""

    category: str | None = None
    language: str | None = None
    publisher: str | None = None
    search: str | None = None


def fitting(rules: Iterable[LoadedRule], query: Query) -> list[LoadedRule]:
    """Return the rules that fit.

    Raises:
        UsageError: a category or publisher that does not exist, or a language that is no code.
    """
    rules = list(rules)
    _check_names(rules, query)
    if query.language is not None:
        code = language_code(query.language, "--language")
        if code is None:
            way_out = "has no rules of its own; give two letters"
            raise UsageError(f"--language {query.language!r} {way_out}")
        query = query._replace(language=code)
    return [item for item in rules if _fits(item, query)]


def _check_names(rules: Iterable[LoadedRule], query: Query) -> None:
    categories = (*CHROME_CATEGORIES, *ROLES)
    if query.category is not None and query.category not in categories:
        way_out = suggestion(query.category, categories)
        raise UsageError(f"category {query.category!r} is unknown; {way_out}")
    if query.publisher is not None and not any(_is_of(r, query.publisher) for r in rules):
        names = {r.publisher.name for r in rules if r.publisher} | {_file(r) for r in rules}
        way_out = suggestion(query.publisher, names)
        raise UsageError(f"publisher {query.publisher!r} is unknown; {way_out}")


def _fits(item: LoadedRule, query: Query) -> bool:
    languages = item.rule.where.languages or item.languages
    return (
        query.category in (None, item.category)
        and (query.language is None or not languages or query.language in languages)
        and (query.publisher is None or _is_of(item, query.publisher))
        and (query.search is None or _says(item, query.search.casefold()))
    )


def _is_of(item: LoadedRule, publisher: str) -> bool:
    if item.publisher is None:
        return False
    names = (item.publisher.name, _file(item), *item.publisher.domains)
    return any(publisher.casefold() in name.casefold() for name in names)


def _file(item: LoadedRule) -> str:
    return item.id.partition("/")[0]


def _says(item: LoadedRule, words: str) -> bool:
    rule = item.rule
    signs = chain.from_iterable(rule.all or ())
    texts = (*(rule.any or ()), *signs, *(rule.from_ or ()), *(rule.to or ()), *(rule.before or ()))
    return any(words in text.casefold() for text in (item.id, rule.summary, rule.why, *texts))
