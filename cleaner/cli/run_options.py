"""The options of `clean run`, apart from what they do, so that other commands start fast."""

from __future__ import annotations

import inspect

import typer

from cleaner.cli.parameters import option, parameter
from cleaner.formats.plain import STDIN
from cleaner.formats.records import Names

SHARED = ("lang", "profile", "keep", "rules", "select", "ignore", "no_default_rules", "weights",
          "quiet")  # fmt: skip
"""Options of the filter that `clean run` has too."""

_IN, _OUT, _HOW = "What comes in", "What comes out", "How"


def _field(name: str, what: str) -> inspect.Parameter:
    default = getattr(Names(), name)
    help = f"Name of the field with {what}; {default} if not given."
    return option(f"{name}_field", str, default, f"--{name}-field", help, _IN, "NAME")


_TEXT = str | None
INPUTS = parameter(
    "inputs",
    list[str] | None,
    typer.Argument(
        metavar="INPUT",
        help="Files, folders, globs, addresses; - is standard input.",
        show_default=False,
    ),
)
PARAMETERS = (
    option("source_format", _TEXT, None, "--from",
            "jsonl, parquet, csv, warc or files, whatever name and content say.", _IN, "FORMAT"),
    _field("text", "the text"),
    _field("url", "the page's address"),
    _field("id", "the record's id"),
    _field("lang", "the language"),
    option("limit", int | None, None, "--limit",
            "Only so many records (lines, files) from the beginning.", _IN, "N"),
    option("sample", float | None, None, "--sample",
            "Only this share of the records, chosen by a hash of their id.", _IN, "SHARE"),
    option("output", str, STDIN, "--output -o",
            "File or folder; the name says format and compression. Else standard output.",
            _OUT, "OUT"),
    option("to", _TEXT, None, "--to", "jsonl, parquet, csv or files.", _OUT, "FORMAT"),
    option("annotate", bool, False, "--annotate",
            "Add clean_spans, clean_status, clean_kept and clean_error to each record.", _OUT),
    option("annotations", _TEXT, None, "--annotations",
            "Write what was removed and why, a line for each record.", _OUT, "FILE"),
    option("removed", _TEXT, None, "--removed",
            "Write what was removed, a line for each span.", _OUT, "FILE"),
    option("errors", _TEXT, None, "--errors",
            "Where bad records go; else beside OUT.", _OUT, "FILE"),
    option("summary", _TEXT, None, "--summary", "Write the counts as JSON.", _OUT, "FILE"),
    option("jobs", int, 1, "--jobs -j", "Processes; 0 for all cores.", _HOW, "N"),
    option("strict", bool, False, "--strict", "End at the first bad record.", _HOW),
    option("restart", bool, False, "--restart", "Begin anew, whatever is there.", _HOW),
    option("dry_run", bool, False, "--dry-run", "Clean and count, but write nothing.", _HOW),
    option("max_record", str, "4MB", "--max-record",
            "Larger records go to the errors; 4MB if not given.", _HOW, "SIZE"),
    option("shard_size", str, "64MB", "--shard-size",
            "Input after which progress is saved; 64MB if not given.", _HOW, "SIZE"),
)  # fmt: skip
