"""From labelled texts to weights: learnt from all, and cross-validated by site."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from cleaner.api import Cleaner
from cleaner.errors import InputError, UsageError
from cleaner.measure.labelled_text import BODY, CHROME, LabelledText
from cleaner.measure.lessons import lessons_of
from cleaner.measure.outputs import check_folder, check_output, make_folder, write_output
from cleaner.measure.runs import Clean, cleaning_with, digest_of
from cleaner.packs.pack import RulePack
from cleaner.scoring.labelled import LabelledPage, TrainSettings, fold_of
from cleaner.scoring.train import cross_validate, train
from cleaner.scoring.weights import Weights, dump_weights, read_weights

DEFAULTS = TrainSettings()
LEAST_FOLDS: Final = 3
"""In so many folds body and chrome must be: two are left out at a time, see `first_stage`."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """What to learn from.

    Attributes:
        pages: what the rules leave of each text.
        about: comment lines for the weights file.
    """

    pages: list[LabelledPage]
    about: tuple[str, ...]


def prepare(texts: Sequence[LabelledText], pack: RulePack) -> Lessons:
    """Return the lessons in labelled texts.

    Raises:
        UsageError: too few groups to keep some apart, or body or chrome in too few of them.
    """
    pages = lessons_of(texts, pack)
    folds = {fold_of(page.group, DEFAULTS.folds) for page in pages}
    if len(folds) < DEFAULTS.folds:
        raise UsageError(
            f"too few sites: each of {DEFAULTS.folds} folds needs one, {len(folds)} have; "
            "give texts of more sites (`url` or `group` tells which)"
        )
    for label, name in ((BODY, "body"), (CHROME, "chrome")):
        having = {fold_of(page.group, DEFAULTS.folds) for page in pages if label in page.labels}
        if len(having) < LEAST_FOLDS:
            raise UsageError(
                f"too little {name}: after the rules, {len(having)} of {DEFAULTS.folds} folds of "
                f"sites have some, {LEAST_FOLDS} are needed; give texts of more sites with {name}"
            )
    about = (
        "What the scorer has learnt, in whole numbers. Made by `clean train`; do not edit.",
        "Numbers beside `features`: mean and the bounds a feature is cut to.",
        f"Learnt from {len(pages)} labelled texts of {len({page.group for page in pages})} sites,",
        f"of each what the rules leave. Texts {digest_of(texts)}, rules {pack.fingerprint}.",
    )
    return Lessons(pages, about)


def learn(lessons: Lessons, tell: Callable[[str], None]) -> Weights:
    """Return weights learnt from all pages; `tell` is told of each step."""
    return train(lessons.pages, replace(DEFAULTS, tell=tell), lessons.about)


def learn_folds(lessons: Lessons, tell: Callable[[str], None]) -> list[Weights]:
    """Return weights for each fold of sites, learnt without it; `tell` is told of each step."""
    return cross_validate(lessons.pages, replace(DEFAULTS, tell=tell))


def cleaning_out_of_fold(cleaners: Sequence[Cleaner], *, is_text_alone: bool = False) -> Clean:
    """Return how to clean each text with what was learnt without its site.

    Args:
        cleaners: one for each fold.
        is_text_alone: do not tell them address and language.
    """
    ways = [cleaning_with(cleaner, is_text_alone=is_text_alone) for cleaner in cleaners]

    def clean(text: LabelledText) -> str:
        return ways[fold_of(text.group, len(ways))](text)

    return clean


def write_weights(weights: Weights, path: str) -> None:
    """Write a weights file, whole or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    write_output(path, dump_weights(weights).encode())


def check_folds(folder: str, inputs: Collection[str]) -> None:
    """Make sure that the weights of all folds can be written into a folder.

    Args:
        folder: where; it need not be there.
        inputs: files that were read.

    Raises:
        OutputError: it cannot be made, or they could not be written.
    """
    check_folder(folder)
    if Path(folder).is_dir():  # else it will be ours
        for file in _fold_files(folder):
            check_output(str(file), inputs)


def write_folds(folds: Sequence[Weights], folder: str) -> None:
    """Write the weights of all folds into a folder, which is made.

    Raises:
        OutputError: they cannot be written.
    """
    make_folder(folder)
    for file, weights in zip(_fold_files(folder), folds, strict=True):
        write_weights(weights, str(file))


def read_folds(folder: str) -> list[Weights]:
    """Read what `write_folds` wrote.

    Raises:
        InputError: it is not there or not readable.
    """
    files = _fold_files(folder)
    missing = [file for file in files if not file.exists()]
    if missing:
        raise InputError(f"{missing[0]}: missing; make it with clean train … --folds {folder}")
    return [read_weights(str(file)) for file in files]


def _fold_files(folder: str) -> list[Path]:
    return [Path(folder) / f"fold-{number}.yaml" for number in range(DEFAULTS.folds)]
