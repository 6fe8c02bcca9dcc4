"""What callers give, as the stages take it: rules, profile, texts and what is known of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, TypeVar

from cleaner.data import Document
from cleaner.errors import UsageError
from cleaner.languages import language_code, language_of
from cleaner.packs.cache import builtin_rules, load_pack
from cleaner.packs.pack import RulePack
from cleaner.policy import KEEPABLE, PROFILES, Policy

if TYPE_CHECKING:
    from cleaner.scoring.tree.weights import TreeWeights
    from cleaner.scoring.weights import Weights

PathLike = str | os.PathLike[str]
RulesSource = RulePack | PathLike | Sequence[PathLike]
Made = TypeVar("Made")
_BYTES = bytes | bytearray | memoryview
_TABLE = "DataFrame"  # of pandas, which need not be there; going through it gives names
_NO_MORE: Any = object()  # stands where one of several columns has ended


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


def weights_of(given: Weights | PathLike | None) -> Weights:
    """Return the scorer's weights; None for those shipped.

    Raises:
        InputError: no weights file, or of another version.
        UsageError: neither weights nor a path.
    """
    from cleaner.scoring.weights import Weights, default_weights, read_weights

    if given is None:
        return default_weights()
    if isinstance(given, str | os.PathLike):
        return read_weights(given)
    return _known(given, Weights, "weights")


def page_weights_of(given: TreeWeights | PathLike | None) -> TreeWeights | None:
    """Return the weights for pages; None for those shipped, which wait for a page.

    Raises:
        InputError, UsageError: as `weights_of`.
    """
    if given is None:
        return None
    from cleaner.scoring.tree.weights import TreeWeights, read_tree_weights

    if isinstance(given, str | os.PathLike):
        return read_tree_weights(given)
    return _known(given, TreeWeights, "page_weights")


def names_of(given: Iterable[str], what: str) -> tuple[str, ...]:
    """Return names, which commas may separate, each once.

    Args:
        given: names, or one text.
        what: what the argument is called.

    Raises:
        UsageError: it is neither.
    """
    if isinstance(given, str):
        given = (given,)
    names = tuple(given) if isinstance(given, Iterable) else (given,)
    for name in names:
        if not isinstance(name, str):
            raise UsageError(f"{what} must be names, not {type(name).__name__}; give a list of str")
    if not names:
        return ()
    from cleaner.packs.select import words_of

    return words_of(names)


def policy_of(profile: str, keep: Iterable[str]) -> Policy:
    """Return the policy of a profile, with what stays besides the body.

    Raises:
        UsageError: an unknown profile, or what cannot be kept.
    """
    if not isinstance(profile, str) or profile not in PROFILES:
        raise UsageError(f"profile {profile!r} is unknown; choose {', '.join(PROFILES)}")
    wanted = names_of(keep, "keep")
    unknown = [k for k in wanted if k not in KEEPABLE]
    if unknown:
        raise UsageError(f"cannot keep {unknown[0]!r}; choose from {', '.join(KEEPABLE)}")
    return replace(PROFILES[profile], keeps=frozenset({"body", *(KEEPABLE[k] for k in wanted)}))


def document_of(
    text: str,
    url: str | None = None,
    lang: str | None = None,
    id: str | None = None,
    date: str | None = None,
) -> Document:
    """Return the document of a text.

    Raises:
        UsageError: it is no text, the language no code, or the date no day.
    """
    if not isinstance(text, str):
        way_out = "decode bytes first" if isinstance(text, _BYTES) else "give a text"
        raise UsageError(f"text must be str, not {type(text).__name__}; {way_out}")
    if id is not None and not isinstance(id, str | int):  # it would not go into JSON
        raise UsageError(f"id must be str, not {type(id).__name__}; give str(id)")
    for name, value in (("url", url), ("lang", lang), ("date", date)):
        if value is not None and not isinstance(value, str):
            raise UsageError(f"{name} must be str, not {type(value).__name__}; give a text or None")
    if date:
        _check_date(date)
    language = language_code(lang) if lang else None
    text = str.__str__(text)  # of a kind of text that does what others do in its own way, plain str
    return Document(text, id, domain_of(url) if url else None, language, date or None)


def documents_of(
    texts: Iterable[str],
    urls: Iterable[str | None] | None,
    langs: Iterable[str | None] | None,
    dates: Iterable[str | None] | None,
) -> Iterator[Document]:
    """Return the documents of texts, made one by one.

    Args:
        texts: many.
        urls, langs, dates: of each text; None where none is known. A language that is no code is
            taken for unknown.

    Raises:
        UsageError: one text instead of several; then, on the way, they are not as many, and what
            `document_of` refuses.
    """
    known = {"url": urls, "lang": langs, "date": dates}
    columns = {"text": texts, **{name: c for name, c in known.items() if c is not None}}
    for name, column in columns.items():
        refuse_one(column, f"{name}s")
    if langs is not None:
        columns["lang"] = map(language_of, langs)
    return _documents(columns)


def _documents(columns: Mapping[str, Iterable[Any]]) -> Iterator[Document]:
    rows = zip_longest(*columns.values(), fillvalue=_NO_MORE)
    for number, values in enumerate(rows, 1):
        about = dict(zip(columns, values, strict=True))
        for name, value in about.items():
            if (value is _NO_MORE) != (about["text"] is _NO_MORE):
                raise UsageError(f"{name}s: not as many as texts; give one or None for each")
        try:
            document = document_of(**about)
        except UsageError as error:
            raise UsageError(f"text {number:,}: {error}") from None
        yield document


def refuse_one(given: object, name: str) -> None:
    """Refuse one of what is wanted many times.

    The letters of a text would be taken for texts, and so would the names of a table's columns.
    """
    try:
        iter(given)  # type: ignore[call-overload]
        is_one = isinstance(given, str | bytes | Mapping) or type(given).__name__ == _TABLE
    except TypeError:
        is_one = True
    if is_one:
        raise UsageError(f"{name} must be several, not {type(given).__name__}; give a list")


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


def _known(given: Made, kind: type[Made], what: str) -> Made:
    if isinstance(given, kind):
        return given
    raise UsageError(f"{what} cannot be {type(given).__name__}; give the path of a file")


def _check_date(date: str) -> None:
    """Refuse what rules bound to a time could not be compared with."""
    from datetime import date as day
    from datetime import datetime

    first = {4: f"{date}-01-01", 7: f"{date}-01"}.get(len(date), date[:10])
    try:
        is_date = day.fromisoformat(first).isoformat() == first and date[10:11] in "T "
        if len(date) > len(first):
            datetime.fromisoformat(date)
    except ValueError:
        is_date = False
    if not is_date:
        raise UsageError(f"date {date!r} is no date; write it as 2024-05-31, 2024-05 or 2024")


def _loaded(rules: PathLike | Sequence[PathLike] | None) -> RulePack:
    if rules is None:
        return load_pack([builtin_rules()])
    is_one = isinstance(rules, str | os.PathLike) or not isinstance(rules, Iterable)
    paths: list[Any] = [rules] if is_one else list(rules)  # type: ignore[arg-type]
    for path in paths:
        if not isinstance(path, str | os.PathLike):
            raise UsageError(f"rules must be paths or a pack, not {type(path).__name__}")
    names = [os.fspath(path) for path in paths]
    if "" in names:  # which would be all of the current folder
        raise UsageError("a path of rules is empty; name a file or folder")
    from cleaner.packs.sources import rule_paths

    return load_pack(rule_paths(names) if names else ())
