"""Blocks cut where rules reach only to a part of one: the pieces that are decided on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from cleaner.data import LINE, Blocks, Match
from cleaner.sentences import line_end


def cut_at_edges(blocks: Blocks, matches: Sequence[Match]) -> tuple[Blocks, Sequence[int]]:
    """Cut blocks at the edges of matches inside them; say which block each piece is of.

    Where nothing is cut, the pieces are the blocks, and there is nothing to be said. A line that is
    cut is cut from its end too: as long as some of it stays, it ends.
    """
    starts, ends = blocks.starts, blocks.ends
    cuts: set[int] = set()
    for match in matches:
        if match.action == "label":
            continue
        row = bisect_right(starts, match.start) - 1
        if match.start == starts[row] and match.end == ends[row]:
            continue  # as most do
        for edge in _inner_edges(blocks, match):
            row = bisect_right(starts, edge) - 1
            if starts[row] < edge < ends[row]:
                cuts |= {edge, line_end(blocks.folded, edge, ends[row])}
    if not cuts:
        return blocks, ()
    return blocks.cut(sorted(cuts.difference(starts, ends)))


def _inner_edges(blocks: Blocks, match: Match) -> tuple[int, ...]:
    """The edges of a match; one that ends a line it does not begin leaves the line its end."""
    row = bisect_right(blocks.starts, match.start) - 1
    start, end = blocks.starts[row], match.end
    if not blocks.folded[start : match.start].strip():
        return start, end
    if blocks.kinds[row] != LINE or end < blocks.ends[row]:
        return match.start, end
    begin = match.start
    while begin > start + 1 and blocks.folded[begin - 1] == " ":
        begin -= 1
    return begin, line_end(blocks.folded, start, blocks.ends[row]), end
