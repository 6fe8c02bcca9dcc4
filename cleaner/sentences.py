"""Where lines end and sentences begin, and how many words: in any language, no tokeniser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from cleaner.native import twin
from cleaner.scripts import chars_a_word

if TYPE_CHECKING:
    import re

_native = twin("sentences")

LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""What ends a line, as `str.splitlines` has it."""

STOPS = ".!?…।॥؟۔։።။។"
"""What ends a sentence where a blank follows: of Latin, Cyrillic and Greek, then of Hindi and its
neighbours, Arabic, Urdu, Armenian, Amharic, Burmese and Khmer."""

WIDE_STOPS = "。！？"
"""What ends one in Chinese and Japanese, where none follows."""

FULL_STOPS = ".।॥۔։።။។。"
"""Those of them that end a plain statement."""

STATEMENT_ENDS = f"{FULL_STOPS}!！"
"""What ends a statement; questions and what breaks off are mostly teasers."""

CLOSING = "\"'‘’“”«»‹›)]}」』）】 \u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
"""What may follow the end of a sentence: quotes, brackets, signs that nobody sees; the blank, as
French has one inside its guillemets."""

GOES_ON = ",.;)،؛।۔、，。；）"
"""What begins the rest of a sentence behind a link, but no line of its own."""

BULLETS = "•●▪■◦‣►▶"
"""What stands before an item of a list, and in no word."""

BYTE_ORDER_MARK = "\ufeff"
"""At the beginning of a text it belongs to the file: never removed, never compared."""

LOOKED_AT = 60  # characters of a line, for letters that need no blanks between words
_BLANK_EVERY = 12  # characters at most there is a blank in a line of other scripts
MIN_TITLE_WORDS = 4  # names are shorter
MIN_TITLED = 3  # more than half of those
DATELINE_WORDS = 8  # so near behind a dash a name is rather in the sentence that it opens
_DASHES = frozenset(("-", "--", "\u2013", "\u2014"))
OPENING = "\"'([¿¡«»"  # may stand before a word, see `folding.fold`; »so« is German

