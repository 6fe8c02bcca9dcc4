"""Blocks of a page + what the rules say + Weights -> Scores, by text and tree together.

Where the lines of a plain text are judged each by itself against one threshold, the blocks of a
page are chosen together: those with the best expected F. Their points are told against the line
that this draws on their page: nearly all that has 0 points or more stays, but verdicts look at what
is around a block too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from cleaner.data import BLANK, DROPPED, Blocks, Scores
from cleaner.markup import Markup
from cleaner.policy import Policy

if TYPE_CHECKING:
    from cleaner.scoring.batch import Bounds
    from cleaner.scoring.tree.decode import Chosen
    from cleaner.scoring.tree.weights import TreeWeights

MIN_EXPECTED_F = 700  # thousandths; below, the scorer abstains
HALF_KEPT = 500  # thousandths of a block, as `Markup.ask` tells them
SURE_POINTS = 300  # of a verdict that is not weighed against others
KEEPS_IT, LEAVES_IT = "trafilatura keeps it", "trafilatura leaves it out"
PAGE_TERM = "any block of this page"
DOUBT = "too much of the page is in doubt"

Terms = Sequence[tuple[str, int]]


def score_page_blocks(
    blocks: Blocks, said: Sequence[int], weights: TreeWeights | None, policy: Policy
) -> Scores | None:
    """Score the blocks of a page.

    Args:
        blocks: of a document with markup; the tree has cut it.
        said: for each block what the rules say of it, see `stages.evidence`.
        weights: of the model; None asks trafilatura alone.
        policy: says how much recall weighs.

    Returns:
        None where nobody has anything to say.
    """
    markup = blocks.document.markup
    rows = _filled(blocks)
    if markup is None or len(rows) != len(markup):
        raise ValueError("the blocks are not those of the markup")
    if not rows:
        return None
    if weights is None:
        return _by_votes(len(blocks), rows, markup.ask())
    return _chosen(blocks, markup, said, weights, policy)


def lined(blocks: Blocks, said: Sequence[int]) -> tuple[str, Bounds, list[int]]:
    """Return a page as its scorer takes it: the lines that are not blank, as one text.

    Returns:
        The text, the bounds of the lines in it, and what the rules say of each.
    """
    texts = blocks.document.markup.texts if blocks.document.markup else ()
    edges = list(accumulate((len(text) + 1 for text in texts), initial=0))
    codes = [code for code, kind in zip(said, blocks.kinds, strict=True) if kind != BLANK]
    return "\n".join((*texts, "")), (edges[:-1], edges[1:]), codes


def _chosen(
    blocks: Blocks,
    markup: Markup,
    said: Sequence[int],
    weights: TreeWeights,
    policy: Policy,
) -> Scores:
    from cleaner.scoring.tree.decode import SLOPE_PERCENT, chosen_blocks
    from cleaner.scoring.tree.facts import facts_of
    from cleaner.scoring.tree.model import score_page

    facts = facts_of(markup)
    text, bounds, codes = lined(blocks, said)
    scored = score_page(text, bounds, codes, facts, weights)
    is_dropped = [code == DROPPED for code in codes]
    chosen = chosen_blocks(
        scored.logits, facts.words2, is_dropped, markup.ask, policy.page_beta, policy.asks_below
    )
    n, rows = len(blocks), _filled(blocks)
    if chosen.expected_f < MIN_EXPECTED_F:
        return _in_doubt(n, rows, chosen.votes)

    def explain(block: int) -> Terms:
        return _terms(scored.explain(block, SLOPE_PERCENT), chosen, block)

    return _spread(n, rows, chosen.points, explain)


def _filled(blocks: Blocks) -> list[int]:
    return [row for row, kind in enumerate(blocks.kinds) if kind != BLANK]


def _terms(scored: Terms, chosen: Chosen, block: int) -> Terms:
    """The terms of a block's points, the weightiest first; last what any block has."""
    terms = [*scored]
    if chosen.votes is not None:
        pull = chosen.pulls[block]
        terms.append((KEEPS_IT if pull > 0 else LEAVES_IT, pull))
        terms.sort(key=lambda term: (-abs(term[1]), term[0]))
    return (*terms, (PAGE_TERM, chosen.points[block] - sum(points for _, points in terms)))


def _in_doubt(n: int, rows: Sequence[int], votes: Sequence[int] | None) -> Scores:
    """The scorer abstains: trafilatura decides, and without it the rules alone."""
    found = _by_votes(n, rows, votes)
    if found is None:
        return Scores([0] * n, lambda _: (), f"{DOUBT}, so the rules alone decided")
    return Scores(found.points, found.explain, f"{DOUBT}, so trafilatura decided")


def _by_votes(n: int, rows: Sequence[int], votes: Sequence[int] | None) -> Scores | None:
    if not votes or not any(votes):
        return None
    points = [SURE_POINTS if vote >= HALF_KEPT else -SURE_POINTS for vote in votes]

    def explain(block: int) -> Terms:
        return (KEEPS_IT if points[block] > 0 else LEAVES_IT, points[block]), (PAGE_TERM, 0)

    return _spread(n, rows, points, explain)


def _spread(
    n: int, rows: Sequence[int], points: Sequence[int], explain: Callable[[int], Terms]
) -> Scores:
    """Lead the points of the filled blocks to all blocks; blanks have none."""
    spread = [0] * n
    place = {}
    for number, row in enumerate(rows):
        spread[row] = points[number]
        place[row] = number
    return Scores(spread, lambda row: explain(place[row]) if row in place else ())
