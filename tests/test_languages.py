"""A language is two letters, however it is written; what is not known switches no rule off."""

import pytest

from cleaner import Cleaner, CleanerError
from cleaner.languages import _THREE_LETTERS, language_code, language_of
from tests.rules import pack_of, rule

TEXT = "Share this\nRain fell on the town.\n"
CODES = ("en", "EN", "en-GB", "en_US", "eng", "eng_Latn", "ENG-Latn-GB", " en ")
NO_CODES = ("english", "e", "12", "en,fr", "-en", "é1", "ééé", "\ud800")


@pytest.fixture(scope="module")
def english() -> Cleaner:
    """With a rule for English alone."""
    where = {"languages": ["en"]}
    return Cleaner(rules=pack_of(rule("line", "share this", where=where)), profile="rules-only")


def test_all_ways_to_write_a_language_are_one(english: Cleaner) -> None:
    texts = {english.clean(TEXT, lang=code).text for code in (None, "", *CODES)}

    assert {"Rain fell on the town.\n"} == texts
    assert TEXT == english.clean(TEXT, lang="deu_Latn").text


@pytest.mark.parametrize("codes", ["sw swa swh_Latn", "ar ara arb_Arab", "zh chi zho cmn_Hani"])
def test_two_and_three_letters_are_one(english: Cleaner, codes: str) -> None:
    two, *others = codes.split()

    assert {two} == {language_code(code) for code in others}
    assert {TEXT} == {english.clean(TEXT, lang=code).text for code in codes.split()}


@pytest.mark.parametrize("code", ["und", "mul", "ceb_Latn", "un", "xx-XX"])
def test_what_has_no_two_letters_is_unknown(english: Cleaner, code: str) -> None:
    assert language_code(code) is None
    assert TEXT != english.clean(TEXT, lang=code).text


@pytest.mark.parametrize("code", NO_CODES)
def test_what_is_no_code_is_refused_from_a_hand_and_unknown_in_a_column(
    english: Cleaner, code: str
) -> None:
    with pytest.raises(CleanerError, match="is no code; give two letters, such as en"):
        english.clean(TEXT, lang=code)
    with pytest.raises(CleanerError, match="is no code"):
        english.clean_html(f"<p>{TEXT}", lang=code)

    (result,) = english.clean_many([TEXT], langs=[code])
    (row,) = english.clean_rows([(TEXT, None, code)])

    assert (1, 1) == (len(result.removed), len(row.spans or ()))


def test_a_field_of_a_corpus_may_hold_anything() -> None:
    assert [None] * 4 == [language_of(odd) for odd in (None, 5, float("nan"), ["en"])]


def test_norwegian_is_one_language() -> None:
    assert {"no"} == {language_code(code) for code in ("no", "nb", "nn-NO", "nor", "nob", "nno")}


def test_a_withdrawn_code_is_the_language_that_it_stood_for() -> None:
    old = ("in", "iw_IL", "ji", "jw", "mo")

    assert ["id", "he", "yi", "jv", "ro"] == [language_code(code) for code in old]


def test_every_language_of_a_rule_is_known_by_three_letters(cleaner: Cleaner) -> None:
    wheres = (row[8] for row in cleaner.pack.rows)

    assert {c for w in wheres for c in w.get("languages", ())} < set(_THREE_LETTERS.values())
