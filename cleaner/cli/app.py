"""The commands besides the filter, the help and shell completion, by typer."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Annotated, Any

import typer

from cleaner.cli import check_options, labelled_options, rules, run_options
from cleaner.cli.codes import Code
from cleaner.cli.main import FILTER
from cleaner.cli.options import OPTIONS, SHARED, Settings, settings_of
from cleaner.cli.parameters import NO_VALUE, option, parameter, parameter_of
from cleaner.errors import UsageError

HELP = """Keep the journalistic body of news text; remove the publisher's chrome around it.

Reads each FILE, or standard input (also as `-`), and writes the body to standard output.
HTML is recognised by its content. A FILE with the name of a command is `./NAME`.
"""
EPILOG = "Exit codes: 0 fine, 1 --diff found changes, 2 wrong use, bad rule or unreadable input."

app = typer.Typer(
    name="clean",
    invoke_without_command=True,
    subcommand_metavar="[FILE]… | COMMAND …",
    context_settings={"help_option_names": ["--help", "-h"]},
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def run_app(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code.

    Raises:
        UsageError: what typer says about wrong arguments.
        CleanerError: what the command raises.
    """
    try:
        code = app(args=list(arguments), prog_name="clean", standalone_mode=False)
    except typer.Abort:
        return Code.INTERRUPTED
    except SystemExit as leaving:  # completion ends so
        return leaving.code if isinstance(leaving.code, int) else Code.FINE
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        problem = _said(error.format_message())
        context = getattr(error, "ctx", None)  # that of `clean rules mine`, not of `clean rules`
        command = context.command_path if context else " ".join(["clean", *arguments[:1]])
        raise UsageError(f"{problem}; see {command} --help") from None
    return code if isinstance(code, int) else Code.FINE


def _said(message: str) -> str:
    """What typer says, in one line and without the words of the library that reads values for it.

    >>> _said("Value error, 'x' is not one of 'a', 'b'.")
    "'x' is not one of 'a', 'b'"
    """
    said = message.rstrip(".").replace("\n", " ").replace("Value error, ", "")
    return re.sub(r"Input should be a valid (integer|number), unable .*", r"this is no \1", said)


