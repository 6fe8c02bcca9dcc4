"""What the commands on articles share: which inputs, what they are, and the cleaner for them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from cleaner.api import Cleaner
from cleaner.cli import streams
from cleaner.cli.options import Settings
from cleaner.errors import InputError
from cleaner.formats.plain import STDIN, decode, marked_encoding, read_bytes, refuse_binary
from cleaner.packs.sources import ProjectRules, project_rules, rule_paths
from cleaner.result import Result
from cleaner.sentences import BYTE_ORDER_MARK

if TYPE_CHECKING:
    from cleaner.scoring.weights import Weights

MAX_SUGGESTED = 3
FIRST_LINES = 5  # looked at to tell records from text


class Article(NamedTuple):
    """One input, read and cleaned.

    Attributes:
        path: as given, `-` for standard input.
        name: for messages, JSON and diffs; printable.
        encoding: of the output; UTF-8 for HTML.
        is_html: the input was a page; the result's document is the text in it.
        version: of the file at the moment of reading, None for standard input.
        result: what the cleaner says.
    """

    path: str
    name: str
    encoding: str
    is_html: bool
    version: tuple[int, ...] | None
    result: Result


def make_cleaner(settings: Settings, weights: Weights | None = None) -> Cleaner:
    """Return the cleaner that was asked for.

    What the nearest `pyproject.toml` says of rules counts, unless the user names some.

    Args:
        settings: what was asked for.
        weights: in place of those that the settings name.

    Raises:
        RuleError: mistakes in rule files, all of them.
        UsageError: a name of rules that means nothing.
        InputError: a weights file that cannot be read.
    """
    project = ProjectRules() if settings.rules else project_rules()
    has_defaults = not settings.no_default_rules
    return Cleaner(
        rules=rule_paths(settings.rules, project.rules, has_defaults=has_defaults),
        profile=settings.profile,
        keep=settings.keep,
        weights=weights or settings.weights,
        select=settings.select or project.select,
        ignore=(*project.ignore, *settings.ignore),
    )


def name_of(path: str, settings: Settings) -> str:
    """Return what to call an input."""
    return streams.shown(settings.stdin_filename or path if path == STDIN else path)


def read_article(path: str, settings: Settings, cleaner: Cleaner) -> Article:
    """Read one input and clean it; say on standard error what the reader should know.

    Raises:
        InputError: it cannot be read, is no text, or holds records.
    """
    name = name_of(path, settings)
    version = None if path == STDIN else identity_of(path)
    data = streams.read_stdin() if path == STDIN else _read_file(path)
    is_html = settings.html or (not settings.text and _is_html(data))
    encoding, notes = "utf-8", []
    if is_html:
        result = cleaner.clean_html(data, url=settings.url, lang=settings.lang, id=name)
    else:
        text, encoding, is_guessed = decode(data)
        if not settings.text and are_records(text):
            raise InputError(
                "is JSON lines; `clean run` cleans the records in it, --text takes it as text"
            )
        result = cleaner.clean(text, url=settings.url, lang=settings.lang, id=name)
        if is_guessed:
            notes.append(f"read as {encoding}, which is a guess; convert it to UTF-8 to be sure")
        if not settings.text and _is_part(text):
            notes.append("looks like a piece of a page, taken as text; --html takes it as a page")
    if result.abstained:
        notes.append(f"{result.status}{_outcome(result, is_html)}")
    for note in () if settings.quiet else notes:
        streams.complain(f"{name}: note: {note}".replace("\n", " "))
    return Article(path, name, encoding, is_html, version, result)


def are_records(text: str) -> bool:
    """True for JSON lines: the first ones are objects, with more than one line or a text."""
    text = text.removeprefix(BYTE_ORDER_MARK).lstrip()
    if not text.startswith("{"):
        return False
    import json

    lines = text.split("\n", FIRST_LINES)[:FIRST_LINES]
    try:
        records = [json.loads(line) for line in lines if line.strip()]
    except (ValueError, RecursionError):
        return False
    return all(isinstance(r, dict) for r in records) and (len(records) > 1 or "text" in records[0])


def _outcome(result: Result, is_html: bool) -> str:
    """What became of a text whose scorer was not followed; of a page the status says who was."""
    if not result.has_removed:
        return "; nothing was removed"
    is_by_rules = all(verdict.rule or verdict.role == "blank" for verdict in result.spans)
    return "; the rules alone decided" if is_by_rules and not is_html else ""


def identity_of(path: str) -> tuple[int, ...] | None:
    """Return what changes when a file does; None if there is none."""
    try:
        stat = os.stat(path)
    except (OSError, ValueError):
        return None
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _read_file(path: str) -> bytes:
    """Read a file; for a word that looks meant as a command, say so."""
    try:
        return read_bytes(path)
    except InputError as error:
        from cleaner.cli.main import COMMANDS

        if os.path.sep in path or os.path.lexists(path):
            raise
        from difflib import get_close_matches

        near = get_close_matches(path, COMMANDS, MAX_SUGGESTED)
        if not near:
            raise
        raise InputError(f"{error}; the command is `clean {near[0]} …`, in first place") from None


def _is_html(data: bytes) -> bool:
    """True for a page, told by how it begins."""
    if b"<" not in data:
        return False
    if not marked_encoding(data):
        refuse_binary(data)
    from cleaner.formats.html import is_page

    return is_page(data)


def _is_part(text: str) -> bool:
    """True for what may be a piece of a page."""
    if "<" not in text:
        return False
    from cleaner.formats.html import looks_like_part

    return looks_like_part(text)
