"""Wordings that stand for `furniture` in the `near` of a rule."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

FURNITURE = "furniture"
"""In `near` and `not_near`: what English pages print around an article, whoever publishes them."""
WORDINGS = Path(__file__).with_name("furniture.yaml")


def spelt_out(texts: Iterable[str]) -> tuple[str, ...]:
    """Return templates with those of the list in the place of its name.

    >>> spelt_out(["{n} likes", "furniture"])[-1]
    '{n} comments'
    """
    return tuple(own for text in texts for own in (_wordings() if text == FURNITURE else [text]))


@cache
def _wordings() -> list[str]:
    import yaml

    return list(yaml.safe_load(WORDINGS.read_text("utf-8")))
