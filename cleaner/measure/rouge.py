"""ROUGE-LSum: how much of the true body a text has, and how little else, sentence by sentence.

Each sentence of the body is matched with every sentence of the text; the words of it that some
longest common subsequence holds are found words (Lin 2004, in the clipped form of the
`rouge_score` package). A text is not punished for other line breaks or for joined paragraphs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from cleaner.measure.sequences import shared_runs
from cleaner.measure.words import Alphabet, Words, sentences_of

MOST_SUBSETS_OF: Final = 4
"""Of so many optional paragraphs every subset is tried; of more, all or none."""


class Rouge(NamedTuple):
    """Shares, 0.0..1.0."""

    precision: float = 0.0
    recall: float = 0.0
    f1: float = 0.0


def rouge_lsum(body: Sequence[str], optional: Sequence[int], text: str) -> Rouge:
    """Return how a text fits the body; with optional paragraphs, how it fits best.

    Args:
        body: paragraphs.
        optional: indexes of those that may be there or not.
        text: what a cleaner kept.

    >>> rouge_lsum(["It rained all day."], [], "It rained all day. Share this").recall
    1.0
    """
    found = sentences_of(text)
    sentences = [sentences_of(paragraph) for paragraph in body]
    best = Rouge()
    for dropped in _choices(optional):
        true = [s for n, part in enumerate(sentences) if n not in dropped for s in part]
        best = max(best, _rouge(true, found), key=lambda rouge: rouge.f1)
    return best


def _choices(optional: Sequence[int]) -> Iterator[frozenset[int]]:
    if len(optional) > MOST_SUBSETS_OF:
        yield from (frozenset(), frozenset(optional))
        return
    for size in range(len(optional) + 1):
        yield from map(frozenset, combinations(optional, size))


def _rouge(true: Sequence[Words], found: Sequence[Words]) -> Rouge:
    n_true, n_found = sum(map(len, true)), sum(map(len, found))
    if not n_true or not n_found:
        return Rouge()
    alphabet = Alphabet()
    sentences = list(dict.fromkeys(map(alphabet.written, found)))
    longest_first = sorted(sentences, key=len, reverse=True)
    matched: Counter[str] = Counter()
    for sentence in map(alphabet.written, true):
        matched.update(_matched(sentence, longest_first))
    hits = (matched & Counter(alphabet.written(w for s in found for w in s))).total()
    precision, recall = hits / n_found, hits / n_true
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return Rouge(precision, recall, f1)


def _matched(sentence: str, others: Sequence[str]) -> str:
    """Return the words of a sentence that its best matches with the others hold, once a place."""
    if any(sentence in other for other in others):
        return sentence
    places: set[int] = set()
    for other in others:
        for run in shared_runs(sentence, other):
            places.update(range(run.a, run.a + run.size))
        if len(places) == len(sentence):
            break
    return "".join(sentence[place] for place in places)
