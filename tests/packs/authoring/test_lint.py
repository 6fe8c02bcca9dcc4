"""What lint finds, and what it lets pass."""

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner.packs.authoring.lint import CODES, lint_rules
from cleaner.packs.authoring.stress import hostile_parts, slow_text
from cleaner.packs.cache import builtin_rules
from cleaner.packs.load import load_rules
from tests.rules import rule

NEAR = "Read: a newsletter said to sign up; photo, window, abc, afp, abo, look, the letter, 登録"
TWO = {"match": ["yes"], "no_match": [NEAR, f"{NEAR}, and no more"]}
PUBLISHER = {"name": "G", "domains": ["g.org"]}


def one(kind: str, *texts: str, **fields: Any) -> dict[str, Any]:
    return rule(kind, *texts, **{"examples": TWO} | fields)


def codes(folder: Path, **files: Any) -> list[tuple[str, str]]:
    """Code and rule of each finding; a file is a list of rules, or a publisher's mapping."""
    for name, content in files.items():
        file = f"{name.replace('_', '.')}.yaml"
        (folder / file).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    found = lint_rules(load_rules([folder]))

    assert {f.code for f in found} <= set(CODES)
    return [(f.code, f.message.split(":")[0]) for f in found]


def around(near: list[str], not_near: list[str] = ["no"], lines: int = 3) -> dict[str, Any]:  # noqa: B006
    return {"near": {"lines": lines, "any": near}, "not_near": {"lines": 3, "any": not_near}}


SOUND = [
    one("line", "read more on this"),
    one("line", "newsletter", where={"position": "tail"}),
    one("line", "newsletter", confidence=0.5),
    one("line", "newsletter", action="keep"),
    one("phrase", "sign up for our letter"),
    one("phrase", "sign up", anchor="start"),
    one("phrase", "sign up", where={"max_words": 8}),
    one("phrase", "sign up", unless=["cited"]),
    one("phrase", "/afp file"),
    one("template", "sign up[ now]"),
    one("template", "sign up {text}", anchor="none"),
    one("pattern", "sign up$"),
    one("pattern", "sign (?:up|off|in) .{1,20}"),
    one("phrase", "window.dataLayer"),
    one("phrase", "会員登録はこちら"),
    one("phrase", "letter office of the town", unless=["let", "off"]),
    one("line", "登録はこちらからお願いします今すぐ", where={"min_words": 4}),
    one("pattern", "photo: .{1,40}"),
    one("pattern", "(?i)Photo: .{1,40}"),
    one("pattern", "photo: [A-Za-z’'] (?!Sign) .{1,40}"),
    one("pattern", r"photo: [\p{Lu}\d]\.{2} »?.{1,40}"),
    one("pattern", r"photo: (?:a|b) (?:a|b|[a|a]|\|a) .{1,40}"),
    one("phrase", "read on this", where=around(["sign up"], ["sign up"], lines=4)),
    one("phrase", "read on this", where=around(["sign up"], ["sign up now"])),
    one("phrase", "read on this", where=around(["by {name}"], ["by {place}"])),
    one("template", "photo[: | – |- ]{name}"),
    one("template", "read (by {name}|by {place})"),
    one("template", "read {text} on this", where={"max_words": 4, "min_words": 4}),
    one("pattern", r"\((?:pa|afp)\)", needs=["(pa", "(afp"]),
]


@pytest.mark.parametrize("sound", SOUND, ids=str)
def test_a_sound_rule_has_no_findings(sound: dict[str, Any], tmp_path: Path) -> None:
    assert codes(tmp_path, related=[sound]) == []


def test_buttons_and_labels_may_be_lines_of_one_word(tmp_path: Path) -> None:
    assert codes(tmp_path, share=[one("line", "newsletter")]) == []


def test_a_publishers_rule_that_takes_only_its_words_may_be_short(tmp_path: Path) -> None:
    short = one("phrase", "sign up", category="share", reach="phrase")
    wide = one("phrase", "look up", category="share", reach="sentence", name="wide")
    pack = {"publisher": PUBLISHER, "rules": [short, wide]}

    assert codes(tmp_path, g=pack) == [("loose-phrase", "g/wide")]


@pytest.mark.parametrize("text", ["{date}", "[at ]{price}", "{name}, {n}"])
def test_an_example_is_near_by_a_slot_too(text: str, tmp_path: Path) -> None:
    texts = ["On 3 March 2024 it rained.", "It cost $5, Jane said."]
    bound = one("template", text, examples={"match": ["yes"], "no_match": texts})
    far = {"{date}": 1, "[at ]{price}": 1}

    assert len(codes(tmp_path, related=[bound])) == far.get(text, 0)


