"""How far a removal reaches beyond the words that matched."""

from __future__ import annotations

import pytest

from cleaner.data import Document
from cleaner.packs.finding.finder import find_hits
from cleaner.packs.finding.page import Page
from cleaner.packs.finding.reach import MAX_PARAGRAPH_CHARS, reached
from cleaner.stages.blocks import split_blocks
from tests.rules import pack_of, rule

STORY = "The council voted on Tuesday to close the old bridge for six months, the mayor said. "


def covered(text: str, one: dict[str, object]) -> str:
    """What the first hit covers; of a block, from the first hit to the last."""
    pack = pack_of(one)
    page = Page(split_blocks(Document(text)))
    hits = find_hits(page, pack.general)
    start, end = reached(page, pack.rule(0), hits[0], hits[-1] if len(hits) > 1 else None)
    return text[start:end]


@pytest.mark.parametrize("line", ["Sign up", "• Sign up »", "【Sign up】", "  Sign up:"])
@pytest.mark.parametrize("kind", ["line", "phrase"])
def test_a_line_of_which_nothing_would_be_left_goes_whole(kind: str, line: str) -> None:
    fields = {"reach": "phrase"} if kind == "phrase" else {}

    assert f"{line}\n" == covered(f"A\n{line}\nB", rule(kind, "sign up", **fields))


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("We sign up now.", "sign up "),
        ("We (sign up) now.", "sign up"),
        ("Sign up now.", "Sign up "),
        ("We go, sign up now.", "sign up "),
        ("We sign up", "sign up"),
        ("彼はsign up 今", "sign up"),  # the blank parts what is left
    ],
)
def test_a_phrase_takes_the_blanks_behind_it_where_others_stand_before(
    text: str, gone: str
) -> None:
    assert gone == covered(text, rule("phrase", "sign up", reach="phrase"))


@pytest.mark.parametrize("reach", ["sentence", "line", "paragraph"])
def test_nothing_reaches_over_the_end_of_its_line(reach: str) -> None:
    text = f"{STORY}\nPlease sign up\n{STORY}"

    assert covered(text, rule("phrase", "sign up", reach=reach)) == "Please sign up\n"


def test_a_long_line_is_the_article_and_no_paragraph() -> None:
    glued = f"{STORY * 2}Please sign up now. {STORY * 2}"
    long = STORY * (MAX_PARAGRAPH_CHARS // len(STORY) + 1)
    phrase = rule("phrase", "sign up", reach="paragraph")

    assert covered(f"{glued}\n{STORY}\n" + f"{STORY}\n" * 20, phrase) == f"{glued}\n"
    assert covered(f"{long}Please sign up now. {long}", phrase) == "Please sign up now. "


@pytest.mark.parametrize(
    ("fields", "gone"),
    [
        ({"to": ["many thanks"]}, "Help us now\nplease\nMany thanks to all\n"),
        ({"before": ["many thanks"]}, "Help us now\nplease\n"),
    ],
)
def test_a_block_reaches_over_the_lines_of_its_ends_or_up_to_the_last(
    fields: dict[str, list[str]], gone: str
) -> None:
    text = "A\nHelp us now\nplease\nMany thanks to all\nB"

    assert gone == covered(text, rule("block", from_=["help us"], max_lines=4, **fields))
