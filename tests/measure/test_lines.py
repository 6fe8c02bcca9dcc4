"""What became of lines, on examples that can be counted by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.measure.lines import count_lines, kept_shares, overlap
from tests.measure.pages import page_of

PAGE = page_of(
    ("Menu Home", 0),
    ("Rain fell on the town.", 1),
    ("In short: rain", -1),
    ("The river rose by a metre.", 1),
    ("", -1),
    ("Share", 0),
)
LINES = st.lists(st.lists(st.sampled_from("abcd"), max_size=4).map(tuple), max_size=6)


def test_keeping_everything_removes_no_chrome():
    assert (2, 0, 2, 2) == count_lines(PAGE, PAGE.text)


def test_keeping_nothing_keeps_no_body():
    assert (2, 2, 2, 0) == count_lines(PAGE, "")


def test_a_line_of_which_less_than_nine_tenths_are_kept_is_not_whole():
    lines = count_lines(PAGE, "Rain fell on the town.\nThe river rose by a")  # 5 of 6 words

    assert (2, 2, 2, 1) == lines


def test_chrome_of_which_half_is_kept_is_not_removed():
    assert count_lines(PAGE, "Menu\n" + "\n".join(PAGE.body)).chrome_removed == 1


def test_joined_and_wrapped_lines_are_the_same_lines():
    assert (2, 2, 2, 2) == count_lines(PAGE, " ".join(PAGE.body))
    assert (2, 2, 2, 2) == count_lines(PAGE, "\n".join(PAGE.body).replace(" ", "\n"))


def test_of_equal_lines_the_body_is_taken_to_be_kept():
    page = page_of(("Rain fell.", 0), ("Then it stopped.", 1), ("Rain fell.", 1))

    assert (1, 1, 2, 2) == count_lines(page, "Rain fell.\nThen it stopped.")


def test_lost_and_residue_are_shares_of_words():
    words = overlap(PAGE, "Rain fell on the town.\nShare")  # 5 of 11; 1 of 6 is chrome

    assert words.lost == pytest.approx(6 / 11)
    assert words.residue == pytest.approx(1 / 6)


def test_neutral_lines_are_neither_lost_nor_residue():
    kept = "\n".join(PAGE.body)

    assert overlap(PAGE, kept) == overlap(PAGE, f"In short: rain\n{kept}")


def test_of_a_mixed_line_the_part_counts():
    page = page_of(("Rain fell. Share this", -1), mixed={0: "Rain fell."})

    assert (0.0, 0.0) == (overlap(page, "Rain fell.").lost, overlap(page, "Rain fell.").residue)
    assert overlap(page, page.text).residue == pytest.approx(2 / 4)


def test_a_neutral_copy_of_a_body_line_counts_as_suits_the_cleaner():
    page = page_of(("Rain fell.", -1), ("It was a wet day.", 1), ("Rain fell.", 1))

    assert (0.0, 0.0) == (overlap(page, page.text).lost, overlap(page, page.text).residue)


@given(LINES)
def test_lines_that_are_all_kept_are_kept_whole(lines: list[tuple[str, ...]]):
    assert [1.0 if line else None for line in lines] == kept_shares(lines, lines)


@given(LINES, LINES)
def test_shares_are_shares(lines: list[tuple[str, ...]], kept: list[tuple[str, ...]]):
    shares = kept_shares(lines, kept)

    assert all(0 <= share <= 1 for share in shares if share is not None)
    assert [not line for line in lines] == [share is None for share in shares]
