"""Where lines end and sentences begin: by marks and capitals, in any language, no tokeniser."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""What ends a line, as `str.splitlines` has it."""

BYTE_ORDER_MARK = "\ufeff"
"""At the beginning of a text it belongs to the file: never removed, never compared."""

MIN_TITLE_WORDS = 4  # names are shorter
_OPENING = "\"'([¿¡"

_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof st no vs jr sr sen rep gov gen lt col sgt capt rev hon inc ltd co corp fig
    etc approx dept est bzw ca usw evtl ggf nr str tel vgl sog inkl mme mlle sra dra dott
    sig
    """.split()
)


def sentence_cuts(folded: str, start: int, end: int) -> list[int]:
    """Return the offsets in start..end at which a new sentence begins.

    >>> sentence_cuts("It rained. Mr. Poe left. Then sun.", 0, 34)
    [11, 25]
    """
    cuts = []
    for found in _sentence_pattern().finditer(folded, start, end):
        mark = found.start()
        if folded[mark] == "." and _is_abbreviation(folded, start, mark):
            continue
        cut = found.end()
        if start < cut < end and not folded[cut].islower():
            cuts.append(cut)
    return cuts


def title_cuts(folded: str, start: int, end: int, most: int | None = None) -> list[int]:
    """Return the offsets in start..end at which a sentence begins behind titles in a row.

    Where line breaks are lost, menus, headlines and dates stand before a sentence without any mark
    between. Most of their words begin with a capital or a digit, those of a sentence do not; the
    names in a sentence are too short to count.

    Args:
        most: so many words of titles are cut off even where no sentence follows; None for never.

    >>> text = "Home News Sport Ada Byron 12 May 2021 The river rose by a metre."
    >>> [text[cut:] for cut in title_cuts(text, 0, len(text))]
    ['The river rose by a metre.']
    """
    words = folded[start:end].split(" ")
    if sum(not word[:1].islower() for word in words) <= MIN_TITLE_WORDS:
        return []  # most sentences: looking at every word costs ten times as much
    cuts: list[int] = []
    at, since, titled = start, 0, 0
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        first = word.lstrip(_OPENING)[:1]
        is_titled = since >= MIN_TITLE_WORDS and 2 * titled > since
        is_over = after[:1].islower() or (most is not None and since >= most)
        if is_titled and is_over and _may_begin(before, first):
            cuts.append(at)
            since = titled = 0
        if word:
            since += 1
            titled += not first.islower()
        at += len(word) + 1
    return cuts


def _may_begin(before: str, first: str) -> bool:
    """True if a capital does not stand behind a word of running prose."""
    return first.isupper() and not before[:1].islower()


def line_end(folded: str, start: int, end: int) -> int:
    """Return where the terminator of the line start..end begins; `end` if it has none.

    >>> line_end("abc\\r\\n", 0, 5)
    3
    """
    return start + len(folded[start:end].rstrip(LINE_ENDS))


def _is_abbreviation(folded: str, start: int, mark: int) -> bool:
    """True if the full stop at `mark` ends a short form, an initial or an ordinal."""
    left = mark
    while left > start and folded[left - 1].isalnum():
        left -= 1
    word = folded[left:mark]
    if word.isdigit():
        return len(word) <= 2
    return len(word) <= 1 or word.lower() in _ABBREVIATIONS


_pattern: re.Pattern[str] | None = None


def _sentence_pattern() -> re.Pattern[str]:
    """Compiled when first needed: most documents have no long line."""
    global _pattern
    if _pattern is None:
        import re

        _pattern = re.compile(
            r"""[.!?…]["')\]]*\s+(?=["'(\[¿¡]*[^\W_])"""
            r"""|[。！？]["'」』）)]*\s*"""
            r"""|[^\s]  +(?=["'(\[¿¡]*[^\W_])"""  # where line breaks became blanks
        )
    return _pattern
