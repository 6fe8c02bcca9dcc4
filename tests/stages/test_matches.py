"""Every kind of rule and every condition: what is found, and how far it reaches."""

import pytest

from cleaner.stages.matches import FINGERPRINTS
from tests.rules import cleaned, hit_texts, matches_of, pack_of, packs_of, rule

PROSE = (
    "The council voted on Tuesday to close the old bridge over the river for six months, "
    "the mayor said in a statement.\n"
)
ARTICLE = f"Share it now\n{PROSE}Share it now\n{PROSE * 5}Share it now\n{PROSE}Share it now\n"
SHARE = {"kind": "line", "any": ["share it now"]}


def share(**where: object) -> dict[str, object]:
    return rule("line", "share it now", where=where)


# Kinds


@pytest.mark.parametrize(
    "line",
    [
        *("Share this", "• SHARE THIS »", "share  this:", "Share\u200b this"),
        *("【Share this】", "◆Share this：", "Share this！", "Share this ।", "Share this؟"),
    ],
)
def test_a_line_rule_fills_the_line(line: str) -> None:
    assert [f"{line}\n"] == hit_texts(f"A\n{line}\nB", rule("line", "share this"))


def test_a_line_rule_leaves_longer_lines_alone() -> None:
    assert hit_texts("Share this table\nWe share this", rule("line", "share this")) == []


def test_a_line_rule_finds_three_words_in_running_text() -> None:
    text = f"{PROSE.strip()} Share it now. {PROSE.strip() * 12}"

    assert hit_texts(text, rule("line", "share it now")) == ["Share it now. "]


def test_a_line_rule_in_running_text_wants_a_sentence_of_its_own() -> None:
    text = f"{PROSE.strip()} They share it now with others. {PROSE.strip() * 12}"

    assert hit_texts(text, rule("line", "share it now")) == []


@pytest.mark.parametrize(
    ("sentence", "is_hit"),
    [
        ("Share it now They left at ten.", True),
        ("Read on at home Share it now.", True),
        ("They wanted her to share it now.", False),
        ("Share it now was all that he said.", False),
        ("Share it now, the bill in the hall said.", False),
        ("Share it now, Anna said.", False),
        ("On the bill in the hall, Share it now.", False),
    ],
)
def test_a_line_in_running_text_is_not_a_part_of_a_sentence(sentence: str, is_hit: bool) -> None:
    text = f"{PROSE.strip()} {sentence} {PROSE.strip() * 12}"

    assert is_hit == bool(hit_texts(text, rule("line", "share it now")))


@pytest.mark.parametrize(
    ("text", "is_hit"),
    [
        ("Please sign up for it", True),
        ("SIGN UP, said the ad", True),
        ("They design upon it", False),
        ("resign up", False),
        ("sign upward", False),
        ("logged inSign upNow", True),
        ("“Sign\u00a0up”", True),
    ],
)
def test_a_phrase_begins_and_ends_at_word_borders(text: str, is_hit: bool) -> None:
    assert is_hit == bool(hit_texts(text, rule("phrase", "sign up")))


def test_a_phrase_of_a_script_without_blanks_has_no_borders() -> None:
    asks = {
        "会員登録": "続きを読むには会員登録が必要",
        "แบ่งปัน": "อ่านแล้วแบ่งปันข่าว",
        "sign up": "กดsign upนะ",
    }

    assert [*asks.values()] == [hit_texts(line, rule("phrase", p))[0] for p, line in asks.items()]


@pytest.mark.parametrize(("letter", "chars"), [("会", 3), *((c, 5) for c in "ฝຝြភ")])
def test_words_of_scripts_without_blanks_are_counted_by_their_characters(
    letter: str, chars: int
) -> None:
    short = rule("phrase", "share it", where={"max_words": 20})
    lines = [letter * (words * chars - 9) + " share it" for words in (20, 21)]

    assert [True, False] == [bool(hit_texts(line, short)) for line in lines]


def test_a_template_fills_its_slots() -> None:
    by = rule("template", "by {name}[ and {name}]", "{n} (comment|comments)")

    assert hit_texts("By Ada Brook\n1,200 comments\nBy the river\nBy Jo Poe and Al Roe", by) == [
        "By Ada Brook\n",
        "1,200 comments\n",
        "By Jo Poe and Al Roe",
    ]


