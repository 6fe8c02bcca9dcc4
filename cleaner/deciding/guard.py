"""Whether the scorer is to be followed at all: the guard against cutting into a clean text."""

from __future__ import annotations

from collections.abc import Sequence

from cleaner.deciding.draft import Draft, of_left
from cleaner.policy import Policy


def why_abstain(draft: Draft, points: Sequence[int], policy: Policy) -> str:
    """Return why the scorer is not to be followed; empty if it is.

    A text without any line that is surely chrome is taken for clean: what scores low there is
    mostly a subhead or a list. Where rules found chrome, less is asked of the worst line; where
    they found none, low lines around the body say as much as a very low one.
    """
    judged = list(of_left(points, draft.pieces, draft.keeps))
    if not judged or min(judged) >= policy.cut_below:
        return ""
    if max(judged) < policy.cut_below:
        return "no line looks like the body of an article"
    is_found = 0 in draft.keeps
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
