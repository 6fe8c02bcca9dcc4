"""What is particular to scripts: words without blanks between them, signs around a letter."""

from __future__ import annotations

import re
import unicodedata

LONG_WORDED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Thai and Lao, Burmese, Khmer, as a regular expression has them. They have letters for sounds, so
that a word is longer there than in Chinese or Japanese."""

UNSPACED = f"{LONG_WORDED}\u3001-\u9fff"
"""Scripts without blanks between words, in the same form: those, Japanese and Chinese."""

UNSPACED_OR_HANGUL = f"{LONG_WORDED}\u3001-\ufeff"
"""The same with all scripts around them, see `chars_a_word`."""

WIDE_CHARS_A_WORD, CHARS_A_WORD = 3, 5
_RANGES = [(LONG_WORDED[at], LONG_WORDED[at + 2]) for at in range(0, len(LONG_WORDED), 3)]


def chars_a_word(letter: str) -> int:
    """Return how many characters of a letter's script make a word; 0 where blanks part words.

    Hangul counts as the scripts around it, though blanks part its words.

    >>> [chars_a_word(letter) for letter in "雨กa한"]
    [3, 5, 0, 3]
    """
    if letter < LONG_WORDED[0]:
        return 0  # mostly
    if "\u3000" < letter < "\uff00":
        return WIDE_CHARS_A_WORD
    return CHARS_A_WORD if any(first <= letter <= last for first, last in _RANGES) else 0


MARKS = "".join(
    sign
    for first, last in (("\u0590", "\u10ff"), ("\u1780", "\u17ff"))
    for sign in map(chr, range(ord(first), ord(last) + 1))
    if unicodedata.category(sign)[0] == "M"
)
"""Vowels and other signs around a letter, from Hebrew to Burmese, and Khmer: part of its word,
though no letters to `str.isalnum` and `re`. Accents of Latin, Greek and Cyrillic are none: they are
joined."""

_MARKS = frozenset(MARKS)


def is_mark(sign: str) -> bool:
    """True if a sign belongs to the letter before it.

    >>> [is_mark(sign) for sign in "कि।é"]
    [False, True, False, False]
    """
    return sign in _MARKS


_BEYOND = re.compile(f"[^\0-{chr(ord(MARKS[0]) - 1)}]")


def is_plain(folded: str) -> bool:
    """True if nothing in a text is of a script without blanks, or a sign around letters.

    Quickly told, of Latin, Greek and Cyrillic; of others it is not seen. A cold start takes
    milliseconds to compile an expression of all these signs, which most texts do not need.

    >>> [is_plain(text) for text in ("Été, сказал он", "ไทย", "כִּי", "橋")]
    [True, False, False, False]
    """
    return _BEYOND.search(folded) is None


def is_unstopped(letter: str) -> bool:
    """True for one of Thai or Lao, where no stop ends a sentence.

    >>> [is_unstopped(letter) for letter in "กaက"]
    [True, False, False]
    """
    return "\u0e00" <= letter <= "\u0eff"