def test_a_date_wants_the_name_of_a_month() -> None:
    dated = rule("template", "updated {date}")

    assert hit_texts("Updated 3 March 2020\nUpdated 3 Apples", dated) == ["Updated 3 March 2020\n"]


def test_a_pattern_is_searched_in_the_folded_line() -> None:
    found = rule("pattern", r"photo: \w+ 'x'")

    assert hit_texts("See PHOTO:  Ada ‘x’", found) == ["See PHOTO:  Ada ‘x’"]


def test_a_block_goes_from_the_one_line_to_the_other() -> None:
    text = "A\nHelp us now\nplease\n\nMany thanks for it\nB"
    block = rule("block", from_=["help us now"], to=["many thanks"], max_lines=3)

    assert hit_texts(text, block) == ["Help us now\nplease\n\nMany thanks for it\n"]


@pytest.mark.parametrize(
    "text",
    [
        "Help us now\nplease\nfor ever",
        "Many thanks\nHelp us now\n",
        "Help us now\n1\n2\n3\nMany thanks",
    ],
)
def test_a_block_without_its_end_matches_nothing(text: str) -> None:
    assert (
        hit_texts(text, rule("block", from_=["help us now"], to=["many thanks"], max_lines=4)) == []
    )


def test_a_block_may_end_before_a_line_or_with_the_text() -> None:
    text = "Help us now\nplease\nThe story\ngoes on\n"
    before = rule("block", from_=["help us now"], before=["the story"], max_lines=9)
    to_end = rule("block", from_=["help us now"], to="end", max_lines=9)

    assert hit_texts(text, before) == ["Help us now\nplease\n"]
    assert [text] == hit_texts(text, to_end)
    assert hit_texts("Help us now, the story goes", before) == []


def test_a_block_may_want_a_line_of_its_own_to_begin_with() -> None:
    block = rule("block", from_=["(most read|{n} comments)"], to="end", max_lines=9, anchor="line")

    assert hit_texts("The story\nMost read:\nA boat sank", block) == ["Most read:\nA boat sank"]
    assert hit_texts("The story\n12 comments\nbad", block) == ["12 comments\nbad"]
    assert hit_texts("The story\nThe most read book\nA boat sank", block) == []
    assert hit_texts("The story\nMost read in May\nA boat sank", block) == []


def test_a_beginning_whose_conditions_fail_hides_no_later_one() -> None:
    block = rule("block", from_=["Privacy"], to=["end"], max_lines=9, where={"position": "tail"})
    text = f"Privacy\n{PROSE * 5}Privacy\nTerms\n"

    assert hit_texts(text, block) == ["Privacy\nTerms\n"]


def test_in_running_text_no_block_takes_the_first_half_to_the_end() -> None:
    block = rule("block", from_=["Leave a reply"], to=["end"], max_lines=99)
    story = f"{PROSE.strip()} " * 8

    assert hit_texts(f"Leave a reply. {story}", block) == []
    assert hit_texts(f"{story}Leave a reply. Log in.", block) == ["Leave a reply. Log in."]


def test_without_prose_no_block_takes_the_first_half_to_the_end() -> None:
    block = rule("block", from_=["most read"], to=["end"], max_lines=99, where={"position": "tail"})
    verse = "It comes at night,\nThen asks for nothing.\nA plank, a rope, a name.\n"

    assert hit_texts(f"Most read\n{verse}", block) == []
    assert hit_texts(f"{verse}Most read\nA boat sank", block) == ["Most read\nA boat sank"]


@pytest.mark.parametrize(
    ("behind", "is_hit"),
    [
        (f"Log in\n{PROSE * 3}", False),
        (f"{PROSE * 2}Imprint\n{PROSE}", True),
        (f"Ann\n{PROSE}Reply\nBob\n{PROSE}Reply\nEva\n{PROSE}", True),
        (f"Ann\n{PROSE}Reply\n{PROSE * 3}", True),
        ("Ann\nToo dear!\n", True),
    ],
)
def test_no_block_reaches_to_the_end_where_the_story_goes_on(behind: str, is_hit: bool) -> None:
    near = {"lines": 9, "any": ["log in", "imprint", "reply", "too dear"]}
    block = rule("block", from_=["{n} comments"], to="end", max_lines=99, where={"near": near})
    text = f"{PROSE}12 comments\n{behind}"

    assert is_hit == bool(hit_texts(text, block))


