"""ROUGE-LSum on examples that can be counted by hand."""

import pytest

from cleaner.measure.rouge import rouge_lsum

BODY = ["Rain fell on the town.", "The river rose by a metre."]  # 5 and 6 words


def test_the_body_itself_scores_one():
    assert (1.0, 1.0, 1.0) == rouge_lsum(BODY, [], "\n".join(BODY))


def test_other_line_breaks_cost_nothing():
    assert rouge_lsum(BODY, [], " ".join(BODY)).f1 == 1.0


def test_chrome_costs_precision_and_loss_costs_recall():
    rouge = rouge_lsum(BODY, [], "Rain fell on the town.\nShare this story now")  # 5 of 9; 5 of 11

    assert rouge.precision == pytest.approx(5 / 9)
    assert rouge.recall == pytest.approx(5 / 11)
    assert rouge.f1 == pytest.approx(2 * 5 / (9 + 11))


def test_a_word_counts_once_however_often_the_body_has_it():
    rouge = rouge_lsum(["Go home.", "Go back."], [], "Go")  # "go" fits both, but is there once

    assert (1.0, 0.25) == (rouge.precision, rouge.recall)


def test_words_out_of_order_are_found_only_as_far_as_they_are_in_order():
    assert rouge_lsum(["a b c"], [], "c b a").recall == pytest.approx(1 / 3)


def test_the_parts_of_a_sentence_may_come_from_several_lines():
    assert rouge_lsum(["a b c d"], [], "a b\nc d").recall == 1.0


@pytest.mark.parametrize("text", ["\n".join(BODY), BODY[1]])
def test_an_optional_paragraph_may_be_there_or_not(text: str):
    assert rouge_lsum(BODY, [0], text).f1 == 1.0


def test_of_many_optional_paragraphs_all_or_none_are_there():
    body = ["one", "two", "three", "four", "five", "six"]

    assert rouge_lsum(body, [0, 1, 2, 3, 4], "six").f1 == 1.0
    assert rouge_lsum(body, [0, 1, 2, 3, 4], "five six").f1 < 1.0


@pytest.mark.parametrize(("body", "text"), [(BODY, ""), ([], "Rain."), (["…"], "…")])
def test_nothing_scores_nothing(body: list[str], text: str):
    assert (0.0, 0.0, 0.0) == rouge_lsum(body, [], text)