def test_the_shipped_rules_have_no_findings() -> None:
    assert [str(f) for f in lint_rules(load_rules([Path(builtin_rules())]))] == []


UNSOUND = [
    ("one-word-line", one("line", "newsletter", "read more on this")),
    ("one-word-line", one("line", "newsletter", where={"languages": ["en"]})),
    ("loose-phrase", one("phrase", "sign up")),
    ("loose-phrase", one("phrase", "登録")),
    ("loose-phrase", one("phrase", "sign up", where={"max_words": 2000})),
    ("loose-phrase", one("phrase", "sign up", where={"max_chars": 9000, "min_hits": 1})),
    ("loose-phrase", one("phrase", "sign up", where={"not_domains": ["a.org"]})),
    ("loose-phrase", one("pattern", "sign up")),
    ("loose-phrase", one("pattern", r"\bsign (?:up|off)\b")),
    ("loose-phrase", one("template", "sign[ ]up", anchor="none")),
    ("loose-phrase", one("template", "sign (up|off)[ for our letter]", anchor="none")),
    ("loose-phrase", one("block", from_=["sign up"], to=["end"], max_lines=900)),
    ("one-word-line", one("line", "newsletter", where={"max_words": 3})),
    ("idle-position", one("line", "read more", where={"position": ["tail", "inside", "head"]})),
    ("idle-position", one("line", "read more", where={"position": ["head", "inside", "below"]})),
    ("few-examples", one("line", "read more", examples={"match": ["yes"], "no_match": [NEAR]})),
    (
        "repeated-example",
        one("line", "read more", examples={"match": ["a"], "no_match": [NEAR] * 2}),
    ),
    (
        "far-fetched",
        one("line", "send on", examples={"match": ["yes"], "no_match": [NEAR, "I send"]}),
    ),
    (
        "far-fetched",
        one(
            "phrase", "投票して下さい", examples={"match": ["yes"], "no_match": ["投げる", "選ぶ"]}
        ),
    ),
    ("no-literal", one("pattern", "[a-c]{1,9} .{1,9}", needs=["photo"])),
    ("no-literal", one("pattern", "photo(?:graph|s)? by [a-z]+", needs=["photos by"])),
    ("slow-pattern", one("pattern", "look for abc(?:a+)+d")),
    ("never-matches", one("line", "read more on this", where={"max_words": 3})),
    ("never-matches", one("line", "read more on this", where={"min_words": 5})),
    ("never-matches", one("phrase", "read more on this", unless=["more"])),
    ("never-matches", one("phrase", "read more on this", where={"max_chars": 9})),
    ("never-matches", one("template", "read {n} more on [all ]this", where={"max_words": 4})),
    ("never-matches", one("template", "read {n} more", where={"max_chars": 9})),
    ("never-matches", one("template", "read (more|it) on this", where={"min_words": 5})),
    ("never-matches", one("template", "read {n} more", anchor="start", unless=["more"])),
    ("never-matches", one("pattern", "^read on this now$\n")),
    ("never-matches", one("pattern", "read .{9,20} more", where={"max_chars": 9})),
    (
        "never-matches",
        one("block", from_=["read it all"], to="end", max_lines=9, where={"max_words": 2}),
    ),
    ("never-matches", one("pattern", "Photo .{1,40}")),
    ("never-matches", one("pattern", "photo of it’s .{1,9}")),
    ("never-matches", one("pattern", "photo – .{1,9}")),
    ("never-matches", one("pattern", r"photo \p{Lu} .{1,9}")),
    ("never-matches", one("pattern", r"photo [A-Z].{1,9}")),
    ("never-matches", one("pattern", r"read more\.{3} .{1,9}")),
    ("never-matches", one("phrase", "read on", where=around(["more", "sign up now"], ["sign up"]))),
    ("never-matches", one("phrase", "read on", where=around(["by {name}"], ["by {name}"]))),
    ("equal-branches", one("pattern", "photo (?:by|of|by) .{1,40}")),
    ("equal-branches", one("template", "read (more|it|More) on this")),
    (
        "equal-branches",
        one("phrase", "read on this page", where={"near": around(["(a|b|a)"])["near"]}),
    ),
    (
        "never-matches",
        one("line", "read on", where={"domains": ["x.a.org"], "not_domains": ["a.org"]}),
    ),
]


