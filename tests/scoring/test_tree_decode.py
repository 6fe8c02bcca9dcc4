"""The set of blocks with the best expected F."""

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cleaner.scoring.tree.decode import ONE, beliefs_of, best_set, points_of


def expected_f(beliefs: list[int], words2: list[int], chosen: set[int]) -> float:
    gain = sum(beliefs[i] * (words2[i] + 1) for i in chosen) / ONE
    size = sum(words2[i] + 1 for i in chosen)
    total = sum(b * (w + 1) for b, w in zip(beliefs, words2, strict=True)) / ONE
    return 2 * gain / (size + total)


BLOCKS = st.lists(st.tuples(st.integers(0, ONE), st.integers(1, 80)), min_size=1, max_size=6)


@given(BLOCKS)
def test_no_other_set_promises_more(blocks: list[tuple[int, int]]) -> None:
    beliefs, words2 = (list(column) for column in zip(*blocks, strict=True))
    line, promised = best_set(np.array(beliefs), np.array(words2), 100)
    chosen = {i for i, belief in enumerate(beliefs) if belief >= line}

    if not any(beliefs):
        assert (set(), 0) == (chosen, promised)
        return
    best = max(
        expected_f(beliefs, words2, set(some))
        for k in range(1, len(beliefs) + 1)
        for some in combinations(range(len(beliefs)), k)
    )
    assert abs(best - expected_f(beliefs, words2, chosen)) < 1e-9
    assert promised == int(best * ONE + 1e-9)


def test_more_weight_on_recall_keeps_more() -> None:
    beliefs, words2 = np.array([900, 500, 100, 20]), np.array([80, 40, 10, 100])
    lines = [best_set(beliefs, words2, beta)[0] for beta in (50, 100, 300)]

    assert sorted(lines, reverse=True) == lines
    assert lines[0] > lines[-1]


def test_votes_pull_beliefs() -> None:
    logits = np.array([0, 0, 3000, -3000])

    assert [500, 500, 1000, 0] == beliefs_of(logits, None).tolist()
    assert [650, 350, 700, 300] == beliefs_of(logits, np.array([1000, 0, 0, 1000])).tolist()


def test_points_are_finite_and_in_the_order_of_beliefs() -> None:
    points = points_of(np.arange(ONE + 1))

    assert (np.diff(points) >= 0).all()
    assert points[500] == 0 == points[0] + points[ONE]