def test_a_wording_that_needs_nothing_around_it_ends_any_text() -> None:
    block = rule("block", from_=["leave a reply cancel reply"], to="end", max_lines=99)

    assert hit_texts(f"{PROSE}Leave a reply Cancel reply\n{PROSE * 3}", block)


def test_in_running_text_a_sentence_is_prose_enough_to_tell_the_tail() -> None:
    share = rule("phrase", "share it now", reach="sentence", where={"position": "tail"})
    story = "The council met on Monday evening. " * 20

    assert hit_texts(f"Share it now. {story}Share it now.", share) == ["Share it now."]


def test_sentences_of_other_scripts_stay_and_tell_the_tail() -> None:
    prose = "यह पुल सोमवार को मेयर ने कई साल के काम और देरी के बाद नदी के ऊपर खोला।"
    appeal = "हमारे न्यूज़लेटर की सदस्यता लें।"
    rules = rule("phrase", "हमारे न्यूज़लेटर", reach="sentence", where={"position": "tail"})
    texts = [f"{prose} {appeal} {prose}", "\n".join([appeal, *[prose] * 5])]

    assert [[f"{appeal} "], []] == [hit_texts(text, rules) for text in texts]


def test_many_beginnings_and_ends_are_paired_in_order() -> None:
    text = "thank you\n" * 2000 + "help us\n" * 2000 + "thank you\n"
    block = rule("block", from_=["help us"], to=["thank you"], max_lines=2)

    assert hit_texts(text, block) == ["help us\nthank you\n"]


# Anchors and reach


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        ("none", ["Go on", "See: go on", "Go on, see", "We go on now"]),
        ("start", ["Go on", "Go on, see"]),
        ("end", ["Go on", "See: go on"]),
        ("line", ["Go on"]),
    ],
)
@pytest.mark.parametrize("kind", ["phrase", "template", "pattern"])
def test_an_anchor_says_where_in_the_line(kind: str, anchor: str, expected: list[str]) -> None:
    text = "Go on\nSee: go on\nGo on, see\nWe go on now"

    assert expected == [t.strip() for t in hit_texts(text, rule(kind, "go on", anchor=anchor))]


@pytest.mark.parametrize(
    ("reach", "expected"),
    [
        ("phrase", "sign up now "),
        ("sentence", "Please sign up now or never. "),
        ("line", "It rained. Please sign up now or never. Then sun.\n"),
        ("paragraph", "It rained. Please sign up now or never. Then sun.\n"),
    ],
)
def test_reach_says_how_much_goes(reach: str, expected: str) -> None:
    text = "A\nIt rained. Please sign up now or never. Then sun.\nB"

    assert [expected] == hit_texts(text, rule("phrase", "sign up now", reach=reach))


@pytest.mark.parametrize("reach", ["sentence", "line", "paragraph"])
@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("{0} Please sign up now or never. {0}", "Please sign up now or never. "),
        ("{0} See all offers Sign up Rain fell again. {0}", "Sign up "),  # a capital: another line
        (
            "{0} We ask you to sign up now {1}",
            "We ask you to sign up ",
        ),  # too much to be of the same sentence
    ],
)
def test_in_running_text_a_hit_reaches_no_further_than_its_line(
    reach: str, line: str, gone: str
) -> None:
    story = PROSE.strip() * 6
    text = line.format(story, "and then the council of the old town voted " * 12)

    assert [gone] == hit_texts(text, rule("phrase", "sign up", reach=reach))


def test_a_paragraph_is_the_whole_line_also_where_it_is_glued() -> None:
    text = "We go to the riverPlease sign up now with us.\nB"

    assert [text[:-1]] == hit_texts(text, rule("phrase", "sign up now", reach="paragraph"))


# Conditions


def test_a_rule_without_conditions_counts_everywhere() -> None:
    assert len(hit_texts(ARTICLE, share())) == 4


@pytest.mark.parametrize(
    ("position", "rows"),
    [
        ("head", [0, 1]),
        ("inside", [1, 2]),
        ("tail", [2, 3]),
        ("below", [3]),
        (["head", "tail"], [0, 1, 2, 3]),
    ],
)
def test_position_is_told_from_the_prose(position: object, rows: list[int]) -> None:
    places = [i for i in range(len(ARTICLE)) if ARTICLE.startswith("Share", i)]
    found = [m.start for m in matches_of(ARTICLE, pack_of(share(position=position)))]

    assert [places[row] for row in rows] == found


