"""The learnt weights: whole numbers in one readable file, with a fingerprint.

Units: the file counts in millionths of a logit (first stage, hidden units) and in billionths
(the second stage's sums); what leaves this package is in hundredths.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml
from numpy.typing import NDArray

from cleaner.errors import InputError
from cleaner.scoring.features import OWN_FEATURES
from cleaner.scoring.lexicon import KINDS, words_by_kind
from cleaner.scoring.windows import WINDOW_FEATURES
from cleaner.scoring.wording import Vocabulary
from cleaner.scoring.words import Ints, WordIndex, hashes_of

Matrix = NDArray[np.float64]

VERSION: Final = 1
WAY_OUT: Final = "give a file that `clean train` wrote with this version"
EXACT: Final = 2.0**53
OWN_NAMES: Final = tuple(OWN_FEATURES)
ALL_NAMES: Final = (*OWN_FEATURES, *WINDOW_FEATURES)


@dataclass(frozen=True, slots=True)
class Matrices:
    """The numbers of Weights as floats, for exact sums by matrix products.

    Attributes:
        low, high: shape (f, 1).
        own: shape (own features,).
        second: shape (h + 1, f): the hidden units, and `direct` as last row.
        out: shape (h,).
    """

    low: Matrix
    high: Matrix
    own: Matrix
    second: Matrix
    out: Matrix


@dataclass(frozen=True, slots=True)
class Weights:
    """What the scorer has learnt. All arrays hold whole numbers; f = len(ALL_NAMES), h hidden.

    Attributes:
        fingerprint: names these weights in results.
        words: learnt points (hundredths of a logit, before the first stage weighs them) of words,
            pairs ("read more") and first words ("^by"); digits are written 0.
        middle, low, high: shape (f,), a feature's mean and the bounds it is cut to.
        own: shape (1, own features), first stage, millionths of a logit a unit.
        own_base: first stage's constant, millionths.
        hidden: shape (h, f), what the hidden units read, millionths.
        hidden_base: shape (h,), their constants, millionths.
        out: shape (h,), what each hidden unit is worth, thousandths.
        direct: shape (f,), what a feature is worth besides, billionths.
        base: second stage's constant, billionths.
        about: lines that tell how the weights were made.
    """

    fingerprint: str
    words: dict[str, int]
    middle: Ints
    low: Ints
    high: Ints
    own: Ints
    own_base: int
    hidden: Ints
    hidden_base: Ints
    out: Ints
    direct: Ints
    base: int
    about: tuple[str, ...]
    vocabulary: Vocabulary = field(repr=False, compare=False)
    matrices: Matrices = field(repr=False, compare=False)


def make_weights(arrays: dict[str, Any], words: dict[str, int], about: tuple[str, ...]) -> Weights:
    """Return weights of the given arrays (see Weights), with their fingerprint.

    Raises:
        ValueError: sums could leave the whole numbers that floats hold exactly.
    """
    matrices = _matrices(arrays)
    _check_exact(arrays, matrices)
    content = json.dumps(_body(arrays, words), sort_keys=True)
    fingerprint = hashlib.sha256(content.encode()).hexdigest()[:12]
    return Weights(
        fingerprint=fingerprint,
        words=words,
        about=about,
        vocabulary=vocabulary_of(words),
        matrices=matrices,
        **arrays,
    )


def _matrices(arrays: dict[str, Any]) -> Matrices:
    second = np.concatenate((arrays["hidden"], arrays["direct"][None, :]))
    return Matrices(
        low=arrays["low"][:, None].astype(np.float64),
        high=arrays["high"][:, None].astype(np.float64),
        own=arrays["own"].astype(np.float64),
        second=second.astype(np.float64),
        out=arrays["out"].astype(np.float64),
    )


def _check_exact(arrays: dict[str, Any], matrices: Matrices) -> None:
    """Raise ValueError if a sum could pass 2**53, where floats stop being exact."""
    reach = np.maximum(np.abs(matrices.low), np.abs(matrices.high))[:, 0]
    inner = np.abs(matrices.second) @ reach
    hidden = inner[:-1] + np.abs(arrays["hidden_base"])
    largest = np.abs(matrices.out) @ hidden + inner[-1] + abs(arrays["base"])
    if largest >= EXACT:
        raise ValueError("weights too large for exact sums; train with more decay")


def vocabulary_of(words: dict[str, int]) -> Vocabulary:
    """Return the index over the lexicon and the learnt words."""
    listed = [(w, KINDS.index(kind)) for kind, group in words_by_kind().items() for w in group]
    kinds = dict(zip(hashes_of([w for w, _ in listed]), (k for _, k in listed), strict=True))
    points = dict(zip(hashes_of(list(words)), words.values(), strict=True))
    hashes = list(dict.fromkeys([*kinds, *points]))
    kind_column = np.array([-1, *(kinds.get(h, -1) for h in hashes)], np.int64)
    points_column = np.array([0, *(points.get(h, 0) for h in hashes)], np.int64)
    return Vocabulary(WordIndex.of(hashes), kind_column, points_column)


def dump_weights(weights: Weights) -> str:
    """Return the text of a weights file."""
    arrays = {name: getattr(weights, name) for name in _ARRAYS}
    body = _body(arrays, weights.words)
    lines = [f"# {line}".rstrip() for line in weights.about]
    lines += [f"version: {VERSION}", f"fingerprint: {weights.fingerprint}", "words: |"]
    lines += [f"  {line}" for line in body.pop("words").splitlines()]
    rest = yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=1 << 20)
    return "\n".join(lines) + "\n" + rest


def parse_weights(text: str, name: str = "weights") -> Weights:
    """Return the weights of a file's text.

    Raises:
        InputError: not a weights file, of another version or of other features, or its
            fingerprint does not fit its numbers.
    """
    about = tuple(line[2:] for line in text.split("\n") if line.startswith("#"))
    try:
        body = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        weights = make_weights(*_unpacked(body), about)
        fits = body["fingerprint"] == weights.fingerprint
    except (yaml.YAMLError, KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        problem = " ".join(str(error).split())
        raise InputError(f"{name}: not a weights file: {problem}; {WAY_OUT}") from error
    if not fits:
        raise InputError(f"{name}: fingerprint does not fit the numbers; {WAY_OUT}")
    return weights


def read_weights(path: str | os.PathLike[str]) -> Weights:
    """Read a weights file, as `clean train` writes it.

    Raises:
        InputError: it cannot be read, or as `parse_weights`.
    """
    name = os.fspath(path)
    try:
        return parse_weights(Path(name).read_text("utf-8"), name)
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
    except UnicodeDecodeError:
        problem = "not a weights file: no UTF-8"
    raise InputError(f"{name}: {problem}; {WAY_OUT}")


@cache
def default_weights() -> Weights:
    """Return the weights that ship with the project."""
    text = Path(__file__).with_name("weights.yaml").read_text("utf-8")
    return parse_weights(text, "weights.yaml")


_ARRAYS: Final = (
    "middle", "low", "high", "own", "own_base", "hidden", "hidden_base", "out", "direct", "base",
)  # fmt: skip


def _body(arrays: dict[str, Any], words: dict[str, int]) -> dict[str, Any]:
    bounds = zip(arrays["middle"], arrays["low"], arrays["high"], strict=True)
    return {
        "words": "".join(f"{points} {word}\n" for word, points in _by_points(words)),
        "features": {
            name: " ".join(str(int(v)) for v in row)
            for name, row in zip(ALL_NAMES, bounds, strict=True)
        },
        "first_stage": {"base": int(arrays["own_base"])}
        | {name: int(v) for name, v in zip(OWN_NAMES, arrays["own"], strict=True)},
        "second_stage": {
            "base": int(arrays["base"]),
            "hidden_base": _joined(arrays["hidden_base"]),
            "out": _joined(arrays["out"]),
            "direct": {n: int(v) for n, v in zip(ALL_NAMES, arrays["direct"], strict=True)},
            "hidden": {
                n: _joined(column) for n, column in zip(ALL_NAMES, arrays["hidden"].T, strict=True)
            },
        },
    }


def _by_points(words: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(words.items(), key=lambda item: (item[1], item[0]))


def _joined(values: Ints) -> str:
    return " ".join(str(int(value)) for value in values)


def _split(text: str) -> list[int]:
    return [int(part) for part in text.split()]


def _unpacked(body: dict[str, Any]) -> tuple[dict[str, Any], dict[str, int]]:
    if body["version"] != VERSION:
        raise ValueError(f"version {body['version']}, this program reads {VERSION}")
    bounds = np.array([_split(body["features"][n]) for n in ALL_NAMES], np.int64)
    second = body["second_stage"]
    arrays = {
        "middle": bounds[:, 0],
        "low": bounds[:, 1],
        "high": bounds[:, 2],
        "own": np.array([body["first_stage"][n] for n in OWN_NAMES], np.int64),
        "own_base": int(body["first_stage"]["base"]),
        "hidden": np.array([_split(second["hidden"][n]) for n in ALL_NAMES], np.int64).T,
        "hidden_base": np.array(_split(second["hidden_base"]), np.int64),
        "out": np.array(_split(second["out"]), np.int64),
        "direct": np.array([second["direct"][n] for n in ALL_NAMES], np.int64),
        "base": int(second["base"]),
    }
    lines = (line.split(" ", 1) for line in body["words"].splitlines())
    return arrays, {word: int(points) for points, word in lines}
