"""The options of `clean eval` and `clean train` that only they have."""

from __future__ import annotations

import inspect
from typing import Annotated, Any

import typer

NO_VALUE = " "  # in the help, where typer would otherwise say <bool>


def _option(name: str, kind: Any, default: Any, about: Any) -> inspect.Parameter:
    """A parameter that only one command has."""
    if kind in (str, str | None):
        about.callback = _filled
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, about]
    )


def _filled(value: str | None) -> str | None:
    """Refuse an empty value, such as a shell makes of a variable that is not set."""
    if value == "":
        raise typer.BadParameter("it is empty")
    return value


_LABELLED = "Labelled texts: JSON lines (.jsonl, .jsonl.gz), labelled YAML, or folders of them."
_SCORES, _LEARNING = "What is measured", "What is learnt"
EVAL = (
    _option("compare", str | None, None, typer.Option(
        "--compare", metavar="OTHER", show_default=False, rich_help_panel=_SCORES,
        help="Result file, `untouched`, or profile=, weights=, rules=, folds= or outputs=VALUE: "
        "the same texts with that changed.")),
    _option("folds", str | None, None, typer.Option(
        "--folds", metavar="FOLDER", show_default=False, rich_help_panel=_SCORES,
        help="Clean each text with weights that have not seen its site (see `clean train`).")),
    _option("outputs", str | None, None, typer.Option(
        "--outputs", metavar="FILE", show_default=False, rich_help_panel=_SCORES,
        help="Measure what another program kept: JSON lines with `id` and `text`.")),
    _option("text_alone", bool, False, typer.Option(
        "--text-alone", metavar=NO_VALUE, show_default=False, rich_help_panel=_SCORES,
        help="Do not tell the cleaner `url` and `lang`.")),
    _option("save", str | None, None, typer.Option(
        "-o", "--output", metavar="FILE", show_default=False, rich_help_panel="What comes out",
        help="Also write the result, page by page (.json), to compare with later.")),
    _option("format", str, "table", typer.Option(
        "--format", metavar="NAME", rich_help_panel="What comes out", help="table or json.")),
)  # fmt: skip
TRAIN = (
    _option("output", str, inspect.Parameter.empty, typer.Option(
        "-o", "--output", metavar="FILE", rich_help_panel=_LEARNING, help="The weights file.")),
    _option("no_check", bool, False, typer.Option(
        "--no-check", metavar=NO_VALUE, show_default=False, rich_help_panel=_LEARNING,
        help="Do not cross-validate first.")),
    _option("folds", str | None, None, typer.Option(
        "--folds", metavar="FOLDER", show_default=False, rich_help_panel=_LEARNING,
        help="Keep the weights of each fold, for `clean eval --folds`.")),
    _option("scores", str | None, None, typer.Option(
        "--scores", metavar="FILE", show_default=False, rich_help_panel=_LEARNING,
        help="Also write the cross-validated result (.json), as `clean eval -o` does.")),
)  # fmt: skip
PATHS = _option(
    "paths", list[str], inspect.Parameter.empty, typer.Argument(metavar="LABELLED", help=_LABELLED)
)
