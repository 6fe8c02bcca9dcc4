"""Which language a body is in, by a library that is asked only where a language is declared."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from typing import Any

from cleaner.languages import language_of

LIBRARY = "py3langid"
MIN_LETTERS = 200  # of a body; on less the library errs
MIN_PROBABILITY = 0.95
WAY_OUT = "pip install 'news-cleaner[language]', or --ignore text/wrong-language"


def can_detect() -> bool:
    """True if the library is installed."""
    return find_spec(LIBRARY) is not None


def other_language(text: str, declared: str) -> tuple[str, float] | None:
    """Return the language of a text and its probability, where that is not the declared one.

    Args:
        text: of the body.
        declared: language code, such as `en` or `pt-BR`.

    Returns:
        None if the two agree, the text is short, the library unsure or not installed, or the code
        of a language that is not known.
    """
    code = language_of(declared)
    if code is None or not can_detect() or sum(map(str.isalpha, text)) < MIN_LETTERS:
        return None
    found, probability = _identifier().classify(text)
    if probability < MIN_PROBABILITY or language_of(found) in (code, _SAME.get(code)):
        return None
    return str(found), float(probability)


_SAME = {"sr": "hr", "hr": "sr", "bs": "hr"}
"""Codes that the library tells apart though their texts are hardly different."""


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
