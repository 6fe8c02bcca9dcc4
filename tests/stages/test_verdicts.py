"""What goes: precedence, actions, confidence, guard, and what is left of a line."""

import pytest

from cleaner.data import Document, Scores
from cleaner.policy import Policy
from cleaner.result import Result
from cleaner.stages.blocks import split_blocks
from cleaner.stages.matches import find_matches
from cleaner.stages.verdicts import FORGIVEN, decide
from tests.rules import cleaned, pack_of, packs_of, rule

BODY = "The council voted on Tuesday to close the bridge, the mayor said.\n"


def judged(text: str, points: list[int], *rules: dict[str, object], cut_below: int = -100):  # type: ignore[no-untyped-def]
    blocks = split_blocks(Document(text))
    matches = find_matches(blocks, pack_of(*rules)) if rules else ()
    scores = Scores(points, lambda row: (("made up", points[row]),))
    return decide(blocks, matches, scores, Policy("balanced", cut_below=cut_below))


def kept(text: str, *rules: dict[str, object], **known: str) -> str:
    return cleaned(text, pack_of(*rules), **known).text


def test_a_drop_rule_drops_and_a_label_decides_nothing() -> None:
    drop = rule("line", "share", name="drop")
    label = rule("line", "share", name="label", action="label", role="caption")

    assert kept(BODY + "Share\n", drop) == BODY
    assert kept(BODY + "Share\n", label) == BODY + "Share\n"


def test_keep_beats_drop_whatever_else_speaks() -> None:
    drop = rule("phrase", "share it", name="drop", confidence=1, reach="paragraph")
    keep = rule("phrase", "share", name="keep", action="keep", confidence=0.8)
    result = cleaned("Share it\n", pack_of(drop, keep))

    assert result.text == "Share it\n"
    assert result.kept[0].rule == "related/keep"


def test_a_low_score_is_said_to_be_forgiven_where_no_rule_keeps_the_line() -> None:
    text = BODY + "Rain\n" + BODY + "Share\n"
    keep = rule("line", "rain", action="keep")

    def reasons(*rules: dict[str, object]) -> str:
        verdicts = judged(text, [300, -150, 300, -900], *rules)
        result = Result(Document(text), [verdicts])
        return "; ".join(
            next(v for v in result.verdicts if "Rain" in text[v.start : v.end]).reasons
        )

    assert "forgiven" in reasons()
    assert "forgiven" not in reasons(keep)


@pytest.mark.parametrize(("points", "is_forgiven"), [(-150, False), (-190, True)])
def test_only_a_score_below_the_line_is_forgiven(points: int, is_forgiven: bool) -> None:
    verdicts = judged(BODY + "Rain\n" + BODY + "Share\n", [300, points, 300, -900], cut_below=-180)

    assert [1, 1, 1, 0] == list(verdicts.keeps)
    assert ({1: FORGIVEN} if is_forgiven else {}) == verdicts.notes


def test_a_score_above_none_and_below_the_line_is_forgiven() -> None:
    verdicts = judged(BODY + "Rain\n" + BODY + "Share\n", [300, 10, 300, -900], cut_below=20)

    assert {1: FORGIVEN} == verdicts.notes


def test_a_weak_rule_does_not_decide_and_is_not_named_as_deciding() -> None:
    weak = rule("line", "share", confidence=0.79)
    result = cleaned("Share\n", pack_of(weak))

    assert result.status == "untouched"
    assert result.text == "Share\n"


def test_a_weak_keep_does_not_beat_a_drop() -> None:
    keep = rule("line", "share", name="keep", action="keep", confidence=0.5)
    drop = rule("line", "share", name="drop")

    assert kept("Share\n", keep, drop) == ""


