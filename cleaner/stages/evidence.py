"""Blocks + Matches -> evidence: what the rules say of each block, as the scorer takes it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import repeat
from operator import itemgetter

from cleaner.data import (
    BYLINE,
    CAPTION,
    DATELINE,
    DOUBTED,
    DROPPED,
    HEADLINE,
    KEPT,
    UNTOLD,
    Blocks,
    Match,
)

_LABEL_CODES = {
    "headline": HEADLINE,
    "byline": BYLINE,
    "dateline": DATELINE,
    "caption": CAPTION,
    "credit": CAPTION,
    "body": KEPT,
}
_WEAKEST_FIRST = (UNTOLD, HEADLINE, BYLINE, DATELINE, CAPTION, DOUBTED, DROPPED, KEPT)
_STRENGTHS = {code: strength for strength, code in enumerate(_WEAKEST_FIRST)}
_STRONGEST = len(_WEAKEST_FIRST)


def evidence(blocks: Blocks, matches: Sequence[Match]) -> list[int]:
    """Return for each block what the rules say of it, from DROPPED to DOUBTED.

    A match that covers only a part of a block says nothing of the block. Of what a rule keeps
    nothing is said: it stays whatever the scorer says, and what stands around is judged as if no
    rule had spoken.
    """
    starts, ends = blocks.starts, blocks.ends
    said = [UNTOLD] * len(starts)
    coded = [(match.start, match.end, *_told(match)) for match in matches]
    coded.sort(key=itemgetter(3))  # the strongest has the last word
    for start, end, code, _ in coded:
        first = bisect_left(starts, start)
        last = bisect_right(ends, end, first)
        said[first:last] = repeat(code, last - first)
    return said


def _told(match: Match) -> tuple[int, int]:
    """What a match says of a block, and how strongly."""
    if match.action == "keep":
        return UNTOLD, _STRONGEST if match.is_decisive else 0
    if match.action == "label":
        code = _LABEL_CODES.get(match.category, UNTOLD)
    else:
        code = DROPPED if match.is_decisive else DOUBTED
    return code, _STRENGTHS[code]
