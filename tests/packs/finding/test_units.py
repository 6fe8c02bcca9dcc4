"""Where the prose of a text begins and ends, whatever closes its sentences."""

from __future__ import annotations

import pytest

from cleaner.folding import fold
from cleaner.packs.finding import units
from cleaner.packs.finding.units import prose_bounds, prose_units, units_of
from tests.rules import hit_texts, rule

WORDS = "The river rose by a metre in one night and then it fell again as it had before"
CLOSING = (
    "",
    '"',
    "”",
    "’",
    "')",
    "]",
    "»",
    " »",
    "\u00a0»",
    "«",
    "›",
    " ›",
    "‹",
    "」",
    "』",
    "）",
    "】",
    "}",
    "\u200b",
    "”\ufeff",
)


@pytest.fixture(params=["compiled", "python"], autouse=True)
def twin(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "python":
        monkeypatch.setattr(units, "_native", None)


@pytest.mark.parametrize("closing", CLOSING)
@pytest.mark.parametrize("opened", ["", "« "])
def test_prose_is_prose_whatever_closes_it(closing: str, opened: str) -> None:
    prose = fold(f"{opened}{WORDS}.{closing}")
    texts = ["A heading", prose, "A line", prose, prose, prose, "Share"]

    assert [1, 3, 4, 5] == prose_units(texts)


@pytest.mark.parametrize("end", ["", ",", " »", " ›", ", »", "« »"])
def test_what_ends_no_sentence_is_none(end: str) -> None:
    assert [] == prose_units([fold(WORDS + end)] * 3)


def test_few_words_are_none() -> None:
    assert [] == prose_units(["The river rose by a metre.", "", "."])
    assert [0] == prose_units(["The river rose by a metre.", "", "."], 6)


def test_the_head_is_three_lines_of_prose_and_so_is_the_tail() -> None:
    assert (1, 4, 7, 9) == prose_bounds([1, 3, 4, 6, 7, 8, 9])
    assert (1, 3, 1, 3) == prose_bounds([1, 3])
    assert (2, 2, 2, 2) == prose_bounds([2])
    assert prose_bounds([]) is None


def test_blank_blocks_are_no_units() -> None:
    found = units_of("One. \n \nTwo", [0, 6, 8], [6, 8, 11], bytes([1, 0, 1]))

    assert ([0, 2], [0, 8], [6, 11], ["One.", "Two"]) == tuple(found)


@pytest.mark.parametrize("closing", ["", "”", "»", " »"])
def test_a_rule_for_the_tail_leaves_what_stands_above_it(closing: str) -> None:
    prose = f"{WORDS}.{closing}\n"
    tail = rule("line", "about the author", where={"position": "tail"})

    assert [] == hit_texts(f"About the author\n{prose * 7}", tail)
    assert ["About the author\n"] == hit_texts(f"{prose * 7}About the author\n", tail)


def test_prose_of_thai_needs_no_stop_but_more_words() -> None:
    long, short = "ฝนตกหนัก" * 13, "ฝนตกหนัก" * 12

    assert [0] == prose_units([long, short])
