"""What callers give, as the stages take it: rules, a text and what is known about it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cleaner.data import Document
from cleaner.errors import UsageError
from cleaner.languages import language_code
from cleaner.packs.cache import builtin_rules, load_pack
from cleaner.packs.pack import RulePack

if TYPE_CHECKING:
    from cleaner.scoring.weights import Weights

RulesSource = RulePack | str | os.PathLike[str] | Sequence[str | os.PathLike[str]]


def pack_of(
    rules: RulesSource | None, select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> RulePack:
    """Return the compiled rules; None for the shipped ones.

    Args:
        rules: files or folders, `builtin` and `plugins` for the shipped and the installed rules, or
            a compiled pack.
        select, ignore: only these, not these (see `packs.select`).

    Raises:
        RuleError: mistakes in rule files, all of them.
        UsageError: a name that means nothing.
    """
    pack = rules if isinstance(rules, RulePack) else _loaded(rules)
    if not select and not ignore:
        return pack
    from cleaner.packs.select import chosen

    return chosen(pack, select, ignore)


def weights_of(given: Weights | str | os.PathLike[str] | None) -> Weights:
    """Return the scorer's weights; None for those shipped.

    Raises:
        InputError: no weights file, or of another version.
    """
    from cleaner.scoring.weights import default_weights, read_weights

    if given is None:
        return default_weights()
    return read_weights(given) if isinstance(given, str | os.PathLike) else given


def document_of(
    text: str,
    url: str | None = None,
    lang: str | None = None,
    id: str | None = None,
    date: str | None = None,
) -> Document:
    """Return the document of a text.

    Raises:
        UsageError: it is no text, or the language no code.
    """
    if not isinstance(text, str):
        raise UsageError(f"text must be str, not {type(text).__name__}; decode bytes first")
    language = language_code(lang) if lang else None
    return Document(text, id, domain_of(url) if url else None, language, date)


def domain_of(url: str) -> str | None:
    """Return the host of a URL or a bare domain, lower case, without `www.`; None if it has none.

    >>> domain_of("https://www.example.org:8080/a?b"), domain_of("news.example.org")
    ('example.org', 'news.example.org')
    """
    scheme, slashes, rest = url.strip().partition("//")
    if not slashes or (scheme and not scheme[:-1].isalnum()):
        rest = url.strip()  # a bare domain, perhaps with "//" somewhere in its path
    for end in "/?#":
        rest = rest.partition(end)[0]
    host = rest.rpartition("@")[2].partition(":")[0].lower().strip(".").removeprefix("www.")
    return host if "." in host else None


def _loaded(rules: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None) -> RulePack:
    if rules is None:
        return load_pack([builtin_rules()])
    paths = [rules] if isinstance(rules, str | os.PathLike) else list(rules)
    names = [os.fspath(path) for path in paths]
    if "" in names:  # which would be all of the current folder
        raise UsageError("a path of rules is empty; name a file or folder")
    from cleaner.packs.sources import rule_paths

    return load_pack(rule_paths(names) if names else ())
