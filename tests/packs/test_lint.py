"""What lint finds, and what it lets pass."""

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner.packs.lint import CODES, lint_rules
from cleaner.packs.load import load_rules
from cleaner.packs.stress import hostile_parts, slow_text
from tests.rules import rule

TWO = {"match": ["yes"], "no_match": ["no", "not at all"]}
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


SOUND = [
    one("line", "read more on this"),
    one("line", "newsletter", where={"position": "tail"}),
    one("line", "newsletter", confidence=0.5),
    one("line", "newsletter", action="keep"),
    one("phrase", "sign up for our letter"),
    one("phrase", "sign up", anchor="start"),
    one("phrase", "sign up", where={"max_words": 8}),
    one("phrase", "window.dataLayer"),
    one("phrase", "会員登録はこちら"),
    one("pattern", "photo: .{1,40}"),
    one("pattern", r"\((?:pa|afp)\)", needs=["(pa", "(afp"]),
]


@pytest.mark.parametrize("sound", SOUND, ids=str)
def test_a_sound_rule_has_no_findings(sound: dict[str, Any], tmp_path: Path) -> None:
    assert codes(tmp_path, share=[sound]) == []


UNSOUND = [
    ("one-word-line", one("line", "newsletter", "read more on this")),
    ("one-word-line", one("line", "newsletter", where={"languages": ["en"]})),
    ("loose-phrase", one("phrase", "sign up")),
    ("loose-phrase", one("phrase", "登録")),
    ("few-examples", rule("line", "read more on this")),
    ("no-literal", one("pattern", "[a-c]{1,9} .{1,9}", needs=["photo"])),
    ("slow-pattern", one("pattern", "abc(?:a+)+d")),
    ("never-matches", one("line", "read more on this", where={"max_words": 3})),
    ("never-matches", one("line", "read more on this", where={"min_words": 5})),
    ("never-matches", one("phrase", "read more on this", unless=["more"])),
    ("never-matches", one("phrase", "read more on this", where={"max_chars": 9})),
]


@pytest.mark.parametrize(("code", "unsound"), UNSOUND, ids=str)
def test_an_unsound_rule_is_found(code: str, unsound: dict[str, Any], tmp_path: Path) -> None:
    assert codes(tmp_path, share=[unsound]) == [(code, "share/it")]


def test_a_text_in_two_rules_is_found_once_at_the_second(tmp_path: Path) -> None:
    rules = [one("line", "read more"), one("template", "read (more|all)", name="b")]

    assert codes(tmp_path, share=rules) == [("duplicate-text", "share/b")]


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
        "  examples: {match: [sign up], no_match: [a, b]}\n"
    )
    found = lint_rules(load_rules([file]))

    assert [str(f)[: str(f).index("phrase ")] for f in found] == [f"{file}:5:25: loose-"]


@pytest.mark.parametrize("pattern", ["(?:a|aa)+b", "(?:x+x+)+y", r"(?:\w+ ?)+:"])
def test_a_pattern_that_runs_away_is_caught(pattern: str) -> None:
    assert slow_text(pattern) is not None


@pytest.mark.parametrize("pattern", [r"photo: \w{1,20}", r"\bread (?:more|on)\b", r"\p{Lu}abc"])
def test_a_bounded_pattern_passes(pattern: str) -> None:
    assert slow_text(pattern) is None


def test_hostile_texts_are_made_of_the_pattern() -> None:
    units = {unit for _, unit, _ in hostile_parts(r"ab[x-z]\d+(?:cd|e)?")}

    assert {"ab", "x", "7", "cd", "e", "abx7cde"} <= units
