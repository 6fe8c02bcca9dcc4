"""Offsets to lines and columns."""

import re

from hypothesis import given
from hypothesis import strategies as st

from cleaner.checker.places import EXCERPT_CHARS, Places
from tests.documents import documents


@given(documents, st.data())
def test_line_and_column_lead_back_to_the_offset(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    place = Places(text).of(start, end)
    before = re.split("\r\n|\r|\n", text[:start].removeprefix("\ufeff"))
    if text[max(0, start - 1) : start + 1] != "\r\n":
        assert (len(before), len(before[-1]) + 1) == (place.line, place.column)

    assert len(place.excerpt) <= EXCERPT_CHARS
    assert place.mark[0] < place.mark[1]


def test_of_a_long_line_the_part_around_the_place_is_shown() -> None:
    text = "a" * 5_000 + "WRONG" + "b" * 5_000
    place = Places(text).of(5_000, 5_005)
    start, end = place.mark

    assert (1, 5_001) == (place.line, place.column)
    assert place.excerpt[start:end] == "WRONG"


def test_a_byte_order_mark_is_in_no_column() -> None:
    """Editors and SARIF do not count it."""
    places = Places("\ufeffOne.\nTwo.")

    assert (1, 1, 1, 5) == places.of(1, 5)[:4]
    assert (1, 1, 1, 5) == places.of(0, 5)[:4]
    assert (2, 1, 2, 5) == places.of(6, 10)[:4]