@pytest.mark.parametrize(("code", "unsound"), UNSOUND, ids=str)
def test_an_unsound_rule_is_found(code: str, unsound: dict[str, Any], tmp_path: Path) -> None:
    assert codes(tmp_path, related=[unsound]) == [(code, "related/it")]


def test_a_text_in_two_rules_is_found_once_at_the_second(tmp_path: Path) -> None:
    rules = [one("line", "read more"), one("template", "read (more|all)", name="b")]

    assert codes(tmp_path, share=rules) == [("duplicate-text", "share/b")]


ALIKE = [
    one("pattern", r"sign up \d{1,3} times"),
    one("template", "sign up {n} times"),
    one("template", "sign up {n} times", anchor="start"),
    one("phrase", "sign up for our letter", unless=["said", "Quoted"]),
    one("phrase", "sign up for our letter", anchor="end", since="2020-01-01"),
    one("block", from_=["sign up for it", "look here now"], to=["the letter"], max_lines=5),
    one("block", from_=["sign up for it"], before=["the letter"], max_lines=5),
]


@pytest.mark.parametrize("alike", ALIKE, ids=str)
def test_two_rules_that_say_the_same_are_found(alike: dict[str, Any], tmp_path: Path) -> None:
    second = alike | {"name": "b"}
    if "unless" in alike:
        second["unless"] = ["quoted", "Said"]
    if len(alike.get("from", ())) == 2:
        second["from"] = ["Look here now", "sign up for it"]

    assert codes(tmp_path, related=[alike, second]) == [("duplicate-text", "related/b")]


@pytest.mark.parametrize(
    ("one_has", "other_has"),
    [
        ({"anchor": "start"}, {"anchor": "end"}),
        ({"unless": ["said"]}, {"unless": ["wrote"]}),
        ({"until": "2015-01-01"}, {"since": "2015-01-02"}),
        ({"where": {"position": "head"}}, {"where": {"position": "tail"}}),
    ],
)
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("phrase", "sign up for our letter"),
        ("template", "sign up {n} times"),
        ("pattern", "sign up for our .{1,9}"),
    ],
)
def test_rules_that_count_under_other_terms_may_repeat_a_text(
    kind: str, text: str, one_has: dict[str, Any], other_has: dict[str, Any], tmp_path: Path
) -> None:
    rules = [one(kind, text, **one_has), one(kind, text, name="b", **other_has)]

    assert codes(tmp_path, related=rules) == []


def test_blocks_with_other_bounds_or_ends_may_repeat_an_edge(tmp_path: Path) -> None:
    edge = {"from": ["sign up for it"], "to": ["the letter"], "max_lines": 5}
    rules = [
        one("block", **edge),
        one("block", name="b", **edge | {"max_lines": 9}),
        one("block", name="c", **edge | {"to": ["a letter"]}),
        one("block", name="d", from_=["sign up for it"], before=["the letter"], max_lines=5),
    ]

    assert codes(tmp_path, related=rules) == []


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        ("line", ["read more on this", "Read more on this »"]),
        ("phrase", ["sign up for our letter", "Sign up  for our letter"]),
        ("template", ["read {n} times", "read {n} times"]),
        ("template", ["read [all ]more", "read more"]),
        ("pattern", ["read more .{1,9}", "read more .{1,9}"]),
    ],
)
def test_a_text_twice_in_a_rule_is_found_at_the_second(
    kind: str, texts: list[str], tmp_path: Path
) -> None:
    assert codes(tmp_path, related=[one(kind, *texts)]) == [("duplicate-text", "related/it")]


def test_templates_of_a_rule_may_have_some_spellings_in_common(tmp_path: Path) -> None:
    assert codes(tmp_path, related=[one("template", "read more", "read [all ]more")]) == []


@pytest.mark.parametrize(
    ("domains", "expected"),
    [
        (["b.org"], [("never-matches", "g/it")]),
        (["x.g.org"], []),
        (["org.org", "g.org"], []),
    ],
)
def test_a_publishers_rule_counts_on_its_own_sites_only(
    domains: list[str], expected: list[tuple[str, str]], tmp_path: Path
) -> None:
    item = one("line", "read more on this", category="share", where={"domains": domains})

    assert codes(tmp_path, g={"publisher": PUBLISHER, "rules": [item]}) == expected


