"""Blocks tile the text, whatever it is."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean
from cleaner.data import BLANK, LINE, SENTENCE, Block, Document, Match, Span
from cleaner.sentences import BYTE_ORDER_MARK
from cleaner.stages.blocks import MAX_PIECE_CHARS, cut_blocks, split_blocks
from tests.documents import documents

GLUED = "You will be logged inPlease refresh your browser now"


def texts(text: str) -> list[str]:
    return [block.text for block in split_blocks(Document(text))]


def is_blank(block: Block) -> bool:
    """A byte order mark at the head of a text belongs to the file, not to its first line."""
    is_mark = block.text == BYTE_ORDER_MARK and block.span.start == 0
    return is_mark or block.text.isspace()


def match_of(start: int, end: int) -> Match:
    return Match("a/rule", start, end, "drop", "share", 1.0, False, Span(start, end))


@given(documents, st.integers(1, 30), st.sets(st.integers(0, 3000)))
def test_blocks_tile_the_text(text: str, times: int, cuts: set[int]) -> None:
    for whole in (text, text.replace("\n", " ") * times):
        blocks = split_blocks(Document(whole))
        finer = cut_blocks(blocks, [match_of(c, len(whole)) for c in cuts if c <= len(whole)])

        for some in (blocks, finer):
            assert whole == "".join(block.text for block in some)
            assert all(block.text for block in some)
            assert all((block.kind == BLANK) == is_blank(block) for block in some)
            assert all(len(b.text) <= MAX_PIECE_CHARS for b in some if b.kind == SENTENCE)


@given(documents, st.integers(40, 100))
def test_wrapped_blocks_tile_the_text(text: str, width: int) -> None:
    whole = "\n\n".join(textwrap.fill(text * 3, width) for _ in range(3))
    blocks = split_blocks(Document(whole))

    assert whole == "".join(block.text for block in blocks)
    assert len(whole) == len(blocks.folded)


def test_wrapped_lines_are_one_block_and_compare_as_one_line() -> None:
    words = "Support our journalism so that we can go on telling the story of this town. "
    text = textwrap.fill(words * 4, 60).replace("\n", "\r\n") + "\r\n\r\nShort\r\n"
    blocks = split_blocks(Document(text))

    assert [LINE, BLANK, LINE] == list(blocks.kinds)
    assert text == "".join(block.text for block in blocks)
    assert "\n" not in blocks.folded[: blocks.ends[0] - 2]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_a_line_keeps_its_end(end: str) -> None:
    assert [f"One.{end}", end, "Two"] == texts(f"One.{end}{end}Two")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GLUED, ["You will be logged in", "Please refresh your browser now"]),
        (
            "It makes the difference.The government said so.",
            ["It makes the difference.", "The government said so."],
        ),
        (GLUED + "\r\n", ["You will be logged in", "Please refresh your browser now", "\r\n"]),
    ],
)
def test_glued_sentences_are_cut_at_the_seam(text: str, expected: list[str]) -> None:
    assert expected == texts(text)


@pytest.mark.parametrize(
    "text",
    [
        "The clip on YouTube was seen by a million people.",
        "She told McDonald that the iPhone was gone, and eBay too.",
        "Write to the editor at news.Example.Com today please.",
        "inPlease refresh it now",
        "He lives in theNetherlands",
    ],
)
def test_names_with_inner_capitals_are_no_seam(text: str) -> None:
    assert [text] == texts(text)


@pytest.mark.parametrize("end", ["\n", "\r", "\u2028"])
def test_a_seam_is_one_behind_any_line_end(end: str) -> None:
    line = "word " * 300

    assert f"go{end}" not in texts(f"One.{end}goPlease stay {line}")
    assert "go" in texts(f"One.{end}goPlease stay {line}")


def test_a_long_line_is_cut_into_sentences() -> None:
    sentence = "The council met on Monday and agreed on nothing. "
    blocks = split_blocks(Document(sentence * 30 + "\n"))

    assert {SENTENCE, BLANK} == set(blocks.kinds)
    assert [sentence] * 29 == [block.text for block in blocks][:29]


def test_a_long_line_without_sentences_is_cut_at_blanks() -> None:
    assert all(piece.endswith("word ") for piece in texts("word " * 900))


def test_a_paragraph_of_common_length_is_one_line() -> None:
    paragraph = "It rained. Then sun. " * 40

    assert list(split_blocks(Document(f"{paragraph}\n{paragraph}\n")).kinds) == [LINE, LINE]


def test_a_paragraph_that_is_most_of_the_text_is_the_article() -> None:
    paragraph = "It rained. Then sun. " * 40

    assert set(split_blocks(Document(f"Weather\n{paragraph}")).kinds[1:]) == {SENTENCE}
    assert list(split_blocks(Document("It rained. Then sun. " * 9)).kinds) == [LINE]


def test_an_article_on_one_line_is_found_among_menus() -> None:
    menu = "".join(f"Section number {n}\n" for n in range(60))
    kinds = split_blocks(Document(f"{menu}{'It rained. Then sun. ' * 40}\n{menu}")).kinds

    assert set(kinds[:60] + kinds[-60:]) == {LINE}
    assert kinds.count(SENTENCE) == 80


PROSE = "The river rose by a metre in one night and the council closed the bridge until Friday. "


def test_running_text_is_cut_where_a_line_seems_to_have_begun() -> None:
    furniture = "Home News Sport Read more By Ada Brook 12 May 2021 Updated "
    whole = split_blocks(Document(f"{furniture}{PROSE * 5}"))
    before = [block.text for block in whole]
    after = [block.text for block in cut_blocks(whole, ())]

    assert "By Ada Brook 12 May 2021 " in set(after) - set(before)
    assert before[-4:] == after[-4:] == [PROSE] * 4


def test_sentences_of_running_text_stay_whole() -> None:
    whole = split_blocks(Document(PROSE * 8))

    assert [block.text for block in cut_blocks(whole, ())] == [PROSE] * 8


@pytest.mark.parametrize(
    "sentence",
    [
        "Prince Aldo and Countess Mira Valenti will open the bridge that their town paid for. ",
        "Former Harbour Minister Tomas Lindqvist Berg said that the bridge had been his idea. ",
        "On Monday, North Riverside College President Ada Brook was told of it by the council. ",
    ],
)
def test_names_in_running_text_are_not_cut_in_two(sentence: str) -> None:
    whole = split_blocks(Document(f"{PROSE * 3}{sentence}{PROSE * 3}"))

    assert sentence in [block.text for block in cut_blocks(whole, set())]


def test_words_of_chrome_inside_a_sentence_stay() -> None:
    text = f"{PROSE * 3}Her song Share This The Love reached number one in May. {PROSE * 3}"

    assert clean(text).text == text


def test_lines_of_a_text_with_line_breaks_are_not_cut() -> None:
    blocks = split_blocks(Document(f"Home News Sport {PROSE}\n{PROSE}\n"))

    assert cut_blocks(blocks, ()) is blocks


def test_a_first_line_with_nothing_but_a_byte_order_mark_is_blank() -> None:
    blocks = split_blocks(Document(f"{BYTE_ORDER_MARK}\n{PROSE}\n"))

    assert [(BYTE_ORDER_MARK, BLANK), ("\n", BLANK), (f"{PROSE}\n", LINE)] == [
        (block.text, block.kind) for block in blocks
    ]
    assert clean(blocks.document.text).status == "untouched"


def test_nothing_has_no_blocks() -> None:
    assert texts("") == []


@pytest.mark.parametrize("size", [1_999, 2_000, 2_001, 4_000])
@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_word_as_long_as_a_piece_leaves_the_line_its_end(size: int, end: str) -> None:
    text = f"Rain fell. {'a' * size}{end}Sun.\n"
    blocks = split_blocks(Document(text))

    assert text == "".join(block.text for block in blocks)
    assert all(block.text for block in blocks)
    assert clean(text).restore() == text
