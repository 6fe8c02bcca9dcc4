"""The scorer's promises: exact, alone or in a batch, on any text, and explained to the point."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.data import DROPPED, KEPT
from cleaner.scoring.batch import Bounds
from cleaner.scoring.columns import settled
from cleaner.scoring.model import BASE_TERM, Scored, score_batch
from cleaner.scoring.tables import LOGIT_CAP
from cleaner.scoring.weights import default_weights

ARTICLE = """Menu
Subscribe

Storm closes the harbour
By Jo Field | 3 May 2021, 10:15

The harbour was closed on Monday after a storm broke two of its gates, the council said.
“We will not open it before the weekend,” said the harbour master, who has held the post for years.

Fishing boats were sent to the next town, where they may stay until the repairs are done.

Share this on Facebook
Read more: Ten walks by the sea
© 2021 All rights reserved
"""

ODD_TEXTS = (
    "",
    "\n",
    "\n\n \n\t\n",
    "one line",
    "\ud800 lone \udfff surrogates \ud83d",
    "a\u2028b\u2029c\x85d",
    "警方周一表示，港口因风暴关闭。\n渔船已被送往邻近的城镇。\n分享",
    "😀😀😀 🇩🇪 a\u0301\u0327 \u200b\ufeff\n\x00\x01",
    "𠀀𠀁。" * 50,
    "." * 3000,
    "word " * 3000,
    "\r\n\r\nkeep\r\n",
    "1:2:3::\n:\n12:",
)


def lines_of(text: str) -> Bounds:
    """Return the blocks of a text, a line each."""
    ends = [i + 1 for i, c in enumerate(text) if c == "\n"]
    if len(text) > (ends[-1] if ends else 0):
        ends.append(len(text))
    return [0, *ends][: len(ends)], ends


def score(text: str, bounds: Bounds, evidence: list[int]) -> Scored:
    return score_batch([text], [bounds], [evidence], default_weights())[0]


def score_lines(text: str) -> Scored:
    bounds = lines_of(text)
    return score(text, bounds, [0] * len(bounds[0]))


def score_all(texts: list[str]) -> list[Scored]:
    bounds = [lines_of(text) for text in texts]
    nothing = [[0] * len(starts) for starts, _ in bounds]
    return score_batch(texts, bounds, nothing, default_weights())


def test_body_scores_above_zero_and_chrome_below() -> None:
    scores = dict(zip(ARTICLE.split("\n"), score_lines(ARTICLE).final, strict=False))
    body = [line for line in scores if len(line) > 80]

    assert [(scores[line] or 0) > 0 for line in body] == [True] * 3
    assert (scores["Share this on Facebook"] or 0) < 0
    assert (scores["© 2021 All rights reserved"] or 0) < 0


@pytest.mark.parametrize("text", ODD_TEXTS, ids=range(len(ODD_TEXTS)))
def test_any_text_is_scored_block_by_block(text: str) -> None:
    scored = score_lines(text)

    assert len(lines_of(text)[0]) == len(scored)
    for block, final in enumerate(scored.final):
        assert (final or 0) == sum(points for _, points in scored.explain(block))


def test_a_batch_scores_as_each_text_alone() -> None:
    texts = [*ODD_TEXTS, ARTICLE, *reversed(ODD_TEXTS), ARTICLE * 30]

    assert [score_lines(text) for text in texts] == score_all(texts)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.sampled_from("aB1 .:“”\n\u2028中。😀é-|\ud800")), max_size=5))
def test_a_batch_scores_as_each_text_alone_whatever_it_holds(texts: list[str]) -> None:
    assert [score_lines(text) for text in texts] == score_all(texts)


@pytest.mark.parametrize("text", [ARTICLE, *ODD_TEXTS], ids=range(1 + len(ODD_TEXTS)))
def test_terms_add_up_to_the_score(text: str) -> None:
    scored = score_lines(text)
    sums = [sum(p for _, p in scored.explain(b)) if v is not None else None
            for b, v in enumerate(scored.final)]  # fmt: skip

    assert list(scored.final) == sums


def test_terms_are_in_plain_words_and_sorted() -> None:
    *terms, base = score_lines(ARTICLE).explain(0)
    sizes = [abs(points) for _, points in terms]

    assert sorted(sizes, reverse=True) == sizes
    assert base[0] == BASE_TERM
    assert not any("_" in name for name, _ in terms)


def test_terms_say_what_a_block_has_not() -> None:
    menu, prose = (dict(score_lines(ARTICLE).explain(block)) for block in (0, 6))

    assert "does not end like a sentence" in menu
    assert "ends like a sentence" not in menu
    assert "does not end like a sentence" not in prose


def test_blank_blocks_have_no_score_and_no_terms() -> None:
    scored = score_lines("Menu\n\n \nEnd of it.\n")

    assert [value is None for value in scored.final] == [False, True, True, False]
    assert scored.explain(1) == ()


def test_evidence_counts_for_the_block_and_its_neighbours() -> None:
    bounds = lines_of(ARTICLE)
    nothing = [0] * len(bounds[0])
    appeal = ARTICLE.split("\n").index("Share this on Facebook") - 2
    told = [*nothing[:appeal], DROPPED, *nothing[appeal + 1 :]]
    free, bound = (score(ARTICLE, bounds, e).final for e in (nothing, told))

    assert [True, True] == [free[block] != bound[block] for block in (appeal, appeal - 2)]


def test_a_block_that_the_rules_settled_is_as_sure_as_any_can_be() -> None:
    logits, evidence = np.array([900, -900, 900, 30]), np.array([0, KEPT, DROPPED, 0])

    assert [LOGIT_CAP, LOGIT_CAP, -LOGIT_CAP, 30] == settled(logits, evidence).tolist()


def test_no_documents_give_no_scores() -> None:
    assert score_batch([], [], [], default_weights()) == []


@pytest.mark.parametrize(
    ("bounds", "evidence"),
    [(([0], [3]), [0]), (([0, 3], [2, 4]), [0, 0]), (([0], [4]), []), (([], []), [])],
)
def test_blocks_that_do_not_tile_are_refused(bounds: Bounds, evidence: list[int]) -> None:
    with pytest.raises(ValueError, match=r"tile|evidence"):
        score("text", bounds, evidence)


def test_sentences_of_a_line_are_scored_each() -> None:
    text = "The gate broke on Monday, he said. It was old."
    scored = score(text, ([0, 35], [35, len(text)]), [0, 0])

    assert len(scored) == 2
    assert all(isinstance(value, int) for value in scored.final)
