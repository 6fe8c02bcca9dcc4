"""Where lines end and sentences begin, and how many words: in any language, no tokeniser."""

from __future__ import annotations

import re
from functools import cache

from cleaner.native import twin
from cleaner.scripts import chars_a_word

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
OPENING = "\"'([¿¡«»"  # may stand before a word, see `folding.fold`; »so« is German

_ABBREVIATIONS = frozenset(
    """
    mr mrs ms dr prof st no vs jr sr sen rep gov gen lt col sgt capt rev hon inc ltd co corp fig
    etc approx dept est bzw ca usw evtl ggf nr str tel vgl sog inkl mme mlle sra dra dott
    sig jan feb apr aug sept oct nov dec mt ariz calif conn fla okla tenn wyo
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


@cache
def _sentence_pattern() -> re.Pattern[str]:
    """Compiled when first needed: most documents have no long line."""
    return re.compile(
        rf"""[{STOPS}](?:[ ]»)?["')\]«»]*\s+(?=["'(\[¿¡«»-]* ?[^\W_])"""
        rf"""|[{WIDE_STOPS}]["'」』）)]*\s*"""
        r"""|[^\s]  +(?=["'(\[¿¡«»-]* ?[^\W_])"""  # where line breaks became blanks
    )
