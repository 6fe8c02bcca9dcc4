"""What became of each line of a labelled text in what a cleaner kept of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from cleaner.measure.labelled_text import BODY, CHROME, NEUTRAL, LabelledText
from cleaner.measure.sequences import Run, shared_length, shared_runs
from cleaner.measure.words import Alphabet, Words, words_of

IS_KEPT: Final = 0.5  # share of a line's words from which it counts as kept
IS_WHOLE: Final = 0.9
_CREDITED: Final = {BODY: 0, NEUTRAL: 1, CHROME: 2}


class Lines(NamedTuple):
    """Lines with words, by label."""

    chrome: int
    chrome_removed: int
    body: int
    body_whole: int


class Overlap(NamedTuple):
    """Words, neutral lines left out."""

    kept: int
    body: int
    shared: int

    @property
    def lost(self) -> float:
        """Share of the body's words that are gone, 0.0..1.0."""
        return 1 - self.shared / self.body if self.body else 0.0

    @property
    def residue(self) -> float:
        """Share of the kept words that are not body, 0.0..1.0."""
        return 1 - self.shared / self.kept if self.kept else 0.0


def count_lines(page: LabelledText, kept: str) -> Lines:
    """Count the lines of a page that a cleaner kept and removed."""
    words = list(map(words_of, page.lines))
    found = kept_shares(words, list(map(words_of, kept.split("\n"))))
    shares = _credited(words, page.labels, found)
    by_label: dict[int, list[float]] = {BODY: [], CHROME: [], NEUTRAL: []}
    for label, share in zip(page.labels, shares, strict=True):
        if share is not None:
            by_label[label].append(share)
    return Lines(
        chrome=len(by_label[CHROME]),
        chrome_removed=sum(share < IS_KEPT for share in by_label[CHROME]),
        body=len(by_label[BODY]),
        body_whole=sum(share >= IS_WHOLE for share in by_label[BODY]),
    )


def overlap(page: LabelledText, kept: str) -> Overlap:
    """Count the words of body that are kept, and all that are kept.

    Neutral lines count for nothing. Where one reads like a line of the body, the first or the
    last of the copies is taken for the neutral one, as suits the cleaner better.
    """
    alphabet = Alphabet()
    body = alphabet.written(page.body_words())
    ways = {_without_neutral(page, kept, is_last=last) for last in (False, True)}
    written = [alphabet.written(words_of(way)) for way in sorted(ways)]
    best = max(written, key=lambda way: shared_length(way, body))
    return Overlap(len(best), len(body), shared_length(best, body))


def kept_shares(lines: Sequence[Words], kept: Sequence[Words]) -> list[float | None]:
    """Return for each line the share of its words that what is kept has, in order.

    Equal lines are paired first; what is left over is compared inside the gaps, so that a cleaner
    may wrap, join or trim lines.

    Returns:
        Shape (lines,), None where a line has no words.

    >>> kept_shares([("share",), ("it", "rained"), ()], [("it", "rained")])
    [0.0, 1.0, None]
    """
    shares: list[float | None] = [0.0 if line else None for line in lines]
    numbers = [number for number, line in enumerate(lines) if line]
    ours, theirs = [lines[n] for n in numbers], [line for line in kept if line]
    pairs = shared_runs(ours, theirs)
    for run in pairs:
        for place in range(run.a, run.a + run.size):
            shares[numbers[place]] = 1.0
    edges = [Run(0, 0, 0), *pairs, Run(len(ours), len(theirs), 0)]
    for before, after in pairwise(edges):
        low, high = before.a + before.size, after.a
        found = _shares_in_gap(ours[low:high], theirs[before.b + before.size : after.b])
        for place, share in zip(range(low, high), found, strict=True):
            shares[numbers[place]] = share
    return shares


def _shares_in_gap(ours: Sequence[Words], theirs: Sequence[Words]) -> list[float]:
    alphabet = Alphabet()
    owner = [number for number, line in enumerate(ours) for _ in line]
    one = alphabet.written(word for line in ours for word in line)
    other = alphabet.written(word for line in theirs for word in line)
    found: Counter[int] = Counter()
    for run in shared_runs(one, other):
        found.update(owner[run.a : run.a + run.size])
    return [found[number] / len(line) for number, line in enumerate(ours)]


def _credited(
    words: Sequence[Words], labels: Sequence[int], shares: Sequence[float | None]
) -> list[float | None]:
    """Among equal lines credit what is kept to body first, then to neutral lines, then to chrome.

    They cannot be told apart in what is kept.
    """
    copies: dict[Words, list[int]] = {}
    for number, line in enumerate(words):
        if line:
            copies.setdefault(line, []).append(number)
    credited = list(shares)
    for numbers in copies.values():
        best = sorted((shares[n] or 0.0 for n in numbers), reverse=True)
        order = sorted(numbers, key=lambda n: _CREDITED[labels[n]])
        for number, share in zip(order, best, strict=True):
            credited[number] = share
    return credited


def _without_neutral(page: LabelledText, kept: str, *, is_last: bool) -> str:
    """Return what is kept without neutral lines; of one that is body too, as many as are body."""
    body: Counter[Words] = Counter()
    neutral: set[Words] = set()
    for number, line in enumerate(page.lines):
        if page.labels[number] == BODY:
            body[words_of(line)] += 1
        elif page.labels[number] == NEUTRAL and number not in page.mixed:
            neutral.add(words_of(line))
    left = []
    lines = kept.split("\n")
    for line in reversed(lines) if is_last else lines:
        words = words_of(line)
        if words and words in neutral:
            if not body[words]:
                continue
            body[words] -= 1
        left.append(line)
    return "\n".join(reversed(left) if is_last else left)
