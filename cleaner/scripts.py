"""Scripts that are written without blanks between words."""

from __future__ import annotations

LONG_WORDED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Thai and Lao, Burmese, Khmer, as a regular expression has them. They have letters for sounds, so
that a word is longer there than in Chinese or Japanese."""

WIDE_CHARS_A_WORD, CHARS_A_WORD = 3, 5
_RANGES = [(LONG_WORDED[at], LONG_WORDED[at + 2]) for at in range(0, len(LONG_WORDED), 3)]


def chars_a_word(letter: str) -> int:
    """Return how many characters of a letter's script make a word; 0 where blanks part words.

    Hangul counts as the scripts around it, though blanks part its words.

    >>> [chars_a_word(letter) for letter in "雨กa한"]
    [3, 5, 0, 3]
    """
    if "\u3000" < letter < "\uff00":
        return WIDE_CHARS_A_WORD
    return CHARS_A_WORD if any(first <= letter <= last for first, last in _RANGES) else 0
