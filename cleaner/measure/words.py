"""Words as the measures count them: lower case, in scripts without spaces each character one.

Scripts written without spaces would otherwise have sentences for words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from cleaner.scripts import LONG_WORDED

_UNSPACED: Final = (
    "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af"  # Japanese, Chinese, Korean
    + LONG_WORDED
)
_WORD: Final = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")
_SENTENCE_END: Final = re.compile(
    r"\n+"
    r"|(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]*[A-Z0-9À-Þ])"
    r"|(?<=[。！？])"
)
_SURROGATES: Final = (0xD800, 0x800)  # first, and how many: no character may be one

Words = tuple[str, ...]


def words_of(text: str) -> Words:
    """Return the words of a text.

    >>> words_of("The Mayor’s plan, 雨の日")
    ('the', 'mayor', 's', 'plan', '雨', 'の', '日')
    """
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return tuple(_WORD.findall(plain.lower()))


def sentences_of(text: str) -> tuple[Words, ...]:
    """Return the words of each sentence; a line end ends one too. Those without words are left out.

    >>> sentences_of("It rained. All day.\\nShare")
    (('it', 'rained'), ('all', 'day'), ('share',))
    """
    found = (words_of(part) for part in _SENTENCE_END.split(text) if part)
    return tuple(words for words in found if words)


class Alphabet:
    """Writes each word as one character, so that a fast library can compare sequences of words.

    Sequences are comparable only if one alphabet wrote them.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def written(self, words: Iterable[str]) -> str:
        """Return one character for each word.

        >>> one = Alphabet()
        >>> one.written(["rain", "fell"]) == one.written(["rain", "fell"])
        True
        """
        return "".join(map(self._character, words))

    def _character(self, word: str) -> str:
        number = self._numbers.setdefault(word, len(self._numbers) + 1)
        first, count = _SURROGATES
        return chr(number if number < first else number + count)
