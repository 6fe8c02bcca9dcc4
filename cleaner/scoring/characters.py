"""What kind of character each code point is, as tables to look up in.

The tables must be the same under every Python: `unicodedata` is asked only about areas of
Unicode that have been complete for years, all else goes by ranges.

>>> class_table()[ord("A")] == UPPER, class_table()[ord("。")] == STOP
(True, True)
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Final

LOWER, UPPER, LETTER, IDEOGRAPH, DIGIT = 0, 1, 2, 3, 4
"""Characters that make words; IDEOGRAPH is any script without spaces."""

SPACE, NEWLINE, STOP, EXCLAIM, QUESTION, ELLIPSIS, COMMA, COLON = 5, 6, 7, 8, 9, 10, 11, 12
QUOTE, BRACKET, DASH, SEPARATOR, GUILLEMET, AT, MARK, SYMBOL, OTHER = (
    13, 14, 15, 16, 17, 18, 19, 20, 21,
)  # fmt: skip
N_CLASSES: Final = 32
N_CODES: Final = 0x10000
"""Code points below this one are in the tables."""

LAST_WORD_CLASS: Final = DIGIT
ASTRAL_SYMBOL, ASTRAL_IDEOGRAPH = 0xFFFF, 0x4E00
"""Stand-ins for code points beyond the table: emoji and the like; rare ideographs."""

_EXACT = (
    (SPACE, " \t\xa0\u1680\u202f\u205f\u3000\u200b\ufeff"),
    (NEWLINE, "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
    (STOP, ".。．｡॥।۔"),
    (EXCLAIM, "!！"),
    (QUESTION, "?？؟"),
    (ELLIPSIS, "…"),
    (COMMA, ",;，；、،؛"),
    (COLON, ":："),
    (QUOTE, "\"'`´‘’‚‛“”„‟「」『』〝〞＂＇"),
    (BRACKET, "()[]{}（）［］【】〔〕《》〈〉"),
    (DASH, "-‐‑‒–—―−"),
    (SEPARATOR, "|·•●○■□▪▫◦▶►▸▼▲◀◄→←↑↓⇒➔➜➤›‹❯❮⟩¦｜・※★☆✓✔✕✖×"),
    (GUILLEMET, "«»"),
    (AT, "@"),
    (MARK, "#$%&*+/<=>\\^_~€£¥₹§©®™°"),
)
_RANGES = (  # later rows win
    (LETTER, 0x0590, 0x2000),
    (IDEOGRAPH, 0x0E00, 0x0E5A), (IDEOGRAPH, 0x0E80, 0x0EE0), (IDEOGRAPH, 0x1000, 0x10A0),
    (IDEOGRAPH, 0x1780, 0x17E0), (SPACE, 0x2000, 0x200B), (OTHER, 0x200B, 0x2010),
    (SYMBOL, 0x2010, 0x2C00), (LETTER, 0x2C00, 0x2E00), (SYMBOL, 0x2E00, 0x3000),
    (SYMBOL, 0x3000, 0x3041), (IDEOGRAPH, 0x3005, 0x3008), (IDEOGRAPH, 0x3041, 0x3100),
    (IDEOGRAPH, 0x3100, 0x3130), (LETTER, 0x3130, 0x3190), (SYMBOL, 0x3190, 0x31F0),
    (IDEOGRAPH, 0x31F0, 0x3200), (SYMBOL, 0x3200, 0x3400), (IDEOGRAPH, 0x3400, 0xA000),
    (LETTER, 0xA000, 0xD800), (OTHER, 0xD800, 0xF900), (IDEOGRAPH, 0xF900, 0xFB00),
    (LETTER, 0xFB00, 0xFE00), (OTHER, 0xFE00, 0xFE10), (SYMBOL, 0xFE10, 0xFE70),
    (LETTER, 0xFE70, 0xFF00), (SYMBOL, 0xFF00, 0xFF21), (UPPER, 0xFF21, 0xFF3B),
    (LOWER, 0xFF41, 0xFF5B), (DIGIT, 0xFF10, 0xFF1A), (IDEOGRAPH, 0xFF66, 0xFFA0),
    (SYMBOL, 0xFFE0, 0x10000), (DIGIT, 0x0660, 0x066A), (DIGIT, 0x06F0, 0x06FA),
    (DIGIT, 0x0966, 0x0970),
)  # fmt: skip
_BY_CATEGORY = {"Ll": LOWER, "Lu": UPPER, "Lt": UPPER, "Nd": DIGIT, "Cc": OTHER, "Zs": SPACE}
_COMPLETE_AREAS = ((0x00, 0x0530), (0x0531, 0x0590), (0x1E00, 0x2000))


@cache
def class_table() -> bytes:
    """Return the class of each code point, shape (N_CODES,)."""
    table = bytearray([SYMBOL]) * N_CODES
    for kind, first, end in _RANGES:
        table[first:end] = bytes([kind]) * (end - first)
    for first, end in _COMPLETE_AREAS:
        for code in range(first, end):
            table[code] = _kind_of(unicodedata.category(chr(code)))
    for kind, characters in _EXACT:
        for character in characters:
            table[ord(character)] = kind
    return bytes(table)


@cache
def folded_codes() -> dict[int, int]:
    """Return what code points become in the hash of a word, where that is another one.

    Letters become their lower case, and digits are all alike.
    """
    folded = {}
    for first, end in _COMPLETE_AREAS:
        for code in range(first, end):
            lower = chr(code).lower()
            if len(lower) == 1 and ord(lower) != code:
                folded[code] = ord(lower)
    classes = class_table()
    place = classes.find(DIGIT)
    while place >= 0:
        folded[place] = ord("0")
        place = classes.find(DIGIT, place + 1)
    return folded


def _kind_of(category: str) -> int:
    if category in _BY_CATEGORY:
        return _BY_CATEGORY[category]
    return LETTER if category[0] in "LM" else SYMBOL
