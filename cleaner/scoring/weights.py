"""The learnt weights: whole numbers in one readable file, with a fingerprint.

Units: the file counts in millionths of a logit (first stage, hidden units) and in billionths
(the later stages' sums); what leaves this package is in hundredths.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, NamedTuple

from cleaner.caching import Shelf, beside, kept
from cleaner.scoring.entries import Entries, entries_of
from cleaner.scoring.exact import Numbers, check_sums, check_words
from cleaner.scoring.names import ALL_NAMES, OWN_NAMES
from cleaner.scoring.weights_file import (
    SHIPPED,
    Layout,
    Making,
    fingerprint_of,
    joined,
    split,
    words_text,
)

LAYOUT: Final = Layout(
    title="weights file",
    version=2,
    way_out="give a file that `clean train` wrote with this version",
)
_MAKERS: Final = beside(
    __file__,
    "weights.py weights_file.py entries.py exact.py characters.py lexicon.py names.py ../data.py",
)
_SHELF: Final = Shelf("weights", 2, _MAKERS)


class Stage(NamedTuple):
    """What a stage that looks around has learnt; f = len(ALL_NAMES), h hidden units.

    Attributes:
        middle, low, high: shape (f,), a feature's mean and the bounds it is cut to.
        hidden: shape (h, f), what the hidden units read, millionths.
        hidden_base: shape (h,), their constants, millionths.
        out: shape (h,), what each hidden unit is worth, thousandths.
        direct: shape (f,), what a feature is worth besides, billionths.
        base: the constant, billionths.
    """

    middle: Numbers
    low: Numbers
    high: Numbers
    hidden: tuple[Numbers, ...]
    hidden_base: Numbers
    out: Numbers
    direct: Numbers
    base: int


@dataclass(frozen=True, slots=True)
class Weights(Making):
    """What the scorer has learnt, in whole numbers.

    Attributes:
        fingerprint: names these weights in results.
        words: learnt points (hundredths of a logit, before the first stage weighs them) of words,
            pairs ("read more") and first words ("^by"); digits are written 0.
        own: shape (own features,), first stage, millionths of a logit a unit.
        own_base: first stage's constant, millionths.
        second, third: the stages that look around: at what the first, then the second one says.
        about: lines that tell how the weights were made.
        entries: the learnt words and those of the lexicon, to be looked up.
    """

    fingerprint: str
    words: Mapping[str, int]
    own: Numbers
    own_base: int
    second: Stage
    third: Stage
    about: tuple[str, ...]
    entries: Entries = field(repr=False, compare=False)
    _made: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def stages(self) -> tuple[Stage, Stage]:
        """Those that look around, in order."""
        return self.second, self.third

    def __reduce__(self) -> tuple[Any, ...]:
        return _of_plain, (_plain(self),)


def make_weights(
    arrays: Mapping[str, Any], words: Mapping[str, int], about: Iterable[str]
) -> Weights:
    """Return weights with their fingerprint.

    Args:
        arrays: `own`, `own_base`, and under `second` and `third` the numbers of a Stage by name;
            arrays of numpy or sequences.
        words, about: as in Weights.

    Raises:
        ValueError: numbers with which nobody could count exactly, see `exact`.
    """
    numbers = {name: _whole(arrays[name]) for name in _FIRST}
    numbers |= {name: _stage(arrays[name]) for name in _STAGES}
    entries = entries_of(words)
    check_sums(numbers["own"], numbers["own_base"], [numbers[name] for name in _STAGES])
    check_words(words, len(entries.hashes))
    return Weights(
        fingerprint=fingerprint_of(_body(numbers, words)),
        words=dict(words),
        about=tuple(about),
        entries=entries,
        **numbers,
    )


def dump_weights(weights: Weights) -> str:
    """Return the text of a weights file."""
    names = (*_FIRST, *_STAGES)
    body = _body({name: getattr(weights, name) for name in names}, weights.words)
    return LAYOUT.dump(weights.fingerprint, weights.about, body)


def parse_weights(text: str, name: str = "weights") -> Weights:
    """Return the weights of a file's text.

    Raises:
        InputError: as `Layout.parse`.
    """
    return LAYOUT.parse(
        text, name, lambda body, words, about: make_weights(_arrays(body), words, about)
    )


def read_weights(path: str | os.PathLike[str]) -> Weights:
    """Read a weights file, as `clean train` writes it; once read, its numbers are cached.

    Raises:
        InputError: it cannot be read, or as `parse_weights`.
    """
    name = os.fspath(path)
    return _read(name, name)


@cache
def default_weights() -> Weights:
    """Return the weights that ship with the project."""
    return _read(SHIPPED, "weights.yaml")


_FIRST: Final = ("own", "own_base")
_STAGES: Final = ("second", "third")


def _read(path: str, name: str) -> Weights:
    return _of_plain(kept(_SHELF, [path], lambda: _plain(LAYOUT.read(path, name, parse_weights))))


def _plain(weights: Weights) -> dict[str, Any]:
    """Return weights as plain data: what is cached, and what is sent to other processes."""
    names = (*_FIRST, "fingerprint", "words", "about")
    entries = weights.entries
    return {
        **{name: getattr(weights, name) for name in names},
        **{name: tuple(getattr(weights, name)) for name in _STAGES},
        "entries": (entries.hashes, entries.kinds, entries.points),
    }


def _of_plain(plain: dict[str, Any]) -> Weights:
    stages = {name: Stage(*plain[name]) for name in _STAGES}
    return Weights(**(plain | stages | {"entries": Entries(*plain["entries"])}))


def _stage(arrays: Mapping[str, Any]) -> Stage:
    return Stage(**{name: _whole(arrays[name]) for name in Stage._fields})


def _whole(value: Any) -> Any:
    """Return a number or nested numbers as integers and tuples."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    return tuple(map(_whole, value)) if isinstance(value, list | tuple) else int(value)


