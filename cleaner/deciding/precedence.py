"""Which matches speak on a piece, and which of them decides.

A keep rule beats a drop rule; then a publisher's rule beats a general one, the longer match the
shorter, the more confident the less, one for all languages one for one of them (so that people
read of a rule whose words they know), and at last the alphabet settles.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from cleaner.data import BLANK, Blocks, Match


def spoken_on(pieces: Blocks, matches: Sequence[Match]) -> dict[int, tuple[Match, ...]]:
    """Return, for each piece that matches cover, these matches, the deciding one first."""
    starts, ends, kinds = pieces.starts, pieces.ends, pieces.kinds
    found: dict[int, tuple[Match, ...]] = {}
    for match in sorted(matches, key=_precedence):
        begin, end = match.start, match.end
        first = bisect_right(starts, begin) - 1
        for row in range(first, first + 1 if end <= ends[first] else bisect_left(starts, end)):
            is_whole = begin <= starts[row] and ends[row] <= end
            if kinds[row] != BLANK and (is_whole or _is_filled(pieces, match, row)):
                found[row] = (*found[row], match) if row in found else (match,)
    return found


def _is_filled(pieces: Blocks, match: Match, row: int) -> bool:
    """True if the match covers the piece but for blanks and the line's end."""
    start, end = pieces.starts[row], pieces.ends[row]
    overlap = pieces.folded[max(start, match.start) : min(end, match.end)].strip()
    return bool(overlap) and overlap == pieces.folded[start:end].strip()


def _precedence(match: Match) -> tuple[object, ...]:
    """Smallest first."""
    return (
        not match.is_decisive,
        match.action != "keep",
        not match.is_publisher,
        match.start - match.end,
        -match.confidence,
        "." in match.rule.partition("/")[0],
        match.rule,
    )
