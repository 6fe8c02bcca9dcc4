"""`clean run`: corpora."""

from __future__ import annotations

import inspect
import json
import re
import sys
from typing import Annotated, Any

import typer

from cleaner.cli import streams
from cleaner.cli.inputs import make_cleaner
from cleaner.cli.options import Settings
from cleaner.errors import UsageError
from cleaner.formats.inlet import STDIN, Inlet
from cleaner.formats.records import Limits, Names
from cleaner.runner.partfile import write_whole
from cleaner.runner.plan import SHARD_BYTES, STREAM, Options, make_plan
from cleaner.runner.progress import watching
from cleaner.runner.run import Report, run
from cleaner.runner.summary import summary_lines, summary_of

FINE, INTERRUPTED = 0, 130
SHARED = ("lang", "profile", "keep", "rules", "select", "ignore", "no_default_rules", "quiet")
_IN, _OUT, _HOW = "What comes in", "What comes out", "How"
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmg]?)i?b?", re.IGNORECASE)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}


def run_corpus(values: dict[str, Any], settings: Settings) -> int:
    """Clean a corpus and say what has been done; return the exit code.

    Args:
        values: of the options in `PARAMETERS`.
        settings: of the options in `SHARED`.

    Raises:
        CleanerError: it cannot be done, or not to the end.
    """
    options = _options(values, settings)
    cleaner = make_cleaner(settings)
    inlet = Inlet(sys.stdin.buffer if sys.stdin is not None else None)
    plan = make_plan(options, cleaner, inlet)
    is_terminal = sys.stderr is not None and sys.stderr.isatty() and not settings.quiet
    try:
        with watching(plan.sources, is_terminal=is_terminal) as watch:
            report = run(plan, cleaner, inlet, watch, streams.write)
    except KeyboardInterrupt:
        if plan.manifest:
            streams.complain("interrupted; run the same command again to go on")
        return INTERRUPTED
    if options.summary:
        data = json.dumps(summary_of(report.tally), ensure_ascii=False, indent=2)
        write_whole(options.summary, data.encode() + b"\n")
    if not settings.quiet:
        _tell(report, options, plan.layout)
    return FINE


def _tell(report: Report, options: Options, layout: str) -> None:
    if layout == STREAM and not (sys.stderr is not None and sys.stderr.isatty()):
        return  # quiet in pipes
    if report.was_finished:
        streams.complain(f"note: {options.output}: finished already; nothing to do")
    elif report.resumed_at:
        streams.complain(f"note: gone on behind {report.resumed_at:,} records")
    if options.dry_run:
        streams.complain("note: a dry run; nothing has been written")
    for line in summary_lines(report.tally):
        streams.complain(f"note: {line}")


def _options(values: dict[str, Any], settings: Settings) -> Options:
    names = Names(*(values[f"{name}_field"] for name in Names._fields))
    jobs = values["jobs"]
    if jobs == 0:
        import os

        jobs = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    sample = values["sample"]
    if sample is not None and not 0 < sample <= 1:
        raise UsageError(f"--sample {sample} is no share; give a number above 0, up to 1")
    same = ("to", "annotate", "annotations", "removed", "errors", "summary", "strict", "restart",
            "dry_run", "limit")  # fmt: skip
    return Options(
        inputs=tuple(values["inputs"] or (STDIN,)),
        output=values["output"],
        source_format=values["source_format"],
        names=names,
        lang=settings.lang,
        jobs=max(1, jobs),
        sample=sample,
        max_record=size_of("--max-record", values["max_record"]),
        shard_bytes=size_of("--shard-size", values["shard_size"]),
        profile=settings.profile,
        keep=settings.keep,
        **{name: values[name] for name in same},
    )


def size_of(flag: str, text: str) -> int:
    """Return a number of bytes.

    Raises:
        UsageError: it is none.

    >>> size_of("--max-record", "4MB"), size_of("--max-record", "500")
    (4000000, 500)
    """
    found = _SIZE.fullmatch(text.strip())
    size = int(float(found[1]) * _UNITS[found[2].lower()]) if found else 0
    if size < 1:
        raise UsageError(f"{flag} {text!r} is no size; give bytes, or a number such as 4MB")
    return size


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
            metavar="INPUT…",
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
            "Add clean_status, clean_kept and clean_spans to each record.", _OUT),
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
    _option("max_record", str, str(Limits().record_bytes), "--max-record",
            "Larger records go to the errors; 4MB if not given.", _HOW, "SIZE"),
    _option("shard_size", str, str(SHARD_BYTES), "--shard-size",
            "Input after which progress is saved; 64MB if not given.", _HOW, "SIZE"),
)  # fmt: skip
