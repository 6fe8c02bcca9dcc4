"""The public API: `clean`, `clean_html`, `Cleaner`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any, TypeVar

from cleaner import __version__
from cleaner.batch.rows import CleanedRow, RawRow, clean_rows, gathered, raw_row_of
from cleaner.data import Document
from cleaner.errors import UsageError
from cleaner.given import (
    PathLike,
    RulesSource,
    document_of,
    documents_of,
    names_of,
    pack_of,
    page_weights_of,
    policy_of,
    refuse_one,
    weights_of,
)
from cleaner.languages import language_of
from cleaner.pipeline import Stages, clean_documents
from cleaner.policy import PROFILES, Policy
from cleaner.result import Result
from cleaner.scoring.weights_file import SHIPPED_FOR_PAGES, stated_fingerprint

if TYPE_CHECKING:
    import pyarrow as pa

    from cleaner.packs.pack import RulePack
    from cleaner.scoring.tree.weights import TreeWeights
    from cleaner.scoring.weights import Weights

    Batch = TypeVar("Batch", pa.RecordBatch, pa.Table)

BATCH_CHARS = 100_000  # of text scored at once: enough to spread the cost of a call
BATCH_DOCUMENTS = 256
MAX_PAGE_BLOCK = 6_000  # characters; a page with a longer one, 1 in 300, is cut as texts are


def clean(
    text: str,
    *,
    url: str | None = None,
    lang: str | None = None,
    profile: str = "balanced",
    keep: Iterable[str] = (),
    id: str | None = None,
    date: str | None = None,
) -> Result:
    """Strip the publisher's chrome from raw article text.

    Args:
        text: the raw text, any line ends.
        url: the page's address, if known; it selects publishers' rules.
        lang: code of its language, if known, such as `en`, `en-GB` or `eng_Latn`; it leaves out
            rules of other languages.
        profile: `safe`, `balanced`, `strict` or `rules-only`.
        keep: what stays besides the body, as for `Cleaner`.
        id: what the caller calls the text; the result carries it.
        date: ISO date on which the page was fetched, for rules bound to a time.

    Raises:
        UsageError: unknown profile or role, a language that is no code, a date that is none.

    >>> clean("Rain fell on the town all day, and the river rose by a metre.").status
    'untouched'
    """
    return _cleaner(policy_of(profile, keep)).clean(text, url=url, lang=lang, id=id, date=date)


def clean_html(
    html: str | bytes,
    *,
    url: str | None = None,
    lang: str | None = None,
    profile: str = "balanced",
    keep: Iterable[str] = (),
    id: str | None = None,
    date: str | None = None,
) -> Result:
    """Find the body of a page.

    The result's document is all the text that a reader of the page sees: paragraphs, headings and
    list items on lines of their own. `restore()` gives that text back, not the page.

    Args:
        html: the page; bytes are decoded by what the page declares.
        url, lang, profile, keep, id, date: as for `clean`.
    """
    return _cleaner(policy_of(profile, keep)).clean_html(html, url=url, lang=lang, id=id, date=date)


class Cleaner:
    """Rules, weights and profile, compiled once. Immutable, picklable, safe in threads.

    Args:
        rules: rule files or folders, `builtin` or `plugins` for those shipped or installed, or a
            compiled pack; None for those shipped.
        profile: `safe`, `balanced`, `strict` or `rules-only`.
        keep: what stays besides the body: `title`, `standfirst`, `byline`, `date`, `caption`,
            `credit`; commas may separate them, as in `select` and `ignore`.
        weights: of the scorer, or their file, as `clean train` writes it; None for those shipped.
        page_weights: of the scorer for pages, or their file; None for those shipped.
        select: only these rules: ids, categories or names of rule files; none means all.
        ignore: not these.

    Raises:
        UsageError: unknown profile, role, or name of rules, or an argument of another kind.
        RuleError: mistakes in rule files, all of them.
        InputError: no weights file, or of another version.

    >>> Cleaner(profile="rules-only").clean("Just a line.").text
    'Just a line.'
    """

    __slots__ = ("_page_weights", "_stages")
    _page_weights: TreeWeights | None
    _stages: Stages

    def __init__(
        self,
        rules: RulesSource | None = None,
        *,
        profile: str = "balanced",
        keep: Iterable[str] = (),
        weights: Weights | PathLike | None = None,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        page_weights: TreeWeights | PathLike | None = None,
    ) -> None:
        policy = policy_of(profile, keep)
        if isinstance(rules, str) and rules in PROFILES:
            way_out = f"write profile={rules!r}, or ./{rules} for a folder"
            raise UsageError(f"rules {rules!r} is the name of a profile; {way_out}")
        chosen = names_of(select, "select"), names_of(ignore, "ignore")
        is_read = policy.uses_scores or weights is not None  # a wrong path is told anyway
        found = weights_of(weights) if is_read else None
        used = found if policy.uses_scores else None
        object.__setattr__(self, "_page_weights", page_weights_of(page_weights))
        object.__setattr__(self, "_stages", Stages(pack_of(rules, *chosen), used, policy))

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
            text, url, lang, id, date: as for `cleaner.clean`.
        """
        return clean_documents([document_of(text, url, lang, id, date)], self._stages)[0]

    def clean_many(
        self,
        texts: Iterable[str],
        *,
        urls: Iterable[str | None] | None = None,
        langs: Iterable[str | None] | None = None,
        dates: Iterable[str | None] | None = None,
    ) -> Iterator[Result]:
        """Clean texts in batches, lazily and in order; each result is what `clean` gives.

        Args:
            texts: as for `clean`. Where reading them fails, those before come out first.
            urls, langs, dates: of each text, as for `clean`; as many as there are texts. A language
                that is no code is taken for unknown.

        Raises:
            UsageError: they are not as many, what is no text, one text instead of several, a date
                that is none.
        """
        return self._in_batches(documents_of(texts, urls, langs, dates))

    def _in_batches(self, documents: Iterable[Document]) -> Iterator[Result]:
        for batch in gathered(documents, BATCH_DOCUMENTS, _size, BATCH_CHARS):
            yield from clean_documents(batch, self._stages)

    def clean_rows(self, rows: Iterable[RawRow | tuple[str | None, ...]]) -> Iterator[CleanedRow]:
        """Clean rows of a corpus, lazily and in order; no row stops the others.

        Args:
            rows: `(text,)`, `(text, url)` or `(text, url, lang)` each, None for what is not known.

        Returns:
            One `CleanedRow` for each: text, spans, status, kept, error. A null text stays null; a
            text that cannot be cleaned stays as it is, and `error` says why.

        Raises:
            UsageError: texts instead of rows.

        >>> [row.status for row in Cleaner().clean_rows([("A line.",), (None,), (b"bytes",)])]
        ['untouched', None, 'failed']
        """
        refuse_one(rows, "rows")
        return clean_rows(map(raw_row_of, rows), self._cleaned)

    def clean_batch(
        self, batch: Batch, *, text: str = "text", url: str | None = None, lang: str | None = None
    ) -> Batch:
        """Clean a column of an Arrow RecordBatch or Table; the same type comes back.

        Same rows, same order, all other columns as they were, then `clean_spans`, `clean_status`,
        `clean_kept`, `clean_error`: see `docs/pipelines.md`. A null text stays null, and no row
        stops the others. What cleaned is named in the metadata of the schema, `news-cleaner`.

        Args:
            batch: with a column of text, of any Arrow string type.
            text, url, lang: names of the columns that hold them.

        Raises:
            UsageError: a column that is missing or no text, or a `clean_` column there already.
            MissingLibraryError: without pyarrow.
        """
        from cleaner.batch.arrow import Columns, clean_batch

        return clean_batch(batch, Columns(text, url, lang), self.clean_rows, self.about)

    def clean_html(
        self,
        html: str | bytes,
        *,
        url: str | None = None,
        lang: str | None = None,
        id: str | None = None,
        date: str | None = None,
    ) -> Result:
        """Clean one page; see `cleaner.clean_html`."""
        from cleaner.formats.html import read_page

        page = read_page(html, url=url)
        longest = max(map(len, page.markup.texts), default=0)
        markup = page.markup if longest <= MAX_PAGE_BLOCK else None
        document = document_of(page.text, url, lang, id, date)
        document = replace(document, title=page.title, markup=markup)
        return clean_documents([document], self._stages_for_pages())[0]

    def _stages_for_pages(self) -> Stages:
        """The stages with the weights for pages, which nobody else has to wait for."""
        if not self._stages.policy.uses_scores:
            return self._stages
        from cleaner.scoring.tree.weights import default_tree_weights

        return replace(self._stages, page_weights=self._page_weights or default_tree_weights())

    @property
    def pack(self) -> RulePack:
        """The compiled rules."""
        return self._stages.pack

    @property
    def fingerprints(self) -> dict[str, str]:
        """Names of the rules and weights that decide, as in the result of every text."""
        return self._stages.fingerprints

    @property
    def about(self) -> dict[str, Any]:
        """What decides: version, profile, what is kept, fingerprints of rules and weights."""
        for_pages = {"page_weights": self._page_fingerprint} if self._stages.weights else {}
        return {
            "version": __version__,
            "profile": self._stages.policy.profile,
            "keep": _kept_roles(self._stages.policy),
            **self._stages.fingerprints,
            **for_pages,
        }

    @property
    def _page_fingerprint(self) -> str:
        """Names the weights for pages, which need not be read for that."""
        if self._page_weights is not None:
            return self._page_weights.fingerprint
        return stated_fingerprint(SHIPPED_FOR_PAGES)

    @property
    def fingerprint(self) -> str:
        """16 hex digits that name all of `about`; cleaners with the same one clean the same."""
        from hashlib import blake2b
        from json import dumps

        return blake2b(dumps(self.about, sort_keys=True).encode(), digest_size=8).hexdigest()

    def _cleaned(self, rows: Sequence[RawRow]) -> list[Result]:
        """Clean rows that have a text; what is no text raises before any is cleaned."""
        documents = [
            document_of(text, url, language_of(lang))  # type: ignore[arg-type]
            for text, url, lang in rows
        ]
        return list(self._in_batches(documents))

    @property
    def confidences(self) -> dict[str, float]:
        """Return the confidence of every rule, by id, 0.0..1.0."""
        return {row[0]: row[3] for row in self._stages.pack.rows}

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"Cleaner is immutable; make a new one with another {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"Cleaner is immutable; {name} stays")

    def __deepcopy__(self, memo: dict[int, object]) -> Cleaner:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        stages = self._stages
        made = partial(
            Cleaner,
            stages.pack,
            profile=stages.policy.profile,
            keep=_kept_roles(stages.policy),
            weights=stages.weights,
            page_weights=self._page_weights,
        )
        return made, ()

    def __repr__(self) -> str:
        pack = self._stages.pack
        return f"<Cleaner {self._stages.policy.profile}, {len(pack)} rules ({pack.fingerprint})>"


@lru_cache(maxsize=2 * len(PROFILES))
def _cleaner(policy: Policy) -> Cleaner:
    return Cleaner(_shipped_pack(), profile=policy.profile, keep=_kept_roles(policy))


@cache
def _shipped_pack() -> RulePack:
    """The shipped rules, compiled once for all profiles."""
    return pack_of(None)


def _kept_roles(policy: Policy) -> list[str]:
    return sorted(policy.keeps - {"body"})


def _size(document: Document) -> int:
    return len(document.text)
