"""`furniture` in `near`: what pages of the rule's language print around articles."""

from __future__ import annotations

import re

import pytest
import yaml

from cleaner.errors import RuleError
from cleaner.packs.furniture import WORDINGS, spelt_out
from cleaner.packs.grammar import parse
from cleaner.packs.schema import LANGUAGE
from tests.rules import hit_texts, matches_of, pack_of, rule

BESIDE = {"near": {"lines": 1, "any": ["furniture"]}}
LISTED = yaml.safe_load(WORDINGS.read_text("utf-8"))


@pytest.mark.parametrize("language", LISTED)
def test_the_wordings_of_a_language_are_templates_each_once(language: str) -> None:
    own = LISTED[language]
    choices = [w for text in own for w in text.strip("()").split("|")]

    assert re.fullmatch(LANGUAGE, language)
    assert all(parse(text) for text in own)
    assert len(set(choices)) == len(choices)


def test_a_rule_without_a_language_has_the_english_ones() -> None:
    asks = rule("line", "stories of ours", where=BESIDE)

    assert hit_texts("Stories of ours\nRead more", asks) == ["Stories of ours\n"]
    assert not hit_texts("Stories of ours\nJetzt anmelden", asks)
    assert not hit_texts("Stories of ours\nThe harbour", asks)


def test_the_wordings_are_those_of_the_rules_languages() -> None:
    asks = rule("line", "unser brief", where=BESIDE)
    german = pack_of(asks, name="newsletter.de")
    named = rule("line", "unser brief", where={**BESIDE, "languages": ["fr", "de"]})
    texts = [f"Unser Brief\n{beside}" for beside in ("Impressum", "Mentions légales", "Read more")]

    assert [bool(matches_of(text, german)) for text in texts] == [True, False, False]
    assert [bool(matches_of(text, pack_of(named))) for text in texts] == [True, True, False]


def test_other_templates_may_stand_beside_the_name() -> None:
    assert spelt_out(["{n} likes", "furniture"], ["no"]) == ("{n} likes", *LISTED["no"])


def test_a_language_without_furniture_is_told() -> None:
    with pytest.raises(RuleError, match=r"no furniture is known in sk; write the templates"):
        pack_of(rule("line", "list", where=BESIDE), name="newsletter.sk")
