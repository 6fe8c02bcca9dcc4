"""The public API: `clean`, `clean_html`, `Cleaner`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from cleaner.data import Document, Policy
from cleaner.errors import UsageError
from cleaner.packs.cache import builtin_rules, load_pack
from cleaner.packs.pack import RulePack
from cleaner.pipeline import Stages, clean_documents
from cleaner.result import Result

if TYPE_CHECKING:
    from cleaner.scoring.weights import Weights

RulesSource = RulePack | str | os.PathLike[str] | Sequence[str | os.PathLike[str]]

BATCH_CHARS = 200_000  # of text scored at once: enough to spread the cost of a call
BATCH_DOCUMENTS = 256

PROFILES = {
    "safe": Policy("safe", cut_below=-150, tail_grace=150, island_below=-50),
    "balanced": Policy("balanced"),
    "strict": Policy(
        "strict", cut_below=75, prose_grace=150, tail_grace=50, gap_grace=200, island_below=250
    ),
    "rules-only": Policy("rules-only", uses_scores=False),
}
"""From the one that keeps most to the one that keeps least; then the rules without the scorer."""

KEEPABLE = {
    "title": "headline",
    "headline": "headline",
    "standfirst": "standfirst",
    "byline": "byline",
    "date": "dateline",
    "dateline": "dateline",
    "caption": "caption",
    "credit": "credit",
}
"""What `keep` may ask for, and the role that it is."""


def clean(
    text: str, *, url: str | None = None, lang: str | None = None, profile: str = "balanced"
) -> Result:
    """Strip the publisher's chrome from raw article text.

    Args:
        text: the raw text, any line ends.
        url: the page's address, if known; it selects publishers' rules.
        lang: two-letter code, if known; it leaves out rules of other languages.
        profile: `safe`, `balanced`, `strict` or `rules-only`.

    Raises:
        UsageError: unknown profile.

    >>> clean("Rain fell on the town all day, and the river rose by a metre.").status
    'untouched'
    """
    return _cleaner(profile).clean(text, url=url, lang=lang)


def clean_html(
    html: str | bytes,
    *,
    url: str | None = None,
    lang: str | None = None,
    profile: str = "balanced",
) -> Result:
    """Extract the text of a page and strip the chrome that is left in it.

    The result's document is the extracted text: paragraphs, headings and list items on lines of
    their own. `restore()` gives that text back, not the page.

    Args:
        html: the page; bytes are decoded by what the page declares.
        url, lang, profile: as for `clean`.
    """
    return _cleaner(profile).clean_html(html, url=url, lang=lang)


class Cleaner:
    """Rules, weights and profile, compiled once. Immutable, picklable, safe in threads.

    Args:
        rules: rule files or folders, or a compiled pack; None for the shipped rules.
        profile: `safe`, `balanced`, `strict` or `rules-only`.
        keep: what stays besides the body: `title`, `standfirst`, `byline`, `date`, `caption`,
            `credit`.
        weights: of the scorer, or their file, as `clean train` writes it; None for those shipped.
        select: only these rules: ids, categories or names of rule files; none means all.
        ignore: not these.

    Raises:
        UsageError: unknown profile, role, or name of rules.
        RuleError: mistakes in rule files, all of them.
        InputError: no weights file, or of another version.

    >>> Cleaner(profile="rules-only").clean("Just a line.").text
    'Just a line.'
    """

    __slots__ = ("_keep", "_profile", "_stages", "_weights")
    _keep: tuple[str, ...]
    _profile: str
    _stages: Stages
    _weights: Weights | None

    def __init__(
        self,
        rules: RulesSource | None = None,
        profile: str = "balanced",
        keep: Iterable[str] = (),
        weights: Weights | str | os.PathLike[str] | None = None,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
    ) -> None:
        policy = _policy(profile, keep)
        used = _weights(weights) if policy.uses_scores else None
        set_ = object.__setattr__
        set_(self, "_profile", profile)
        set_(self, "_keep", tuple(sorted(policy.keeps - {"body"})))
        set_(self, "_weights", used)
        set_(self, "_stages", Stages(_pack(rules, select, ignore), used, policy))

    def clean(
        self,
        text: str,
        *,
        url: str | None = None,
        lang: str | None = None,
        id: str | None = None,
        date: str | None = None,
    ) -> Result:
        """Clean one text; see `cleaner.clean`.

        Args:
            text, url, lang: as for `cleaner.clean`.
            id: what the caller calls the text; the result carries it.
            date: ISO date on which the page was fetched, for rules bound to a time.
        """
        return clean_documents([_document(text, url, lang, id, date)], self._stages)[0]

    def clean_many(
        self, texts: Iterable[str], *, urls: Iterable[str | None] | None = None
    ) -> Iterator[Result]:
        """Clean texts in batches, lazily and in order; each result is what `clean` gives."""
        pairs = ((t, None) for t in texts) if urls is None else zip(texts, urls, strict=True)
        batch: list[Document] = []
        size = 0
        for text, url in pairs:
            batch.append(_document(text, url, None, None, None))
            size += len(text)
            if size >= BATCH_CHARS or len(batch) >= BATCH_DOCUMENTS:
                yield from clean_documents(batch, self._stages)
                batch, size = [], 0
        yield from clean_documents(batch, self._stages)

    def clean_html(
        self,
        html: str | bytes,
        *,
        url: str | None = None,
        lang: str | None = None,
        id: str | None = None,
    ) -> Result:
        """Clean one page; see `cleaner.clean_html`."""
        from cleaner.formats.html import text_of_html

        return self.clean(text_of_html(html, url=url), url=url, lang=lang, id=id)

    @property
    def pack(self) -> RulePack:
        """The compiled rules."""
        return self._stages.pack

    @property
    def fingerprints(self) -> dict[str, str]:
        """Names of the rules and weights that decide, as in every result."""
        return self._stages.fingerprints

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"Cleaner is immutable; make a new one with another {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"Cleaner is immutable; {name} stays")

    def __reduce__(self) -> tuple[type[Cleaner], tuple[object, ...]]:
        return Cleaner, (self._stages.pack, self._profile, self._keep, self._weights)

    def __repr__(self) -> str:
        pack = self._stages.pack
        return f"<Cleaner {self._profile}, {len(pack)} rules ({pack.fingerprint})>"


@lru_cache(maxsize=len(PROFILES))
def _cleaner(profile: str) -> Cleaner:
    return Cleaner(profile=profile)


def _policy(profile: str, keep: Iterable[str]) -> Policy:
    if profile not in PROFILES:
        raise UsageError(f"profile {profile!r} is unknown; choose {', '.join(PROFILES)}")
    wanted = (keep,) if isinstance(keep, str) else tuple(keep)
    unknown = [k for k in wanted if k not in KEEPABLE]
    if unknown:
        raise UsageError(f"cannot keep {unknown[0]!r}; choose from {', '.join(KEEPABLE)}")
    roles = frozenset({"body", *(KEEPABLE[k] for k in wanted)})
    given = PROFILES[profile]
    return replace(given, keeps=roles)


def _weights(given: Weights | str | os.PathLike[str] | None) -> Weights:
    from cleaner.scoring.weights import default_weights, read_weights

    if given is None:
        return default_weights()
    return read_weights(given) if isinstance(given, str | os.PathLike) else given


def _pack(
    rules: RulesSource | None, select: Iterable[str] = (), ignore: Iterable[str] = ()
) -> RulePack:
    pack = rules if isinstance(rules, RulePack) else _loaded(rules)
    if not select and not ignore:
        return pack
    from cleaner.packs.select import chosen

    return chosen(pack, select, ignore)


def _loaded(rules: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | None) -> RulePack:
    if rules is None:
        return load_pack([builtin_rules()])
    paths = [rules] if isinstance(rules, str | os.PathLike) else list(rules)
    return load_pack([os.fspath(p) for p in paths])


def _document(
    text: str, url: str | None, lang: str | None, id: str | None, date: str | None
) -> Document:
    if not isinstance(text, str):
        raise UsageError(f"text must be str, not {type(text).__name__}; decode bytes first")
    language = lang.lower().replace("_", "-").split("-")[0] if lang else None
    return Document(text, id, domain_of(url) if url else None, language or None, date)


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
