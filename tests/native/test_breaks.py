"""The compiled search for lines that begin or go on is that of the Python beside it."""

from __future__ import annotations

from functools import cache
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.breaks.cues import FIRST_END, KINDS, LASTS, MARKS, shape
from cleaner.breaks.guess import GOING_POINTS, SURE_POINTS, going_on_found, line_starts_found
from cleaner.breaks.points import CompiledPoints, packed
from cleaner.breaks.table import GOING_ON, STARTS, shipped_table
from cleaner.native import twin
from cleaner.sentences import OPENING
from tests.breaks.texts import running_texts

BREAKS = twin("breaks")
pytestmark = pytest.mark.skipif(BREAKS is None, reason="not built; the Python does the work")
SIGNS = (KINDS, LASTS, FIRST_END, OPENING, MARKS)


LINES = (-400, -100, 0, 150)
"""Drawn elsewhere than today: what is far from the line may be near with other points."""


@given(running_texts)
def test_lines_begin_where_python_says(text: str) -> None:
    table = shipped_table(STARTS)
    for least in (SURE_POINTS, *LINES):
        assert compiled(STARTS).line_starts(text, least) == line_starts_found(text, table, least)


@given(st.lists(running_texts, max_size=8), st.data())
def test_lines_go_on_where_python_says(lines: list[str], data: st.DataObject) -> None:
    table = shipped_table(GOING_ON)
    text = "".join(f"{line} " for line in lines)
    starts = list(accumulate([len(line) + 1 for line in lines], initial=0))[: len(lines)]
    known = bytes(data.draw(st.lists(st.integers(0, 1), min_size=len(lines), max_size=len(lines))))
    for least in (GOING_POINTS, *LINES):
        asked = text, starts, known
        assert compiled(GOING_ON).going_on(*asked, least) == going_on_found(*asked, table, least)


def test_what_is_no_table_is_refused() -> None:
    with pytest.raises(ValueError, match="length"):
        BREAKS.Table([], bytes(8), b"", *SIGNS, shape)
    with pytest.raises(TypeError, match="strings"):
        BREAKS.Table([1], b"", b"", *SIGNS, shape)
    with pytest.raises(ValueError, match="signs"):
        BREAKS.Table([], b"", b"", "x" * 99, *SIGNS[1:], shape)


def test_a_word_of_no_known_shape_is_refused() -> None:
    table = BREAKS.Table([], b"", b"", *SIGNS, lambda word: (word, "?", "?", ""))
    with pytest.raises(ValueError, match="shape"):
        table.line_starts("Über", [], 0)
    table = BREAKS.Table([], b"", b"", *SIGNS, lambda word: None)
    with pytest.raises(TypeError):
        table.line_starts("Über", [], 0)


def test_lines_that_are_no_lines_are_refused() -> None:
    table = compiled(GOING_ON)
    with pytest.raises(ValueError, match="length"):
        table.going_on("Home News ", [0, 5], b"\0", 0)
    with pytest.raises(ValueError, match="before"):
        table.going_on("Home ", [-1], b"\0", 0)
    with pytest.raises(TypeError):
        table.going_on("Home ", ["0"], b"\0", 0)  # type: ignore[list-item]


@cache
def compiled(file: str) -> CompiledPoints:
    return CompiledPoints(*packed(shipped_table(file)))
