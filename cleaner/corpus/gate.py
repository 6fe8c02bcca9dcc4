"""How well a cleaner does on labelled articles, and what of it is not good enough.

Characters are counted without white space: blank lines are nobody's merit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol

from cleaner.corpus.labelled_article import LabelledArticle, LabelledSpan, fingerprint

LOST_WORDS: Final = 8
"""From so many words of body in a row a loss is a lost passage, which fails the gate."""

MEASURES: Final = ("body_kept", "chrome_removed")
"""The measures that have floors, by their names in `Counts`."""


class Interval(Protocol):
    """Anything with a start and an end, in code points, half-open."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Cleaned(Protocol):
    """What a cleaning function gives: spans that together tile the text."""

    @property
    def kept(self) -> Sequence[Interval]: ...
    @property
    def removed(self) -> Sequence[Interval]: ...


class Clean(Protocol):
    """A cleaning function, called as `cleaner.clean` is."""

    def __call__(self, text: str, *, url: str | None, lang: str | None) -> Cleaned: ...


@dataclass(frozen=True, slots=True)
class Counts:
    """Non-blank characters of one or many articles; neutral parts are left out.

    >>> Counts(body=80, body_left=76, chrome=20, chrome_left=4).precision
    0.95
    """

    body: int = 0
    body_left: int = 0
    chrome: int = 0
    chrome_left: int = 0

    @property
    def body_kept(self) -> float:
        """Share of the body that is kept (recall), 0.0..1.0; 1.0 if there is none."""
        return self.body_left / self.body if self.body else 1.0

    @property
    def chrome_removed(self) -> float:
        """Share of the chrome that is removed, 0.0..1.0; 1.0 if there is none."""
        return 1.0 - self.chrome_left / self.chrome if self.chrome else 1.0

    @property
    def precision(self) -> float:
        """Share of what is kept that is body, 0.0..1.0; 1.0 if nothing is kept."""
        left = self.body_left + self.chrome_left
        return self.body_left / left if left else 1.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.body + other.body,
            self.body_left + other.body_left,
            self.chrome + other.chrome,
            self.chrome_left + other.chrome_left,
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a cleaner made of one article.

    Attributes:
        article: the labelled article.
        counts: of its characters.
        lost: passages of body that are gone, `LOST_WORDS` words or more each, known failures
            not among them.
        removed: number of characters removed, white space included.
        cured: numbers (from 1) of the parts that are marked as known failures but come out right.
    """

    article: LabelledArticle
    counts: Counts
    lost: tuple[str, ...]
    removed: int
    cured: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Floors:
    """What may not be fallen below.

    Attributes:
        fingerprint: of the corpus that they were measured on.
        shares: for `pooled` and each language, a share 0.0..1.0 for each of `MEASURES`.
    """

    fingerprint: str
    shares: Mapping[str, Mapping[str, float]]


def measure(articles: Sequence[LabelledArticle], clean: Clean) -> tuple[Judgement, ...]:
    """Clean every article and judge the outcome, in order.

    Raises:
        ValueError: kept and removed spans do not tile a text.
    """
    return tuple(
        judge(article, clean(article.text, url=article.url, lang=article.lang))
        for article in articles
    )


def judge(article: LabelledArticle, cleaned: Cleaned) -> Judgement:
    """Judge what a cleaner made of one article.

    Raises:
        ValueError: kept and removed spans do not tile the text.
    """
    _check_tiling(article, cleaned)
    gone = _removed_characters(article.text, cleaned)
    return Judgement(
        article=article,
        counts=sum((_count(article, part, gone) for part in article.parts), Counts()),
        lost=tuple(
            passage
            for part in article.parts
            if part.is_body and not part.known_failure
            for passage in _lost_passages(article.text, part, gone)
        ),
        removed=sum(gone),
        cured=tuple(
            number
            for number, part in enumerate(article.parts, 1)
            if part.known_failure and _is_right(article, part, gone)
        ),
    )


def pool(judgements: Sequence[Judgement]) -> dict[str, Counts]:
    """Return the counts of all articles as `pooled`, and of each language, sorted."""
    groups = {"pooled": Counts()}
    for judgement in sorted(judgements, key=lambda judgement: judgement.article.lang):
        lang = judgement.article.lang
        groups["pooled"] += judgement.counts
        groups[lang] = groups.get(lang, Counts()) + judgement.counts
    return groups


def complaints(judgements: Sequence[Judgement], floors: Floors) -> tuple[str, ...]:
    """Return all that fails the gate, in words; nothing if the cleaner passes."""
    return (
        *_stale_floors(judgements, floors),
        *_below_floors(judgements, floors),
        *(complaint for judgement in judgements for complaint in _mistakes(judgement)),
    )


def _stale_floors(judgements: Sequence[Judgement], floors: Floors) -> Iterator[str]:
    if floors.fingerprint != fingerprint([judgement.article for judgement in judgements]):
        yield "floors.yaml: measured on another corpus; run python -m cleaner.corpus.floors"


def _below_floors(judgements: Sequence[Judgement], floors: Floors) -> Iterator[str]:
    for group, counts in pool(judgements).items():
        for name in MEASURES:
            share, floor = getattr(counts, name), floors.shares.get(group, {}).get(name)
            if floor is None:
                yield f"floors.yaml: no floor {group} {name}; run python -m cleaner.corpus.floors"
            elif share < floor:
                yield f"{group}: {name} is {share:.4f}, below its floor of {floor}"


def _mistakes(judgement: Judgement) -> Iterator[str]:
    name = judgement.article.path.as_posix()
    if judgement.article.kind == "clean" and judgement.removed:
        yield f"{name}: clean, but {judgement.removed} characters are removed"
    for passage in judgement.lost:
        yield f"{name}: body lost: {passage!r}"
    for number in judgement.cured:
        yield f"{name}: part {number} comes out right; take its known_failure away"


def _check_tiling(article: LabelledArticle, cleaned: Cleaned) -> None:
    spans = sorted((span.start, span.end) for span in (*cleaned.kept, *cleaned.removed))
    ends = [(0, 0), *spans, (len(article.text), len(article.text))]
    for (_, before), (start, _) in pairwise(ends):
        if before != start:
            raise ValueError(f"{article.path.as_posix()}: gap or overlap at {before}..{start}")


def _removed_characters(text: str, cleaned: Cleaned) -> bytearray:
    """Return 1 for each removed code point and 0 for each kept one, shape (len(text),)."""
    gone = bytearray(len(text))
    for span in cleaned.removed:
        gone[span.start : span.end] = b"\1" * (span.end - span.start)
    return gone


def _count(article: LabelledArticle, part: LabelledSpan, gone: bytearray) -> Counts:
    visible = [i for i in range(part.start, part.end) if not article.text[i].isspace()]
    left = sum(not gone[i] for i in visible)
    if part.is_body:
        return Counts(body=len(visible), body_left=left)
    return Counts(chrome=len(visible), chrome_left=left) if part.is_chrome else Counts()


def _is_right(article: LabelledArticle, part: LabelledSpan, gone: bytearray) -> bool:
    counts = _count(article, part, gone)
    return counts.body_left == counts.body and not counts.chrome_left


def _lost_passages(text: str, part: LabelledSpan, gone: bytearray) -> Iterator[str]:
    """Yield the stretches of a part that are removed in a row, white space and lines apart."""
    for passage in _removed_stretches(text, part, gone):
        if len(passage.split()) >= LOST_WORDS:
            yield passage.strip()


def _removed_stretches(text: str, part: LabelledSpan, gone: bytearray) -> Iterator[str]:
    start = part.start
    for i in range(part.start, part.end):
        if not gone[i] and not text[i].isspace():
            yield text[start:i]
            start = i + 1
    yield text[start : part.end]
