"""`unless: cited` and `others`: a wording that somebody cites, or another uses, is no chrome."""

import re
from pathlib import Path

import pytest
import yaml

from cleaner.errors import RuleError
from cleaner.packs.citing import OTHERS_WORDS, WORDS, listed, stops
from cleaner.packs.schema import LANGUAGE
from tests.rules import hit_texts, matches_of, pack_of, rule


@pytest.mark.parametrize(("stop", "file"), [("cited", WORDS), ("others", OTHERS_WORDS)])
def test_the_words_are_listed_by_language_each_once(stop: str, file: Path) -> None:
    words = yaml.safe_load(file.read_text("utf-8"))

    for language, own in words.items():
        assert isinstance(language, str)
        assert re.fullmatch(LANGUAGE, language)
        assert all(isinstance(word, str) and word.strip() == word != "" for word in own)
        assert len(set(listed(f"{stop}.{language}"))) == len(own)


def test_words_of_saying_come_with_the_rules_own_once() -> None:
    both = stops(["quoted", "Said", "cited", "judge"], ()).all(listed)

    assert both.count("said") == 1
    assert {"said", "judge"} <= set(both)
    assert "quoted" not in stops(["quoted", "cited"], ["fr"]).all(listed)


def test_a_wording_that_somebody_cites_stays() -> None:
    asks = rule("phrase", "sign up for our letter", unless="cited")

    assert hit_texts("Sign up for our letter.", asks)
    assert not hit_texts("Sign up for our letter, said the poster.", asks)
    assert not hit_texts("Sign up for our letter, it reads in red.", asks)


def test_a_wording_of_others_stays() -> None:
    asks = rule("phrase", "sign up for our letter", unless="others")

    assert hit_texts("Sign up for our letter, delivered on Fridays.", asks)
    assert not hit_texts("Sign up for our letter, and the council tells of floods.", asks)


def test_the_words_are_those_of_the_rules_language() -> None:
    text = "Unser Brief ist da, spottete er."
    german = pack_of(rule("phrase", "unser brief", unless="cited"), name="newsletter.de")
    english = pack_of(rule("phrase", "unser brief", unless="cited"))
    both = pack_of(rule("phrase", "unser brief", unless="cited", where={"languages": ["de", "en"]}))

    assert [bool(matches_of(text, pack)) for pack in (german, english, both)] == [0, 1, 0]


def test_a_language_without_such_words_is_told() -> None:
    with pytest.raises(RuleError, match=r"no word of saying is known in sk; name the words"):
        pack_of(rule("phrase", "list", unless="cited"), name="newsletter.sk")


def test_a_language_without_words_for_others_is_told() -> None:
    with pytest.raises(RuleError, match=r"no word for others is known in sk; name the words"):
        pack_of(rule("phrase", "list", unless="others"), name="newsletter.sk")
