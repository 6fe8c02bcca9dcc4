"""One reading of language codes, wherever they come from.

A rule is bound to languages by two letters. Corpora write `en`, `en-GB`, `eng`, `eng_Latn`; what
is not understood must be taken for unknown, since a language that no rule is for switches them off.
"""

from __future__ import annotations

from typing import TypeGuard

from cleaner.errors import UsageError

_THREE_LETTERS = {
    "cat": "ca", "ces": "cs", "cze": "cs", "dan": "da", "deu": "de", "ger": "de", "ell": "el",
    "gre": "el", "eng": "en", "spa": "es", "fin": "fi", "fra": "fr", "fre": "fr", "ita": "it",
    "jpn": "ja", "kor": "ko", "dut": "nl", "nld": "nl", "nno": "no", "nob": "no", "nor": "no",
    "pol": "pl", "por": "pt", "rus": "ru", "swe": "sv", "tur": "tr", "ukr": "uk", "xho": "xh",
    "chi": "zh", "cmn": "zh", "zho": "zh", "zul": "zu",
}  # fmt: skip
"""ISO 639-3 and 639-2/B, of the languages that rules are for; a test holds the two together."""

_FILED_UNDER = {"nb": "no", "nn": "no"}
"""Both ways of writing Norwegian: rules are for either."""

NO_CODE = "is no code; give two letters, such as en"
"""What is said of anything else, behind what was given."""


def language_code(code: str, name: str = "language") -> str | None:
    """Return the two letters of a language, None for a language that no rule knows.

    Names are refused, not cut short: the first two letters of "german" are those of no German.

    Args:
        code: two or three letters of any case, with or without region and script.
        name: what the error calls it.

    Raises:
        UsageError: it is no code.

    >>> [language_code(code) for code in ("en", "EN_gb", "eng_Latn", "nob", "swa")]
    ['en', 'en', 'en', 'no', None]
    """
    if not is_code(code):
        raise UsageError(f"{name} {code!r} {NO_CODE}")
    letters = _letters(code)
    if len(letters) == 3:
        return _THREE_LETTERS.get(letters)
    return _FILED_UNDER.get(letters, letters)


def language_of(given: object) -> str | None:
    """Return the same for a field of a corpus, in which anything may stand; None if it is no code.

    >>> language_of("pt-BR"), language_of("Portuguese"), language_of("")
    ('pt', None, None)
    """
    return language_code(given) if is_code(given) else None


def is_code(given: object) -> TypeGuard[str]:
    """True if it is written as a code, whether a rule knows the language or not.

    >>> is_code("swa"), is_code("Portuguese"), is_code(5)
    (True, False, False)
    """
    if not isinstance(given, str):
        return False
    letters = _letters(given)
    return letters.isascii() and letters.isalpha() and len(letters) in (2, 3)


def _letters(code: str) -> str:
    """What stands before region and script."""
    return code.strip().lower().replace("_", "-").partition("-")[0]
