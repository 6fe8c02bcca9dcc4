"""One reading of language codes, wherever they come from.

A rule is bound to languages by two letters. Corpora write `en`, `en-GB`, `eng`, `eng_Latn`; what
is not understood must be taken for unknown, since a language that no rule is for switches them off.
"""

from __future__ import annotations

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


def language_code(code: str, name: str = "language") -> str | None:
    """Return the two letters of a language, None for a language that no rule knows.

    Args:
        code: two or three letters of any case, with or without region and script.
        name: what the error calls it.

    Raises:
        UsageError: it is no code.

    >>> [language_code(code) for code in ("en", "EN_gb", "eng_Latn", "nob", "swa")]
    ['en', 'en', 'en', 'no', None]
    """
    letters = code.strip().lower().replace("_", "-").partition("-")[0]
    if not (letters.isascii() and letters.isalpha() and len(letters) in (2, 3)):
        raise UsageError(f"{name} {code!r} is no code; give two letters, such as en")
    if len(letters) == 3:
        return _THREE_LETTERS.get(letters)
    return _FILED_UNDER.get(letters, letters)


def language_of(given: object) -> str | None:
    """Return the same for a field of a corpus, in which anything may stand; None if it is no code.

    >>> language_of("pt-BR"), language_of("Portuguese"), language_of("")
    ('pt', None, None)
    """
    try:
        return language_code(given) if isinstance(given, str) else None
    except UsageError:
        return None