@pytest.mark.parametrize(
    ("where", "known", "is_hit"),
    [
        ({"languages": "de"}, {}, True),
        ({"languages": "de"}, {"language": "de"}, True),
        ({"languages": ["de", "no"]}, {"language": "en"}, False),
        ({"domains": "a.org"}, {}, False),
        ({"domains": "a.org"}, {"domain": "news.a.org"}, True),
        ({"domains": "a.org"}, {"domain": "aa.org"}, False),
        ({"not_domains": "a.org"}, {"domain": "a.org"}, False),
        ({"not_domains": "a.org"}, {}, True),
        ({"max_words": 2}, {}, False),
        ({"max_words": 3, "min_words": 3}, {}, True),
        ({"min_words": 4}, {}, False),
        ({"max_chars": 11}, {}, False),
        ({"max_chars": 12}, {}, True),
        ({"near": {"lines": 1, "any": ["by {name}"]}}, {}, True),
        ({"near": {"lines": 1, "any": ["the end"]}}, {}, False),
        ({"near": {"lines": 2, "any": ["the end"]}}, {}, True),
        ({"not_near": {"lines": 1, "any": ["by {name}"]}}, {}, False),
        ({"not_near": {"lines": 1, "any": ["the end"]}}, {}, True),
        ({"quoted": True}, {}, False),
        ({"quoted": False}, {}, True),
        ({"min_hits": 2}, {}, False),
        ({"min_hits": 1}, {}, True),
    ],
)
def test_a_rule_counts_only_where_its_conditions_hold(
    where: dict[str, object], known: dict[str, str], is_hit: bool
) -> None:
    text = "By Ada Brook\n\nShare it now\nA line between\nThe end\n"

    assert is_hit == bool(hit_texts(text, share(**where), **known))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The bank, opens new tab raised rates.", "The bank raised rates."),
        ("The bank (FED), opens new tab raised rates.", "The bank (FED) raised rates."),
        ("He, opens new tab  and she left.", "He  and she left."),
    ],
)
def test_words_do_not_grow_together_where_a_phrase_goes(text: str, left: str) -> None:
    assert left == cleaned(text, pack_of(rule("phrase", ", opens new tab", reach="phrase"))).text


def test_a_phrase_between_blanks_takes_one_of_them_along() -> None:
    phrase = rule("phrase", "opens new tab", reach="phrase")

    assert cleaned("The bank opens new tab raised", pack_of(phrase)).text == "The bank raised"


def test_min_hits_counts_in_the_document() -> None:
    assert len(hit_texts(ARTICLE, share(min_hits=4))) == 4
    assert hit_texts(ARTICLE, share(min_hits=5)) == []


@pytest.mark.parametrize(
    ("text", "is_hit"),
    [
        ("Share this story now", False),
        ("Share this story now, share this", True),
        ("Share this story this week", True),
        ("Share this story\nShare this story", True),
    ],
)
def test_min_hits_counts_what_several_texts_hit_at_one_place_once(text: str, is_hit: bool) -> None:
    texts = ("share this", "this story now", "share this story", "this week")

    assert is_hit == bool(hit_texts(text, rule("phrase", *texts, where={"min_hits": 2})))


@pytest.mark.parametrize(
    ("text", "is_hit"),
    [
        ("Please sign up now", True),
        ("“Please sign up now,” he said", False),
        ('He said: "sign up now"', False),
        ("“Go,” he said, sign up now", True),
        ("Please sign up now for the army", False),
        ("‘Please sign up now,’ the message read", False),
        ("The gull's post: please sign up now; it's free", True),
        ("“We marched. Please sign up now.", False),
        ("看板に「Sign up now」とあった。", False),
        ("『「Sign up now」』と書かれていた。", False),
        ("「はい」 Sign up now 「いいえ」", True),
        ("Auf dem Schild stand ›Sign up now‹.", False),
        ("›Sign up now‹, stand auf dem Schild.", False),
        ("Sur l’affiche, ‹Sign up now› en rouge.", False),
        ("Sur l’affiche, ‹\u202fSign up now\u202f› en rouge.", False),
        ("»Sie rief: ›Sign up now!‹«, sagte er.", False),
        ("Sign up now ›", True),
        ("› Sign up now ›", True),
        ("Home › Sign up now › Help", True),
        ("‹ Sign up now | Log in ›", True),
        ("‹ Back  Sign up now", True),
        ("Sign up now » Log in", True),
        ("›Ja‹ Sign up now ›Nein‹", True),
    ],
)
def test_unless_stops_a_rule(text: str, is_hit: bool) -> None:
    stopped = rule("phrase", "sign up now", unless=["quoted", "army"])

    assert is_hit == bool(hit_texts(text, stopped))


