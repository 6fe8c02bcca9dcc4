"""What rules hit in a heap of texts, and what of it was journalism."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cleaner.corpus.labelled_article import LabelledArticle
from cleaner.data import Document, Match, Span
from cleaner.errors import RuleTimeout
from cleaner.languages import language_of
from cleaner.packs.pack import RulePack
from cleaner.stages.blocks import split_blocks
from cleaner.stages.matches import find_matches

CONTEXT_CHARS = 40  # shown on each side of a false drop


@dataclass(frozen=True, slots=True)
class Sample:
    """One text to count in.

    Attributes:
        name: where it is from.
        document: the text.
        body: the spans of its body; None where nobody has labelled it.
    """

    name: str
    document: Document
    body: tuple[Span, ...] | None = None


@dataclass(frozen=True, slots=True)
class FalseDrop:
    """Journalism that a rule takes out.

    Attributes:
        name: of the text.
        start: where it is, in code points of the text.
        rule: which takes it.
        before, text, after: the words, and what stands around them.
    """

    name: str
    start: int
    rule: str
    before: str
    text: str
    after: str


@dataclass(slots=True)
class RuleStats:
    """Hits of each rule; in how many texts; what they took of labelled bodies.

    Attributes:
        categories: for each rule that was asked, its category.
        hits, texts: by rule.
        false_drops: in the order of the texts.
        size: how many texts were read.
        problems: texts that could not be counted in, each with the reason.
    """

    categories: dict[str, str]
    hits: Counter[str] = field(default_factory=Counter)
    texts: Counter[str] = field(default_factory=Counter)
    false_drops: list[FalseDrop] = field(default_factory=list)
    size: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def never_hit(self) -> list[str]:
        return [rule for rule in self.categories if not self.hits[rule]]

    def by_category(self) -> dict[str, int]:
        """Return the hits of each category, most first."""
        counts: Counter[str] = Counter()
        for rule, hits in self.hits.items():
            counts[self.categories[rule]] += hits
        return dict(counts.most_common())


def count_hits(samples: Iterable[Sample], pack: RulePack) -> RuleStats:
    """Count what the rules hit; overlapping hits count for each rule."""
    stats = RuleStats({row[0]: row[2] for row in pack.rows})
    for sample in samples:
        stats.size += 1
        try:
            matches = find_matches(split_blocks(sample.document), pack)
        except RuleTimeout as error:
            stats.problems.append(f"{sample.name}: {error}; {error.WAY_OUT}")
            continue
        stats.hits.update(match.rule for match in matches)
        stats.texts.update({match.rule for match in matches})
        stats.false_drops += _false_drops(sample, matches)
    return stats


def sample_of(article: LabelledArticle) -> Sample:
    """Return a labelled article as a text to count in."""
    known = Document(article.text, article.path.as_posix(), language=language_of(article.lang))
    body = tuple(Span(part.start, part.end) for part in article.parts if part.is_body)
    return Sample(article.path.as_posix(), known, body)


def _false_drops(sample: Sample, matches: Iterable[Match]) -> Iterator[FalseDrop]:
    """The parts of the body that rules take and no other rule keeps."""
    matches = list(matches)
    keeps = [match for match in matches if match.action == "keep"]
    for match in matches:
        if match.action != "drop" or not match.is_decisive:
            continue
        for part in sample.body or ():
            start, end = max(match.start, part.start), min(match.end, part.end)
            words = sample.document.text[start:end].strip() if start < end else ""
            if words and not any(k.start <= start and end <= k.end for k in keeps):
                yield _in_context(sample, match.rule, start, end)


def _in_context(sample: Sample, rule: str, start: int, end: int) -> FalseDrop:
    text = sample.document.text
    before, after = text[max(0, start - CONTEXT_CHARS) : start], text[end : end + CONTEXT_CHARS]
    return FalseDrop(sample.name, start, rule, before, text[start:end], after)
