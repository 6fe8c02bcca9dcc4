"""`clean eval`: how good a cleaner is on labelled texts, and whether it is better than another."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

from cleaner.api import Cleaner
from cleaner.cli import streams
from cleaner.cli.codes import Code
from cleaner.cli.inputs import make_cleaner
from cleaner.cli.options import Settings
from cleaner.errors import UsageError
from cleaner.measure.compare import Difference, compare, pairs_of
from cleaner.measure.labelled_text import LabelledText
from cleaner.measure.learning import cleaning_out_of_fold, read_folds
from cleaner.measure.outputs import check_output
from cleaner.measure.reading import read_labelled
from cleaner.measure.runs import (
    RUN_SUFFIX,
    Run,
    cleaned_elsewhere,
    cleaning_with,
    read_run,
    run_over,
    untouched,
    write_run,
)
from cleaner.measure.tables import about_line, difference_table, run_table
from cleaner.scoring.weights import Weights

UNTOUCHED, RULES_ONLY = "untouched", "rules-only"
CHANGEABLE = ("profile", "weights", "rules", "folds", "outputs")


class EvalSettings(NamedTuple):
    """What `clean eval` was asked for besides what the cleaner is.

    Attributes:
        paths: labelled texts, or one result of a run.
        compare: see `_other_run`; None for nothing.
        folds: folder of the weights of folds.
        outputs: what another program kept.
        save: file for the result.
        is_text_alone: do not tell the cleaner address and language.
        is_json: JSON instead of a table.
    """

    paths: Sequence[str]
    compare: str | None = None
    folds: str | None = None
    outputs: str | None = None
    save: str | None = None
    is_text_alone: bool = False
    is_json: bool = False


def run_eval(settings: Settings, asked: EvalSettings) -> int:
    """Measure, compare if asked to, and print.

    Raises:
        CleanerError: nothing to measure, or something that cannot be read or written.
    """
    texts = None
    if any(path.endswith(RUN_SUFFIX) for path in asked.paths):
        _refuse_beside_a_result(settings, asked)
        run = read_run(asked.paths[0])
    else:
        texts = read_labelled(asked.paths)
        if asked.save:
            check_output(asked.save, {text.file for text in texts})
        run = _made(texts, settings, asked)
    other = _other_run(texts, settings, asked) if asked.compare else None
    if other is not None and run.about.get("texts") != other.about.get("texts"):
        streams.complain(
            "note: the two runs are of other texts or labels; pages are paired by name"
        )
    if asked.save:
        write_run(run, asked.save)
    streams.write(_shown(run, other, asked.is_json).encode("utf-8", "replace"))
    return Code.FINE


def _refuse_beside_a_result(settings: Settings, asked: EvalSettings) -> None:
    """Refuse what means nothing to a result: of it, nothing is cleaned."""
    if len(asked.paths) > 1:
        raise UsageError("a result (.json) is shown alone; give one, and another to --compare")
    plain = Settings()._asdict()
    given = [name for name, value in settings._asdict().items() if value != plain[name]]
    given += [name for name in ("folds", "outputs") if getattr(asked, name)]
    given += ["text_alone"] if asked.is_text_alone else []
    if given:
        option = given[0].replace("_", "-")
        raise UsageError(f"{asked.paths[0]} is a result, of which nothing is cleaned; "
                         f"leave out --{option}")  # fmt: skip


def _other_run(
    texts: Sequence[LabelledText] | None, settings: Settings, asked: EvalSettings
) -> Run:
    """Return the run to compare with: of a result file, `untouched`, or of one setting changed."""
    wanted = asked.compare or ""
    name, equals, value = wanted.partition("=")
    if wanted != UNTOUCHED and not (equals and name in CHANGEABLE):
        if equals and not os.path.exists(wanted):
            named = ", ".join(f"{name}=" for name in CHANGEABLE)
            raise UsageError(
                f"--compare {wanted} is unknown; give a result, untouched, or {named}…"
            )
        return read_run(wanted)
    if equals and not value:
        raise UsageError(f"--compare {wanted} is empty behind the sign; say what to compare with")
    if texts is None:
        raise UsageError(f"--compare {wanted} needs labelled texts; give them, not a result")
    if wanted == UNTOUCHED:
        return run_over(texts, untouched, {"system": UNTOUCHED})
    if name == "folds":
        return _made(texts, settings, asked._replace(folds=value, outputs=None))
    if name == "outputs":
        return _made(texts, settings, asked._replace(folds=None, outputs=value))
    changed: Any = (value,) if name == "rules" else value
    asked = asked._replace(outputs=None, folds=None if name == "weights" else asked.folds)
    return _made(texts, _checked(settings, name, changed), asked)


def _checked(settings: Settings, name: str, value: Any) -> Settings:
    """Return the settings with one of them changed, checked like those on the command line."""
    from cleaner.cli.options import settings_of

    given = settings._asdict() | {name: value}
    if given["profile"] == RULES_ONLY:
        given["weights"] = None
    return settings_of(given)


def _made(texts: Sequence[LabelledText], settings: Settings, asked: EvalSettings) -> Run:
    """Return the run that the settings ask for."""
    if asked.outputs and asked.folds:
        raise UsageError("--outputs and --folds exclude each other; give one")
    if asked.outputs:
        return run_over(texts, cleaned_elsewhere(asked.outputs, texts), {"outputs": asked.outputs})
    if asked.folds and settings.profile != RULES_ONLY:
        return folds_run(texts, settings, read_folds(asked.folds), asked.is_text_alone)
    cleaner = make_cleaner(settings)
    about = _about(settings, cleaner, asked.is_text_alone)
    return run_over(texts, cleaning_with(cleaner, is_text_alone=asked.is_text_alone), about)


def folds_run(
    texts: Sequence[LabelledText],
    settings: Settings,
    folds: Sequence[Weights],
    is_text_alone: bool = False,
) -> Run:
    """Return a run in which each text is cleaned with weights that have not seen its site.

    Args:
        texts: labelled texts.
        settings: what the cleaner is, but for the weights.
        folds: weights of each fold.
        is_text_alone: do not tell the cleaner address and language.
    """
    if settings.weights:
        raise UsageError("--weights and --folds exclude each other; give one")
    cleaners = [make_cleaner(settings, weights) for weights in folds]
    about = _about(settings, cleaners[0], is_text_alone)
    about["weights"] = "+".join(weights.fingerprint for weights in folds)
    return run_over(texts, cleaning_out_of_fold(cleaners, is_text_alone=is_text_alone), about)


def _about(settings: Settings, cleaner: Cleaner, is_text_alone: bool) -> dict[str, str]:
    """Return what a result depends on besides the texts; what is not usual is said where it is."""
    about = {"profile": settings.profile}
    if settings.keep:
        about["keep"] = ",".join(settings.keep)
    if is_text_alone:
        about["told"] = "text alone"
    return about | cleaner.fingerprints


def _shown(run: Run, other: Run | None, is_json: bool) -> str:
    differences = compare(run.pages, other.pages) if other else ()
    if is_json:
        return json.dumps(_as_json(run, other, differences), ensure_ascii=False, indent=1) + "\n"
    if other is None:
        return run_table(run)
    pages = len(pairs_of(run.pages, other.pages))
    heads = f"this: {about_line(run)}\nother: {about_line(other)}\n"
    return f"{run_table(run)}\n{heads}{difference_table(differences, pages)}"


def _as_json(run: Run, other: Run | None, differences: Sequence[Difference]) -> dict[str, Any]:
    found = run.to_dict()
    if other:
        found["other"] = dict(other.about)
        found["differences"] = [asdict(one) | {"difference": one.mean} for one in differences]
    return found
