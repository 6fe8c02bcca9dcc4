"""The options of `clean eval` and `clean train` that only they have."""

from __future__ import annotations

import typer

from cleaner.cli.parameters import NEEDED, option, parameter

_LABELLED = "Labelled texts: JSON lines (.jsonl, .jsonl.gz), labelled YAML, or folders of them."
_SCORES, _LEARNING, _OUT = "What is measured", "What is learnt", "What comes out"
EVAL = (
    option("compare", str | None, None, "--compare",
           "Result file, `untouched`, or profile=, weights=, rules=, folds= or outputs=VALUE: "
           "the same texts with that changed.", _SCORES, "OTHER"),
    option("folds", str | None, None, "--folds",
           "Clean each text with weights that have not seen its site (see `clean train`).",
           _SCORES, "FOLDER"),
    option("outputs", str | None, None, "--outputs",
           "Measure what another program kept: JSON lines with `id` and `text`.",
           _SCORES, "FILE"),
    option("text_alone", bool, False, "--text-alone",
           "Do not tell the cleaner `url` and `lang`.", _SCORES),
    option("save", str | None, None, "-o --output",
           "Also write the result, page by page (.json), to compare with later.", _OUT, "FILE"),
    parameter("format", str, typer.Option(
        "--format", metavar="NAME", rich_help_panel=_OUT, help="table or json."), "table"),
)  # fmt: skip
TRAIN = (
    option("output", str, NEEDED, "-o --output", "The weights file.", _LEARNING, "FILE"),
    option("no_check", bool, False, "--no-check", "Do not cross-validate first.", _LEARNING),
    option("folds", str | None, None, "--folds",
           "Keep the weights of each fold, for `clean eval --folds`.", _LEARNING, "FOLDER"),
    option("scores", str | None, None, "--scores",
           "Also write the cross-validated result (.json), as `clean eval -o` does.",
           _LEARNING, "FILE"),
)  # fmt: skip
PATHS = parameter("paths", list[str], typer.Argument(metavar="LABELLED", help=_LABELLED), NEEDED)
