"""Wordings by language that stand for `furniture` in the `near` of a rule."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from cleaner.packs.citing import own_or_english

FURNITURE = "furniture"
"""In `near` and `not_near`: what pages of the rule's language print around any article."""
WORDINGS = Path(__file__).with_name("furniture.yaml")


def spelt_out(texts: Iterable[str], languages: Iterable[str] = ()) -> tuple[str, ...]:
    """Return templates with those of the list in the place of its name.

    Args:
        texts: as written.
        languages: of the rule, English where it names none.

    >>> [spelt_out(["{n} likes", "furniture"], one)[-1] for one in ([], ["de"])]
    ['{n} comments', '{n} kommentare']
    """
    known = _wordings()
    return tuple(
        own
        for text in texts
        for own in (
            [one for language in own_or_english(languages) for one in known.get(language, ())]
            if text == FURNITURE
            else [text]
        )
    )


def without_furniture(texts: Iterable[str], languages: Iterable[str]) -> list[str]:
    """Return those of a rule's languages of which no wording is listed for `furniture`."""
    if FURNITURE not in texts:
        return []
    return [language for language in own_or_english(languages) if language not in _wordings()]


@cache
def _wordings() -> dict[str, list[str]]:
    import yaml

    return dict(yaml.safe_load(WORDINGS.read_text("utf-8")))
