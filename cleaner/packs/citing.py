"""Words by language that stand for `cited` and `others` in a rule's `unless`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from cleaner.folding import fold_wording
from cleaner.packs.modes import Stops

QUOTED, CITED, OTHERS = "quoted", "cited", "others"
"""In `unless`: the hit stands in quotation marks; a word of saying, or a word for somebody other
than the publisher (a council, a bank, a hospital), stands in its line."""
WORDS = Path(__file__).with_name("citing.yaml")
OTHERS_WORDS = Path(__file__).with_name("others.yaml")
_LISTS = {CITED: WORDS, OTHERS: OTHERS_WORDS}


def stops(unless: Iterable[str], languages: Iterable[str]) -> Stops:
    """Return what stops a rule.

    Args:
        unless: as written.
        languages: of the rule, English where it names none.

    >>> stops(["quoted", "Judge", "cited"], ["tr"])
    Stops(own=('judge',), lists=('cited.tr',))
    """
    written = [stop for stop in unless if stop != QUOTED]
    return Stops(
        tuple(fold_wording(stop) for stop in written if stop not in _LISTS),
        tuple(
            f"{stop}.{language}"
            for stop in written
            if stop in _LISTS
            for language in own_or_english(languages)
            if language in _words(stop)
        ),
    )


def listed(name: str) -> tuple[str, ...]:
    """Return the wordings of a list, folded.

    >>> "dedi" in listed("cited.tr"), "rathaus" in listed("others.de")
    (True, True)
    """
    stop, _, language = name.partition(".")
    return tuple(_words(stop)[language])


def unknown(stop: str, languages: Iterable[str]) -> list[str]:
    """Return those of a rule's languages of which no word is listed for `cited` or `others`."""
    if stop not in _LISTS:
        return []
    return [language for language in own_or_english(languages) if language not in _words(stop)]


def own_or_english(languages: Iterable[str]) -> tuple[str, ...]:
    """Return the languages of a rule, English where it names none."""
    return tuple(languages) or ("en",)


@cache
def _words(stop: str) -> dict[str, list[str]]:
    import yaml

    words = yaml.safe_load(_LISTS[stop].read_text("utf-8"))
    return {language: list(map(fold_wording, own)) for language, own in words.items()}