def with_options(
    names: Iterable[str],
    before: Sequence[inspect.Parameter] = (),
    after: Sequence[inspect.Parameter] = (),
) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a function that takes keywords the parameters that typer looks for.

    Args:
        names: of options in `OPTIONS`.
        before, after: parameters of the function's own.
    """
    wanted = set(names)

    def with_signature(function: Callable[..., int]) -> Callable[..., int]:
        own = [parameter_of(option) for option in OPTIONS if option.name in wanted]
        signature = inspect.Signature([*before, *own, *after])
        function.__signature__ = signature  # type: ignore[attr-defined]
        return function

    return with_signature


def settings_from(values: dict[str, Any]) -> Settings:
    """Return the settings for what typer parsed."""
    return settings_of(_plain(values))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {k: v.value if isinstance(v, Enum) else v for k, v in values.items()}


@app.callback(help=HELP, epilog=EPILOG)
@with_options(option.name for option in OPTIONS)
def _group(**values: Any) -> int:
    return Code.FINE


_FILES = parameter(
    "files",
    list[str] | None,
    typer.Argument(metavar="FILE", help="Inputs; - is standard input.", show_default=False),
)


@app.command(FILTER, hidden=True, epilog=EPILOG)
@with_options((o.name for o in OPTIONS), [_FILES])
def _text(**values: Any) -> int:
    """Clean each FILE, or standard input: what `clean` does when no command is named."""
    from cleaner.cli.filter import run_filter

    return run_filter(settings_from(values))


_FILE = parameter(
    "file",
    str | None,
    typer.Argument(metavar="FILE", help="The article; - is standard input.", show_default=False),
)
_REMOVED_ONLY = option("removed_only", bool, False, "--removed-only",
                       "Only what goes, one line a span.", "What comes out")  # fmt: skip


@app.command("explain")
@with_options(SHARED, [_FILE], [_REMOVED_ONLY])
def _explain(**values: Any) -> int:
    """Show every block of one article with its verdict, its role, and the rule or score.

    What goes has a - in front, and is dim and struck through on a terminal.
    """
    from cleaner.cli.explain import run_explain

    removed_only = values.pop("removed_only")
    file = values.pop("file")
    return run_explain(
        settings_from(values | {"files": [] if file is None else [file]}), removed_only
    )


_CLEANER = ("profile", "keep", "rules", "select", "ignore", "no_default_rules", "weights")


@app.command("eval")
@with_options(_CLEANER, [labelled_options.PATHS], labelled_options.EVAL)
def _eval(
    paths: list[str],
    compare: str | None,
    folds: str | None,
    outputs: str | None,
    text_alone: bool,
    save: str | None,
    format: str,
    **values: Any,
) -> int:
    """Measure the cleaner on labelled texts; with --compare, against another run.

    ROUGE-LSum, body lost, residue, exact pages, the worst tenth; by source, language and file.
    LABELLED may also be one result that -o wrote. Needs rapidfuzz (the extra `eval`).
    """
    from cleaner.cli.eval import EvalSettings, run_eval

    if format not in ("table", "json"):
        raise UsageError(f"--format {format!r} is unknown; choose table, json")
    asked = EvalSettings(paths, compare, folds, outputs, save, text_alone, format == "json")
    return run_eval(settings_from(values), asked)


@app.command("train")
@with_options((*_CLEANER[:-1], "quiet"), [labelled_options.PATHS], labelled_options.TRAIN)
def _train(
    paths: list[str],
    output: str,
    no_check: bool,
    folds: str | None,
    scores: str | None,
    **values: Any,
) -> int:
    """Learn weights from labelled texts, and print scores cross-validated by site.

    The same texts, rules and version give the same weights. The rules named are those that the
    weights will be used with; the profile counts only for the scores.
    """
    from cleaner.processes import sum_in_one_thread

    sum_in_one_thread()
    from cleaner.cli.train import TrainingSettings, run_train

    asked = TrainingSettings(paths, output, folds, scores, not no_check)
    return run_train(settings_from(values), asked)


CHECK_EPILOG = "Exit codes: 0 clean, 1 findings, 2 wrong use, a bad rule or unreadable input."
_PATHS = parameter(
    "paths",
    list[str] | None,
    typer.Argument(metavar="PATH", help="Files and folders; - is standard input."),
)


@app.command("check", epilog=CHECK_EPILOG)
@with_options(check_options.SHARED, [_PATHS], list(map(parameter_of, check_options.OPTIONS)))
def _check(**values: Any) -> int:
    """Find what does not belong into a corpus: chrome, duplicates, damaged characters.

    Takes text, JSONL and Parquet, and folders of them: the current one if no PATH is given.
    """
    from cleaner.cli.check import run_check

    plain = _plain(values)
    return run_check({**plain, "paths": tuple(plain["paths"] or ())})


@app.command("run")
@with_options(run_options.SHARED, [run_options.INPUTS], run_options.PARAMETERS)
def _run(**values: Any) -> int:
    """Clean a corpus: JSONL, Parquet, WARC/WET, CSV, folders; in shards that can resume.

    All other fields and the order stay. Run the same command again to go on after a
    stop; a stream begins anew.
    """
    from cleaner.cli.run import run_corpus

    parameters = (run_options.INPUTS, *run_options.PARAMETERS)
    own = {p.name: values.pop(p.name) for p in parameters}
    return run_corpus(own, settings_from(values))


app.add_typer(rules.app, name="rules")


@app.command("restore")
def _restore(
    outputs: Annotated[
        list[str], typer.Argument(metavar="OUTPUT", help="What `clean` wrote; - is standard input.")
    ],
    annotations: Annotated[
        str, typer.Option("--annotations", metavar="FILE", help="What --annotations wrote.")
    ],
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", metavar=NO_VALUE, help="No notes; errors only.")
    ] = False,
) -> int:
    """Write the original bytes to standard output, from output and annotations.

    Outputs find their annotations by content, then by name, then by order.
    """
    from cleaner.cli.restore import run_restore

    return run_restore(outputs, annotations, quiet)