def test_other_languages_actions_and_conditions_may_repeat_a_text(tmp_path: Path) -> None:
    tail = {"where": {"position": "tail"}}
    files = {
        "share_de": [one("line", "abo now")],
        "share_nl": [one("line", "abo now"), one("line", "abo now", name="k", action="keep")],
        "login_de": [one("phrase", "abo now for all", **tail)],
        "login_nl": [one("phrase", "abo now for all", where={"position": "head"})],
    }

    assert codes(tmp_path, **files) == []


def test_what_an_unconditional_rule_takes_is_shadowed(tmp_path: Path) -> None:
    files = {
        "share": [one("line", "read more"), one("phrase", "sign up for our letter", name="p")],
        "g": {
            "publisher": PUBLISHER,
            "rules": [
                one("line", "read more", "sign up for our letter today", category="share"),
                one("phrase", "the letter", anchor="start", name="free", category="share"),
            ],
        },
    }

    assert codes(tmp_path, **files) == [("shadowed", "g/it"), ("shadowed", "g/it")]


TAKEN = [
    one("template", "[please ]sign up for our letter by {n}", anchor="none"),
    one("template", "(sign up for our letter|read it all) {n}"),
    one("template", "sign up for our (letter|letter now)", anchor="none"),
    one("line", "(sign up for our letter)"),
    one("line", "today sign up for our letter, now"),
    one("phrase", "read it all here", anchor="start"),
    one("line", "read it all here"),
    one("line", "もう会員登録はこちらから"),
]


@pytest.mark.parametrize("taken", TAKEN, ids=str)
def test_what_an_unconditional_phrase_always_takes_is_shadowed(
    taken: dict[str, Any], tmp_path: Path
) -> None:
    takers = [
        one("phrase", "sign up for our letter", "会員登録はこちら", name="p"),
        one("phrase", "read it all", name="s", anchor="start"),
    ]

    assert codes(tmp_path, share=[*takers, taken]) == [("shadowed", "share/it")]


@pytest.mark.parametrize(
    "free",
    [
        one("template", "sign up for our {text}", anchor="none", where={"max_words": 9}),
        one("template", "(sign up for our letter|sign up for it) {n}"),
        one("template", "[sign up for our letter ]now by {n} men", anchor="none"),
        one("template", "sign up for our letter{text}", reach="paragraph"),
        one("phrase", "read it all here"),
        one("line", "now read it all"),
        one("line", "sign up for our letters"),
    ],
    ids=str,
)
def test_what_no_phrase_always_takes_is_not(free: dict[str, Any], tmp_path: Path) -> None:
    takers = [
        one("phrase", "sign up for our letter", name="p"),
        one("phrase", "read it all", name="s", anchor="start"),
    ]

    assert codes(tmp_path, share=[*takers, free]) == []


def test_a_publishers_or_bounded_or_shorter_reach_shadows_nothing(tmp_path: Path) -> None:
    files = {
        "share": [
            one("line", "read more", where={"position": "tail"}),
            one("phrase", "sign up for our letter", reach="phrase", name="p"),
            one("line", "sign up for our letter today", name="q"),
        ],
        "g": {"publisher": PUBLISHER, "rules": [one("line", "look here", category="share")]},
        "login": [one("line", "look here", "read more", where={"position": "head"})],
    }

    assert codes(tmp_path, **files) == []


def test_findings_stand_at_their_text(tmp_path: Path) -> None:
    file = tmp_path / "share.yaml"
    file.write_text(
        "- name: it\n  summary: s\n  why: w\n  kind: phrase\n  any: [read all of it, sign up]\n"
        "  examples: {match: [sign up], no_match: [read it, sign it]}\n"
    )
    found = lint_rules(load_rules([file]))

    assert [str(f)[: str(f).index("phrase ")] for f in found] == [f"{file}:5:25: loose-"]


@pytest.mark.parametrize(
    "pattern", ["(?:a|aa)+b", "(?:x+x+)+y", r"(?:\w+ ?)+:", r"^(?=.*photo)(?:\w+\s?)+$"]
)
def test_a_pattern_that_runs_away_is_caught(pattern: str) -> None:
    assert slow_text(pattern) is not None


@pytest.mark.parametrize("pattern", [r"photo: \w{1,20}", r"\bread (?:more|on)\b", r"\p{Lu}abc"])
def test_a_bounded_pattern_passes(pattern: str) -> None:
    assert slow_text(pattern) is None


def test_hostile_texts_are_made_of_the_pattern() -> None:
    units = {unit for _, unit, _ in hostile_parts(r"ab[x-z]\d+(?:cd|e)?")}

    assert {"ab", "x", "7", "cd", "e", "abx7cde"} <= units
