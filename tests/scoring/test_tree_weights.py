"""The weights for pages: learnt, written, read, and what they say of a page."""

import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cleaner.errors import InputError
from cleaner.scoring.labelled import TrainSettings
from cleaner.scoring.learn import NetSettings
from cleaner.scoring.tree import weights as module
from cleaner.scoring.tree.learn import cross_validate_tree, train_tree
from cleaner.scoring.tree.model import PageScores, score_page
from cleaner.scoring.tree.weights import (
    TreeWeights,
    default_tree_weights,
    dump_tree_weights,
    make_tree_weights,
    parse_tree_weights,
    read_tree_weights,
)
from cleaner.scoring.weights_file import SHIPPED_FOR_PAGES, stated_fingerprint
from tests.scoring.pages import HTML, STORY, tree_page

SETTINGS = TrainSettings(folds=2, net=NetSettings(units=4, steps=60, batch=256))
PAGES = [tree_page(HTML, f"{k}.example") for k in range(20)]


@pytest.fixture(scope="module")
def weights() -> TreeWeights:
    return train_tree(PAGES, SETTINGS, about=("Made for a test.",))


def scores(weights: TreeWeights) -> PageScores:
    page = PAGES[0].page
    return score_page(page.text, (page.starts, page.ends), page.evidence, PAGES[0].facts, weights)


def test_the_story_is_told_from_the_chrome(weights: TreeWeights) -> None:
    assert [label == 1 for label in PAGES[0].page.labels] == (scores(weights).logits > 0).tolist()


def test_learning_twice_gives_the_same(weights: TreeWeights) -> None:
    assert weights.fingerprint == train_tree(PAGES, SETTINGS).fingerprint
    assert weights.fingerprint not in [w.fingerprint for w in cross_validate_tree(PAGES, SETTINGS)]


def test_terms_tell_what_sets_a_block_apart(weights: TreeWeights) -> None:
    found = scores(weights)
    told = [found.explain(block) for block in range(len(PAGES[0].page.starts))]

    assert all(sum(points for _, points in terms) > 0 for terms in told[2:6])
    assert all(sum(points for _, points in terms) < 0 for terms in (*told[:2], *told[6:]))
    assert {"inside list", "before the container with most prose"} <= {n for n, _ in told[0]}
    assert "inside article" in {name for name, _ in told[2]}
    assert {"all bold", "of a class that says 'news'"} <= {name for name, _ in told[7]}
    assert not any("the page marks article" in name for terms in told for name, _ in terms)


def test_a_file_gives_the_same_weights(weights: TreeWeights) -> None:
    text = dump_tree_weights(weights)
    again = parse_tree_weights(text)

    assert text == dump_tree_weights(again)
    assert weights.fingerprint == again.fingerprint == pickle.loads(pickle.dumps(again)).fingerprint
    assert np.array_equal(scores(weights).logits, scores(again).logits)
    assert ("Made for a test.",) == again.about


def test_a_file_is_parsed_once_and_says_the_same_from_the_cache(
    weights: TreeWeights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEWS_CLEANER_CACHE", str(tmp_path / "cache"))
    names: list[str] = []

    def telling(text: str, name: str) -> TreeWeights:
        names.append(name)
        return parse_tree_weights(text, name)

    monkeypatch.setattr(module, "parse_tree_weights", telling)
    file = tmp_path / "mine.yaml"
    file.write_text(dump_tree_weights(weights), encoding="utf-8")
    again = [read_tree_weights(file) for _ in range(3)]

    assert [str(file)] == names
    assert {weights.fingerprint} == {one.fingerprint for one in again}
    assert {dump_tree_weights(weights)} == {dump_tree_weights(one) for one in again}
    assert np.array_equal(scores(weights).logits, scores(again[-1]).logits)


def test_the_fingerprint_stands_in_the_head_of_the_file() -> None:
    assert default_tree_weights().fingerprint == stated_fingerprint(SHIPPED_FOR_PAGES)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("version: 1", "version: 99", "version 99"),
        ("depth:", "death:", "'depth'"),
        ("fingerprint: ", "fingerprint: x", "fingerprint"),
        ("hidden_base: ", "hidden_base: x", "not a weights file"),
        ("hidden_base: ", f"hidden_base: {10**30} ", "not a weights file"),
        ("depth: ", "depth: # ", "not a weights file"),
        ("first_stage:", "first_stage: [", "not a weights file"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(
    weights: TreeWeights, old: str, new: str, problem: str
) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        parse_tree_weights(dump_tree_weights(weights).replace(old, new, 1))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "factor", "problem"),
    [
        ("hidden", 10**9, "too large"),
        ("own", 10**12, "too large"),
        ("own_base", 10**15, "too large"),
        ("high", 10**5, "a feature is cut to more than 32767"),
    ],
)
def test_weights_too_large_for_exact_sums_are_refused(
    weights: TreeWeights, name: str, factor: int, problem: str
) -> None:
    huge = replace(weights.arrays, **{name: getattr(weights.arrays, name) * factor})

    with pytest.raises(ValueError, match=problem):
        make_tree_weights(huge, weights.words)


def test_a_hidden_unit_is_counted_exactly_though_it_is_worth_nothing(weights: TreeWeights) -> None:
    far = np.full_like(weights.arrays.hidden, 2**60)
    unheard = replace(weights.arrays, hidden=far, out=weights.arrays.out * 0)

    with pytest.raises(ValueError, match="too large"):
        make_tree_weights(unheard, weights.words)


def test_words_with_points_that_no_table_holds_are_refused(weights: TreeWeights) -> None:
    with pytest.raises(ValueError, match="a word has more than"):
        make_tree_weights(weights.arrays, {"menu": 2**31})


def test_the_shipped_weights_know_a_story() -> None:
    logits = scores(default_tree_weights()).logits

    assert all(
        logits[block] > logits[other]
        for block, text in enumerate(PAGES[0].page.text.splitlines())
        for other, chrome in enumerate(PAGES[0].page.text.splitlines())
        if text in STORY and chrome not in STORY
    )