@pytest.mark.parametrize(
    ("date", "is_hit"),
    [
        (None, True),
        ("2019-12-31", False),
        ("2020-01-01", True),
        ("2021-06-30T23:59", True),
        ("2021-07-01", False),
        ("2020", True),
        ("2019", False),
        ("2021", True),
        ("2022", False),
        ("2020-01", True),
        ("2019-12", False),
        ("2021-06", True),
        ("2021-07", False),
        ("20191231", False),
        ("20210630T120000Z", True),
        ("31 December 2019", True),
        ("1577836799", True),
        ("", True),
    ],
)
def test_since_and_until_count_where_the_date_is_known(date: str | None, is_hit: bool) -> None:
    dated = rule("line", "share it now", since="2020-01-01", until="2021-06-30")

    assert is_hit == bool(hit_texts("Share it now", dated, date=date))


def test_deprecated_rules_are_not_loaded_and_experimental_ones_do_not_decide() -> None:
    pack = pack_of(
        rule("line", "old", name="old", status="deprecated"),
        rule("line", "new", name="new", status="experimental", confidence=1),
    )

    assert [(m.rule, m.is_decisive) for m in matches_of("old\nnew", pack)] == [
        ("related/new", False)
    ]


# Publishers

PUBLISHER = {
    "name": "The Gull",
    "domains": ["gull.example.org"],
    "fingerprint": ["the gull is on the quay", "feed the gull today"],
}
OWN = pack_of(rule("line", "caw", category="widget"), publisher=PUBLISHER, name="gull")


@pytest.mark.parametrize(
    ("text", "domain", "is_hit"),
    [
        ("Caw", "gull.example.org", True),
        ("Caw", "www2.gull.example.org", True),
        ("Caw", "example.org", False),
        ("Caw", None, False),
        ("Caw\nThe Gull is on the quay", None, False),
        ("Caw\nThe Gull is on the quay\nThe Gull is on the quay", None, False),
        ("Caw\nThe Gull is on the quay\nThe Gull\u200b is on the quay", None, False),
        ("Caw\nThe Gull is on the quay\nFEED the gull today!", None, True),
        ("Caw\nThe Gull is on the quay\nFeed the gull today", "other.org", False),
    ],
)
def test_a_publishers_pack_applies_by_domain_or_fingerprint(
    text: str, domain: str | None, is_hit: bool
) -> None:
    assert FINGERPRINTS == 2
    assert is_hit == bool(matches_of(text, OWN, domain=domain))


def test_rules_for_the_same_domains_are_a_part_of_their_own() -> None:
    of_gulls = {"domains": ["gull.org", "tern.org"]}
    pack = pack_of(
        rule("line", "caw", name="caw", where=of_gulls),
        rule("phrase", "by the quay", name="quay", where={"domains": ["tern.org", "gull.org"]}),
        rule("line", "kek", name="kek", where={"domains": ["gull.org"]}),
        rule("line", "share", name="share"),
    )

    def rules_of(domain: str | None) -> list[str]:
        found = matches_of("caw\nkek\nby the quay\nshare", pack, domain=domain)
        assert not any(match.is_publisher for match in found)
        return [match.rule.partition("/")[2] for match in found]

    assert [list(part.lines) for part in map(pack.of_site, range(2))] == [["caw"], ["kek"]]
    assert list(pack.general.lines) == ["share"]
    assert rules_of(None) == ["share"]
    assert rules_of("gull.net") == ["share"]
    assert rules_of("tern.org") == ["caw", "quay", "share"]
    assert rules_of("news.gull.org") == ["caw", "kek", "quay", "share"]


def test_matches_of_several_files_are_sorted_and_carry_their_ids() -> None:
    pack = packs_of({"share.de": [rule("phrase", "teil es")], "share": [rule("phrase", "share")]})
    found = matches_of("share\nteil es", pack)

    assert [m.rule for m in found] == ["share/it", "share.de/it"]
    assert {"share"} == {m.category for m in found}
    assert matches_of("teil es", pack, language="en") == ()
