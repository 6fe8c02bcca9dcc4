"""Results explain and restore, also of unusual input."""

import json
import pickle

import pytest

from cleaner import Cleaner
from tests.rules import cleaned, pack_of, rule

SHARE = pack_of(rule("line", "share"), rule("phrase", "sign up", name="p", reach="phrase"))
PROSE = "The ferry ran aground at noon, and forty people were taken off by boat, police said.\n"
LINKS = "Harbour Ferries Timetables\nTown Hall Opening Hours Map\n"
UNUSUAL = [
    "",
    "\n",
    "\r\n\r\n",
    " \t ",
    "\ud800",
    "\udfff\ud800\n",
    "a\u2028b",
    "x\0y",
    "\ufeffA",
    "\x85\x1c",
]


@pytest.mark.parametrize("text", UNUSUAL, ids=ascii)
def test_unusual_input_is_left_as_it_is(text: str) -> None:
    result = cleaned(text, SHARE)

    assert (text, text) == (result.text, result.restore())
    assert ("untouched" if text.strip() else "empty") == result.status
    assert result.removed == ()
    assert json.dumps(result.to_dict())


@pytest.mark.parametrize("text", UNUSUAL, ids=ascii)
def test_unusual_input_with_chrome_comes_back(text: str) -> None:
    whole = f"{text}\nShare\n{text}"
    result = cleaned(whole, SHARE)

    assert whole == result.restore()
    assert "Share" not in result.text


def test_what_one_rule_removed_in_a_row_is_one_span_with_the_blanks_between() -> None:
    result = cleaned("A\nShare\n\nShare\n\n\nB\n", SHARE)

    assert [v.text for v in result.removed if v.rule] == ["Share\n\nShare\n"]
    assert result.text == "A\n\n\nB\n"


def test_many_removals_in_a_row_are_joined_in_linear_time() -> None:
    import time

    start = time.process_time()
    result = cleaned("Share\n" * 30_000, SHARE)

    assert len(result.removed) == 1
    assert time.process_time() - start < 10


def test_removed_characters_are_counted_by_rule_and_the_rest_apart() -> None:
    result = Cleaner().clean(
        LINKS * 4 + PROSE * 3 + LINKS + "Share this article\nSign up now\n" * 2
    )
    counted = result.removed_chars()
    by_rules = {rule for _, rule in counted if rule}

    assert sum(counted.values()) == len(result.document.text) - len(result.text) > 0
    assert by_rules == {v.rule for v in result.removed if v.rule} != set()
    assert (None, None) in counted
    assert pickle.loads(pickle.dumps(result)).removed_chars() == counted


def test_a_rule_that_hits_twice_in_a_line_is_named_once() -> None:
    result = cleaned("Sign up here, sign up now\n", pack_of(rule("phrase", "sign up")))

    assert [(("related/it",), ("rule related/it says drop",))] == [
        (v.rules, v.reasons) for v in result.removed
    ]


def test_a_rule_that_is_only_evidence_says_so() -> None:
    on_trial = rule("phrase", "sign up", status="experimental")
    result = cleaned("Sign up here and now\n", pack_of(on_trial))

    assert [("rule related/it says drop, as evidence only",)] == [v.reasons for v in result.kept]


def test_every_span_has_a_reason_and_removed_ones_their_rule() -> None:
    result = cleaned("Please sign up here\nShare\nNews\n", SHARE)

    assert all(v.reasons for v in result.verdicts)
    assert [v.rule for v in result.removed] == ["related/p", "related/it"]
    assert result.removed[-1].reasons == ("rule related/it says drop",)


@pytest.mark.parametrize(
    ("line", "byline", "date"),
    [
        ("By Rosa Decker 5 March 2023", "Rosa Decker", "5 March 2023"),
        ("By Jan Marsh 2 June 2021", "Jan Marsh", "2 June 2021"),
        ("Von Markus Thiele 3. Mai 2023", "Markus Thiele", "3. Mai 2023"),
        ("By Rosa Decker 5\u00a0March 2023", "Rosa Decker", "5 March 2023"),
        ("By\u00a0Rosa Decker\u00a0– 5 March 2023", "Rosa Decker", "5 March 2023"),
        ("By Rosa O’Hara 5 March 2023 – 18:30", "Rosa O’Hara", "5 March 2023 – 18:30"),
        ("By  Rosa  Decker  5  March  2023", "Rosa  Decker", "5 March 2023"),
        ("Av Anna Lind", "Anna Lind", None),
        ("Af Anna Lind", "Anna Lind", None),
        ("10 лютого 2024", None, "10 лютого 2024"),
        ("10 Φεβρουαρίου 2024", None, "10 Φεβρουαρίου 2024"),
        ("10 ARALIK 2024", None, "10 ARALIK 2024"),
        ("Published 14 March 2024 at 6.30pm", None, "14 March 2024 at 6.30pm"),
        ("Thu 14 Mar 2024 18.30 GMT", None, "Thu 14 Mar 2024 18.30 GMT"),
        ("5 hours ago", None, None),
        ("Breaking news", None, None),
    ],
)
def test_name_and_date_are_told_apart(line: str, byline: str | None, date: str | None) -> None:
    result = Cleaner().clean(f"Ferry runs aground off the quay\n{line}\n{PROSE * 3}")

    assert (byline, date) == (result.byline, result.date)


def test_a_byline_in_several_lines_is_told_in_one() -> None:
    broken = "The council met at\nHarbour Works\n, who had asked it to.\n"
    result = Cleaner().clean(f"Bridge closed for six months\nBy\nAda Brook\n{PROSE}{broken * 3}")

    assert result.byline == "Ada Brook"


def test_metadata_is_none_where_nothing_was_recognised() -> None:
    result = cleaned("Share\n", SHARE)

    assert (result.title, result.byline, result.date) == (None, None, None)


def test_byline_and_date_come_from_labels() -> None:
    by = rule("template", "by {names}[, {date}]", action="label", role="byline")
    result = cleaned("By Ada Brook, 3 March 2020\nNews came in.\n", pack_of(by))

    assert (result.byline, result.date) == ("Ada Brook", "3 March 2020")


@pytest.mark.parametrize("name", ["Von Miller", "Di Stefano, Agencies", "Par Holm"])
def test_only_the_first_word_of_a_byline_leads_to_the_name(name: str) -> None:
    by = rule("template", "by {names}", action="label", role="byline")

    assert cleaned(f"By {name}\nNews came in.\n", pack_of(by)).byline == name


def test_a_result_travels_between_processes(cleaner: Cleaner, seed_text: str) -> None:
    result = cleaner.clean(seed_text)
    copy = pickle.loads(pickle.dumps(result))

    assert result.to_dict() == copy.to_dict()
    assert result == copy
    assert hash(result) == hash(copy)
    assert result != cleaner.clean(f"{seed_text}\n") != 5
    assert seed_text == copy.restore()
    assert len(pickle.dumps(result)) < 50_000


def test_a_result_cannot_be_changed(cleaner: Cleaner) -> None:
    result = cleaner.clean("Rain.")

    for name in ("text", "document", "other"):
        with pytest.raises(AttributeError, match="Result is immutable"):
            setattr(result, name, "x")
    with pytest.raises(AttributeError, match="Result is immutable"):
        del result.document
    assert result.text == "Rain."


def test_many_lines_in_one_long_line_cost_their_share(rules_only: Cleaner, seed_text: str) -> None:
    import time

    start = time.process_time()
    rules_only.clean(" ".join(seed_text.split()) * 200)

    assert time.process_time() - start < 20