def test_a_publishers_rule_beats_a_general_one_then_the_longer_the_surer_the_alphabet() -> None:
    publisher = {"name": "G", "domains": ["g.org"], "fingerprint": []}
    general = [
        rule("phrase", "share it now", name="long", reach="phrase"),
        rule("phrase", "share it", name="sure", confidence=1, reach="phrase"),
        rule("phrase", "share it", name="b", reach="phrase"),
        rule("phrase", "share it", name="a", reach="phrase"),
    ]
    own = [rule("phrase", "share", name="own", category="share", reach="phrase")]
    pack = packs_of({"related": general, "z": own}, publisher)
    removed = cleaned("Share it now\n", pack, url="g.org").removed

    assert list(removed[0].rules) == [
        "z/own",
        "related/long",
        "related/sure",
        "related/a",
        "related/b",
    ]
    assert cleaned("Share it now\n", pack).removed[0].rule == "related/long"


def test_a_rule_for_all_languages_is_named_before_one_for_one_of_them() -> None:
    rules = {"related.de": [rule("line", "more", name="a")], "related": [rule("line", "more")]}

    assert cleaned("More\n", packs_of(rules)).removed[0].rule == "related/it"


def test_overlapping_removals_are_merged_with_all_their_ids() -> None:
    rules = (
        rule("phrase", "share it", name="a", reach="phrase"),
        rule("phrase", "it now", name="b", reach="phrase"),
    )
    result = cleaned("We share it now, we said\n", pack_of(*rules))

    assert result.text == "We , we said\n"
    assert {"related/a", "related/b"} == {r for v in result.removed for r in v.rules}


def test_a_confident_rule_beats_the_score() -> None:
    drop, keep = rule("line", "share", name="d"), rule("line", "notes", name="k", action="keep")
    verdicts = judged(f"Share\nNotes\n{BODY}", [900, -900, 900], drop, keep)

    assert list(verdicts.keeps) == [0, 1, 1]


def test_the_score_decides_where_rules_are_weak_or_silent() -> None:
    weak = rule("line", "share", confidence=0.5)
    verdicts = judged(f"Share\nNotes\n{BODY}", [-901, -100, 900], weak)

    assert list(verdicts.keeps) == [0, 1, 1]
    assert verdicts.abstained == ""


def test_the_guard_beats_the_scorer() -> None:
    verdicts = judged("Share\nNotes\n", [-500, -400])

    assert list(verdicts.keeps) == [1, 1]
    assert verdicts.abstained


FRAMED = f"Hírek\nSport\nIdőjárás\n{BODY}{BODY}Rólunk\nHirdetés\nImpresszum\n"


@pytest.mark.parametrize(
    ("head", "tail", "gone"),
    [
        (-300, -300, [0, 1, 2, 5, 6, 7]),  # all the text of a page
        (-290, 900, []),  # a body that begins with a list
        (-300, 900, [0, 1, 2]),  # so low is a menu
        (900, -300, []),  # one that ends in a list
        (-260, -300, []),  # too little at the head to tell
    ],
)
def test_low_lines_are_trusted_without_a_rule_if_they_frame_the_text(
    head: int, tail: int, gone: list[int]
) -> None:
    verdicts = judged(FRAMED, [head] * 3 + [900, 900] + [tail] * 3)

    assert [row for row, keep in enumerate(verdicts.keeps) if not keep] == gone
    assert bool(verdicts.abstained) == (gone == [])


def test_a_frame_says_nothing_where_rules_have_spoken() -> None:
    points = [-300] * 3 + [900, 900] + [-300] * 3
    scores = Scores(points, lambda row: ())
    blocks = split_blocks(Document(FRAMED))
    drop = find_matches(blocks, pack_of(rule("line", "sport")))

    verdicts = decide(blocks, drop, scores, Policy("wary", cut_below=-100, worst_with_rules=-900))

    assert list(verdicts.keeps) == [1, 0, 1, 1, 1, 1, 1, 1]


def test_a_text_on_one_line_is_framed_by_its_sentences() -> None:
    sentences = ["Hírek és sport ma este nálunk. "] * 4 + [BODY.strip() + " "] * 8
    text = "".join([*sentences, *["Rólunk és a lapról itt olvashat. "] * 4])
    verdicts = judged(text, [-300] * 4 + [900] * 8 + [-300] * 4)

    assert list(verdicts.keeps) == [0] * 4 + [1] * 8 + [0] * 4


