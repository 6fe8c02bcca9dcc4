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


KEEPING = """
- name: keeping
  summary: Keeps a paragraph
  why: A reader of the page asked for it
  kind: phrase
  category: live
  action: keep
  any: [{words}]
  reach: paragraph
  examples: {{match: [{words}], no_match: [Good morning, Welcome]}}
"""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("live-blog-storm.yaml", "rail passengers have been told"),
        ("live-blog-budget.yaml", "cheers from both sides of the"),
        ("interview-cellist.yaml", "marguerite dahl is late"),
    ],
)
def test_what_a_rule_keeps_takes_nothing_away_beside_it(
    tmp_path: Path, name: str, words: str
) -> None:
    """Told of it, the scorer thought less of subheads, captions and bullets around."""
    own = tmp_path / "mine.yaml"
    own.write_text(KEEPING.format(words=words), "utf-8")
    articles = {article.path.name: article for article in load_corpus(ROOT / "corpus")}
    text = articles[name].text
    before = Cleaner().clean(text).text
    after = Cleaner(rules=["builtin", own]).clean(text).text

    assert words in after.lower()
    assert set(before.splitlines()) <= set(after.splitlines())
