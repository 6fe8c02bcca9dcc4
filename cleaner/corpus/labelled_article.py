"""Labelled articles: YAML files in, texts with labelled spans out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from cleaner.data import CHROME_CATEGORIES, ROLES
from cleaner.errors import InputError
from cleaner.languages import NO_CODE, is_code, language_of

KINDS: Final = (
    "clean", "feature", "interview", "list", "live-blog", "match-report", "news", "notice",
    "obituary", "opinion", "poem", "quiz", "recipe", "review", "speech", "table",
)  # fmt: skip
"""Kinds of article; `clean` is an article of any kind without any chrome."""

LABELS: Final = tuple(dict.fromkeys((*ROLES, *CHROME_CATEGORIES)))
"""What a part may be labelled with."""

NEUTRAL: Final = ("standfirst",)
"""Labels that count for nothing: newsrooms disagree on whether a standfirst is body."""

_HEAD: Final = ("kind", "lang", "publisher", "url", "title", "byline", "date")
_PART_KEYS: Final = ("label", "text", "known_failure")


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """What one stretch of an article is.

    Attributes:
        start, end: code points of the article's text, half-open.
        label: one of `LABELS`.
        known_failure: why even a good cleaner gets it wrong; None for most.
    """

    start: int
    end: int
    label: str
    known_failure: str | None = None

    @property
    def is_body(self) -> bool:
        return self.label == "body"

    @property
    def is_chrome(self) -> bool:
        """True for all that the default output leaves out, headline and byline included."""
        return not self.is_body and self.label not in NEUTRAL


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """A raw text whose every character has a label.

    Attributes:
        path: the file, from the corpus folder on: `corpus/en/news-ferry.yaml`.
        kind: one of `KINDS`.
        lang: two-letter code.
        publisher: the kind of publisher.
        url: address of the page, None if a cleaner is not to know it.
        title, byline, date: as printed in the text; None if they are not in it.
        text: the raw text: the parts, joined.
        parts: spans that tile the text.
    """

    path: Path
    kind: str
    lang: str
    publisher: str
    url: str | None
    title: str | None
    byline: str | None
    date: str | None
    text: str
    parts: tuple[LabelledSpan, ...]

    def words_of(self, part: LabelledSpan) -> str:
        """Return the text of one part."""
        return self.text[part.start : part.end]


def load_corpus(folder: Path) -> tuple[LabelledArticle, ...]:
    """Read all labelled articles below a folder, in the order of their paths.

    Raises:
        InputError: with every file's first mistake, one a line, or if there is no article.
    """
    articles: list[LabelledArticle] = []
    mistakes: list[str] = []
    for path in sorted(folder.glob("*/*.yaml")):
        try:
            articles.append(_load_article(path, Path(folder.name) / path.relative_to(folder)))
        except InputError as mistake:
            mistakes.append(str(mistake))
    if mistakes:
        raise InputError("\n".join(mistakes))
    if not articles:
        raise InputError(f"{folder}: no article; expected <language>/<name>.yaml")
    return tuple(articles)


def load_article(path: Path) -> LabelledArticle:
    """Read one labelled article: `<language>/<name>.yaml`.

    Raises:
        InputError: its first mistake, behind the path as given.
    """
    name = Path(*path.absolute().parts[-3:])
    try:
        return _load_article(path, name)
    except InputError as error:
        raise InputError(f"{path}{str(error).removeprefix(name.as_posix())}") from error


def may_be_article(path: Path) -> bool:
    """True for a labelled article, and for what cannot be read; other YAML may lie beside it."""
    try:
        return b"\nparts:" in b"\n" + path.read_bytes()
    except OSError:
        return True


def fingerprint(articles: Sequence[LabelledArticle]) -> str:
    """Return a digest of texts and labels, the same wherever the corpus lies."""
    digest = hashlib.sha256()
    for article in articles:
        spans = [(part.start, part.end, part.label, part.known_failure) for part in article.parts]
        known = (article.path.as_posix(), article.kind, article.url, article.text, spans)
        digest.update(repr(known).encode())
    return digest.hexdigest()[:16]


def _load_article(path: Path, name: Path) -> LabelledArticle:
    entry = _mapping(_read_yaml(path, name), f"{name.as_posix()}: the file")
    _check_keys(entry, (*_HEAD, "parts"), f"{name.as_posix()}: the file")
    head = {key: _scalar(entry[key], f"{name.as_posix()}: {key}") for key in _HEAD}
    text, parts = _read_parts(entry["parts"], name)
    article = LabelledArticle(
        path=name,
        kind=head["kind"] or "",
        lang=head["lang"] or "",
        publisher=head["publisher"] or "",
        url=head["url"],
        title=head["title"],
        byline=head["byline"],
        date=head["date"],
        text=text,
        parts=parts,
    )
    for problem in _problems(article):
        raise InputError(f"{name.as_posix()}: {problem}")
    return article


def _read_yaml(path: Path, name: Path) -> object:
    """Return the file's tree with all scalars as strings: `no` is a language, not a truth value."""
    try:
        tree: object = yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader)
    except OSError as error:
        why = f"{error.strerror}; check the name"
        raise InputError(f"{name.as_posix()}: cannot be read: {why}") from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError(f"{name.as_posix()}: cannot be read: {error}; mend the YAML") from error
    return tree


