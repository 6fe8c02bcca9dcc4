"""The options of `clean run`, apart from what they do, so that other commands start fast."""

from __future__ import annotations

import inspect
from typing import Annotated, Any

import typer

from cleaner.formats.plain import STDIN
from cleaner.formats.records import Names

SHARED = ("lang", "profile", "keep", "rules", "select", "ignore", "no_default_rules", "weights",
          "quiet")  # fmt: skip
"""Options of the filter that `clean run` has too."""

_IN, _OUT, _HOW = "What comes in", "What comes out", "How"


def _option(
    name: str, kind: Any, default: Any, flags: str, help: str, panel: str, metavar: str = " "
) -> inspect.Parameter:
    about = typer.Option(
        *flags.split(), help=help, metavar=metavar, rich_help_panel=panel, show_default=False
    )
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, about]
    )


def _field(name: str, what: str) -> inspect.Parameter:
    default = getattr(Names(), name)
    help = f"Name of the field with {what}; {default} if not given."
    return _option(f"{name}_field", str, default, f"--{name}-field", help, _IN, "NAME")


_TEXT = str | None
INPUTS = inspect.Parameter(
    "inputs",
    inspect.Parameter.KEYWORD_ONLY,
    default=None,
    annotation=Annotated[
        list[str] | None,
        typer.Argument(
            metavar="INPUT",
            help="Files, folders, globs, addresses; - is standard input.",
            show_default=False,
        ),
    ],
)
PARAMETERS = (
    _option("source_format", _TEXT, None, "--from",
            "jsonl, parquet, csv, warc or files, whatever name and content say.", _IN, "FORMAT"),
    _field("text", "the text"),
    _field("url", "the page's address"),
    _field("id", "the record's id"),
    _field("lang", "the language"),
    _option("limit", int | None, None, "--limit",
            "Only so many records (lines, files) from the beginning.", _IN, "N"),
    _option("sample", float | None, None, "--sample",
            "Only this share of the records, chosen by a hash of their id.", _IN, "SHARE"),
    _option("output", str, STDIN, "--output -o",
            "File or folder; the name says format and compression. Else standard output.",
            _OUT, "OUT"),
    _option("to", _TEXT, None, "--to", "jsonl, parquet, csv or files.", _OUT, "FORMAT"),
    _option("annotate", bool, False, "--annotate",
            "Add clean_spans, clean_status, clean_kept and clean_error to each record.", _OUT),
    _option("annotations", _TEXT, None, "--annotations",
            "Write what was removed and why, a line for each record.", _OUT, "FILE"),
    _option("removed", _TEXT, None, "--removed",
            "Write what was removed, a line for each span.", _OUT, "FILE"),
    _option("errors", _TEXT, None, "--errors",
            "Where bad records go; else beside OUT.", _OUT, "FILE"),
    _option("summary", _TEXT, None, "--summary", "Write the counts as JSON.", _OUT, "FILE"),
    _option("jobs", int, 1, "--jobs -j", "Processes; 0 for all cores.", _HOW, "N"),
    _option("strict", bool, False, "--strict", "End at the first bad record.", _HOW),
    _option("restart", bool, False, "--restart", "Begin anew, whatever is there.", _HOW),
    _option("dry_run", bool, False, "--dry-run", "Clean and count, but write nothing.", _HOW),
    _option("max_record", str, "4MB", "--max-record",
            "Larger records go to the errors; 4MB if not given.", _HOW, "SIZE"),
    _option("shard_size", str, "64MB", "--shard-size",
            "Input after which progress is saved; 64MB if not given.", _HOW, "SIZE"),
)  # fmt: skip
