"""Blocks + Matches + Scores + Policy -> Verdicts. Here alone it is decided what goes.

Precedence: a keep rule beats a drop rule; then a publisher's rule beats a general one, the longer
match the shorter, the more confident the less, and at last the alphabet settles. A confident rule
beats the score, and the guard beats the scorer.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import compress, islice, repeat
from operator import mul

from cleaner.cuts import rows_to_cut
from cleaner.data import (
    BLANK,
    BYLINE,
    CAPTION,
    DATELINE,
    DECIDES,
    DOUBTED,
    DROPPED,
    HEADLINE,
    KEPT,
    LINE,
    SENTENCE,
    UNTOLD,
    Blocks,
    Match,
    Policy,
    Scores,
    Verdicts,
)
from cleaner.folding import DECORATION
from cleaner.gaps import are_whole_lines, close_gaps
from cleaner.roles import find_roles, has_headline_above, is_headline_shaped
from cleaner.sentences import LINE_ENDS, line_end
from cleaner.teasers import teaser_rows

MAX_HEADLINE_POINTS = 600  # a line with more is the first of the body, whatever it looks like
MAX_HEADLINE_PIECES = 2
MAX_REMNANT_WORDS = 3  # so little between two removed pieces of running text goes with them
FORGIVEN = "so low a score is forgiven: prose, what it stands between, a clean page"
IN_DOUBT = "a few short lines in doubt, and nothing beside them stays"


def decide(
    blocks: Blocks, matches: Sequence[Match], scores: Scores | None, policy: Policy
) -> Verdicts:
    """Decide on every piece of a document.

    Args:
        blocks: as they were scored.
        matches: of the rules, sorted.
        scores: one row for each block; None for rules only.
        policy: thresholds and the roles to keep.
    """
    pieces, parents = _cut_at_edges(blocks, matches)
    spoken = _spoken(pieces, matches)
    keeps = _kept_by_rules(spoken, len(pieces))
    abstained = "" if scores is None else scores.abstained
    points: Sequence[int] | None = None
    notes: dict[int, str] = {}
    if scores is not None:
        points = _of_pieces(scores.points, parents)
        guarded = _guard(pieces, keeps, points, policy)
        abstained = abstained or guarded
        if not guarded:
            notes = _follow_scores(pieces, keeps, points, spoken, policy)
            for row in teaser_rows(pieces, keeps, spoken):
                keeps[row] = 0
                notes[row] = "the story that the heading above it announces"
        _drop_headline(pieces, keeps, points, spoken, notes)
    are_lines = not parents and are_whole_lines(blocks)
    if not are_lines:
        _drop_remnants(pieces, keeps, spoken, notes)
    roles = find_roles(pieces, keeps, spoken) if len(policy.keeps) > 1 else None
    for row, role in (roles or {}).items():
        if role in policy.keeps and not keeps[row]:
            keeps[row] = 1
            notes[row] = f"kept as {role}"
    close_gaps(pieces, keeps, are_lines=are_lines)
    explain = _explainer(scores, parents)
    return Verdicts(pieces, bytes(keeps), spoken, notes, points, explain, abstained, roles)


def edges_in_running_text(blocks: Blocks, matches: Sequence[Match]) -> set[int]:
    """Return the offsets at which matches begin or end; running text is cut there."""
    if SENTENCE not in blocks.kinds:
        return set()
    return {edge for m in matches for edge in (m.start, m.end)}


def evidence(blocks: Blocks, matches: Sequence[Match]) -> list[int]:
    """Return for each block what the rules say of it, from DROPPED to DOUBTED.

    A match that covers only a part of a block says nothing of the block.
    """
    starts, ends = blocks.starts, blocks.ends
    said = [UNTOLD] * len(starts)
    coded = [(match.start, match.end, _code(match)) for match in matches]
    coded.sort(key=_strength)  # the strongest has the last word
    for start, end, code in coded:
        first = bisect_left(starts, start)
        last = bisect_right(ends, end, first)
        said[first:last] = repeat(code, last - first)
    return said


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


def _strength(coded: tuple[int, int, int]) -> int:
    return _STRENGTHS[coded[2]]


def _code(match: Match) -> int:
    if match.action == "label":
        return _LABEL_CODES.get(match.category, UNTOLD)
    if match.action == "keep":
        return KEPT if match.is_decisive else UNTOLD
    return DROPPED if match.confidence >= DECIDES else DOUBTED


def _cut_at_edges(blocks: Blocks, matches: Sequence[Match]) -> tuple[Blocks, Sequence[int]]:
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


def _of_pieces(points: Sequence[int], parents: Sequence[int]) -> Sequence[int]:
    """Return for each piece what is said of its block."""
    return [points[parent] for parent in parents] if parents else points


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


def _spoken(pieces: Blocks, matches: Sequence[Match]) -> dict[int, tuple[Match, ...]]:
    """For each piece, the matches that cover it, the deciding one first."""
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
        match.rule,
    )


def _kept_by_rules(spoken: Mapping[int, tuple[Match, ...]], n: int) -> bytearray:
    keeps = bytearray(b"\1" * n)
    for row, matches in spoken.items():
        if matches[0].is_decisive and matches[0].action == "drop":
            keeps[row] = 0
    return keeps


def _guard(pieces: Blocks, keeps: Sequence[int], points: Sequence[int], policy: Policy) -> str:
    """Return why the scorer is not to be followed; empty if it is.

    A text without any line that is surely chrome is taken for clean: what scores low there is
    mostly a subhead or a list. Where rules found chrome, less is asked of the worst line; where
    they found none, low lines around the body say as much as a very low one.
    """
    judged = list(compress(points, map(mul, pieces.kinds, keeps)))
    if not judged or min(judged) >= policy.cut_below:
        return ""
    if max(judged) < policy.cut_below:
        return "no line looks like the body of an article"
    is_found = 0 in keeps
    is_sure = min(judged) <= (policy.worst_with_rules if is_found else policy.worst_alone)
    if not is_sure and (is_found or not _is_framed(judged, policy)):
        return "no line is clearly chrome, so the low scores are not trusted"
    return ""


def _is_framed(points: Sequence[int], policy: Policy) -> bool:
    """True if low lines stand at the head and the tail, or many at the head, as on a whole page.

    A clean body may begin or end with a list, but hardly does both with so many lines, and hardly
    begins with what is as low as a menu.
    """
    high = [row for row, value in enumerate(points) if value >= policy.cut_below]
    head, tail = points[: high[0]], points[high[-1] + 1 :]
    depths = [-sum(value for value in run if value < 0) for run in (head, tail)]
    return min(depths) >= policy.frame_depth or depths[0] >= policy.head_depth


def _follow_scores(
    pieces: Blocks,
    keeps: bytearray,
    points: Sequence[int],
    spoken: Mapping[int, tuple[Match, ...]],
    policy: Policy,
) -> dict[int, str]:
    """Clear the flags of what goes by its score; return notes on what its points do not explain."""
    notes: dict[int, str] = {}
    for row in rows_to_cut(pieces, keeps, points, policy):
        if not _is_decided(spoken, row):
            keeps[row] = 0
            if points[row] >= policy.cut_below:
                notes[row] = IN_DOUBT
    for row in compress(range(len(pieces)), map(mul, pieces.kinds, keeps)):
        if points[row] < policy.cut_below and not _is_decided(spoken, row):
            notes[row] = FORGIVEN
    return notes


def _is_decided(spoken: Mapping[int, tuple[Match, ...]], row: int) -> bool:
    return row in spoken and spoken[row][0].is_decisive


def _drop_headline(
    pieces: Blocks,
    keeps: bytearray,
    points: Sequence[int],
    spoken: Mapping[int, tuple[Match, ...]],
    notes: dict[int, str],
) -> None:
    """Drop a kept headline that stands among what rules dropped: the body begins below it.

    In running text it may have been cut in two, or from the line below it.
    """
    for _ in range(MAX_HEADLINE_PIECES):
        row = _headline_row(pieces, keeps, points, spoken)
        if row < 0:
            return
        keeps[row] = 0
        notes[row] = "above the body, beside what rules dropped"
        if pieces.kinds[row] != SENTENCE:
            return


def _headline_row(
    pieces: Blocks,
    keeps: Sequence[int],
    points: Sequence[int],
    spoken: Mapping[int, tuple[Match, ...]],
) -> int:
    """Return the first row that is kept, if it is a headline among what rules dropped; else -1.

    A line below the headline is the first of the body: a subhead, a result, the rubric of letters.
    """
    kept = list(islice(compress(range(len(pieces)), map(mul, pieces.kinds, keeps)), 2))
    if len(kept) < 2 or kept[0] in spoken or points[kept[0]] >= MAX_HEADLINE_POINTS:
        return -1
    row, below = kept[0], pieces[kept[1]].text.lstrip()
    kinds = pieces.kinds
    above = next((r for r in range(row - 1, -1, -1) if kinds[r] != BLANK), -1)
    next_ = next(r for r in range(row + 1, len(pieces)) if kinds[r] != BLANK)
    is_among_dropped = any(r in spoken and not keeps[r] for r in (above, next_))
    is_headline = is_headline_shaped(pieces, row) and not below[:1].islower()
    if not (is_among_dropped and is_headline):
        return -1
    is_line = kinds[row] == LINE  # in running text the headline itself may be in two pieces
    return -1 if is_line and has_headline_above(pieces, keeps, spoken, row) else row


def _drop_remnants(
    pieces: Blocks,
    keeps: bytearray,
    spoken: Mapping[int, tuple[Match, ...]],
    notes: dict[int, str],
) -> None:
    """Drop what is left of a line between removed pieces: bullets, stray words."""
    starts, ends, kinds, folded = pieces.starts, pieces.ends, pieces.kinds, pieces.folded
    for row in sorted({r + d for r in spoken for d in (-1, 1)}):
        if not (0 <= row < len(pieces)) or not keeps[row] or kinds[row] == BLANK:
            continue
        if _is_decided(spoken, row) and spoken[row][0].action == "keep":
            continue
        left = row == 0 or folded[starts[row] - 1] in LINE_ENDS
        right = (
            row + 1 == len(pieces) or folded[ends[row] - 1] in LINE_ENDS or kinds[row + 1] == BLANK
        )
        if left and right:
            continue  # a line of its own is judged by its score
        text = folded[starts[row] : ends[row]]
        left_gone = left or not keeps[row - 1]
        right_gone = right or not keeps[row + 1]
        is_remnant = not text.strip(DECORATION) or (
            not left and not right and kinds[row] != LINE and len(text.split()) <= MAX_REMNANT_WORDS
        )
        if left_gone and right_gone and is_remnant:
            keeps[row] = 0
            notes[row] = "what is left of a line whose neighbours went"


def _explainer(
    scores: Scores | None, parents: Sequence[int]
) -> Callable[[int], Sequence[tuple[str, int]]] | None:
    """Return what explains the points of pieces, given what explains those of blocks."""
    if scores is None:
        return None
    if not parents:
        return scores.explain
    return lambda row: scores.explain(parents[row])
