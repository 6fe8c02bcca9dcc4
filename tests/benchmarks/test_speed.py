"""The arithmetic of the speed benchmark: medians, ratios, verdicts, turns, tables."""

import re
from pathlib import Path

import pytest

from benchmarks.speed import (
    check,
    cold_start,
    made_up_rules,
    pages,
    report,
    rounds,
    rule_loop,
    timing,
)
from benchmarks.speed.timing import Measurement
from cleaner.packs.cache import load_pack
from cleaner.packs.schema import KINDS, Rule
from tests.rules import DEFAULTS


def test_a_measurement_quotes_its_median_round() -> None:
    one = Measurement("one", (1.0, 9.0, 2.0), size=4_000_000, documents=10)

    assert (2.0, 5.0, 9.0) == (one.mb_per_second, one.documents_per_second, one.spread)


def test_ratios_are_taken_round_by_round_so_that_a_slow_round_changes_nothing() -> None:
    quiet = timing.paired_ratio([1.0, 1.0, 1.0], [2.0, 2.0, 2.0])

    assert quiet == timing.paired_ratio([1.0, 7.0, 1.0], [2.0, 14.0, 2.0])


def test_times_as_fast_counts_what_each_was_given() -> None:
    all_pages = Measurement("all", (1.0,), size=100)
    a_tenth = Measurement("a tenth", (1.0,), size=10)

    assert timing.times_as_fast(all_pages, a_tenth) == pytest.approx(10.0)


def test_rounds_of_different_number_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        timing.paired_ratio([1.0], [1.0, 2.0])


@pytest.mark.parametrize(
    ("value", "expected"), [(1.24, "same"), (1.26, "slower"), (0.81, "same"), (0.79, "faster")]
)
def test_the_gate_is_loose_on_both_sides(value: float, expected: str) -> None:
    assert expected == check.verdict(value, 1.0)


def test_a_quantity_without_a_committed_ratio_fails() -> None:
    assert ["new"] == check.slower({"new": 1.0, "old": 1.0}, {"old": 1.0})


def test_the_best_of_the_attempts_counts() -> None:
    assert {"a": 1.0, "b": 2.0} == check.lowest({"a": 1.0, "b": 3.0}, {"a": 5.0, "b": 2.0})
    assert {"a": 5.0} == check.lowest({}, {"a": 5.0})


def test_each_contender_begins_a_round_in_turn() -> None:
    begun = [rounds.turns(["a", "b", "c"], i)[0] for i in range(4)]

    assert ["a", "b", "c", "a"] == begun


@pytest.mark.parametrize("kind", KINDS)
def test_the_plain_loop_has_an_expression_for_every_kind_of_rule(kind: str) -> None:
    texts = {
        "signs": {"all": [["read on", "here"]]},
        "block": {"from": ["read on here"], "to": ["end"], "max_lines": 3},
    }
    one = Rule.model_validate(
        {**DEFAULTS, "name": "one", "kind": kind, **texts.get(kind, {"any": ["read on here"]})}
    )

    line = "read on here" + ", where all of the day's news stand" * (kind == "signs")
    assert re.search(rule_loop._pattern(one), line)


def test_a_peer_that_was_not_measured_is_named_with_its_reason() -> None:
    ours = Measurement("ours", (1.0,), size=10, documents=1)
    lost = Measurement("peer", problem="ImportError: no a|b", note="its work")
    text = report.page_of(
        report.Results("pages", 1, 1, text=[("wet", [ours, lost])], starts=[]), ""
    )

    assert "| peer | not measured: ImportError: no a/b |" in text


def test_heavy_libraries_are_found_by_whole_names() -> None:
    assert ("rich",) == cold_start.heavy_among("import time: 1 | 2 | rich.console\nx | richer")


def test_documents_grow_to_the_very_length() -> None:
    assert [0, 1, 7, 100] == [len(pages.grown(["ab", "cde"], n)) for n in (0, 1, 7, 100)]


def test_rewrapping_keeps_every_word() -> None:
    text = "one two\nthree four five"

    assert text.split() == pages.rewrapped(text, 9).split()
    assert max(map(len, pages.rewrapped(text, 9).split("\n"))) <= 9


def test_made_up_words_are_a_permutation_of_the_same_lengths() -> None:
    words = ["alpha", "bravo", "delta", "yellow"]
    others = made_up_rules.exchanged(words, 1)

    assert sorted(others.values()) == words
    assert all(len(a) == len(b) for a, b in others.items())


def test_made_up_rules_are_rules_that_load(tmp_path: Path) -> None:
    made_up_rules.write_rules(tmp_path, 400)

    pack = load_pack([str(tmp_path)])

    assert len(pack) == 400


@pytest.mark.parametrize("count", [30, 3_000])
def test_a_pack_has_as_many_rules_as_asked_for(count: int, tmp_path: Path) -> None:
    assert len(made_up_rules.pack_of(count, tmp_path)) == count
