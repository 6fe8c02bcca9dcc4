"""What the scorer is told of the rules' matches."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.corpus.labelled_article import load_corpus
from cleaner.data import BYLINE, DOUBTED, DROPPED, UNTOLD, Document, Match, Span
from cleaner.stages.blocks import split_blocks
from cleaner.stages.evidence import evidence
from tests.conftest import ROOT

BLOCKS = split_blocks(Document("Share\nBy Ada Brook\nIt rained.\n"))


def match(action: str, category: str, confidence: float, start: int, end: int) -> Match:
    return Match("a/b", start, end, action, category, confidence, False, Span(start, end))


@pytest.mark.parametrize(
    ("matches", "said"),
    [
        ([("drop", "share", 0.9, 0, 6)], [DROPPED, UNTOLD, UNTOLD]),
        ([("drop", "share", 0.3, 0, 6)], [DOUBTED, UNTOLD, UNTOLD]),
        ([("label", "byline", 0.9, 6, 19)], [UNTOLD, BYLINE, UNTOLD]),
        ([("drop", "share", 0.9, 0, 3)], [UNTOLD, UNTOLD, UNTOLD]),
        (
            [("drop", "share", 0.9, 0, 19), ("label", "byline", 0.9, 6, 19)],
            [DROPPED] * 2 + [UNTOLD],
        ),
        ([("drop", "share", 0.9, 0, 30), ("keep", "list", 0.9, 6, 19)], [DROPPED, UNTOLD, DROPPED]),
        ([("drop", "share", 0.9, 0, 6), ("keep", "list", 0.3, 0, 6)], [DROPPED, UNTOLD, UNTOLD]),
    ],
)
def test_the_strongest_match_of_a_whole_block_speaks(
    matches: list[tuple[str, str, float, int, int]], said: list[int]
) -> None:
    assert said == evidence(BLOCKS, [match(*one) for one in matches])
    assert said == evidence(BLOCKS, [match(*one) for one in reversed(matches)])


GREETING = """
- name: greeting
  summary: Greets readers of a live page
  why: The news so far follows in the same paragraph
  kind: phrase
  category: live
  action: keep
  any: [good morning and welcome to our coverage]
  reach: paragraph
  examples: {match: [Good morning and welcome to our coverage], no_match: [Good morning, Welcome]}
"""


def test_what_a_rule_keeps_takes_nothing_away_beside_it(tmp_path: Path) -> None:
    """Told of it, the scorer thought less of the bullets and the subhead of this article."""
    own = tmp_path / "mine.yaml"
    own.write_text(GREETING, "utf-8")
    articles = {article.path.name: article for article in load_corpus(ROOT / "corpus")}
    article = articles["live-blog-storm.yaml"]
    before = Cleaner().clean(article.text).text
    after = Cleaner(rules=["builtin", own]).clean(article.text).text

    assert "Good morning and welcome to our coverage" in after
    assert set(before.splitlines()) <= set(after.splitlines())
