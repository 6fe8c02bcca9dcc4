"""Lines of a text, and what one look at every character tells of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from operator import sub
from typing import NamedTuple

from cleaner.data import BLANK, LINE
from cleaner.folding import fold
from cleaner.native import twin
from cleaner.sentences import LINE_ENDS
from cleaner.wraps import COLUMNS

MIN_ARTICLE_CHARS = 320  # of an article on one line; shorter ones are not told from a notice
MIN_ARTICLE_TIMES = 2  # as long as any other line
MAX_WORD_CHARS = 50  # a longer run of letters is no word before a seam

_native = twin("flow")
_KIND_IF_BLANK = bytes((LINE, BLANK)) + bytes(254)
_DOMAIN_ENDS = frozenset({"Com", "Co", "Org", "Net", "De", "Tv", "Fm"})
_CLASS = bytes(
    ord("U") if c.isupper() else ord("l") if c.islower() else ord(".") if c in ".!?" else ord(" ")
    for c in map(chr, range(256))
)


class Swept(NamedTuple):
    """What one look at every character of a text gives.

    Attributes:
        folded: see `folding.fold`.
        starts, ends: of the lines.
        kinds: of the lines, BLANK or LINE.
        seams: where a sentence begins right behind another, without a blank between, ascending.
        longest: characters of the longest line, its terminator included; 0 if there is none.
        wider: characters on lines that are wider than a column asked for.
    """

    folded: str
    starts: list[int]
    ends: list[int]
    kinds: bytes
    seams: list[int]
    longest: int
    wider: int


def article_line(starts: Sequence[int], ends: Sequence[int], longest: int) -> int | None:
    """Return the number of the line that is all of an article; None where it has several lines.

    Args:
        starts, ends: of the lines.
        longest: characters of the longest one.

    >>> article_line([0, 5, 405], [5, 405, 500], 400), article_line([0, 400], [400, 800], 400)
    (1, None)
    """
    if longest <= MIN_ARTICLE_CHARS:
        return None
    sizes = list(map(sub, ends, starts))
    number = sizes.index(longest)
    sizes[number] = 0
    return number if longest > MIN_ARTICLE_TIMES * max(sizes) else None


def swept_lines(text: str) -> Swept:
    """Return the lines of a text as they are."""
    return Swept(*_native.sweep(text, COLUMNS.stop)) if _native else sweep(text, COLUMNS.stop)


def sweep(text: str, column: int) -> Swept:
    """Look at every character; the Python whose compiled twin is `native/flow.c`.

    >>> sweep("Logged inPlease wait.\\n \\n", 10)[1:]
    ([0, 22], [22, 24], b'\\x01\\x00', [9], 22, 22)
    """
    folded = fold(text)
    lines = text.splitlines(keepends=True)
    sizes = list(map(len, lines))
    ends = list(accumulate(sizes))
    return Swept(
        folded,
        [0, *ends[:-1]] if ends else [],
        ends,
        bytes(map(str.isspace, lines)).translate(_KIND_IF_BLANK),
        _seams(folded),
        max(sizes, default=0),
        sum([size for size in sizes if size > column]),
    )


def _seams(folded: str) -> list[int]:
    """Return where a sentence begins right behind another, without a blank between.

    Two forms are met: "the difference.The government" and "logged inPlease refresh". The
    word before the seam begins in lower case, or it is a name ("YouTube", "McDonald").
    """
    shape = folded.encode("latin-1", "replace").translate(_CLASS)
    seams = []
    for form in (b"lUl", b"l.Ul"):
        at = shape.find(form)
        while at >= 0:
            seam = at + len(form) - 2
            if _is_seam(folded, shape, at, seam):
                seams.append(seam)
            at = shape.find(form, seam)
    return sorted(seams)


def _is_seam(folded: str, shape: bytes, at: int, seam: int) -> bool:
    """Judge the words on both sides of a seam: `at` is the last letter before it."""
    right = seam + 1
    while right < len(shape) and shape[right : right + 1] == b"l":
        right += 1
    if folded[right : right + 1] not in (" ", ",", "'") or folded[seam:right] in _DOMAIN_ENDS:
        return False
    left, least = at, max(0, at - MAX_WORD_CHARS)
    while left > least and shape[left - 1 : left].isalpha():
        left -= 1
    if at - left < 1 or left == least > 0 or shape[left : left + 1] == b"U":
        return False
    return left == 0 or folded[left - 1] in " (\"-'" + LINE_ENDS
