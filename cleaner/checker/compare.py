"""What can be seen only across articles: duplicates, repeated lines, encodings that differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from cleaner.checker.catalogue import EXACT, NEAR, OTHER, REPEATED
from cleaner.checker.sketches import LINE_ROW, VALUES, Sketch

BAND = 6  # values; two bodies are compared if they share a band
MAX_CROWD = 64  # articles in one band that are compared one by one

_FACTOR = np.uint64(0x9E3779B97F4A7C15)


class Entry(NamedTuple):
    """An article: its file, its record (0 where the file is the text), and its sketch."""

    path: str
    record: int
    sketch: Sketch

    @property
    def name(self) -> str:
        return f"{self.path}:{self.record}" if self.record else self.path


class Likeness(NamedTuple):
    """What is wrong with an article beside others.

    Attributes:
        entry: the article.
        code: of the check.
        message: the sentence.
        named: what the digest of the finding is of.
        offset, length: in the text; 0, 0 for the article as a whole.
    """

    entry: Entry
    code: str
    message: str
    named: str
    offset: int = 0
    length: int = 0


def likenesses(
    entries: Sequence[Entry], near: float, files: int, relative: Callable[[str], str]
) -> Iterator[Likeness]:
    """Yield what is wrong with articles beside one another.

    Args:
        entries: in reading order; of two that are alike, the later one is complained of.
        near: share of sequences of words from which on two bodies are near duplicates.
        files: in so many articles a line must stand to be complained of.
        relative: gives a path as the baseline has it, however it was typed.
    """
    duplicates = {id(found.entry): found for found in _exact(entries)}
    yield from duplicates.values()
    left = [entry for entry in entries if id(entry) not in duplicates]
    alike = {id(found.entry): found for found in _near(left, near, relative)}
    yield from alike.values()
    yield from _repeated([entry for entry in left if id(entry) not in alike], files)
    yield from _other_encodings(entries)


def is_guess(encoding: str) -> bool:
    """True for what no mark of the file tells, and strict UTF-8 is not."""
    return not encoding.startswith("utf") and encoding not in ("", "ascii")


def _exact(entries: Iterable[Entry]) -> Iterator[Likeness]:
    first: dict[bytes, Entry] = {}
    for entry in entries:
        if not entry.sketch.body:
            continue
        other = first.setdefault(entry.sketch.body, entry)
        if other is not entry:
            named = entry.sketch.body.hex()
            yield Likeness(entry, EXACT, f"the body is the same as in {other.name}", named)


def _near(
    entries: Sequence[Entry], threshold: float, relative: Callable[[str], str]
) -> Iterator[Likeness]:
    """Compare every article with the earlier ones that share a band of values with it."""
    rows = [entry for entry in entries if entry.sketch.values]
    if len(rows) < 2:
        return
    packed = b"".join(entry.sketch.values for entry in rows)
    values = np.frombuffer(packed, "<u4").reshape(len(rows), VALUES)
    for row, earlier in _candidates(values):
        shares = (values[earlier] == values[row]).mean(axis=1)
        best = int(shares.argmax())
        if shares[best] >= threshold:
            entry, other = rows[row], rows[earlier[best]]
            message = f"the body is about {shares[best]:.0%} the same as that of {other.name}"
            yield Likeness(entry, NEAR, message, relative(other.path))


def _candidates(values: np.ndarray) -> Iterator[tuple[int, list[int]]]:
    """Rows that share a band with earlier rows, with these; few of a crowd stand for all of it."""
    earlier: defaultdict[int, set[int]] = defaultdict(set)
    for start in range(0, VALUES, BAND):
        band = values[:, start : start + BAND].astype(np.uint64)
        keys = np.zeros(len(band), np.uint64)
        for column in band.T:
            keys = keys * _FACTOR + column
        for crowd in _groups(keys, 2):
            for number, row in enumerate(crowd[1:], 1):
                earlier[int(row)].update(crowd[: min(number, MAX_CROWD)].tolist())
    for row in sorted(earlier):
        yield row, sorted(earlier[row])


def _groups(keys: np.ndarray, least: int) -> Iterator[np.ndarray]:
    """The rows that have the same key, ascending, for each key that `least` rows or more have."""
    order = np.argsort(keys, kind="stable")
    edges = np.flatnonzero(np.diff(keys[order])) + 1
    starts, ends = np.append(0, edges), np.append(edges, len(keys))
    for i in np.flatnonzero(ends - starts >= least):
        yield order[starts[i] : ends[i]]


def _repeated(entries: Sequence[Entry], files: int) -> Iterator[Likeness]:
    """Lines that stand in many articles, each complained of once, where it is first seen."""
    rows = [np.frombuffer(entry.sketch.lines, LINE_ROW) for entry in entries]
    if not files or len(rows) < files:
        return
    lines = np.concatenate(rows)
    articles = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
    noun = "articles" if any(entry.record for entry in entries) else "files"
    found = []
    for group in _groups(lines["digest"], files):
        count = len(np.unique(articles[group]))
        if count >= files:
            found.append((int(group[0]), count))
    for first, count in sorted(found):
        line = lines[first]
        message = f"stands in {count:,} {noun}; try `clean rules mine`"
        named = f"{int(line['digest']):016x}"
        place = int(line["offset"]), int(line["length"])
        yield Likeness(entries[int(articles[first])], REPEATED, message, named, *place)


def _other_encodings(entries: Sequence[Entry]) -> Iterator[Likeness]:
    counts = Counter(_family(entry.sketch.encoding) for entry in entries if entry.sketch.encoding)
    if len(counts) < 2:
        return
    usual = max(counts, key=lambda name: (counts[name], name == "utf-8", name))
    for entry in entries:
        encoding = entry.sketch.encoding
        if encoding and _family(encoding) != usual:
            others = f"{counts[usual]:,} of {counts.total():,} files are {usual}"
            is_told = "is read, by a guess, as" if is_guess(encoding) else "is"
            yield Likeness(entry, OTHER, f"the file {is_told} {encoding}, but {others}", encoding)


def _family(encoding: str) -> str:
    """UTF-8 for what is part of it."""
    return "utf-8" if encoding in ("ascii", "utf-8") else encoding
