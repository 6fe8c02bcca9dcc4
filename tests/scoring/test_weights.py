"""The weights file: read as written, checked, and exact."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any

import pytest

from cleaner.errors import CleanerError
from cleaner.scoring import weights as module
from cleaner.scoring.weights import (
    Weights,
    default_weights,
    dump_weights,
    make_weights,
    parse_weights,
    read_weights,
)


def test_a_written_file_reads_back_the_same() -> None:
    text = dump_weights(default_weights())

    assert text == dump_weights(parse_weights(text))


def test_a_changed_number_is_noticed() -> None:
    text = dump_weights(default_weights()).replace(
        "first_stage:\n  base: ", "first_stage:\n  base: 1 #"
    )

    with pytest.raises(CleanerError, match="fingerprint"):
        parse_weights(text)


@pytest.mark.parametrize("text", ["", "[]", "version: 99", "a: b", "{"])
def test_another_file_is_refused_with_its_name(text: str) -> None:
    with pytest.raises(CleanerError, match=r"mine\.yaml: "):
        parse_weights(text, "mine.yaml")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NEWS_CLEANER_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "mine.yaml"
    path.write_text(dump_weights(default_weights()), encoding="utf-8")
    return path


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Tells which files are parsed."""
    names: list[str] = []

    def telling(text: str, name: str = "weights") -> Weights:
        names.append(name)
        return parse_weights(text, name)

    monkeypatch.setattr(module, "parse_weights", telling)
    return names


def test_a_file_is_parsed_once_and_says_the_same_from_the_cache(
    file: Path, parsed: list[str]
) -> None:
    fresh, cached = read_weights(file), read_weights(file)

    assert [str(file)] == parsed
    assert (fresh, fresh.entries) == (cached, cached.entries)
    assert dump_weights(default_weights()) == dump_weights(cached)


def test_a_file_changed_by_hand_is_refused_though_it_is_cached(file: Path) -> None:
    read_weights(file)
    text, number = file.read_text(encoding="utf-8"), str(default_weights().second.base)
    other = number[:-1] + str((int(number[-1]) + 1) % 10)
    times = file.stat()
    file.write_text(text.replace(f"base: {number}", f"base: {other}"), encoding="utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    for _ in range(2):
        with pytest.raises(CleanerError, match="fingerprint"):
            read_weights(file)


def test_weights_go_to_other_processes_without_what_was_made_of_them() -> None:
    weights = default_weights()
    weights.made("something", lambda _: print)
    sent = pickle.loads(pickle.dumps(weights))

    assert (weights, weights.entries) == (sent, sent.entries)
    assert "something" not in sent._made


def numbers_of(weights: Weights) -> dict[str, Any]:
    second, third = (stage._asdict() for stage in weights.stages)
    return {"own": weights.own, "own_base": weights.own_base, "second": second, "third": third}


def test_weights_whose_sums_floats_cannot_hold_are_refused() -> None:
    good = default_weights()
    numbers = numbers_of(good)
    second, third = numbers["second"], numbers["third"]
    too_much = (
        {"own_base": 2**53},
        {"second": second | {"base": 2**53}},
        {"third": third | {"out": [2**40] * len(good.third.out)}},
        {"third": third | {"high": [2**15] * len(good.third.high)}},
    )

    assert good == make_weights(numbers, good.words, good.about)
    for numbers_changed in too_much:
        with pytest.raises(ValueError, match=r"too large|cut to more"):
            make_weights(numbers | numbers_changed, good.words, good.about)


def test_weights_that_no_table_holds_are_refused() -> None:
    good = default_weights()
    numbers = numbers_of(good)
    units, features = len(good.third.out), len(good.third.direct)
    none = {"hidden": [[0] * features] * units, "hidden_base": [0] * units}
    many = {"hidden": [[0] * features] * 5_000, "hidden_base": [0] * 5_000, "out": [0] * 5_000}
    far = {"hidden": [[2**60] * features] * units, "out": [0] * units}
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = {f"{a}{b}{c}{d}": 1 for a in letters for b in letters for c in letters for d in "aeio"}

    for changed in (none | {"out": [2**60] * units}, far, many):
        all_numbers = numbers | {"third": numbers["third"] | changed}
        with pytest.raises(ValueError, match=r"too large|hidden units"):
            make_weights(all_numbers, good.words, good.about)
    for learnt in ({"hello": 2**31}, {"hello": -(10**20)}, words):
        with pytest.raises(ValueError, match=r"points|words"):
            make_weights(numbers, learnt, good.about)


@pytest.mark.parametrize("number", [".inf", "-.inf", ".nan", "[1]", "1e400"])
def test_a_file_with_what_is_no_number_is_refused(number: str) -> None:
    text = dump_weights(default_weights())
    base = f"base: {default_weights().second.base}"

    with pytest.raises(CleanerError, match=r"not a weights file|fingerprint"):
        parse_weights(text.replace(base, f"base: {number}"))
