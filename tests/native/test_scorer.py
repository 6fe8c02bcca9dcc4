"""The compiled scorer says what the one in numpy says, to the byte, and takes no harm."""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.corpus.labelled_article import load_corpus
from cleaner.scoring import compiled
from cleaner.scoring.batch import Bounds
from cleaner.scoring.columns import Scores, score_chunk
from cleaner.scoring.names import ALL_NAMES, OWN_NAMES
from cleaner.scoring.tree.around import in_numpy as around_in_numpy
from cleaner.scoring.tree.around import look_around
from cleaner.scoring.tree.weights import default_tree_weights
from cleaner.scoring.weights import Weights, default_weights, make_weights
from tests.scoring.test_model import ARTICLE, ODD_TEXTS, lines_of

pytestmark = pytest.mark.skipif(compiled.module() is None, reason="the scorer is not compiled here")

Document = tuple[str, Bounds, list[int]]

LONG_TEXTS = (
    "x" * 300_000,
    "9:9.“" * 20_000,
    "港" * 20_000 + "x\n" * 20_000,
    "\n" * 30_000,
    "Read 10 comments\n\n" * 3_000,
    "".join(f"{n} words of line {n * n}, and so on.\n" for n in range(5_000)),
)
ODD_PIECES = st.sampled_from(
    [
        *"aB1 .:?!…“»\n\u2028中。😀é-|•@#\ud800\0ไ٣İß",
        *("Read more", "by ", "Subscribe ", "the ", "1999", "10:15", "newsletter", "...", "\r\n"),
        *("Menschenrechte ", "подписка ", "𠀀", "ﬀ", "you ", "said ", "January ", "a" * 70),
    ]
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A text, cut anywhere, its blocks with any evidence."""
    text = "".join(draw(st.lists(ODD_PIECES | st.text(max_size=8), max_size=60)))
    if draw(st.booleans()):
        bounds = lines_of(text)
    else:
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
        bounds = ([0, *cuts], [*cuts, len(text)])
    codes = st.sampled_from([0, 0, 0, 1, -1, 2, 3, 4, 5, 6, 7, -2])
    n = len(bounds[0])
    return text, bounds, draw(st.lists(codes, min_size=n, max_size=n))


@st.composite
def learnt(draw: st.DrawFn) -> Weights:
    """Weights drawn at random: small or large, few hidden units or many, or none."""
    chance = random.Random(draw(st.integers(0, 1 << 30)))
    units, size = draw(st.sampled_from([(0, 9), (1, 10**4), (7, 10**6), (32, 10**5), (48, 10**7)]))
    n = len(ALL_NAMES)

    def some(count: int, most: int) -> list[int]:
        return [chance.choice((0, chance.randint(-most, most))) for _ in range(count)]

    def stage(units: int) -> dict[str, object]:
        low = some(n, 500)
        return {
            "middle": some(n, 300),
            "low": low,
            "high": [value + chance.randint(0, 900) for value in low],
            "hidden": [some(n, size) for _ in range(units)],
            "hidden_base": some(units, size),
            "out": some(units, 900),
            "direct": some(n, 10**8),
            "base": chance.randint(-(10**9), 10**9),
        }

    numbers = {
        "own": some(len(OWN_NAMES), size),
        "own_base": chance.randint(-(10**6), 10**6),
        "second": stage(units),
        "third": stage(chance.choice((units, 3))),
    }
    words = ("read more", "^by", "a", "中", "subscri", "the the", "0000", "^a", "é")
    return make_weights(numbers, {word: chance.randint(-99, 99) for word in words}, ())


def in_numpy(given: list[Document], weights: Weights) -> list[Scores]:
    texts, bounds, evidence = (list(column) for column in zip(*given, strict=True))
    return score_chunk(texts, bounds, evidence, weights)


def in_c(given: list[Document], weights: Weights) -> list[Scores]:
    texts, bounds, evidence = (list(column) for column in zip(*given, strict=True))
    return compiled.score_documents(texts, bounds, evidence, weights)


def told(scores: Scores, at_most: int = 40) -> object:
    """All that is known of a document, and how its first blocks come about."""
    final, added = scores
    filled = [block for block, value in enumerate(final) if value is not None]
    return final, [list(added(block)[0]) for block in filled[:at_most]]


def values_of(scores: Scores) -> list[Sequence[int]]:
    final, added = scores
    return [added(block)[1] for block, value in enumerate(final) if value is not None]


def lined(text: str) -> Document:
    bounds = lines_of(text)
    return text, bounds, [0] * len(bounds[0])


@settings(max_examples=150, deadline=None)
@given(st.lists(documents(), min_size=1, max_size=4))
def test_it_says_what_numpy_says_of_any_text(texts: list[Document]) -> None:
    weights = default_weights()
    together = [told(scores) for scores in in_c(texts, weights)]

    assert [told(scores) for scores in in_numpy(texts, weights)] == together
    assert [told(in_c([text], weights)[0]) for text in texts] == together


@settings(max_examples=60, deadline=None)
@given(st.lists(documents(), min_size=1, max_size=3), learnt())
def test_it_says_what_numpy_says_with_any_weights(texts: list[Document], weights: Weights) -> None:
    expected = [told(scores) for scores in in_numpy(texts, weights)]

    assert expected == [told(scores) for scores in in_c(texts, weights)]


@pytest.mark.parametrize("text", [*ODD_TEXTS, *LONG_TEXTS, ARTICLE * 50], ids=lambda t: repr(t[:9]))
def test_it_says_what_numpy_says_of_odd_and_of_long_texts(text: str) -> None:
    given = [lined(text)]

    in_python, compiled_ = (way(given, default_weights())[0] for way in (in_numpy, in_c))

    assert told(in_python) == told(compiled_)
    assert values_of(in_python) == values_of(compiled_)


def test_it_says_what_numpy_says_of_the_labelled_articles() -> None:
    corpus = Path(__file__).parents[2] / "corpus"
    given = [lined(article.text) for article in load_corpus(corpus)]
    weights = default_weights()
    together = [told(scores) for scores in in_c(given, weights)]

    assert len(given) > 10
    assert [told(scores) for scores in in_numpy(given, weights)] == together
    assert [told(in_c([document], weights)[0]) for document in given] == together


@pytest.mark.parametrize(
    ("bounds", "evidence"),
    [
        (([0], [3]), [0]),
        (([0], [5]), [0]),
        (([0, 3], [2, 4]), [0, 0]),
        (([0, 3], [3, 2]), [0, 0]),
        (([0], [4]), []),
        (([0], [4]), [0, 0]),
        (([0, 0], [4]), [0]),
        (([], []), []),
        (([-1], [4]), [0]),
        (([0], [1 << 70]), [0]),
    ],
)
def test_blocks_that_do_not_tile_are_refused(bounds: Bounds, evidence: list[int]) -> None:
    with pytest.raises((ValueError, OverflowError)):
        in_c([("text", bounds, evidence)], default_weights())


def test_blocks_that_tile_another_text_of_the_batch_are_refused_by_both() -> None:
    given = [("abcd", ([0], [6]), [0]), ("efgh", ([2], [4]), [0])]

    for score in (in_c, in_numpy):
        with pytest.raises(ValueError, match="tile"):
            score(given, default_weights())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        (["text"], [([0], [4])], [[None]]),
        (["text"], [([0], ["4"])], [[0]]),
        (["text"], [[[0], [4]]], [[0]]),
        ([b"text"], [([0], [4])], [[0]]),
        (["text"], [(0, 4)], [[0]]),
        (["text"], [([0], [4])], [0]),
        (["text"], None, [[0]]),
        (["text", "text"], [([0], [4])], [[0]]),
    ],
)
def test_what_is_no_document_is_an_error_and_no_crash(arguments: tuple[object, ...]) -> None:
    model = default_weights().made("compiled", compiled._model)

    with pytest.raises((TypeError, ValueError)):
        model.score(*arguments)


def test_a_list_that_changes_while_it_is_read_does_no_harm() -> None:
    ends: list[object] = [4]

    class Sly:
        def __index__(self) -> int:
            ends.clear()
            return 0

    model = default_weights().made("compiled", compiled._model)

    assert model.score(["text"], [([Sly()], ends)], [[Sly()]])


def test_numbers_that_fit_nowhere_are_refused() -> None:
    native = compiled.module()

    with pytest.raises(ValueError, match="classes"):
        native.Model({})
    with pytest.raises(ValueError, match="classes"):
        native.Model({"classes": b"\xff" * 0x10000})
    with pytest.raises(TypeError):
        native.Model(None)


@pytest.mark.parametrize("name", ["own", "direct", "hidden", "out", "hidden_base"])
def test_numbers_whose_sums_leave_64_bits_are_refused(name: str) -> None:
    """They cannot come from a file of weights, but from a changed cache."""
    good = default_weights()
    place: Any = good if name == "own" else good.third
    n = len(ALL_NAMES) if name == "hidden" else len(getattr(place, name))
    numbers: Any = (2**53,) * n
    changed = {name: (numbers,) * len(good.third.out) if name == "hidden" else numbers}
    if name == "own":
        weights = replace(good, own=numbers)
    else:
        weights = replace(good, third=good.third._replace(**changed))

    with pytest.raises(ValueError, match="too large"):
        in_c([lined(ARTICLE)], weights)


def test_rows_that_are_not_there_are_refused() -> None:
    model = default_weights().made("compiled", compiled._model)

    for row in (-1, 1, 1 << 60):
        with pytest.raises(IndexError):
            model.points(b"\0" * 2 * len(ALL_NAMES), row)


def test_nothing_is_left_behind() -> None:
    weights = default_weights()
    given = [lined(text) for text in (*ODD_TEXTS, ARTICLE)]
    broken = ("text", ([0], [3]), [0])

    def work() -> None:
        for scores in in_c(given, weights):
            told(scores)
        with pytest.raises(ValueError, match="tile"):
            in_c([*given, broken], weights)
        compiled._model(weights)

    for _ in range(3):
        work()
    before = sys.getallocatedblocks()
    for _ in range(30):
        work()

    assert sys.getallocatedblocks() - before < 100


@settings(max_examples=100, deadline=None)
@given(documents(), st.integers(0, 1 << 30))
def test_the_lines_of_a_page_show_what_they_show_in_numpy(document: Document, seed: int) -> None:
    text, bounds, evidence = document
    chance, weights = random.Random(seed), default_tree_weights()
    more = np.array([chance.randint(-(10**7), 10**7) for _ in evidence], np.int64)
    fast = look_around(text, bounds, evidence, more, weights)
    slow = around_in_numpy(text, bounds, evidence, more, weights)

    for name in ("row_of", "first", "own", "windows"):
        assert getattr(slow, name).tolist() == getattr(fast, name).tolist()


def test_the_lines_of_a_page_need_a_number_for_each_block() -> None:
    text, bounds, evidence = lined(ARTICLE)

    with pytest.raises(ValueError, match="its part of the first sum"):
        look_around(text, bounds, evidence, np.zeros(1, np.int64), default_tree_weights())
