"""The learnt weights for pages: whole numbers in one readable file, with a fingerprint.

Units are those of `scoring.weights`: millionths of a logit (first stage, hidden units), thousandths
(what a hidden unit is worth), billionths (the second stage's sums).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Final

import numpy as np

from cleaner.caching import Shelf, beside, kept
from cleaner.scoring.exact import check_sums, check_words
from cleaner.scoring.lexicon import words_by_kind
from cleaner.scoring.names import OWN_FEATURES, WINDOW_FEATURES
from cleaner.scoring.net import Matrix
from cleaner.scoring.tree.names import FACTS, TREE_WINDOWS
from cleaner.scoring.weights import Stage
from cleaner.scoring.weights_file import (
    SHIPPED_FOR_PAGES,
    Layout,
    Making,
    fingerprint_of,
    joined,
    split,
    words_text,
)
from cleaner.scoring.words import Ints

LAYOUT: Final = Layout(
    title="weights file for pages",
    version=1,
    way_out="give a file that benchmarks/train_tree.py wrote with this version",
)
_MAKERS: Final = beside(
    __file__,
    """
    weights.py names.py ../weights_file.py ../exact.py ../lexicon.py ../names.py
    ../../data.py ../../markup.py
    """,
)
_SHELF: Final = Shelf("page-weights", 1, _MAKERS)
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
class TreeWeights(Making):
    """What the scorer for pages has learnt.

    Attributes:
        fingerprint: names these weights in results.
        words: learnt points of words, as in `scoring.weights.Weights`.
        arrays: the numbers.
        about: lines that tell how they were made.
        second: of the second stage, made of the arrays: the hidden units, as last row the direct
            weights; floats.
    """

    fingerprint: str
    words: dict[str, int]
    arrays: TreeArrays
    about: tuple[str, ...]
    second: Matrix = field(repr=False, compare=False)
    _made: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return _of_plain, (_plain(self),)


def make_tree_weights(
    arrays: TreeArrays, words: dict[str, int], about: tuple[str, ...] = ()
) -> TreeWeights:
    """Return weights of the given numbers, with their fingerprint.

    Raises:
        ValueError: numbers with which nobody could count exactly, see `scoring.exact`.
    """
    check_sums(arrays.own.tolist(), int(arrays.own_base[0]), [_stage(arrays)])
    check_words(words, len(words) + sum(map(len, words_by_kind().values())))
    fingerprint = fingerprint_of(_body(arrays, words))
    return TreeWeights(fingerprint, words, arrays, about, _second(arrays))


def _second(arrays: TreeArrays) -> Matrix:
    return np.concatenate((arrays.hidden, arrays.direct[None, :])).astype(np.float64)


def _stage(arrays: TreeArrays) -> Stage:
    """Return the second stage, for the check of its sums.

    What a feature adds is measured from the mean of each page, which lies within its bounds.
    """
    columns = ("low", "high", "hidden", "hidden_base", "out", "direct")
    numbers = {name: getattr(arrays, name).tolist() for name in columns}
    return Stage(middle=numbers["low"], base=int(arrays.base[0]), **numbers)


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


def read_tree_weights(path: str | os.PathLike[str]) -> TreeWeights:
    """Read a weights file for pages; once read, its numbers are cached.

    Raises:
        InputError: it cannot be read, or as `parse_tree_weights`.
    """
    name = os.fspath(path)
    return _read(name, name)


@cache
def default_tree_weights() -> TreeWeights:
    """Return the weights for pages that ship with the project."""
    return _read(SHIPPED_FOR_PAGES, "tree/weights.yaml")


def _read(path: str, name: str) -> TreeWeights:
    plain = kept(_SHELF, [path], lambda: _plain(LAYOUT.read(path, name, parse_tree_weights)))
    return _of_plain(plain)


def _plain(weights: TreeWeights) -> dict[str, Any]:
    """Return weights as plain data: what is cached, and what is sent to other processes."""
    arrays = {f.name: getattr(weights.arrays, f.name) for f in fields(TreeArrays)}
    return {
        "fingerprint": weights.fingerprint,
        "words": weights.words,
        "about": weights.about,
        "arrays": {
            name: (rows.shape, rows.astype("<i8").tobytes()) for name, rows in arrays.items()
        },
    }


def _of_plain(plain: Mapping[str, Any]) -> TreeWeights:
    numbers = {
        name: np.frombuffer(data, "<i8").astype(np.int64).reshape(shape)
        for name, (shape, data) in plain["arrays"].items()
    }
    arrays = TreeArrays(**numbers)
    return TreeWeights(**{**plain, "arrays": arrays}, second=_second(arrays))


def _body(arrays: TreeArrays, words: dict[str, int]) -> dict[str, Any]:
    bounds = np.stack((arrays.low, arrays.high)).T
    return {
        "words": words_text(words),
        "features": _named(ALL_NAMES, bounds),
        "first_stage": {"base": int(arrays.own_base[0])}
        | dict(zip(FIRST_NAMES, arrays.own.tolist(), strict=True)),
        "second_stage": {
            "base": int(arrays.base[0]),
            "hidden_base": joined(arrays.hidden_base.tolist()),
            "out": joined(arrays.out.tolist()),
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
    return {name: joined(row.tolist()) for name, row in zip(names, rows, strict=True)}


def _numbers(lines: list[Any]) -> Ints:
    """One row for each line of numbers."""
    return np.array([split(line) for line in lines], np.int64)
