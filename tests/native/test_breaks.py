"""The compiled search for lost line breaks is that of the Python beside it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given

from cleaner.breaks import guess
from cleaner.breaks.cues import FIRST_END, KINDS, LASTS, MARKS, shape
from cleaner.breaks.table import shipped_table
from cleaner.native import twin
from cleaner.sentences import OPENING
from tests.breaks.texts import running_texts

BREAKS = twin("breaks")
pytestmark = pytest.mark.skipif(BREAKS is None, reason="not built; the Python does the work")
SIGNS = (KINDS, LASTS, FIRST_END, OPENING, MARKS)


@given(running_texts)
def test_lines_begin_where_python_says(text: str) -> None:
    table = shipped_table()

    assert compiled(table).line_starts(text) == guess.line_starts_found(text, table)


@given(running_texts)
def test_every_cue_counts_in_both(text: str) -> None:
    """With the line drawn elsewhere: what is far from it today may be near with other points."""
    table = shipped_table()
    for least in (-400, -100, 0, 150):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(guess, "SURE_POINTS", least)
            assert compiled(table).line_starts(text) == guess.line_starts_found(text, table)


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


def compiled(table: Mapping[str, int]) -> guess.CompiledPoints:
    return guess.CompiledPoints(*guess.packed(table))
