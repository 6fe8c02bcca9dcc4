"""Columns of what the tree says of a page's blocks."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from cleaner.formats.html import read_page
from cleaner.scoring.tree.facts import Facts, facts_of
from cleaner.scoring.tree.names import FACTS, LEVELS, TREE_WINDOWS
from cleaner.scoring.tree.windows import tree_windows
from tests.scoring.pages import CHROME, HTML, STORY


def facts(html: str) -> Facts:
    return facts_of(read_page(html).markup)


def column(found: Facts, name: str) -> list[int]:
    values: NDArray[np.int16] = found.values[list(FACTS).index(name)]
    return values.tolist()


def test_the_heaviest_container_is_where_the_story_stands() -> None:
    found = facts(HTML)

    assert [0, 0, 1, 1, 1, 1, 0, 0, 0] == column(found, "in_heaviest")
    assert [1, 1, 0, 0, 0, 0, 0, 0, 0] == column(found, "before_heaviest")
    assert [0, 0, 0, 0, 0, 0, 1, 1, 1] == column(found, "after_heaviest")
    assert [1, 1, 0, 0, 0, 0, 1, 1, 1] == column(found, "steps_up")
    assert [3, 3, 1, 1, 1, 1, 2, 1, 1] == column(found, "steps_down")


def test_links_classes_and_ancestors_are_told() -> None:
    found = facts(HTML)

    assert [64, 64, 0, 0, 0, 0, 0, 0, 0] == column(found, "links")
    assert [1, 1, 0, 0, 0, 0, 0, 0, 0] == column(found, "in_nav")
    assert [0, 0, 0, 0, 0, 0, 0, 1, 0] == column(found, "near_news")
    assert [0, 0, 0, 0, 0, 0, 0, 1, 0] == column(found, "all_bold")
    assert [1, 1, 0, 0, 0, 0, 1, 1, 1] == column(found, "outside_article")


def test_containers_are_summed_with_all_that_stands_in_them() -> None:
    story = "".join(f"<div><p>{text}</p></div>" for text in STORY)
    found = facts(f"<body><section>{story}</section><p>Sport</p>")

    assert all(share in range(14, 19) for share in column(found, "up0_prose_of_page")[:4])
    assert [64] * 4 == column(found, "up1_prose_of_page")[:4]
    assert [64] * 4 == column(found, "up1_prose")[:4]


def test_windows_look_at_the_others_in_a_container() -> None:
    found = facts(HTML)
    logits = np.array([-800, -800, 800, 800, -800, 800, -800, -800, -800])
    belief = tree_windows(found, logits)[list(TREE_WINDOWS).index("group0_belief")].tolist()

    assert belief[4] > 950  # the three others of the story
    assert 600 < belief[2] < 700  # two of them are not believed
    assert belief[0] < 500


TAGS = "p div ul li table tr td th br h2 pre span a b nav figure /p /div /ul script svg"
PIECES = st.sampled_from([f"<{tag} class='{tag}'>" for tag in TAGS.split()] + STORY + CHROME)


@settings(deadline=None, max_examples=60)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_page_has_facts(html: str) -> None:
    found = facts(f"<body>{html}.")
    n = found.values.shape[1]
    held = tree_windows(found, np.arange(n) % 1600 - 800)

    assert (len(FACTS), n) == found.values.shape
    assert (len(TREE_WINDOWS), n) == held.shape
    assert (LEVELS + 2, n) == found.groups.shape
    assert abs(held).max(initial=0) < 1 << 15


def test_a_hostile_depth_takes_no_time() -> None:
    found = facts("<body>" + "<div>" * 1500 + "".join(f"<p>{STORY[0]}" for _ in range(3000)))

    assert 3000 == found.values.shape[1]