_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof st no vs jr sr sen rep gov gen lt col sgt capt rev hon inc ltd co corp fig
    etc approx dept est bzw ca usw evtl ggf nr str tel vgl sog inkl mme mlle sra dra dott
    sig
    """.split()
)


def count_words(text: str) -> int:
    """Return the number of words; of scripts without blanks, so many characters make one.

    >>> count_words("Rain fell."), count_words("雨" * 30), count_words("ก" * 30)
    (2, 10, 6)
    """
    words = len(text.split())
    if words * _BLANK_EVERY >= len(text) or text.isascii():
        return words
    chars = next(filter(None, map(chars_a_word, text[:LOOKED_AT])), 0)
    return len(text) // chars if chars else words


def count_words_of_parts(text: str) -> int:
    """Return the same where a blank may stand between parts of a headline, or lines are short.

    In scripts without blanks such a blank says nothing of words.

    >>> text = "橋の修理費を可決　市長が約束"
    >>> count_words(text), count_words_of_parts(text), count_words_of_parts("Rain fell.")
    (2, 4, 2)
    """
    words = text.split()
    others = [] if text.isascii() else [word for word in words if not word.isascii()]
    return len(words) - len(others) + max(len(others), count_words("".join(others)))


def sentence_cuts(folded: str, start: int, end: int) -> list[int]:
    """Return the offsets in start..end at which a new sentence begins.

    >>> sentence_cuts("It rained. Mr. Poe left. Then sun.", 0, 34)
    [11, 25]
    """
    if _native is None:
        return sentence_cuts_found(folded, start, end)
    cuts: list[int] = _native.sentence_cuts(folded, start, end, _ABBREVIATIONS)
    return cuts


def sentence_cuts_found(folded: str, start: int, end: int) -> list[int]:
    """Return what `sentence_cuts` does; the Python whose twin is `native/sentences.c`."""
    cuts = []
    for found in _sentence_pattern().finditer(folded, start, end):
        mark = found.start()
        if folded[mark] == "." and _is_abbreviation(folded, start, mark):
            continue
        cut = found.end()
        if start < cut < end and not folded[cut].islower():
            cuts.append(cut)
    return cuts


def title_cuts(folded: str, edges: list[int], most: int | None = None) -> list[int]:
    """Return the offsets between edges at which a sentence begins behind titles in a row.

    Where line breaks are lost, menus, headlines and dates stand before a sentence without any mark
    between. Most of their words begin with a capital or a digit, those of a sentence do not; the
    names in a sentence are too short to count, but for those behind a dateline ("ROME (AP) - ").

    Args:
        edges: offsets, ascending; what lies between one and the next is looked at by itself.
        most: so many words of titles are cut off even where no sentence follows; None for never.

    >>> text = "Home News Sport Ada Byron 12 May 2021 The river rose by a metre."
    >>> [text[cut:] for cut in title_cuts(text, [0, len(text)])]
    ['The river rose by a metre.']
    """
    if _native is None:
        return title_cuts_found(folded, edges, most)
    last = -1 if most is None else most
    sizes = MIN_TITLE_WORDS, MIN_TITLED, DATELINE_WORDS
    cuts: list[int] = _native.title_cuts(folded, edges, last, sizes)
    return cuts


def title_cuts_found(folded: str, edges: list[int], most: int | None = None) -> list[int]:
    """Return what `title_cuts` does; the Python whose twin is `native/sentences.c`."""
    return [cut for start, end in pairwise(edges) for cut in _titles_cut(folded, start, end, most)]


def _titles_cut(folded: str, start: int, end: int, most: int | None) -> list[int]:
    if folded.count(" ", start, end) < (most or MIN_TITLE_WORDS):
        return []
    words = folded[start:end].split(" ")
    if sum(map(str.istitle, words)) < MIN_TITLED:
        return []  # most sentences: only a look at every word costs much
    kinds = "".join(map(_kind, words))
    cuts: list[int] = []
    last = seen = n_small = 0
    for place in _beginnings(kinds):
        n_small += kinds.count("l", seen, place)  # since the last cut; each word is looked at once
        seen = place
        n_words = place - last
        is_over = kinds[place + 1 : place + 2] == "l" or (most is not None and n_words >= most)
        is_titled = 2 * n_small < n_words
        has_dash = kinds.find("-", max(last, place - DATELINE_WORDS), place) >= 0
        if n_words >= MIN_TITLE_WORDS and is_titled and is_over and not has_dash:
            cuts.append(place)
            last, n_small = place, 0
    return [start + offset for offset in _offsets(words, cuts)]


def _kind(word: str) -> str:
    """Say how a word begins: l small, U capital, - a dash, . something else; of none nothing."""
    first = word.lstrip(OPENING)[:1]
    if first.islower():
        return "l"
    return "U" if first.isupper() else "-" if word in _DASHES else first and "."


def _beginnings(kinds: str) -> Iterator[int]:
    """Yield the places of capitals that do not stand behind a word of running prose."""
    place = kinds.find("U", 1)
    while place > 0:
        if kinds[place - 1] != "l":
            yield place
        place = kinds.find("U", place + 1)


def _offsets(words: Sequence[str], numbers: Sequence[int]) -> list[int]:
    """Return where words that are not empty begin in the text that they were split from."""
    if not numbers:
        return []
    begins = [0, *accumulate(len(word) + 1 for word in words)]
    filled = [begin for begin, word in zip(begins, words, strict=False) if word.lstrip(OPENING)]
    return [filled[number] for number in numbers]


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
    if len(word) == 1:
        return left == start or folded[left - 1] != "'"  # the end of "can't" is no initial
    return word.lower() in _ABBREVIATIONS


_pattern: re.Pattern[str] | None = None


def _sentence_pattern() -> re.Pattern[str]:
    """Compiled when first needed: most documents have no long line."""
    global _pattern
    if _pattern is None:
        import re

        _pattern = re.compile(
            rf"""[{STOPS}](?:[ ]»)?["')\]«»]*\s+(?=["'(\[¿¡«»-]* ?[^\W_])"""
            rf"""|[{WIDE_STOPS}]["'」』）)]*\s*"""
            r"""|[^\s]  +(?=["'(\[¿¡«»-]* ?[^\W_])"""  # where line breaks became blanks
        )
    return _pattern