def _body(numbers: Mapping[str, Any], words: Mapping[str, int]) -> dict[str, Any]:
    return {
        "words": words_text(words),
        "first_stage": {"base": numbers["own_base"]}
        | dict(zip(OWN_NAMES, numbers["own"], strict=True)),
        **{f"{name}_stage": _body_of_stage(numbers[name]) for name in _STAGES},
    }


def _body_of_stage(stage: Stage) -> dict[str, Any]:
    bounds = zip(stage.middle, stage.low, stage.high, strict=True)
    columns = zip(*stage.hidden, strict=True) if stage.hidden else [()] * len(ALL_NAMES)
    return {
        "features": {n: joined(row) for n, row in zip(ALL_NAMES, bounds, strict=True)},
        "base": stage.base,
        "hidden_base": joined(stage.hidden_base),
        "out": joined(stage.out),
        "direct": dict(zip(ALL_NAMES, stage.direct, strict=True)),
        "hidden": {n: joined(column) for n, column in zip(ALL_NAMES, columns, strict=True)},
    }


def _arrays(body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "own": [body["first_stage"][n] for n in OWN_NAMES],
        "own_base": body["first_stage"]["base"],
        **{name: _arrays_of_stage(body[f"{name}_stage"]) for name in _STAGES},
    }


def _arrays_of_stage(body: Mapping[str, Any]) -> dict[str, Any]:
    middle, low, high = zip(*(split(body["features"][n]) for n in ALL_NAMES), strict=True)
    return {
        "middle": middle,
        "low": low,
        "high": high,
        "hidden": list(zip(*(split(body["hidden"][n]) for n in ALL_NAMES), strict=True)),
        "hidden_base": split(body["hidden_base"]),
        "out": split(body["out"]),
        "direct": [body["direct"][n] for n in ALL_NAMES],
        "base": body["base"],
    }
