"""The compiled units are those of the Python beside them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.data import BLANK, LINE
from cleaner.native import twin
from cleaner.packs.finding import units

UNITS = twin("units")
pytestmark = pytest.mark.skipif(UNITS is None, reason="not built; the Python does the work")

WORDS = (
    *(
        "word",
        "a",
        "Rain",
        "雨が降った",
        "x" * 50,
        "会" * 45,
        "ฝนตกหนักตลอดทั้งคืน",
        "ฝนตกหนักตลอดทั้งคืน" * 5,
        "ฝนตกหนัก" * 12,
        "ຝົນຕົກ" * 9,
        "မိုးရွာသည်။",
        "ភ្លៀងធ្លាក់។" * 7,
        " ",
        "\u2003",
        "\x1f",
        "\u200b",
        "\ud800",
    ),
    *(".", "!", "…", "。", '"', "')", "」", "•", "", "one two three four five six seven eight."),
    *(".»", "» .", "?›", "!“", ".” )", "»", "«", "›"),
    "The river rose by a metre in one night and then it fell again, as it had done before.",
)
lines = st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=24).map(" ".join)


@given(st.lists(lines, max_size=12))
def test_prose_stands_where_python_finds_it(texts: list[str]) -> None:
    for words in (units.PROSE_WORDS, units.SENTENCE_WORDS):
        assert plainly(units.prose_units, texts, words) == units.prose_units(texts, words)


@given(st.lists(st.tuples(lines, st.sampled_from([BLANK, LINE])), max_size=12))
def test_units_are_cut_out_as_python_does_it(blocks: list[tuple[str, int]]) -> None:
    folded = "".join(text for text, _ in blocks)
    ends = [sum(len(text) for text, _ in blocks[: i + 1]) for i in range(len(blocks))]
    starts = [0, *ends[:-1]] if blocks else []
    kinds = bytes(kind for _, kind in blocks)

    found = units.units_of(folded, starts, ends, kinds)

    assert plainly(units.units_of, folded, starts, ends, kinds) == found


def test_blocks_outside_their_text_are_refused() -> None:
    for starts, ends in (([0], [9]), ([-1], [2]), ([2], [1]), ([], [])):
        with pytest.raises(ValueError, match="block"):
            UNITS.units_of("abc", starts, ends, bytes([LINE]), BLANK)


def plainly(function, *arguments):  # type: ignore[no-untyped-def]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units, "_native", None)
        return function(*arguments)
