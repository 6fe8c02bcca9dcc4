"""The filter's options, once, as data; the fast parser, help and completion are made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from cleaner.errors import UsageError
from cleaner.formats.plain import STDIN
from cleaner.given import domain_of
from cleaner.languages import language_code
from cleaner.packs.sources import INSTALLED, SHIPPED
from cleaner.policy import KEEPABLE, PROFILES

FLAG, VALUE, MANY = "flag", "value", "many"
HELP_FLAGS = ("--help", "-h")
BUILTIN_PROFILE = "balanced"
FORMATS = ("text", "json", "jsonl")
COLORS = ("auto", "always", "never")
_IN, _RULES, _OUT, _OTHER = "What comes in", "What goes", "What comes out", "Other"


class Option(NamedTuple):
    """One option.

    Attributes:
        name: field of `Settings`.
        flags: as typed.
        kind: FLAG (no value), VALUE (the last one counts) or MANY (repeatable).
        panel: heading in the help.
        help: one sentence.
        metavar: what the value is, in the help.
        choices: the values allowed, empty for any.
    """

    name: str
    flags: tuple[str, ...]
    kind: str
    panel: str
    help: str
    metavar: str = ""
    choices: tuple[str, ...] = ()


class Settings(NamedTuple):
    """What was asked for, checked. Field by field as in `OPTIONS`, and the files."""

    files: tuple[str, ...] = ()
    url: str | None = None
    lang: str | None = None
    html: bool = False
    text: bool = False
    stdin_filename: str | None = None
    profile: str = BUILTIN_PROFILE
    keep: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    no_default_rules: bool = False
    weights: str | None = None
    write: bool = False
    format: str = "text"
    annotations: str | None = None
    diff: bool = False
    color: str = "auto"
    quiet: bool = False
    version: bool = False


OPTIONS = (
    Option("url", ("--url",), VALUE, _IN,
           "The page's address or domain; it selects the publisher's rules.", "URL"),
    Option("lang", ("--lang",), VALUE, _IN,
           "Language code, such as en; leaves out the rules of other languages.", "CODE"),
    Option("html", ("--html",), FLAG, _IN, "Take the input as HTML, whatever it looks like."),
    Option("text", ("--text",), FLAG, _IN, "Take the input as plain text, whatever it looks like."),
    Option("stdin_filename", ("--stdin-filename",), VALUE, _IN,
           "What to call standard input in messages, JSON and diffs.", "NAME"),
    Option("profile", ("--profile",), VALUE, _RULES,
           "How much goes: from safe (least) to strict; or the rules alone.", "NAME",
           tuple(PROFILES)),
    Option("keep", ("--keep",), MANY, _RULES,
           f"Keep besides the body, separated by commas: {', '.join(KEEPABLE)}.", "ROLES"),
    Option("rules", ("--rules",), MANY, _RULES,
           f"Rule file or folder to use instead of the default rules; `--rules {SHIPPED}` and "
           f"`--rules {INSTALLED}` add the shipped and the installed ones again.", "PATH"),
    Option("select", ("--select",), MANY, _RULES,
           "Only these rules: ids, categories or rule files, separated by commas.", "NAMES"),
    Option("ignore", ("--ignore",), MANY, _RULES,
           "Not these rules: ids, categories or rule files, separated by commas.", "NAMES"),
    Option("no_default_rules", ("--no-default-rules",), FLAG, _RULES,
           "Without the shipped rules, whoever names them."),
    Option("weights", ("--weights",), VALUE, _RULES,
           "Weights of the scorer instead of the shipped ones, as `clean train` writes them.",
           "FILE"),
    Option("write", ("-w", "--write"), FLAG, _OUT, "Write each FILE in place, atomically."),
    Option("format", ("--format",), VALUE, _OUT,
           "text: the body; json: everything known; jsonl: one object a line.", "NAME", FORMATS),
    Option("annotations", ("--annotations",), VALUE, _OUT,
           "Also write what was removed and why, as JSON lines; `clean restore` reads it.", "FILE"),
    Option("diff", ("--diff",), FLAG, _OUT,
           "Show what would change as a unified diff; exit 1 if anything."),
    Option("color", ("--color",), VALUE, _OTHER,
           "When to colour; auto heeds NO_COLOR, FORCE_COLOR and the terminal.", "WHEN", COLORS),
    Option("quiet", ("-q", "--quiet"), FLAG, _OTHER, "No notes; errors only."),
    Option("version", ("--version",), FLAG, _OTHER, "Show the version and leave."),
)  # fmt: skip

SHARED = ("url", "lang", "html", "text", "stdin_filename", "profile", "keep", "rules", "select",
          "ignore", "no_default_rules", "weights", "color", "quiet")  # fmt: skip
"""Options that every command on articles has."""
MAY_BE_EMPTY = ("keep", "ignore", "exclude")
"""Of which none is as good as some; nothing selected would be all."""


def parse(arguments: Sequence[str]) -> Settings | None:
    """Read the filter's arguments, without the weight of a library; None if help is asked for.

    Raises:
        UsageError: an unknown option, a missing or wrong value, options that exclude one another.

    >>> parse(["--diff", "a.txt", "--keep=title,date"]).keep
    ('title', 'date')
    """
    by_flag = {flag: option for option in OPTIONS for flag in option.flags}
    values: dict[str, Any] = {"files": []}
    rest = list(reversed(arguments))  # a stack
    while rest:
        word = rest.pop()
        if word == "--":
            values["files"] += reversed(rest)
            break
        if word in HELP_FLAGS:
            return None
        if not word.startswith("-") or word == STDIN:
            values["files"].append(word)
        elif len(word) > 2 and word[1] != "-":
            rest += (f"-{letter}" for letter in reversed(word[1:]))  # -wq is -w -q
        else:
            flag, equals, value = word.partition("=")
            option = by_flag.get(flag) or _unknown(flag, by_flag)
            _take(option, flag, value if equals else None, rest, values)
    return settings_of(values)


def settings_of(values: Mapping[str, Any]) -> Settings:
    """Return the settings for parsed values; both parsers end here.

    Raises:
        UsageError: values that cannot be, or exclude one another.
    """
    given = {name: value for name, value in values.items() if value is not None}
    refuse_empty(OPTIONS, given)
    refuse_unnamed(given.get("files", ()))
    for name in ("files", "rules"):
        given[name] = tuple(given.get(name, ()))
    for name in ("keep", "select", "ignore"):
        given[name] = _words(given[name]) if name in given else ()
    settings = Settings(**given)
    for check in (_check_values, _check_combinations):
        check(settings)
    return settings


def refuse_empty(options: Iterable[Option], given: Mapping[str, Any]) -> None:
    """Refuse an empty value, such as a shell makes of a variable that is not set.

    Args:
        options: that may have been given.
        given: values by name of the option, those of MANY as lists.

    Raises:
        UsageError: one is empty.
    """
    for option in options:
        value = given.get(option.name)
        if value is None or option.kind == FLAG or option.name in MAY_BE_EMPTY:
            continue
        if not all(map(_is_said, value if option.kind == MANY else (value,))):
            way_out = f"give {option.metavar}, or leave it out"
            raise UsageError(f"{option.flags[-1]} is empty; {way_out}")


def refuse_unnamed(files: Iterable[str]) -> None:
    """Refuse files whose names are empty.

    Raises:
        UsageError: one is.
    """
    if "" in files:
        raise UsageError(f"the name of a file is empty; give FILE, or {STDIN} for standard input")


def _is_said(word: object) -> bool:
    return bool(str(word).strip(" ,"))


def _words(given: Sequence[str]) -> tuple[str, ...]:
    from cleaner.packs.select import words_of  # most cold starts need nothing of it

    return words_of(given)


def _take(
    option: Option, flag: str, value: str | None, rest: list[str], values: dict[str, Any]
) -> None:
    """Store one option, with its value from behind `=` or from the next word on the stack."""
    if option.kind == FLAG:
        if value is not None:
            raise UsageError(f"{flag} takes no value; leave out ={value}")
        values[option.name] = True
        return
    if value is None:
        if not rest:
            raise UsageError(f"{flag} needs a value; write {flag} {option.metavar}")
        value = rest.pop()
    if option.choices and value not in option.choices:
        raise UsageError(f"{flag} {value!r} is unknown; choose {', '.join(option.choices)}")
    if option.kind == MANY:
        values.setdefault(option.name, []).append(value)
    else:
        values[option.name] = value


def _unknown(flag: str, by_flag: Mapping[str, Option]) -> Option:
    from difflib import get_close_matches

    known = {name.lstrip("-"): name for name in (*by_flag, *HELP_FLAGS)}
    near = get_close_matches(flag.lstrip("-"), known, 1, 0.65)
    way_out = f"did you mean {known[near[0]]}?" if near else "see clean --help"
    raise UsageError(f"option {flag} is unknown; {way_out}")


def _check_values(settings: Settings) -> None:
    unknown = [word for word in settings.keep if word not in KEEPABLE]
    if unknown:
        raise UsageError(f"--keep {unknown[0]!r} is unknown; choose from {', '.join(KEEPABLE)}")
    if settings.url is not None and domain_of(settings.url) is None:
        raise UsageError(f"--url {settings.url!r} names no site; give an address or a domain")
    if settings.lang is not None:
        language_code(settings.lang, "--lang")


def _check_combinations(settings: Settings) -> None:
    files = settings.files
    excluded = (
        (settings.html and settings.text, "--html and --text exclude each other; give one"),
        (settings.write and settings.diff, "--write and --diff exclude each other; give one"),
        (settings.write and settings.format != "text",
         "--write writes text; leave out --format, or leave out --write"),
        (settings.diff and settings.format != "text",
         "--diff shows a diff; leave out --format, or leave out --diff"),
        (settings.diff and settings.annotations is not None,
         "--diff writes nothing; leave out --annotations, or leave out --diff"),
        (settings.write and STDIN in (files or (STDIN,)),
         "--write needs FILE: standard input cannot be written in place; leave out --write"),
        (files.count(STDIN) > 1, "standard input can be read only once; give - once"),
        (settings.weights is not None and settings.profile == "rules-only",
         "--weights means nothing to the rules alone; leave it out, or choose another --profile"),
    )  # fmt: skip
    for is_so, problem in excluded:
        if is_so:
            raise UsageError(problem)
