"""The learnt weights for pages: whole numbers in one readable file, with a fingerprint.

Units are those of `scoring.weights`: millionths of a logit (first stage, hidden units), thousandths
(what a hidden unit is worth), billionths (the second stage's sums).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np

from cleaner.scoring.exact import EXACT, MOST_UNITS, MOST_VALUE, check_words
from cleaner.scoring.lexicon import words_by_kind
from cleaner.scoring.names import OWN_FEATURES, WINDOW_FEATURES
from cleaner.scoring.net import Matrix
from cleaner.scoring.tree.names import FACTS, TREE_WINDOWS
from cleaner.scoring.weights_file import Layout, fingerprint_of, words_text
from cleaner.scoring.words import Ints

Made = TypeVar("Made")

LAYOUT: Final = Layout(
    title="weights file for pages",
    version=1,
    way_out="give a file that benchmarks/train_tree.py wrote with this version",
)
FIRST_NAMES: Final = (*OWN_FEATURES, *FACTS)
ALL_NAMES: Final = (*FIRST_NAMES, *WINDOW_FEATURES, *TREE_WINDOWS)
WORDS: Final = OWN_FEATURES | FACTS | WINDOW_FEATURES | TREE_WINDOWS
"""All features in plain words."""


@dataclass(frozen=True, slots=True)
class TreeArrays:
    """The numbers, all whole; f = len(ALL_NAMES), g = len(FIRST_NAMES), h hidden units.

    Attributes:
        low, high: shape (f,), the bounds that a feature is cut to.
        own: shape (g,), first stage, millionths of a logit a unit.
        own_base: shape (1,), its constant.
        hidden: shape (h, f), what the hidden units read, millionths.
        hidden_base: shape (h,), their constants.
        out: shape (h,), what each is worth, thousandths.
        direct: shape (f,), what a feature is worth besides, billionths.
        base: shape (1,), the second stage's constant, billionths.
    """

    low: Ints
    high: Ints
    own: Ints
    own_base: Ints
    hidden: Ints
    hidden_base: Ints
    out: Ints
    direct: Ints
    base: Ints


@dataclass(frozen=True, slots=True)
class TreeWeights:
    """What the scorer for pages has learnt.

    Attributes:
        fingerprint: names these weights in results.
        words: learnt points of words, as in `scoring.weights.Weights`.
        arrays: the numbers.
        about: lines that tell how they were made.
    """

    fingerprint: str
    words: dict[str, int]
    arrays: TreeArrays
    about: tuple[str, ...]
    second: Matrix = field(repr=False, compare=False)  # hidden, and direct as last row; floats
    _made: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def made(self, name: str, make: Callable[[TreeWeights], Made]) -> Made:
        """Return what a way of scoring makes of these weights under that name, made once."""
        if name not in self._made:
            self._made[name] = make(self)
        found: Made = self._made[name]
        return found

    def __reduce__(self) -> tuple[Any, ...]:
        return make_tree_weights, (self.arrays, self.words, self.about)


def make_tree_weights(
    arrays: TreeArrays, words: dict[str, int], about: tuple[str, ...] = ()
) -> TreeWeights:
    """Return weights of the given numbers, with their fingerprint.

    Raises:
        ValueError: numbers with which nobody could count exactly, see `scoring.exact`.
    """
    second = np.concatenate((arrays.hidden, arrays.direct[None, :])).astype(np.float64)
    _check_exact(arrays, second)
    check_words(words, len(words) + sum(map(len, words_by_kind().values())))
    fingerprint = fingerprint_of(_body(arrays, words))
    return TreeWeights(fingerprint, words, arrays, about, second)


def _check_exact(arrays: TreeArrays, second: Matrix) -> None:
    reach = np.maximum(np.maximum(np.abs(arrays.low), np.abs(arrays.high)), 1).astype(np.float64)
    if reach.max() > MOST_VALUE:
        raise ValueError(f"a feature is cut to more than {MOST_VALUE}")
    if len(arrays.out) > MOST_UNITS:
        raise ValueError(f"more than {MOST_UNITS:,} hidden units")
    own = np.abs(arrays.own.astype(np.float64)) @ reach[: len(FIRST_NAMES)]
    inner = np.abs(second) @ reach
    hidden = inner[:-1] + np.abs(arrays.hidden_base.astype(np.float64))
    largest = np.abs(arrays.out.astype(np.float64)) @ hidden + inner[-1]
    sums = own + abs(int(arrays.own_base[0])), largest + abs(int(arrays.base[0]))
    if max(sums) >= EXACT:
        raise ValueError("weights too large for exact sums; train with more decay")


def dump_tree_weights(weights: TreeWeights) -> str:
    """Return the text of a weights file."""
    body = _body(weights.arrays, weights.words)
    return LAYOUT.dump(weights.fingerprint, weights.about, body)


def parse_tree_weights(text: str, name: str = "weights") -> TreeWeights:
    """Return the weights of a file's text.

    Raises:
        InputError: as `Layout.parse`.
    """
    return LAYOUT.parse(
        text, name, lambda body, words, about: make_tree_weights(_arrays(body), words, about)
    )


@cache
def default_tree_weights() -> TreeWeights:
    """Return the weights for pages that ship with the project."""
    text = Path(__file__).with_name("weights.yaml").read_text("utf-8")
    return parse_tree_weights(text, "tree/weights.yaml")


def _body(arrays: TreeArrays, words: dict[str, int]) -> dict[str, Any]:
    bounds = np.stack((arrays.low, arrays.high)).T
    return {
        "words": words_text(words),
        "features": _named(ALL_NAMES, bounds),
        "first_stage": {"base": int(arrays.own_base[0])}
        | dict(zip(FIRST_NAMES, arrays.own.tolist(), strict=True)),
        "second_stage": {
            "base": int(arrays.base[0]),
            "hidden_base": _joined(arrays.hidden_base),
            "out": _joined(arrays.out),
            "direct": dict(zip(ALL_NAMES, arrays.direct.tolist(), strict=True)),
            "hidden": _named(ALL_NAMES, arrays.hidden.T),
        },
    }


def _arrays(body: Mapping[str, Any]) -> TreeArrays:
    bounds = _numbers([body["features"][name] for name in ALL_NAMES])
    first, second = body["first_stage"], body["second_stage"]
    return TreeArrays(
        low=bounds[:, 0],
        high=bounds[:, 1],
        own=np.array([first[name] for name in FIRST_NAMES], np.int64),
        own_base=np.array([first["base"]], np.int64),
        hidden=np.ascontiguousarray(_numbers([second["hidden"][name] for name in ALL_NAMES]).T),
        hidden_base=_numbers([second["hidden_base"]])[0],
        out=_numbers([second["out"]])[0],
        direct=np.array([second["direct"][name] for name in ALL_NAMES], np.int64),
        base=np.array([second["base"]], np.int64),
    )


def _named(names: tuple[str, ...], rows: Ints) -> dict[str, str]:
    return {name: _joined(row) for name, row in zip(names, rows, strict=True)}


def _joined(values: Ints) -> str:
    return " ".join(map(str, values.tolist()))


def _numbers(lines: list[Any]) -> Ints:
    """One row for each line of numbers; a line with one number is read as that by YAML."""
    return np.array([[int(part) for part in str(line).split()] for line in lines], np.int64)
