"""Blocks + Matches + Scores + Policy -> Verdicts. Here alone it is decided what goes.

Rules first, in the order of `deciding/precedence.py`: a confident rule beats the score, and the
guard beats the scorer. Then what stands around what goes, and what the caller wants kept besides.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cleaner.data import Blocks, Match, Scores, Verdicts
from cleaner.deciding.cuts import rows_to_cut
from cleaner.deciding.draft import Draft, drafted
from cleaner.deciding.gaps import are_whole_lines, close_gaps
from cleaner.deciding.guard import why_abstain
from cleaner.deciding.headline import drop_headline
from cleaner.deciding.pieces import cut_at_edges
from cleaner.deciding.precedence import spoken_on
from cleaner.deciding.remnants import drop_remnants
from cleaner.deciding.teasers import teaser_rows
from cleaner.policy import Policy
from cleaner.roles import find_roles

FORGIVEN = "so low a score is forgiven: prose, what it stands between, a clean page"
IN_DOUBT = "a few short lines in doubt, and nothing beside them stays"
ANNOUNCED = "the story that the heading above it announces"


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
    pieces, parents = cut_at_edges(blocks, matches)
    draft = drafted(pieces, spoken_on(pieces, matches))
    points: Sequence[int] | None = None
    abstained = ""
    if scores is not None:
        points = [scores.points[row] for row in parents] if parents else scores.points
        guarded = why_abstain(draft, points, policy)
        abstained = scores.abstained or guarded
        if not guarded:
            _follow_scores(draft, points, policy)
            for row in teaser_rows(pieces, draft.keeps, draft.spoken):
                draft.drop(row, ANNOUNCED)
        drop_headline(draft, points)
    are_lines = not parents and are_whole_lines(blocks)
    if not are_lines:
        drop_remnants(draft)
    roles = find_roles(pieces, draft.keeps, draft.spoken) if len(policy.keeps) > 1 else None
    for row, role in (roles or {}).items():
        if role in policy.keeps and not draft.keeps[row]:
            draft.keeps[row] = 1
            draft.notes[row] = f"kept as {role}"
    close_gaps(pieces, draft.keeps, are_lines=are_lines)
    explain = _explainer(scores, parents)
    keeps = bytes(draft.keeps)
    return Verdicts(pieces, keeps, draft.spoken, draft.notes, points, explain, abstained, roles)


def _follow_scores(draft: Draft, points: Sequence[int], policy: Policy) -> None:
    """Drop what goes by its score, and note what its points do not explain."""
    for row in rows_to_cut(draft.pieces, draft.keeps, points, policy):
        if not draft.is_decided(row):
            draft.keeps[row] = 0
            if points[row] >= policy.cut_below:
                draft.notes[row] = IN_DOUBT
    for row in draft.rows_left():
        if points[row] < policy.cut_below and not draft.is_decided(row):
            draft.notes[row] = FORGIVEN


def _explainer(
    scores: Scores | None, parents: Sequence[int]
) -> Callable[[int], Sequence[tuple[str, int]]] | None:
    """Return what explains the points of pieces, given what explains those of blocks."""
    if scores is None:
        return None
    if not parents:
        return scores.explain
    return lambda row: scores.explain(parents[row])