def _read_parts(value: object, name: Path) -> tuple[str, tuple[LabelledSpan, ...]]:
    if not isinstance(value, list) or not value:
        raise InputError(f"{name.as_posix()}: parts is no list; give label and text of each part")
    texts: list[str] = []
    spans: list[LabelledSpan] = []
    start = 0
    for number, entry in enumerate(value, 1):
        text, label, known_failure = _read_part(entry, f"{name.as_posix()}: part {number}")
        texts.append(text)
        spans.append(LabelledSpan(start, start + len(text), label, known_failure))
        start += len(text)
    return "".join(texts), tuple(spans)


def _read_part(value: object, where: str) -> tuple[str, str, str | None]:
    entry = _mapping(value, where)
    _check_keys({"known_failure": "", **entry}, _PART_KEYS, where)
    label, text = entry["label"], entry["text"]
    known_failure = _scalar(entry.get("known_failure", "null"), f"{where}: known_failure")
    if label not in LABELS:
        raise InputError(f'{where} has label "{label}"; choose one of {", ".join(LABELS)}')
    if not isinstance(text, str) or not text:
        raise InputError(f"{where} has no text; leave the part out")
    if known_failure and label in NEUTRAL:
        raise InputError(f"{where} is neutral and cannot fail; leave known_failure out")
    return text, str(label), known_failure


def _problems(article: LabelledArticle) -> Iterator[str]:
    if article.kind not in KINDS:
        yield f'kind "{article.kind}" is unknown; choose one of {", ".join(KINDS)}'
    if not is_code(article.lang):
        yield f'lang "{article.lang}" {NO_CODE}'
    elif (code := language_of(article.lang)) != article.lang:
        yield f'lang "{article.lang}" goes by another code here; give {code or "two letters"}'
    elif article.lang != article.path.parent.name:
        yield f'lang "{article.lang}" stands in folder "{article.path.parent.name}"; move the file'
    for key in ("title", "byline", "date"):
        value = getattr(article, key)
        if value is not None and value not in article.text:
            yield f'{key} "{value}" is not in the text; give it as printed, or null'
    if article.kind == "clean" and not all(part.is_body for part in article.parts):
        yield "a clean article has parts that are not body; give it another kind"
    if not any(part.is_body for part in article.parts):
        yield "no part is body; an article has one"


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise InputError(f"{where} is no mapping; give key: value pairs")
    return value


def _check_keys(entry: Mapping[str, Any], keys: Sequence[str], where: str) -> None:
    for key in keys:
        if key not in entry:
            raise InputError(f'{where} has no "{key}"; add it')
    for key in entry:
        if key not in keys:
            raise InputError(f'{where} has "{key}", which is unknown; choose {", ".join(keys)}')


def _scalar(value: object, where: str) -> str | None:
    if not isinstance(value, str):
        raise InputError(f"{where} is no text; give a word, a line or null")
    return None if value in ("null", "~", "") else value
