"""What can be seen only across articles: duplicates, repeated lines, encodings that differ."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from cleaner.checker.catalogue import EXACT, NEAR, OTHER, REPEATED
from cleaner.checker.sketches import VALUES, Sketch

BAND = 6  # values; two bodies are compared if they share a band
MAX_CROWD = 64  # articles in one band that are compared one by one


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


def likenesses(entries: Sequence[Entry], near: float, files: int) -> Iterator[Likeness]:
    """Yield what is wrong with articles beside one another.

    Args:
        entries: in reading order; of two that are alike, the later one is complained of.
        near: share of sequences of words from which on two bodies are near duplicates.
        files: in so many articles a line must stand to be complained of.
    """
    duplicates = {id(found.entry): found for found in _exact(entries)}
    yield from duplicates.values()
    left = [entry for entry in entries if id(entry) not in duplicates]
    alike = {id(found.entry): found for found in _near(left, near)}
    yield from alike.values()
    yield from _repeated([entry for entry in left if id(entry) not in alike], files)
    yield from _other_encodings(entries)


def _exact(entries: Iterable[Entry]) -> Iterator[Likeness]:
    first: dict[bytes, Entry] = {}
    for entry in entries:
        if not entry.sketch.body:
            continue
        other = first.setdefault(entry.sketch.body, entry)
        if other is not entry:
            named = entry.sketch.body.hex()
            yield Likeness(entry, EXACT, f"the body is the same as in {other.name}", named)


def _near(entries: Sequence[Entry], threshold: float) -> Iterator[Likeness]:
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
            message = f"about {shares[best]:.0%} of the body also stands in {other.name}"
            yield Likeness(entry, NEAR, message, other.path)


def _candidates(values: np.ndarray) -> Iterator[tuple[int, list[int]]]:
    """Rows that share a band with earlier rows, with these; few of a crowd stand for all of it."""
    earlier: defaultdict[int, set[int]] = defaultdict(set)
    for start in range(0, VALUES, BAND):
        crowds: dict[bytes, list[int]] = {}
        band = np.ascontiguousarray(values[:, start : start + BAND])
        data, width = band.tobytes(), BAND * 4
        for row in range(len(values)):
            crowd = crowds.setdefault(data[row * width : (row + 1) * width], [])
            if crowd:
                earlier[row].update(crowd)
            if len(crowd) < MAX_CROWD:
                crowd.append(row)
    for row in sorted(earlier):
        yield row, sorted(earlier[row])


def _repeated(entries: Iterable[Entry], files: int) -> Iterator[Likeness]:
    """Lines that stand in many articles, each complained of once, where it is first seen."""
    if not files:
        return
    first: dict[bytes, tuple[Entry, int, int]] = {}
    counts: Counter[bytes] = Counter()
    are_files = True
    for entry in entries:
        are_files = are_files and not entry.record
        rows = {line: (entry, offset, length) for line, offset, length in _reversed(entry.sketch)}
        counts.update(rows.keys())
        for line, row in rows.items():
            first.setdefault(line, row)
    noun = "files" if are_files else "articles"
    for line, (entry, offset, length) in first.items():
        if counts[line] >= files:
            message = f"stands in {counts[line]:,} {noun}; try `clean rules mine`"
            yield Likeness(entry, REPEATED, message, line.hex(), offset, length)


def _reversed(sketch: Sketch) -> list[tuple[bytes, int, int]]:
    """The lines from the last to the first, so that in a dictionary the first one counts."""
    return list(sketch.line_rows())[::-1]


def _other_encodings(entries: Sequence[Entry]) -> Iterator[Likeness]:
    counts = Counter(_family(entry.sketch.encoding) for entry in entries if entry.sketch.encoding)
    if len(counts) < 2:
        return
    usual = max(counts, key=lambda name: (counts[name], name == "utf-8", name))
    for entry in entries:
        encoding = entry.sketch.encoding
        if encoding and _family(encoding) != usual:
            others = f"{counts[usual]:,} of {counts.total():,} files are {usual}"
            yield Likeness(entry, OTHER, f"the file is {encoding}, but {others}", encoding)


def _family(encoding: str) -> str:
    """UTF-8 for what is part of it."""
    return "utf-8" if encoding in ("ascii", "utf-8") else encoding
