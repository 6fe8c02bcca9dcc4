"""Hard-wrapped text is told from lines that end where paragraphs end."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given

from cleaner.wraps import wrapped_lines
from tests.documents import documents

PARAGRAPHS = (
    "The council said on Monday that the old gate of the harbour was broken beyond repair and that"
    " a new one would be built before the winter storms, at a cost of two million pounds.",
    "Ada Byron, who has run the ferry for thirty years, said the gate had held until the morning of"
    " the second flood. Nobody was hurt, but forty boats were lost, most of them uninsured.",
    "Work is to begin in May and end in October.",
)
POEM = "The rain came down\nupon the town,\nand no one saw\nthe river rise\nonce more\n"


def wrapped(width: int, between: str = "\n\n") -> list[str]:
    return between.join(textwrap.fill(p, width) for p in PARAGRAPHS).splitlines(keepends=True)


@pytest.mark.parametrize("width", [60, 66, 72, 80])
def test_all_but_the_last_line_of_a_paragraph_go_on(width: int) -> None:
    lines = wrapped(width)
    going_on = {n for n, line in enumerate(lines[:-1]) if line.strip() and lines[n + 1].strip()}

    assert going_on == set(wrapped_lines(lines))


@pytest.mark.parametrize("end", ["\r\n", "\r", " \n"])
def test_line_ends_and_blanks_before_them_do_not_matter(end: str) -> None:
    lines = wrapped(72)

    assert wrapped_lines(lines) == wrapped_lines([line.replace("\n", end) for line in lines])


def test_an_address_that_sticks_out_does_not_hide_the_column() -> None:
    lines = [*wrapped(72), "\n", "https://www.example.org/" + "a" * 65 + "\n", "\n"]

    assert wrapped_lines(wrapped(72)) == wrapped_lines(lines)


def test_an_item_of_a_list_begins_anew() -> None:
    lines = [*wrapped(72), "\n", "\n", f"{PARAGRAPHS[0][:70]}\n", f"- {PARAGRAPHS[1][:70]}\n"]

    assert wrapped_lines(wrapped(72)) == wrapped_lines(lines)


@pytest.mark.parametrize("text", ["", "\n", POEM, "\n".join(PARAGRAPHS), "Home\nNews\n" * 20])
def test_other_lines_are_left_alone(text: str) -> None:
    assert wrapped_lines(text.splitlines(keepends=True)) == []


@given(documents)
def test_a_line_that_goes_on_has_text_below_it(text: str) -> None:
    lines = text.splitlines(keepends=True)

    assert all(lines[n].strip() and lines[n + 1].strip() for n in wrapped_lines(lines))


def test_paragraphs_of_like_length_are_not_wrapped() -> None:
    line = "Nobody asked us, said Ada Brook, who runs the bakery at the river.\n"

    assert wrapped_lines([line, "Share this article\n", line, line, line, line]) == []