def test_a_headline_beside_what_rules_dropped_goes_though_the_scorer_is_in_doubt() -> None:
    share = rule("line", "share", name="d")
    text = f"Share\nThe Bridge of the Two Towns\nShare\n{BODY}{BODY}Notes\n"

    sure = judged(text, [0, 300, 0, 900, 900, -900], share)
    unsure = judged(text, [0, -200, 0, -300, -300, -900], share)

    assert list(sure.keeps) == [0, 0, 0, 1, 1, 0]
    assert list(unsure.keeps) == [0, 0, 0, 1, 1, 1]


def test_a_line_below_the_headline_that_went_is_the_first_of_the_body() -> None:
    date = rule("line", "9 May", name="d", category="dateline")
    headline = "The council voted on Tuesday"
    text = f"{headline}\n9 May\nLeave the gulls alone\n{BODY}{BODY}Notes\n"

    below = judged(text, [-300, 0, 300, 900, 900, -900], date)
    alone = judged(text.split("\n", 1)[1], [0, 300, 900, 900, -900], date)

    assert list(below.keeps) == [0, 0, 1, 1, 1, 0]
    assert list(alone.keeps) == [0, 0, 1, 1, 0]


def test_a_line_of_which_only_bullets_are_left_goes() -> None:
    drop = rule("phrase", "share it now please", reach="phrase")

    assert kept(f"{BODY}• share it now please |\n", drop) == BODY


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_a_line_that_loses_its_end_keeps_its_terminator(end: str) -> None:
    drop = rule("phrase", "sign up now", reach="sentence")

    assert f"It rained.{end}B" == kept(f"It rained. Sign up now.{end}B", drop)


@pytest.mark.parametrize("end", ["\n", "\r\n\r\n", "\u2028"])
@pytest.mark.parametrize("reach", ["sentence", "line", "paragraph"])
@pytest.mark.parametrize("line", ["Sign up now from the desk today", "from the desk, sign up now."])
def test_a_line_of_which_a_rule_keeps_a_phrase_still_ends(line: str, reach: str, end: str) -> None:
    drop = rule("phrase", "sign up now", name="drop", reach=reach)
    keep = rule("phrase", "from the desk", name="keep", reach="phrase", action="keep")
    text = f"It rained.{end}{line}{end}It snowed.{end}"
    result = cleaned(text, pack_of(drop, keep))

    assert [*filter(None, map(str.strip, result.text.splitlines()))] == [
        *("It rained.", "from the desk", "It snowed.")
    ]
    assert text == result.restore()
    assert result.text == cleaned(result.text, pack_of(drop, keep)).text


def test_a_line_of_which_the_score_leaves_what_a_rule_keeps_still_ends() -> None:
    keep = rule("phrase", "from the desk", reach="phrase", action="keep")
    text = f"{BODY}Buy it from the desk today\n{BODY}"

    assert (
        f"{BODY}from the desk \n{BODY}"
        == Result(Document(text), [judged(text, [900, -900, 900], keep)]).text
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_ends_though_the_stop_behind_a_phrase_goes_with_it(end: str) -> None:
    drop = rule("phrase", "sign up now", reach="phrase")

    assert f"It rained {end}B" == kept(f"It rained sign up now.{end}B", drop)


def test_what_is_kept_besides_the_body_is_kept_though_a_rule_drops_it() -> None:
    byline = rule("line", "by ada brook", category="byline")
    text = f"By Ada Brook\n{BODY}"

    assert cleaned(text, pack_of(byline)).text == BODY
    with_byline = cleaned(text, pack_of(byline), keep=("byline",))
    assert text == with_byline.text
    assert with_byline.kept[0].reasons == ("rule related/it says drop", "kept as byline")
