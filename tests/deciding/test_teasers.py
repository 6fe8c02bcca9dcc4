"""Which lines a heading of other stories takes with it."""

import pytest

from cleaner.data import Document, Scores
from cleaner.policy import Policy
from cleaner.stages.blocks import split_blocks
from cleaner.stages.matches import find_matches
from cleaner.stages.verdicts import decide
from tests.rules import pack_of, rule

PROSE = "The council voted on Tuesday to close the bridge, the mayor said."
TEASER = "Ferry to run again after nine years"
PACK = pack_of(
    rule("line", "read more", name="heading", where={"max_words": 9}),
    rule("line", "about the author", name="author", category="author"),
    rule("phrase", "keep this", name="keep", action="keep", where={"max_words": 30}),
)


def gone(*lines: str, chrome: int = -900) -> list[str]:
    """Return the lines that go where the scores keep all; another one is chrome."""
    blocks = split_blocks(Document("\n".join((*lines, "Menu"))))
    points = [300] * (len(blocks) - 1) + [chrome]
    scores = Scores(points, lambda row: (("made up", points[row]),))
    verdicts = decide(blocks, find_matches(blocks, PACK), scores, Policy("balanced"))
    pieces = zip(verdicts.blocks, verdicts.keeps, strict=True)
    dropped = [piece.text.strip() for piece, keep in pieces if not keep]
    return [text for text in dropped if text not in ("", "Menu")]


def test_the_story_below_a_heading_goes_with_it() -> None:
    assert gone(PROSE, "Read more", TEASER, PROSE) == ["Read more", TEASER]
    assert gone(PROSE, "Read more", "", TEASER, "", PROSE) == ["Read more", TEASER]


@pytest.mark.parametrize(
    "line",
    [
        PROSE,
        "The aftermath",
        "It rained for nine days:",
        "पुल मंगलवार को बंद कर दिया गया।",
        "پل منگل کو بند کر دیا گیا۔",
        "and ran for nine whole years",
        "word " * 25,
        "市" * 61,
        "สภาเมืองมีมติเมื่อวันอังคารอนุมัติงบซ่อมสะพานสี่ร้อยล้านบาท นายกเทศมนตรีรับปากว่าจะเริ่มงานภายในปีนี้ "
        "วิศวกรพบรอยร้าวในสองจากเก้าช่วงของสะพานเมื่อปีที่แล้ว และปิดช่องทางเดินรถหนึ่งช่องทันที",
        "「橋の修理には半年かかると市の担当者は述べた。渡し船は今も毎日動いている。」",
        "市议会星期二以多数票批准了四亿元的修桥预算，市长承诺工程将在年内开工，" * 2
        + "居民们都说太好了！",
        "The ferry will run again from Monday.\u200b",
        "‹The ferry will run again from Monday.›",
        "، وقال المجلس إن الجسر لا يزال مغلقا",
    ],
)
def test_what_is_no_headline_stays(line: str) -> None:
    assert gone(PROSE, "Read more", "", line, PROSE) == ["Read more"]


@pytest.mark.parametrize(
    "line",
    [
        "市议会批准四亿元修桥预算，市长承诺工程将在年内开工，居民盼望渡船早日恢复",
        "สภาเมืองอนุมัติงบซ่อมสะพาน นายกเทศมนตรีรับปากเริ่มงานปีนี้",
        "पुल छह महीने के लिए बंद रहेगा",
    ],
)
def test_a_headline_of_any_script_goes(line: str) -> None:
    assert gone(PROSE, "Read more", line, PROSE) == ["Read more", line]


def test_the_line_after_the_story_stays() -> None:
    assert gone("Read more", TEASER, "How the ferry was mended", PROSE) == ["Read more", TEASER]


@pytest.mark.parametrize(
    "marks", [("1.", "2.", "3."), ("9)", "10)", "11)"), ("-", "-", "-"), ("•", "•", "•")]
)
def test_a_list_goes_as_far_as_its_marks(marks: tuple[str, ...]) -> None:
    links = [f"{mark} {TEASER}" for mark in marks]

    assert gone("Read more", *links, "How the ferry was mended", PROSE) == ["Read more", *links]
    assert gone("Read more", *links[:2], "1. Mend the old boat", PROSE) == ["Read more", *links[:2]]


def test_only_headings_of_other_stories_that_fill_their_line_do_it() -> None:
    assert gone(PROSE, "About the author", TEASER, PROSE) == ["About the author"]
    assert gone(PROSE, TEASER, PROSE) == []


def test_what_a_rule_speaks_of_is_left_to_it() -> None:
    assert gone("Read more", "Keep this old ferry running", PROSE) == ["Read more"]


def test_a_sentence_in_several_lines_is_no_headline() -> None:
    lines = ("Nine years after the ferry was lost at", "Sarn Point", "it was found.")

    assert gone(PROSE, "Read more", *lines, PROSE) == ["Read more"]


def test_where_the_scorer_abstains_only_rules_drop() -> None:
    assert gone(PROSE, "Read more", TEASER, PROSE, chrome=-10) == ["Read more"]
