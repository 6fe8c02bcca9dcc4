"""Labels from an expected body: which lines of the raw text it holds.

For people who have the article's true text but no labels. What is in the body but not in the raw
text cannot be kept, and does not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cleaner.measure.labelled_text import BODY, CHROME, NEUTRAL
from cleaner.measure.lines import kept_shares
from cleaner.measure.words import words_of

IS_BODY: Final = 0.9
"""Share of a line's words from which it is body. With as little outside of it, it is chrome."""


def labels_from_body(lines: Sequence[str], body: Sequence[str]) -> tuple[int, ...]:
    """Return the label of each line of a raw text, NEUTRAL where it is blank or partly body.

    >>> labels_from_body(["Menu", "It rained", "all day.", ""], ["It rained all day."])
    (0, 1, 1, -1)
    """
    wanted = [words_of(line) for paragraph in body for line in paragraph.split("\n")]
    return tuple(map(_label, kept_shares([words_of(line) for line in lines], wanted)))


def _label(share: float | None) -> int:
    if share is None or 1 - IS_BODY < share < IS_BODY:
        return NEUTRAL
    return BODY if share >= IS_BODY else CHROME
