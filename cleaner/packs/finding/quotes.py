"""Whether words stand in quotation marks: a reporter cites them then, and no page prints them."""

from __future__ import annotations

import re
from functools import cache


def stands_quoted(text: str, start: int, end: int) -> bool:
    """True if a span of a folded text stands between quotation marks, of any language.

    A quotation that the text begins with and does not close goes on in the next paragraph.

    >>> stands_quoted("He read: 'Join us.' He left.", 10, 17)
    True
    >>> stands_quoted('"We marched. Join us.', 13, 20), stands_quoted("'Join us' it said", 0, 17)
    (True, False)
    """
    doubled = text.replace("«", '"').replace("»", '"')
    is_open = doubled.count('"', 0, start) % 2 or (start == 0 and doubled[:1] == '"')
    if is_open and ('"' in doubled[end:] or (doubled[0] == '"' and doubled.count('"') % 2)):
        return True
    if _stands_in_corners(text, start, end) or _stands_in_single_guillemets(text, start, end):
        return True
    if "'" not in text:
        return False
    begin, close = _single_quotes()
    opened = max((m.start() for m in begin.finditer(text) if m.start() <= start), default=-1)
    closed = close.search(text, opened + 1) if opened >= 0 else None
    return closed is not None and closed.start() >= end


def _stands_in_corners(text: str, start: int, end: int) -> bool:
    """True if a span stands between the quotation marks of Japanese and Chinese.

    >>> _stands_in_corners("He read 「Join us」.", 9, 16)
    True
    >>> _stands_in_corners("「A」 join 「B」", 4, 8)
    False
    """
    if "「" not in text and "『" not in text:
        return False
    begin = start + (text[start] in "「『")
    opened = text.count("「", 0, begin) + text.count("『", 0, begin)
    closed = text.count("」", 0, begin) + text.count("』", 0, begin)
    behind = text[max(begin, end - 1) :]
    return opened > closed and ("」" in behind or "』" in behind)


def _stands_in_single_guillemets(text: str, start: int, end: int) -> bool:
    """True if a span stands between ›marks‹ or ‹marks›, these among it or not.

    They serve as arrows too: one alone is no quotation, nor is what fills a line between two that
    stand apart from its words.

    >>> _stands_in_single_guillemets("She read ›Join us‹ there", 10, 17)
    True
    >>> [_stands_in_single_guillemets(t, 2, 6) for t in ("‹ Back | Next ›", "› Join ›", "‹ Join")]
    [False, False, False]
    """
    if "‹" not in text:
        return False
    around = (m for m in _guillemets().finditer(text) if m.start() <= start and end <= m.end())
    found = next(around, None)
    if found is None or found["apart"] is None:
        return found is not None
    return any(map(str.isalnum, text[: found.start()] + text[found.end() :]))


@cache
def _guillemets() -> re.Pattern[str]:
    inside = r"(?=\S)[^‹›]+(?<=\S)"
    return re.compile(rf"(?<!\w)(?:›{inside}‹|‹{inside}›|(?P<apart>‹ [^‹›]+ ›))(?!\w)")


@cache
def _single_quotes() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may begin a quotation in single marks, and what may end it: no apostrophe in a word."""
    return re.compile(r"(?<![^\W_])'(?=\S)"), re.compile(r"(?<=\S)'(?![^\W_])")
