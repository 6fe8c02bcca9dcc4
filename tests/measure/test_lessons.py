"""What the scorer learns from a labelled text."""

from pathlib import Path

import pytest

from cleaner.data import Document
from cleaner.measure.labelled_text import BODY, CHROME, NEUTRAL, LabelledText, Part
from cleaner.measure.lessons import lessons_of
from cleaner.packs.cache import load_pack
from cleaner.packs.pack import RulePack
from cleaner.stages.blocks import split_blocks
from tests.measure.pages import page_of

RULE = """
- name: share-line
  summary: A share button
  why: Interface words.
  kind: line
  any: [share this article]
  category: share
  examples:
    match: [Share this article]
    no_match: [She asked them to share this article of faith.]
"""


@pytest.fixture
def pack(tmp_path: Path) -> RulePack:
    (tmp_path / "small.yaml").write_text(RULE)
    return load_pack([str(tmp_path / "small.yaml")])


def test_what_rules_drop_is_not_learnt_from(pack: RulePack):
    page = page_of(("Menu", 0), ("Share this article", 0), ("Rain fell.", 1), group="example.org")
    (lesson,) = lessons_of([page], pack)

    assert lesson.text == "Menu\nRain fell."
    assert [CHROME, BODY] == list(lesson.labels)
    assert ([0, 5], [5, 15]) == (list(lesson.starts), list(lesson.ends))
    assert lesson.group == "example.org"


def test_a_text_of_which_nothing_is_left_is_left_out(pack: RulePack):
    assert lessons_of([page_of(("Share this article", 0))], pack) == []


def test_sentences_of_a_long_line_have_the_labels_of_their_parts(pack: RulePack):
    body, chrome = "Rain fell on the town all day. " * 30, "Sign up for our letter today. " * 30
    text = body + chrome
    parts = (Part(0, len(body), BODY), Part(len(body), len(text), CHROME))
    page = LabelledText("a", "a", text, parts, (NEUTRAL,))
    (lesson,) = lessons_of([page], pack)

    assert [BODY] * 30 + [CHROME] * 30 == list(lesson.labels)


def test_a_block_with_body_and_chrome_in_it_is_neutral(pack: RulePack):
    text = "Rain fell. Share"
    page = LabelledText("a", "a", text, (Part(0, 10, BODY), Part(10, 16, CHROME)), (NEUTRAL,))
    (lesson,) = lessons_of([page], pack)

    assert [NEUTRAL] == list(lesson.labels)


def test_a_text_with_signs_of_markdown_is_learnt_from_as_it_is_scored(pack: RulePack):
    text = "# Rain\n\n[The river](https://example.org/a) rose by **a metre**.\n\n* Menu"
    page = page_of(*((line, 1) for line in text.split("\n")), group="example.org")
    (lesson,) = lessons_of([page], pack)

    plain = split_blocks(Document(page.text)).plain
    assert lesson.text == plain != page.text
