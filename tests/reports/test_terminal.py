"""What a terminal shows of the reasons: rules by their ids, all else in words."""

from cleaner.data import Document, Scores
from cleaner.policy import Policy
from cleaner.reports.terminal import explanation, removed_lines, rendered
from cleaner.result import Result
from cleaner.stages.blocks import split_blocks
from cleaner.stages.matches import find_matches
from cleaner.stages.verdicts import decide
from tests.rules import pack_of, rule

BODY = "The council voted on Tuesday to close the bridge, the mayor said."
TEASER = "Ferry to run again after nine years"
LINES = (BODY, "Read more", TEASER, "Share it", BODY, "Menu")
PACK = pack_of(
    rule("line", "read more", name="heading"),
    rule("line", "share it", name="weak", confidence=0.5),
)


def result() -> Result:
    blocks = split_blocks(Document("\n".join(LINES)))
    points = [300, 300, 300, -900, 300, -900]
    scores = Scores(points, lambda row: (("made up", points[row]), ("any block", 0)))
    return Result(
        blocks.document,
        [decide(blocks, find_matches(blocks, PACK), scores, Policy("balanced"))],
    )


def test_a_removed_line_is_told_by_its_rule_its_note_or_its_score() -> None:
    shown = [line.split() for line in rendered(removed_lines(result()), 150, False).splitlines()]

    assert [
        "related related/heading Read more",
        f"boilerplate the story that the heading above it ann… {TEASER}",
        "boilerplate rule related/weak says drop Share it",
        "boilerplate score 0.00 Menu",
    ] == [" ".join(words) for words in shown]


def test_a_rule_that_agrees_is_named_once_and_other_reasons_in_words() -> None:
    shown = rendered(explanation(result()), 150, False)

    assert [shown.count(name) for name in ("related/heading", "says drop", "made up -9.0")] == [
        *(1, 0, 2)
    ]


def test_a_score_without_terms_ends_in_its_number() -> None:
    blocks = split_blocks(Document(BODY))
    scores = Scores([0], lambda _: ())
    layer = decide(blocks, (), scores, Policy("balanced", cut_below=0))

    assert ("score +0.0",) == Result(blocks.document, [layer]).kept[0].reasons
