"""Signs that meet in a line: in any order, outside quotation marks, at word borders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.errors import RuleError
from cleaner.packs.authoring.lint import lint_rules
from cleaner.packs.load import load_rules
from cleaner.packs.signs import LEAST_CHARS, pattern_of
from tests.rules import hit_texts, pack_of, rule

LETTER = rule(
    "signs", all=[["^sign up|subscribe", r"our (?:\w+ )?letters?", "inbox|every morning"]]
)


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our letter, every morning at seven.",
        "Every morning at seven our weekly letter comes. Subscribe!",
        "• Every morning: sign up, and read «Quayside» and our letters.",
        "Every morning: sign up, and read »Quayside« and our letters.",
    ],
)
def test_signs_meet_in_any_order(line: str) -> None:
    assert [f"{line}\n"] == hit_texts(f"Rain fell.\n{line}\nMore rain fell.\n", LETTER)


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for our letter, every evening at seven.",  # one is missing
        "Sign up for four letters, every morning at seven.",  # inside a word
        "They sign up for our letter, every morning at seven.",  # not at the beginning
        '"Sign up for our letter," she said, "every morning."',
        "She said „sign up for our letter, every morning at seven“.",
        "Every morning: «sign up for our letter, and for whatever else is printed here».",
        "- Every morning, said Ada: sign up for our letter.",
        "Inbox: sign up, our letter",  # too short
    ],
)
def test_one_sign_less_or_somebodys_words_are_no_hit(line: str) -> None:
    assert [] == hit_texts(f"Rain fell.\n{line}\nMore rain fell.\n", LETTER)


def test_one_list_of_signs_is_enough() -> None:
    either = rule("signs", all=[["our letter", "subscribe"], ["our quiz", "play"]])
    text = "Play our quiz of the week on the quay today.\n\nSubscribe to a quiz of the week, all.\n"

    assert ["Play our quiz of the week on the quay today.\n"] == hit_texts(text, either)


def test_a_mark_needs_no_border_of_words() -> None:
    asks = rule("signs", all=[["€|£|euros?", "our newsroom"]])
    lines = ["Give our newsroom 5 € a month from today.", "Give our newsroom five euros a month."]

    assert [f"{line}\n" for line in lines] == hit_texts("\n".join([*lines, ""]), asks)


words = st.lists(
    st.sampled_from(["our", "letter", "inbox", "sign up", "rain", ".", '"', "«", "»", "-", ":"]),
    max_size=14,
)


@given(words)
def test_a_hit_has_every_sign_and_no_quotation_mark(parts: list[str]) -> None:
    line = " ".join(parts)
    if hit_texts(line, rule("signs", all=[["our letter", "inbox", "sign up"]])):
        assert all(sign in line for sign in ("our letter", "inbox", "sign up"))
        assert '"' not in line
        assert len(line) >= LEAST_CHARS


MISTAKES = [
    ({"any": ["x"]}, ["kind signs needs `all`", "`any` does not belong to kind signs"]),
    ({"all": [["our letter", "subscribe"]], "anchor": "line"}, ["takes the whole line"]),
    ({"all": 7}, ["`all` must be a list"]),
    ({"all": ["our letter"]}, ['`all.0` must be a list of texts, not "our letter"']),
    ({"all": [["our letter"]]}, ["`all.0` has no two signs that could meet"]),
    ({"all": [["our le(tter", "sub)scribe", "rain"]]}, ["'our le(tter'", "'sub)scribe'"]),
    ({"all": [["we|us", "our|you"]]}, ["in no sign each word has 3 letters"]),
    ({"all": [["our letter", 7], ["a"]]}, ["`all.0.1` must be text", "`all.1` has no two signs"]),
]


@pytest.mark.parametrize(("fields", "expected"), MISTAKES)
def test_mistakes_are_told_all_at_once(fields: dict[str, object], expected: list[str]) -> None:
    with pytest.raises(RuleError) as caught:
        pack_of(rule("signs", **fields))

    told = [str(mistake) for mistake in caught.value.mistakes]
    assert len(told) == len(expected)
    assert all(any(part in line for line in told) for part in expected)


def test_lint_looks_into_each_sign(tmp_path: Path) -> None:
    signs = [["our letter|our (?:big|big) letter", "Subscribe"]]
    examples = {"match": ["no such line"], "no_match": ["our letter is late", "subscribe there"]}
    file = tmp_path / "newsletter.yaml"
    file.write_text(json.dumps([rule("signs", all=signs, examples=examples)]), "utf-8")

    codes = {finding.code for finding in lint_rules(load_rules([file]))}
    assert {"equal-branches", "never-matches"} <= codes


def test_other_kinds_have_no_lists_of_signs() -> None:
    with pytest.raises(RuleError, match="`all` does not belong to kind phrase"):
        pack_of(rule("phrase", "our letter", all=[["a", "b"]]))


def test_the_pattern_is_that_of_signs_between_borders() -> None:
    assert r"\b(?:inbox)\b" in pattern_of(["inbox", "rain"])
