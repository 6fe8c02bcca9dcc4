"""`clean train`: weights of one's own from labelled texts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from cleaner.cli import streams
from cleaner.cli.codes import Code
from cleaner.cli.eval import RULES_ONLY, folds_run
from cleaner.cli.inputs import make_cleaner
from cleaner.cli.options import Settings
from cleaner.errors import UsageError
from cleaner.measure.labelled_text import LabelledText
from cleaner.measure.learning import (
    Lessons,
    check_folds,
    learn,
    learn_folds,
    prepare,
    write_folds,
    write_weights,
)
from cleaner.measure.outputs import check_output
from cleaner.measure.reading import read_labelled
from cleaner.measure.runs import write_run
from cleaner.measure.tables import run_table


class TrainingSettings(NamedTuple):
    """What `clean train` was asked for besides rules and profile.

    Attributes:
        paths: labelled texts.
        output: the weights file.
        folds: folder for the weights of each fold; None to keep none.
        scores: file for the cross-validated result; None to keep none.
        has_check: cross-validate.
    """

    paths: Sequence[str]
    output: str
    folds: str | None = None
    scores: str | None = None
    has_check: bool = True


def run_train(settings: Settings, asked: TrainingSettings) -> int:
    """Learn, say how good it is on sites not learnt from, and write the weights.

    Raises:
        CleanerError: nothing to learn from, or something that cannot be read or written.
    """
    _refuse_idle_options(settings, asked)
    texts = read_labelled(asked.paths)
    if asked.has_check:
        from cleaner.measure import sequences  # noqa: F401  missing, it is to be known now

    cleaner = make_cleaner(settings._replace(profile="rules-only"))
    with _telling_steps(settings) as tell:
        tell(f"what the rules leave of {len(texts):,} texts")
        lessons = prepare(texts, cleaner.pack)
    _check_outputs(asked, {text.file for text in texts})
    if asked.has_check:
        _check(texts, lessons, settings, asked)
    if not settings.quiet:
        streams.complain("note: learning from all texts; this may take minutes")
    with _telling_steps(settings) as tell:
        weights = learn(lessons, tell)
    write_weights(weights, asked.output)
    if not settings.quiet:
        streams.complain(f"note: {asked.output}: weights {weights.fingerprint}")
    return Code.FINE


def _refuse_idle_options(settings: Settings, asked: TrainingSettings) -> None:
    """Refuse options of which nothing would come."""
    if not asked.has_check and (asked.folds or asked.scores):
        idle = "--folds" if asked.folds else "--scores"
        raise UsageError(f"{idle} keeps what --no-check leaves out; leave out one of them")
    if asked.has_check and settings.profile == RULES_ONLY:
        raise UsageError(
            "--profile rules-only uses no weights, so that the check says nothing of them; "
            "choose another, or --no-check"
        )


def _check_outputs(asked: TrainingSettings, inputs: Collection[str]) -> None:
    """Make sure that all files can be written in the end: learning takes many minutes.

    Raises:
        OutputError: one could not.
    """
    outputs = [path for path in (asked.output, asked.scores) if path]
    for number, path in enumerate(outputs):
        check_output(path, [*inputs, *outputs[:number]])
    if asked.folds:
        check_folds(asked.folds, inputs)


def _check(
    texts: Sequence[LabelledText], lessons: Lessons, settings: Settings, asked: TrainingSettings
) -> None:
    """Print how well texts are cleaned by weights that have not seen their site."""
    if not settings.quiet:
        streams.complain("note: learning for the check, in folds; this may take minutes")
    with _telling_steps(settings) as tell:
        folds = learn_folds(lessons, tell)
        if asked.folds:
            write_folds(folds, asked.folds)
        tell(f"cleaning and measuring {len(texts):,} texts")
        run = folds_run(texts, settings, folds, is_text_alone=True)
    if asked.scores:
        write_run(run, asked.scores)
    streams.write(run_table(run).encode("utf-8", "replace"))


@contextmanager
def _telling_steps(settings: Settings) -> Iterator[Callable[[str], None]]:
    """Give what shows the step at work and the time so far; nothing where nobody looks on."""
    if settings.quiet or not streams.is_stderr_terminal():
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import Progress, TextColumn, TimeElapsedColumn

    columns = TextColumn("{task.description}"), TimeElapsedColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda step: progress.update(task, description=step, refresh=True)
