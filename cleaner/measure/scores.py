"""The scores of one page, and what they come to over many."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING, Final

from cleaner.measure.labelled_text import LabelledText, printable

if TYPE_CHECKING:
    from cleaner.measure.lines import Lines, Overlap

MUCH, VERY_MUCH = 0.05, 0.20
"""Shares of the body from which a page counts as losing much of it, and very much."""

WORST: Final = 0.1


@dataclass(frozen=True, slots=True)
class PageScore:
    """How a cleaner did on one page; shares are 0.0..1.0.

    Attributes:
        id, file, source, language: of the page.
        precision, recall, f1: ROUGE-LSum against the body, headlines left out of both.
        lost: share of the body's words that are gone.
        residue: share of the kept words that are not body.
        is_exact: every line of chrome is gone and every line of body whole; where no line is only
            the one or the other, every word is right.
        chrome, chrome_removed: lines.
    """

    id: str
    file: str
    source: str
    language: str
    precision: float
    recall: float
    f1: float
    lost: float
    residue: float
    is_exact: bool
    chrome: int
    chrome_removed: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Many pages in one line: means over pages, in per cent.

    Attributes:
        pages: how many.
        f1, precision, recall: mean ROUGE-LSum; `median_f1`: the middle page's.
        lost: mean share of body lost; `lost_much`, `lost_very_much`: pages that lose more than
            `MUCH` and `VERY_MUCH` of it.
        residue: mean share of what is kept that is not body.
        exact: pages with every line right.
        worst_f1, worst_recall: means over the tenth of pages that is worst by it.
        chrome_removed: of all lines of chrome, those removed; None where there is none.
    """

    pages: int
    f1: float
    precision: float
    recall: float
    median_f1: float
    lost: float
    lost_much: float
    lost_very_much: float
    residue: float
    exact: float
    worst_f1: float
    worst_recall: float
    chrome_removed: float | None


MEASURES: Final[Mapping[str, Callable[[PageScore], float]]] = {
    "f1": lambda page: page.f1,
    "precision": lambda page: page.precision,
    "recall": lambda page: page.recall,
    "lost": lambda page: page.lost,
    "lost_much": lambda page: page.lost > MUCH,
    "lost_very_much": lambda page: page.lost > VERY_MUCH,
    "residue": lambda page: page.residue,
    "exact": lambda page: page.is_exact,
}
"""Measures that are means over pages, by their names in Summary: what one page adds."""


def score_page(page: LabelledText, kept: str) -> PageScore:
    """Score what a cleaner kept of a page.

    Raises:
        MissingLibraryError: rapidfuzz is not installed.
    """
    from cleaner.measure.lines import count_lines, overlap
    from cleaner.measure.rouge import rouge_lsum

    body, optional, text = _without_titles(page, kept)
    rouge = rouge_lsum(body, optional, text)
    lines, words = count_lines(page, kept), overlap(page, kept)
    return PageScore(
        id=page.id,
        file=printable(page.file),
        source=page.source,
        language=page.language or "",
        precision=rouge.precision,
        recall=rouge.recall,
        f1=rouge.f1,
        lost=words.lost,
        residue=words.residue,
        is_exact=_is_exact(lines, words),
        chrome=lines.chrome,
        chrome_removed=lines.chrome_removed,
    )


def _is_exact(lines: Lines, words: Overlap) -> bool:
    if lines.body or lines.chrome:
        return lines.chrome_removed == lines.chrome and lines.body_whole == lines.body
    return words.kept == words.shared == words.body


def summarize(pages: Sequence[PageScore]) -> Summary:
    """Return the summary of pages, of which there must be one."""
    means = {name: 100 * fmean(map(share, pages)) for name, share in MEASURES.items()}
    chrome = sum(page.chrome for page in pages)
    removed = sum(page.chrome_removed for page in pages)
    return Summary(
        pages=len(pages),
        median_f1=100 * median(page.f1 for page in pages),
        worst_f1=100 * _worst(page.f1 for page in pages),
        worst_recall=100 * _worst(page.recall for page in pages),
        chrome_removed=100 * removed / chrome if chrome else None,
        **means,
    )


def grouped(pages: Iterable[PageScore], name: str) -> dict[str, Summary]:
    """Return a summary for each `source`, `language` or `file`, sorted; `-` where it is unknown."""
    groups: dict[str, list[PageScore]] = {}
    for page in pages:
        groups.setdefault(getattr(page, name) or "-", []).append(page)
    return {group: summarize(groups[group]) for group in sorted(groups)}


def _worst(values: Iterable[float]) -> float:
    """Mean of the lowest tenth, at least one."""
    ordered = sorted(values)
    return fmean(ordered[: math.ceil(WORST * len(ordered))])


def _without_titles(page: LabelledText, kept: str) -> tuple[list[str], list[int], str]:
    """Return body, optional paragraphs and what is kept, without the lines that are not judged."""
    from cleaner.measure.words import words_of

    titles = {words_of(title) for title in page.titles}
    judged = [n for n, part in enumerate(page.body) if words_of(part) not in titles]
    optional = [judged.index(n) for n in page.optional if n in judged]
    text = "\n".join(line for line in kept.split("\n") if words_of(line) not in titles)
    return [page.body[n] for n in judged], optional, text
