"""Blank lines beside what is removed go too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.data import BLANK, Document
from cleaner.deciding.gaps import close_gaps
from cleaner.stages.blocks import split_blocks


def left(text: str) -> str:
    """Remove the lines that begin with x."""
    blocks = split_blocks(Document(text))
    keeps = bytearray(not block.text.startswith("x") for block in blocks)
    close_gaps(blocks, keeps)
    return "".join(block.text for block, keep in zip(blocks, keeps, strict=True) if keep)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\nb\n", "a\n\nb\n"),
        ("\n\na\n\n\n", "\n\na\n\n\n"),
        ("a\n\nx\n\nb\n", "a\n\nb\n"),
        ("a\n\nx\n\n\nb", "a\n\n\nb"),
        ("a\nx\nb", "a\nb"),
        ("a\nx\n\nb", "a\n\nb"),
        ("x\n\na\n", "a\n"),
        ("\nx\n\na\n", "a\n"),
        ("a\n\nx\n\n", "a\n"),
        ("a\r\n \r\nx\r\n\r\nb", "a\r\n \r\nb"),
        ("x\n\nx", ""),
        ("", ""),
    ],
)
def test_a_gap_closes_to_its_longest_run_of_blank_lines(text: str, expected: str) -> None:
    assert expected == left(text)


def test_blank_lines_behind_a_line_that_lost_its_end_stay() -> None:
    text = "The council voted on Tuesday to close the bridge, the mayor said.Share this article\n\n"
    blocks = split_blocks(Document(text))
    keeps = bytearray(not block.text.startswith("Share") for block in blocks)
    close_gaps(blocks, keeps)

    assert [block.text.strip() for block, keep in zip(blocks, keeps, strict=True) if not keep] == [
        "Share this article"
    ]


@given(st.lists(st.sampled_from(["a\n", "x\n", "\n", " \r\n", "\u2028"]), max_size=12).map("".join))
def test_only_blank_lines_go_and_a_second_time_none(text: str) -> None:
    once = left(text)

    assert [s for s in text.split() if s == "a"] == once.split()
    assert once == left(once)


def test_where_nothing_goes_nothing_changes() -> None:
    blocks = split_blocks(Document("\n\na\n\n\n\nb\n\n"))
    keeps = bytearray(b"\1" * len(blocks))
    close_gaps(blocks, keeps)

    assert all(keeps)
    assert BLANK in blocks.kinds
