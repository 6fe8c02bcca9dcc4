"""Labelled texts: raw text, and which lines of it are the journalistic body.

Labels of lines and spans and expected bodies all come to the same: a label for each line. A line
that is only partly body is neutral, and the part is on record.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Final, NamedTuple

from cleaner.measure.words import Words, words_of
from cleaner.scoring.labelled import BODY, CHROME, NEUTRAL

__all__ = [
    "BODY", "CHROME", "LABEL_NAMES", "NEUTRAL", "LabelledText", "Part", "body_lines",
    "lines_of_parts", "parts_of_lines", "printable", "tiled",
]  # fmt: skip

LABEL_NAMES: Final = {"body": BODY, "chrome": CHROME, "neutral": NEUTRAL}


class Part(NamedTuple):
    """A labelled stretch of a text: code points, half-open."""

    start: int
    end: int
    label: int


@dataclass(frozen=True, slots=True)
class LabelledText:
    """One raw text with its labels.

    Attributes:
        id: what to call it.
        file: where it was read.
        text: the raw text.
        parts: tile the text.
        labels: one for each of `lines`.
        mixed: of lines that are partly body, by number, the part that is.
        body: paragraphs of the true body, as a reader would want it.
        optional: indexes of paragraphs that may be there or not.
        titles: lines that are not judged, such as the headline.
        url, language, source: what is known; the empty source is none.
        group: texts of one group (a site) are never both learnt from and measured with.
        weight: how much it counts in learning.
        is_measured: False where it is only to be learnt from.
    """

    id: str
    file: str
    text: str
    parts: tuple[Part, ...]
    labels: tuple[int, ...]
    mixed: Mapping[int, str] = field(default_factory=dict)
    body: tuple[str, ...] = ()
    optional: tuple[int, ...] = ()
    titles: tuple[str, ...] = ()
    url: str | None = None
    language: str | None = None
    source: str = ""
    group: str = ""
    weight: float = 1.0
    is_measured: bool = True

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def body_words(self) -> Words:
        """Return the words of the body that the raw text holds, in its order."""
        kept = body_lines(self.lines, self.labels, self.mixed)
        return tuple(word for line in kept for word in words_of(line))


def body_lines(
    lines: Iterable[str], labels: Sequence[int], mixed: Mapping[int, str]
) -> tuple[str, ...]:
    """Return the lines that are body, and of those that are partly, the part.

    >>> body_lines(["Menu", "It rained.", "Rain. Share"], [0, 1, -1], {2: "Rain."})
    ('It rained.', 'Rain.')
    """
    return tuple(
        line if labels[number] == BODY else mixed[number]
        for number, line in enumerate(lines)
        if labels[number] == BODY or number in mixed
    )


def printable(name: str) -> str:
    """Return a name of a file as UTF-8 can hold it, whatever bytes it is made of.

    >>> printable("news-\\udcff.yaml")
    'news-\\\\udcff.yaml'
    """
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def parts_of_lines(text: str, labels: Sequence[int]) -> tuple[Part, ...]:
    """Return one part for each line, its line end included."""
    ends = list(accumulate(len(line) + 1 for line in text.split("\n")))
    ends[-1] -= 1
    return tuple(map(Part, [0, *ends[:-1]], ends, labels))


def lines_of_parts(text: str, parts: Sequence[Part]) -> tuple[tuple[int, ...], dict[int, str]]:
    """Return the label of each line, and the body's part of those that are mixed.

    Parts lie one behind the other. Words decide: a line whose words are all in parts of one label
    has that label.

    >>> lines_of_parts("Rain. Share", [Part(0, 5, BODY), Part(5, 11, CHROME)])
    ((-1,), {0: 'Rain.'})
    """
    labels, mixed = [], {}
    starts = [part.start for part in parts]
    for number, line in enumerate(parts_of_lines(text, [NEUTRAL] * (text.count("\n") + 1))):
        within = [
            (part.label, text[max(part.start, line.start) : min(part.end, line.end)])
            for part in parts[
                max(0, bisect_right(starts, line.start) - 1) : bisect_left(starts, line.end)
            ]
            if line.start < part.end
        ]
        said = {label for label, piece in within if words_of(piece)}
        labels.append(said.pop() if len(said) == 1 else NEUTRAL)
        if BODY in said:
            mixed[number] = "".join(piece for label, piece in within if label == BODY).strip()
    return tuple(labels), mixed


def tiled(size: int, parts: Iterable[Part], rest: int) -> tuple[Part, ...]:
    """Return parts that tile a text: what lies between the given ones has the label `rest`.

    Raises:
        ValueError: parts that overlap, are empty, or reach beyond the text.

    >>> tiled(9, [Part(2, 5, BODY)], CHROME)
    (Part(start=0, end=2, label=0), Part(start=2, end=5, label=1), Part(start=5, end=9, label=0))
    """
    found, done = [], 0
    for part in sorted(parts):
        if not done <= part.start < part.end <= size:
            raise ValueError(
                f"span {part.start}..{part.end} overlaps another, is empty or leaves the text of "
                f"{size} code points; give spans that lie one behind the other in it"
            )
        if done < part.start:
            found.append(Part(done, part.start, rest))
        found.append(part)
        done = part.end
    return (*found, Part(done, size, rest)) if done < size else tuple(found)
