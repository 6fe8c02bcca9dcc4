"""Paired bootstrap."""

from dataclasses import replace

import pytest

from cleaner.errors import UsageError
from cleaner.measure.compare import compare, pairs_of
from cleaner.measure.scores import PageScore
from tests.measure.test_scores import PERFECT

WORSE = [replace(PERFECT, id=str(n), f1=0.9 - n / 100) for n in range(30)]
BETTER = [replace(page, f1=page.f1 + 0.05) for page in WORSE]


def f1(this: list[PageScore], other: list[PageScore]):
    return next(one for one in compare(this, other) if one.measure == "f1")


def test_a_packed_file_pairs_with_itself_unpacked():
    packed = replace(PERFECT, file="elsewhere/labels.jsonl.gz")

    plain = replace(PERFECT, file="labels.jsonl")

    assert [(packed, plain)] == pairs_of([packed], [plain])


def test_a_run_does_not_differ_from_itself():
    assert all((one.mean, one.low, one.high) == (0, 0, 0) for one in compare(WORSE, WORSE))
    assert not any(one.is_sure for one in compare(WORSE, WORSE))


def test_what_is_better_on_every_page_is_surely_better():
    found = f1(BETTER, WORSE)

    assert found.is_sure
    assert (found.mean, found.low, found.high) == pytest.approx((5, 5, 5))


def test_what_is_better_on_some_and_worse_on_others_is_not_sure():
    mixed = [replace(p, f1=p.f1 + (0.05 if n % 2 else -0.05)) for n, p in enumerate(WORSE)]
    found = f1(mixed, WORSE)

    assert not found.is_sure
    assert found.low < -1 < 1 < found.high


def test_the_interval_is_as_wide_as_the_normal_one():
    """Thirty pages, half of them 10 points better: 5 +- 1.96 * 5 / sqrt(30)."""
    half = [replace(p, f1=p.f1 + (0.1 if n % 2 else 0)) for n, p in enumerate(WORSE)]
    found = f1(half, WORSE)

    assert (found.low, found.high) == pytest.approx((5 - 1.79, 5 + 1.79), abs=0.2)


def test_the_same_runs_give_the_same_interval_in_any_order_of_the_other():
    assert compare(BETTER, WORSE) == compare(BETTER, WORSE[::-1])


def test_pages_are_paired_by_file_name_and_id():
    elsewhere = [replace(page, file="else/where/a.jsonl") for page in WORSE[:10]]
    found = f1(elsewhere, BETTER)

    assert found.mean == pytest.approx(-5)


def test_files_of_one_name_in_two_folders_are_told_apart():
    this = [replace(PERFECT, file=f"{folder}/p.jsonl", id="1") for folder in "ab"]
    other = [replace(page, f1=share) for page, share in zip(this, (0.4, 0.2), strict=True)]
    found = f1(this, other)

    assert found.other == pytest.approx(30)
    assert pairs_of(this, other[::-1]) == list(zip(this, other, strict=True))


def test_pages_that_could_be_either_are_not_paired():
    there = [replace(PERFECT, file=f"{folder}/p.jsonl", id="1") for folder in "ab"]
    here = replace(PERFECT, file="p.jsonl", id="1")

    assert pairs_of([here], there) == pairs_of(there, [here]) == []
    assert pairs_of([here], there[:1]) == [(here, there[0])]


def test_runs_over_other_pages_cannot_be_compared():
    with pytest.raises(UsageError, match="no page in common"):
        compare(WORSE, [replace(page, id="x" + page.id) for page in WORSE])
