"""Sentences that are broken into lines at links are told from lines that say something alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.breaks.broken import broken_lines
from cleaner.data import Document
from cleaner.lines import swept_lines
from cleaner.stages.blocks import split_blocks
from tests.documents import documents

LETTERS = st.text(alphabet="abcdefgh", min_size=2, max_size=8)


BROKEN = (
    "Home\nNews\nThe film, which was made for the\nharbour board\n, is as good as any.\n"
    "The board has published its\nreport on the gate\n, which nobody had read.\n"
    "They had asked the town for\nmore money\nthan it could give them.\n"
)
LINKS = "He has made it with the\nFerry House\nand\nThe Old Mill\n"


def blocks_of(text: str) -> list[str]:
    return [block.text for block in split_blocks(Document(text))]


def going_on(text: str) -> list[int]:
    swept = swept_lines(text)
    return broken_lines(swept.folded, swept.starts, swept.ends)


@pytest.mark.parametrize(
    "text",
    [
        "The harbour board said on\nMonday\nthat the gate would be closed.",  # a capital between
        "Nobody knows yet what\nthe new gate\nwill cost the town.",
        "Tickets are sold at\nThe Old Ferry House\n, by the quay, from noon.",
        "The board has published its\nreport on the gate\n.",
        "She wrote to the paper (\nthe letter is here\n) and had no answer.",
        'They call it "\nThe Gate of Tears\n", after the flood of that year.',
        "The ferry's owners ask for\nmore money\n  than the town can give.",  # indented
        "Ferries\nwill go again from Monday, the harbour board has said.",
        "The mayor of the town\n's oldest port will not stand again.",
        "Der Rat hat nach der\nFlut\n, die das Tor zerstörte, drei Boote gekauft.",
        "港の古い門は\n来年\n、新しい門に取り替えられる。",
        "وصلت المساعدات بعد أسبوعين من الحصار إلى\nمدينة حلب\n، وقال المجلس إنها لا تكفي.",
        "امدادی سامان دو ہفتے بعد پہنچا\nحلب شہر\n، اور کونسل نے کہا کہ یہ کافی نہیں۔",
    ],
)
def test_a_broken_sentence_is_one_block(text: str) -> None:
    above, below = "The gate is old.\n", "\nShare\nRead more\nNo boats were lost.\n"
    whole = above + text + below

    assert [block.text for block in split_blocks(Document(whole))][:2] == [above, f"{text}\n"]


@pytest.mark.parametrize(
    "text",
    [
        "share\ntweet\nprint\nsave",  # a menu in small letters
        "The gate is broken.\nwritten by a reader of the paper in the town",  # it had ended
        "Why the old gate will not hold\nThe board of the harbour has known it for years.",
        "Advertisement\n\nand so it went on for many years in the old town",  # a gap
        "The harbour board said\nAdvertisement\nThe gate would be closed for the winter.",
        "The gate is broken, and the board has no money\n... more about this on Monday",
        "Rain fell on the town all day:\nthe river rose by a metre and the quay was closed",
        'The board has known it for years, he said, and "nobody cares"\n"Let them come," he said.',
        "The gate can be seen from afar by all who live here\niPhone\neBay",
    ],
)
def test_lines_that_end_stay_lines(text: str) -> None:
    assert going_on(text) == []


def test_in_a_text_written_node_by_node_links_with_capitals_are_joined() -> None:
    """Nothing but words tells that a title in capitals is a part of its sentence."""
    assert blocks_of(f"{BROKEN}{LINKS}Share\nNo boats were lost.\n")[-3:] == [
        LINKS,
        "Share\n",
        "No boats were lost.\n",
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"{LINKS}Share\n",  # nothing else is in pieces
        "The mill stood silent in the rain\nand no one came to grind the grain\n"
        f"the miller's daughter wept alone\nbeside the cold and mossy stone.\n{LINKS}",  # verse
    ],
)
def test_one_sentence_in_pieces_tells_nothing_of_other_lines(text: str) -> None:
    assert "The Old Mill\n" in blocks_of(text)


def test_a_line_that_ends_a_sentence_goes_on_in_none() -> None:
    text = f"{BROKEN}Take our quiz of the week.\nPolice\nin Kent asked for help on Monday.\n"

    assert "Take our quiz of the week.\n" in blocks_of(text)


@given(st.lists(LETTERS, min_size=12, max_size=40), st.data())
def test_a_sentence_may_be_broken_anywhere(words: list[str], data: st.DataObject) -> None:
    sentence = [words[0].title(), *words[1:]]
    sentence[-1] += "."
    places = data.draw(st.sets(st.integers(6, len(words) - 1)))
    pieces = [sentence[a:b] for a, b in pairwise([0, *sorted(places), len(words)])]
    text = "\n".join([*map(" ".join, pieces), *["The board met."] * 20])

    assert going_on(text) == list(range(len(places)))
    assert going_on(text.lower()) == []  # without capitals nothing is known


@given(documents)
def test_only_lines_that_have_another_below_go_on(text: str) -> None:
    found = going_on(text)
    lines = text.splitlines()

    assert found == sorted(set(found))
    assert all(lines[i].strip() and lines[i + 1].strip() for i in found)


def test_an_address_below_a_heading_is_a_line_of_its_own() -> None:
    assert going_on("Casks of the Old Distillery in Leeds\nann@example.org\n") == []
    assert going_on("Write to the keeper of the casks at\nann@example.org\n, who answers.\n") == [
        0,
        1,
    ]


def test_a_link_in_a_sentence_is_not_taken_for_a_button() -> None:
    body = (
        "The harbour board said on Monday that it would\n"
        "contact us\n"
        "only when the new gate had been paid for, and that nobody had been asked before.\n"
        "Ada Byron, who has run the ferry for years, does not believe a word of it, she said.\n"
    )

    assert clean(f"{body}Contact us\n").text.strip() == body.strip()
