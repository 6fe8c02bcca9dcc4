"""Cuts by score: prose, gaps and lists are given grace."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cleaner.data import Document
from cleaner.deciding.cuts import GAP_BLOCKS, rows_to_cut
from cleaner.policy import Policy
from cleaner.stages.blocks import split_blocks

POLICY = Policy(
    "test",
    cut_below=0,
    prose_grace=200,
    tail_grace=100,
    boxed_grace=150,
    gap_grace=300,
    sentence_grace=100,
    island_below=150,
    unsure_below=0,
)
PROSE = "The council said on Monday that the old gate of the harbour was broken."


def cut_lines(
    lines: list[tuple[str, int]], dropped: tuple[int, ...] = (), policy: Policy = POLICY
) -> list[int]:
    """Return the numbers of the lines that are cut; rules have dropped some."""
    blocks = split_blocks(Document("\n".join(text for text, _ in lines)))
    assert len(blocks) == len(lines)
    keeps = [row not in dropped for row in range(len(lines))]
    return rows_to_cut(blocks, keeps, [points for _, points in lines], policy)


def test_low_lines_at_the_edges_go() -> None:
    assert cut_lines([("Menu", -50), (PROSE, 300), ("Share", -50)]) == [0, 2]


@pytest.mark.parametrize(("worst", "gone"), [(-150, [0]), (-250, [0, 2])])
def test_doubtful_lines_go_only_where_a_line_is_surely_chrome(worst: int, gone: list[int]) -> None:
    policy = replace(POLICY, unsure_below=-100)

    assert cut_lines([("Menu", worst), (PROSE, 300), ("Share", -50)], policy=policy) == gone


def test_prose_must_score_lower_to_go() -> None:
    assert cut_lines([(PROSE, -150), ("Share", -10), (PROSE, 300)]) == []
    assert cut_lines([(PROSE, -250), ("Share", -10), (PROSE, 300)]) == [0, 1]


def test_prose_after_the_body_is_given_less_grace() -> None:
    assert cut_lines([(PROSE, 300), ("Share", -400), (PROSE, -50)]) == [1]
    assert cut_lines([(PROSE, 300), ("Share", -400), (PROSE, -150)]) == [1, 2]
    assert cut_lines([(PROSE, 300), (PROSE, -150), ("Share", -400)]) == [2]
    more = [("Donate now", 0), (PROSE, -150), ("Share", -400)]
    assert cut_lines([(PROSE, 300), *more], dropped=(1,)) == [2, 3]


@pytest.mark.parametrize(
    ("above", "below", "dropped", "gone"),
    [
        ([(PROSE, 300)], [], (1, 2), []),
        ([(PROSE, 300)], [("Terms", 0)], (1, 2, 4), []),
        ([(PROSE, 300)], [("Terms", -400)], (1, 2), [3, 4]),  # rules did not tell what is below
        ([(PROSE, 300)], [], (2,), [1, 3]),  # nor what is above
        ([(PROSE, 300), ("The harbour", 200)], [], (2, 3), [4]),  # no paragraph is above
    ],
)
def test_a_paragraph_alone_between_what_rules_dropped_is_given_more(
    above: list[tuple[str, int]],
    below: list[tuple[str, int]],
    dropped: tuple[int, ...],
    gone: list[int],
) -> None:
    box = [("Our newsletter", -400), ("Sign up", -400)]

    assert cut_lines([*above, *box, (PROSE, -130), *below], dropped) == gone


def test_a_paragraph_right_below_another_is_in_no_box() -> None:
    assert cut_lines([(PROSE, 300), ("Share", -400), (PROSE, 20), (PROSE, -130)]) == [1, 3]


def test_a_doubtful_line_between_kept_lines_stays() -> None:
    assert cut_lines([(PROSE, 300), ("A heading", -300), (PROSE, 300)]) == []


def test_sure_chrome_between_kept_lines_goes() -> None:
    assert cut_lines([(PROSE, 300), ("Share", -301), (PROSE, 300)]) == [1]


def test_a_gap_is_no_gap_where_rules_dropped_its_edge() -> None:
    lines = [(PROSE, 300), ("Donate now", -900), ("Share", -50), (PROSE, 300)]
    assert cut_lines(lines, dropped=(1,)) == [2]


def test_many_low_lines_between_kept_lines_go() -> None:
    few = [("A story", -50)] * GAP_BLOCKS
    assert cut_lines([(PROSE, 300), *few, (PROSE, 300)]) == []
    assert cut_lines([(PROSE, 300), *few, ("A story", -50), (PROSE, 300)]) == [*range(1, 14)]


def test_a_list_stays_as_a_whole() -> None:
    for bullet in "•›":
        items = zip(("One", "Two", "Three"), (-200, -10, 160), strict=True)
        lines = [(f"{bullet} {text}", points) for text, points in items]
        assert cut_lines([("Menu", -50), *lines, ("Share", -50)]) == [0, 4]


@pytest.mark.parametrize("second", ["on Monday", ", who said", "، who said", "、 who said", "؛ so"])
def test_parts_of_a_sentence_stay_together(second: str) -> None:
    lines = [("Menu", -50), ("The council told Ada", 160), (second, -500), ("Share", -50)]
    assert cut_lines(lines) == [0, 3]
    lines[1:3] = [(text, points) for (text, _), points in zip(lines[1:3], (-500, 160), strict=True)]
    assert cut_lines(lines) == [0, 3]


def test_a_line_after_a_whole_sentence_is_no_part_of_it() -> None:
    assert cut_lines([(PROSE, 300), ("tags", -500)]) == [1]


@pytest.mark.parametrize("points", [-50, 100])
def test_a_doubtful_line_among_lines_that_go_goes(points: int) -> None:
    lines = [(PROSE, 300), ("Share", -400), ("More from Pembrook", points), ("Menu", -400)]
    assert cut_lines(lines) == [1, 2, 3]
    assert cut_lines([lines[1], lines[2], lines[0]]) == ([0] if points > 0 else [0, 1])
    assert cut_lines(lines[1:3]) == ([0] if points > 0 else [0, 1])


@pytest.mark.parametrize(
    ("between", "gone"),
    [
        ([("More from Pembrook", 149)], [1, 2, 3]),
        ([("More from Pembrook", 150)], [1, 3]),  # it is not in doubt
        ([("Nobody was hurt that night.", 100)], [1, 2, 3]),
        ([("Nobody was hurt that night.", 100)] * 2, [1, 4]),  # so many are more likely the story
    ],
)
def test_what_stands_alone_goes_only_if_it_is_little_and_in_doubt(
    between: list[tuple[str, int]], gone: list[int]
) -> None:
    assert cut_lines([(PROSE, 300), ("Share", -400), *between, ("Menu", -400)]) == gone


CLOSING = "Nobody was hurt that night."


@pytest.mark.parametrize(("points", "gone"), [(-100, [2]), (-101, [1, 2])])
def test_a_doubtful_sentence_right_below_prose_stays(points: int, gone: list[int]) -> None:
    assert cut_lines([(PROSE, 300), (CLOSING, points), ("Share", -900)]) == gone


@pytest.mark.parametrize(
    "text", ["Was nobody hurt that night?", "Nobody was hurt.", "More of that"]
)
def test_a_question_a_few_words_or_no_sentence_below_prose_go(text: str) -> None:
    assert cut_lines([(PROSE, 300), (text, -50), ("Share", -900)]) == [1, 2]


def test_a_doubtful_sentence_above_prose_or_after_the_body_goes() -> None:
    assert cut_lines([(CLOSING, -50), (PROSE, 300)]) == [0]
    lines = [(PROSE, 300), ("Share", -900), (PROSE, 20), (CLOSING, -50)]
    assert cut_lines(lines) == [1, 3]
