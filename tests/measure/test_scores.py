"""Scores of a page, and their summary."""

from dataclasses import replace

import pytest

from cleaner.measure.scores import grouped, score_page, summarize
from tests.measure.pages import page_of

TITLED = page_of(("Flood", -1), ("Rain fell on the town.", 1), ("Share", 0), titles=("Flood",))
PERFECT = score_page(TITLED, "Rain fell on the town.")


def test_a_perfect_page():
    assert (1.0, 1.0, 1.0, 0.0, 0.0, True) == (
        PERFECT.precision, PERFECT.recall, PERFECT.f1, PERFECT.lost, PERFECT.residue,
        PERFECT.is_exact,
    )  # fmt: skip


def test_the_headline_is_not_judged():
    kept = score_page(TITLED, "Flood\nRain fell on the town.")
    in_body = replace(TITLED, body=("Flood", *TITLED.body))

    assert kept == PERFECT
    assert score_page(in_body, "Rain fell on the town.") == PERFECT


def test_optional_paragraphs_keep_their_place_when_a_headline_is_left_out():
    page = replace(TITLED, body=("Flood", "In short.", *TITLED.body), optional=(1,))

    assert score_page(page, "Rain fell on the town.").f1 == 1.0


def test_a_leftover_line_is_not_exact():
    assert not score_page(TITLED, TITLED.text).is_exact


def test_a_summary_is_of_pages_in_per_cent():
    lost = replace(PERFECT, f1=0.5, recall=0.4, lost=0.06, is_exact=False, chrome_removed=0)
    summary = summarize([PERFECT, PERFECT, PERFECT, replace(lost, lost=0.21), lost])

    assert summary.pages == 5
    assert summary.f1 == pytest.approx((3 * 100 + 2 * 50) / 5)
    assert (40.0, 20.0) == (summary.lost_much, summary.lost_very_much)
    assert summary.lost == pytest.approx((21 + 6) / 5)
    assert (60.0, 60.0) == (summary.exact, summary.chrome_removed)
    assert (50.0, 40.0) == (summary.worst_f1, summary.worst_recall)


def test_the_worst_tenth_is_rounded_up():
    pages = [replace(PERFECT, f1=number / 10) for number in range(11)]

    assert summarize(pages).worst_f1 == pytest.approx(100 * (0.0 + 0.1) / 2)


def test_exactly_five_per_cent_lost_is_not_much():
    assert summarize([replace(PERFECT, lost=0.05)]).lost_much == 0.0


def test_groups_are_sorted_and_the_unknown_is_a_dash():
    pages = [replace(PERFECT, source=name) for name in ("b", "", "a", "a")]

    assert [("-", 1), ("a", 2), ("b", 1)] == [
        (name, summary.pages) for name, summary in grouped(pages, "source").items()
    ]


def test_a_text_on_one_line_is_exact_where_every_word_is_right():
    page = page_of(("Rain fell on the town. Share", -1), mixed={0: "Rain fell on the town."})

    assert score_page(page, "Rain fell on the town.").is_exact
    assert not score_page(page, "Rain fell on the town. Share").is_exact
    assert not score_page(page, "Rain fell").is_exact
