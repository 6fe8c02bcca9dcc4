"""Training: reproducible, and it learns what it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from cleaner.scoring.labelled import LabelledPage, TrainSettings, fold_of
from cleaner.scoring.learn import NetSettings, fit_net, scale_of
from cleaner.scoring.learn_stages import whole_numbers
from cleaner.scoring.learn_words import WordSettings
from cleaner.scoring.model import score_batch
from cleaner.scoring.train import cross_validate, train
from cleaner.scoring.weights import Weights

SETTINGS = TrainSettings(
    folds=3, words=WordSettings(entries=20, groups=5), net=NetSettings(units=4, steps=60, batch=128)
)


def made_pages() -> list[LabelledPage]:
    pages = []
    for number in range(12):
        lines = [
            ("Menu\n", 0),
            (f"The council said on Monday that gate {number} of the harbour was broken.\n", 1),
            ("Repairs will take a week, and the boats were sent to the next town.\n", 1),
            ("Share\n", 0),
            ("\n", -1),
        ] * 3
        ends = [sum(len(line) for line, _ in lines[: i + 1]) for i in range(len(lines))]
        text = "".join(line for line, _ in lines)
        labels = [label for _, label in lines]
        starts = [0, *ends[:-1]]
        pages.append(LabelledPage(text, starts, ends, labels, [0] * len(lines), f"site{number}"))
    return pages


def score_page(page: LabelledPage, weights: Weights) -> Sequence[int | None]:
    bounds = page.starts, page.ends
    return score_batch([page.text], [bounds], [page.evidence], weights)[0].final


def test_training_twice_gives_the_same_weights() -> None:
    first, second = (train(made_pages(), SETTINGS) for _ in range(2))

    assert first.fingerprint == second.fingerprint


def test_what_was_learnt_tells_body_from_chrome() -> None:
    page = made_pages()[0]
    weights = train(made_pages(), SETTINGS)
    scores = score_page(page, weights)
    decided = [(v or 0) > 0 for v, label in zip(scores, page.labels, strict=True) if label >= 0]

    assert [label == 1 for label in page.labels if label >= 0] == decided


def test_what_does_not_vary_in_the_rows_learnt_from_has_no_spread() -> None:
    for seed in range(5):  # not with every seed do the weights add up to 1 but for rounding
        weights = np.random.default_rng(seed).random(50).astype(np.float32)
        weights[-1] = 0
        columns = np.array([[97] * 49 + [3], range(50)], np.int16)
        scale = scale_of(columns, weights)

        assert (0.0, True) == (scale.spread[0], scale.spread[1] > 0)


def test_the_weights_of_a_fold_are_learnt_without_its_pages() -> None:
    """Turning the labels of a site round changes the weights of all folds but its own."""
    pages = made_pages()
    fold = fold_of(pages[0].group, SETTINGS.folds)
    others = [replace(pages[0], labels=[[1, 0, -1][label] for label in pages[0].labels])]
    before, after = (
        [weights.fingerprint for weights in cross_validate(learnt_from, SETTINGS)]
        for learnt_from in (pages, others + pages[1:])
    )

    assert [number == fold for number in range(SETTINGS.folds)] == [
        one == other for one, other in zip(before, after, strict=True)
    ]


def test_whole_numbers_say_what_was_learnt_in_fractions() -> None:
    draw = np.random.default_rng(3)
    columns = draw.integers(-50, 900, (6, 40)).astype(np.int16)
    scale = scale_of(columns, np.ones(40, np.float32))
    rows = scale.rows(columns, np.arange(40))
    labels = (columns[0] > 400).astype(np.float32)
    net = fit_net(rows, labels, np.ones(40, np.float32), SETTINGS.net)
    whole = whole_numbers(net, scale)
    cut = np.clip(columns.T.astype(np.int64), whole["low"], whole["high"]).T
    hinges = np.maximum(whole["hidden"] @ cut + whole["hidden_base"][:, None], 0)
    found = (whole["out"] @ hinges + whole["direct"] @ cut + whole["base"]) / 1e9

    np.testing.assert_allclose(found, net.logits(rows), atol=0.02)


def test_a_net_of_few_rows_is_the_same_as_of_the_rows_drawn_one_by_one() -> None:
    """Fewer rows than a step draws are looked at once each, for as often as they were drawn."""
    draw = np.random.default_rng(3)
    rows = draw.normal(size=(50, 6)).astype(np.float32)
    labels = (rows[:, 0] > 0).astype(np.float32)
    weights = draw.random(50).astype(np.float32)
    settings = NetSettings(units=4, steps=60, batch=64)
    few = fit_net(rows, labels, weights, settings)
    twice = fit_net(*(np.repeat(of, 2, axis=0) for of in (rows, labels, weights)), settings)

    np.testing.assert_allclose(few.logits(rows), twice.logits(rows), atol=1e-3)
