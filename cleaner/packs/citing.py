"""Words of saying, by language: what stands for `cited` in a rule's `unless`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from cleaner.folding import fold_wording

QUOTED, CITED = "quoted", "cited"
"""In `unless`: the hit stands in quotation marks; a word of saying stands in its line."""
WORDS = Path(__file__).with_name("citing.yaml")


def stops(unless: Iterable[str], languages: Iterable[str]) -> list[str]:
    """Return the wordings that stop a rule, folded, each once.

    Args:
        unless: as written.
        languages: of the rule, English where it names none.

    >>> stops(["quoted", "Judge"], ["tr"]), "dedi" in stops(["cited"], ["tr"])
    (['judge'], True)
    """
    found: list[str] = []
    for stop in unless:
        if stop == CITED:
            for language in _of_rule(languages):
                found += _words_of_saying().get(language, ())
        elif stop != QUOTED:
            found.append(fold_wording(stop))
    return list(dict.fromkeys(found))


def unknown(languages: Iterable[str]) -> list[str]:
    """Return those of a rule's languages of which no word of saying is listed."""
    return [language for language in _of_rule(languages) if language not in _words_of_saying()]


def _of_rule(languages: Iterable[str]) -> tuple[str, ...]:
    return tuple(languages) or ("en",)


@cache
def _words_of_saying() -> dict[str, list[str]]:
    import yaml

    words = yaml.safe_load(WORDS.read_text("utf-8"))
    return {language: list(map(fold_wording, own)) for language, own in words.items()}
