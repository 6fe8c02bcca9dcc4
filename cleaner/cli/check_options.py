"""The options of `clean check`, as data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from cleaner.cli import options as of_the_filter
from cleaner.cli.options import FLAG, MANY, VALUE, Option, refuse_empty, refuse_unnamed
from cleaner.errors import UsageError
from cleaner.formats.plain import STDIN
from cleaner.packs.select import words_of

OUTPUT_FORMATS = ("full", "concise", "json", "jsonl", "github", "sarif", "junit")
SHARED = ("lang", "stdin_filename", "profile", "keep", "rules", "no_default_rules",
          "weights", "color", "quiet")  # fmt: skip
"""Options that are those of the filter."""

_FILES, _WHAT, _OUT, _FIX, _OTHER = (
    "Which files", "What is looked for", "What comes out", "Fixes and baseline", "Other"
)  # fmt: skip

OPTIONS = (
    Option("include", ("--include",), MANY, _FILES,
           "Patterns of the files to take from folders.", "PATTERN"),
    Option("exclude", ("--exclude",), MANY, _FILES,
           "Patterns of files never to check.", "PATTERN"),
    Option("field", ("--field",), MANY, _FILES,
           "Field of JSONL and Parquet that holds the text; text by default.", "NAME"),
    Option("show_files", ("--show-files",), FLAG, _FILES, "List the files, check none."),
    Option("select", ("--select",), MANY, _WHAT,
           "Only these: checks, their groups, rules, score; rule ids, categories, files.", "NAMES"),
    Option("ignore", ("--ignore",), MANY, _WHAT, "Not these: names as for --select.", "NAMES"),
    Option("min_confidence", ("--min-confidence",), VALUE, _WHAT,
           "Leave out findings less sure than this, 0 to 1.", "NUMBER"),
    Option("explain", ("--explain",), VALUE, _WHAT, "Say what a check or rule is, and why.", "ID"),
    Option("output_format", ("--output-format",), VALUE, _OUT,
           "full: with the offending line; concise: one line each; or for programs.", "NAME",
           OUTPUT_FORMATS),
    Option("statistics", ("--statistics",), FLAG, _OUT, "Count findings by code."),
    Option("max_findings", ("--max-findings",), VALUE, _OUT, "Show so many at most.", "COUNT"),
    Option("exit_zero", ("--exit-zero",), FLAG, _OUT, "Exit 0 even if there are findings."),
    Option("show_settings", ("--show-settings",), FLAG, _OUT, "Show the settings in force."),
    Option("fix", ("--fix",), FLAG, _FIX, "Take out of text, JSONL and Parquet files what can be."),
    Option("diff", ("--diff",), FLAG, _FIX, "Show what --fix would do; write nothing."),
    Option("baseline", ("--baseline",), VALUE, _FIX, "File of findings that are accepted.", "FILE"),
    Option("write_baseline", ("--write-baseline",), VALUE, _FIX,
           "Accept all that is found: write it to this file.", "FILE"),
    Option("jobs", ("-j", "--jobs"), VALUE, _OTHER,
           "Processes at most; 0, the default, for all cores.", "COUNT"),
    Option("no_cache", ("--no-cache",), FLAG, _OTHER, "Check everything anew."),
)  # fmt: skip


_NUMBERS = {
    "min_confidence": "no share; give a number from 0 to 1",
    "max_findings": "no count; give a whole number, 0 or more",
    "jobs": "no number of processes; give 1 or more, 0 for all processors",
}
"""What is said of a wrong one, and what to give."""


class Request(NamedTuple):
    """What was asked for, checked; None where the settings of the project count."""

    paths: tuple[str, ...] = ()
    include: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    field: tuple[str, ...] | None = None
    show_files: bool = False
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    min_confidence: float | None = None
    explain: str | None = None
    output_format: str = "full"
    statistics: bool = False
    max_findings: int | None = None
    exit_zero: bool = False
    show_settings: bool = False
    fix: bool = False
    diff: bool = False
    baseline: str | None = None
    write_baseline: str | None = None
    jobs: int | None = None
    no_cache: bool = False
    lang: str | None = None
    stdin_filename: str | None = None
    profile: str | None = None
    keep: tuple[str, ...] | None = None
    rules: tuple[str, ...] = ()
    no_default_rules: bool = False
    weights: str | None = None
    color: str = "auto"
    quiet: bool = False


def request_of(values: Mapping[str, Any]) -> Request:
    """Return the request for what was parsed.

    Raises:
        UsageError: numbers that are none, options that exclude one another.
    """
    given = {name: value for name, value in values.items() if value is not None}
    refuse_empty((*OPTIONS, *of_the_filter.OPTIONS), given)
    refuse_unnamed(given.get("paths", ()))
    for name in ("include", "exclude", "field", "rules"):
        given[name] = tuple(given[name]) if name in given else None
    given["rules"] = given["rules"] or ()
    for name in ("select", "ignore", "keep"):
        given[name] = words_of(given[name]) if name in given else None
    for name, kind in (("min_confidence", float), ("max_findings", int), ("jobs", int)):
        if name in given:
            given[name] = _number(name, given[name], kind)
    request = Request(**{k: v for k, v in given.items() if v is not None})
    _check_combinations(request)
    return request


def _number(name: str, word: str, kind: type[int] | type[float]) -> float:
    try:
        value = kind(word)
    except ValueError:
        value = kind(-1)
    if value < 0:
        raise UsageError(f"--{name.replace('_', '-')} {word!r} is {_NUMBERS[name]}")
    return value


def _check_combinations(request: Request) -> None:
    paths = request.paths
    is_for_programs = request.output_format in ("github", "sarif", "junit", "jsonl")
    excluded = (
        (request.fix and request.diff, "--fix and --diff exclude each other; give one"),
        (STDIN in paths and len(paths) > 1, "standard input is checked alone; give - alone"),
        (bool(request.write_baseline) and (request.fix or request.diff),
         "--write-baseline accepts what is found; leave out --fix and --diff"),
        (bool(request.write_baseline) and STDIN in paths,
         "--write-baseline needs files: standard input has no lasting name"),
        (request.statistics and is_for_programs,
         "--statistics goes with the formats full, concise and json; choose one of them"),
        (request.weights is not None and request.profile == "rules-only",
         "--weights means nothing to the rules alone; leave it out, or choose another --profile"),
        (request.diff and request.output_format != "full",
         "--diff shows a diff; leave out --output-format, or leave out --diff"),
    )  # fmt: skip
    for is_so, problem in excluded:
        if is_so:
            raise UsageError(problem)
