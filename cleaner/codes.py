"""Codes of languages, as people, files and records write them."""

from __future__ import annotations

NO_LANGUAGE = "is no language; give two letters, such as en"
"""What is said of anything else, behind what was given."""


def language_code(given: str) -> str | None:
    """Return the two letters that a code begins with, small; None of what is no code.

    Names are refused, not cut short: the first two letters of "german" are those of no German.

    >>> language_code("EN"), language_code("pt_BR"), language_code("english")
    ('en', 'pt', None)
    """
    code = given.lower().replace("_", "-").partition("-")[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None
