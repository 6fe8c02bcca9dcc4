"""`clean run`: corpora."""

from __future__ import annotations

import json
import re
import sys
from typing import Any

from cleaner.cli import streams
from cleaner.cli.bad_records import error_sink
from cleaner.cli.codes import Code
from cleaner.cli.inputs import make_cleaner
from cleaner.cli.options import Settings, refuse_unnamed
from cleaner.errors import UsageError
from cleaner.formats.inlet import Inlet
from cleaner.formats.plain import STDIN
from cleaner.formats.records import Names
from cleaner.processes import processors
from cleaner.runner.options import Options
from cleaner.runner.partfile import write_whole
from cleaner.runner.paths import STREAM
from cleaner.runner.plan import Plan, make_plan
from cleaner.runner.progress import watching
from cleaner.runner.run import Report, Streams, run
from cleaner.runner.summary import summary_lines, summary_of

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmg]?)i?b?", re.IGNORECASE)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}


def run_corpus(values: dict[str, Any], settings: Settings) -> int:
    """Clean a corpus and say what has been done; return the exit code.

    Args:
        values: of the options in `run_options.PARAMETERS`.
        settings: of the options that the filter has too.

    Raises:
        CleanerError: it cannot be done, or not to the end.
    """
    options = _options(values, settings)
    cleaner = make_cleaner(settings)
    inlet = Inlet(sys.stdin.buffer if sys.stdin is not None else None)
    plan = make_plan(options, cleaner, inlet)
    is_terminal = streams.is_stderr_terminal() and not settings.quiet
    try:
        with watching(plan.sources, options.limit, is_terminal=is_terminal) as watch:
            sinks = Streams(streams.write, error_sink(is_dry=options.dry_run))
            report = run(plan, cleaner, inlet, watch, sinks)
    except KeyboardInterrupt:
        if plan.can_resume:
            streams.complain("interrupted; run the same command again to go on")
        return Code.INTERRUPTED
    if options.summary and not options.dry_run:
        data = json.dumps(summary_of(report.tally), ensure_ascii=False, indent=2)
        write_whole(options.summary, data.encode() + b"\n")
    if not settings.quiet:
        _tell(report, plan)
    if report.is_futile:
        why = f"; the first: {report.first_complaint}" if report.first_complaint else ""
        streams.complain(f"nothing could be cleaned{why}")
        return Code.WRONG
    return Code.FINE


def _tell(report: Report, plan: Plan) -> None:
    options = plan.options
    if plan.layout == STREAM and not streams.is_stderr_terminal() and not options.dry_run:
        return  # quiet in pipes
    if report.was_finished:
        streams.complain(f"note: {options.output}: finished already; nothing to do")
    elif report.resumed_at:
        streams.complain(f"note: gone on behind {report.resumed_at:,} records")
    if options.dry_run:
        streams.complain("note: a dry run; nothing has been written")
    errors = "" if options.dry_run else plan.beside.get("errors", "")
    for line in summary_lines(report.tally, errors):
        streams.complain(f"note: {line}")


def _options(values: dict[str, Any], settings: Settings) -> Options:
    names = Names(*(values[f"{name}_field"] for name in Names._fields))
    jobs = values["jobs"]
    if jobs < 0:
        raise UsageError(f"-j {jobs} is no number of processes; give 1 or more, or 0 for all cores")
    if jobs == 0:
        jobs = processors()
    refuse_unnamed(values["inputs"] or ())
    if not values["inputs"] and streams.is_stdin_terminal():
        raise UsageError("nothing to clean; give INPUT, or pipe records in")
    if values["limit"] is not None and values["limit"] < 1:
        raise UsageError(f"--limit {values['limit']} is no number of records; give 1 or more")
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
        jobs=jobs,
        sample=sample,
        max_record=size_of("--max-record", values["max_record"]),
        shard_bytes=size_of("--shard-size", values["shard_size"]),
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
