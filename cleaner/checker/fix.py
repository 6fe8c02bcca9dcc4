"""Take out of files what is complained of, and nothing else: atomically, or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from cleaner.checker.baseline import Baseline
from cleaner.checker.files import Files
from cleaner.checker.inspect import Inspector, Scope
from cleaner.checker.parts import LINES, TABLE, TEXT, content_digest, form_of, is_packed, unpacked
from cleaner.checker.records import Record, line_records, text_record
from cleaner.errors import InputError, OutputError
from cleaner.findings import Finding
from cleaner.formats.atomic import write_atomically
from cleaner.formats.compression import compressor
from cleaner.formats.json_line import Line, cut_line, read_line
from cleaner.formats.plain import read_bytes

MAX_PASSES = 10  # of one article, until nothing is complained of
Span = tuple[int, int]
Wanted = Callable[[Sequence[Finding]], Sequence[Finding]]
"""Given the findings of an article, returns those that are to be mended."""


class FixedText(NamedTuple):
    """An article and the spans of it that go, in order."""

    record: Record
    removed: tuple[Span, ...]

    @property
    def text(self) -> str:
        return cut_out(self.record.text, self.removed)

    @property
    def kept(self) -> list[Span]:
        edges = [0, *(edge for span in self.removed for edge in span), len(self.record.text)]
        return list(zip(edges[::2], edges[1::2], strict=True))


class FixedFile(NamedTuple):
    """A file as it was read, as it is to be, and the articles that change."""

    path: str
    before: str
    after: bytes
    articles: tuple[FixedText, ...]


def fix_file(path: str, inspector: Inspector, scope: Scope, wanted: Wanted) -> FixedFile:
    """Return what a file is to be; write nothing.

    Raises:
        InputError: it cannot be read, or is of a kind that is not written.
    """
    form = form_of(path)
    if form not in (TEXT, LINES, TABLE) or (is_packed(path) and form != LINES):
        raise InputError("is not written by --fix, which takes text, JSONL, JSONL.gz and Parquet")
    data = read_bytes(path)
    if form == TEXT:
        fixed = fix_article(text_record(data), inspector, scope, wanted)
        after, articles = encoded(fixed), [fixed] if fixed.removed else []
    elif form == TABLE:
        after, articles = _fix_table(data, inspector, scope, wanted)
    else:
        lines = unpacked(data) if is_packed(path) else data
        articles = list(_fix_records(lines, inspector, scope, wanted))
        after = _with_records(lines, articles)
        after = _packed(after) if is_packed(path) else after
    return FixedFile(path, content_digest(data), after if articles else data, tuple(articles))


def write_fixed(fixed: FixedFile) -> None:
    """Write a file in place; its mode stays.

    Raises:
        InputError: it changed meanwhile.
        OutputError: it is write-protected, or cannot be written.
    """
    if not os.access(fixed.path, os.W_OK):
        raise OutputError("is write-protected; allow writing (chmod u+w) or leave out --fix")
    if content_digest(read_bytes(fixed.path)) != fixed.before:
        raise InputError("has changed while it was being checked; check it again")
    try:
        write_atomically(fixed.path, fixed.after)
    except OSError as error:
        why = error.strerror or error
        raise OutputError(f"cannot be written in place: {why}; the file is unchanged") from None


def not_accepted(path: str, files: Files, baseline: Baseline, least: float) -> Wanted:
    """Return what chooses the findings in a file that are sure enough and not accepted.

    Args:
        path: of the file.
        files: knows what it is called in the baseline.
        baseline: what is accepted.
        least: confidence of what is sure enough.
    """

    def wanted(findings: Sequence[Finding]) -> Sequence[Finding]:
        sure = [one.at(path, one.record) for one in findings if one.confidence >= least]
        return baseline.split(sure, files.relative)[0]

    return wanted


def fix_article(record: Record, inspector: Inspector, scope: Scope, wanted: Wanted) -> FixedText:
    """Take out what is complained of, until nothing is.

    Once is enough where all that the cleaner removes is wanted; where a part of it is to stay, what
    is left has other neighbours, and may be judged anew.
    """
    removed: list[Span] = []
    left = record
    for _ in range(MAX_PASSES):
        found = wanted(inspector.removals(left, scope))
        cuts = [one.cut for one in found if one.cut]
        if not cuts:
            break
        removed = _led_back(removed, cuts, len(record.text))
        left = record._replace(text=cut_out(record.text, removed))
    return FixedText(record, tuple(removed))


def cut_out(text: str, removed: Sequence[Span]) -> str:
    """Return a text without spans of it, which are in order.

    >>> cut_out("abcdef", [(1, 2), (4, 6)])
    'acd'
    """
    edges = [0, *(edge for span in removed for edge in span), len(text)]
    return "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))


def encoded(fixed: FixedText) -> bytes:
    """Return the bytes of a file that is a text, in the encoding that it had."""
    if fixed.record.flaw:  # two encodings: what is not UTF-8 was read as surrogates
        return fixed.text.encode("utf-8", "surrogateescape")
    return fixed.text.encode(fixed.record.encoding)


def _led_back(removed: Sequence[Span], cuts: Sequence[Span], size: int) -> list[Span]:
    """Join spans of a text with spans of what is left of it."""
    edges = [0, *(edge for span in removed for edge in span), size]
    out = list(removed)
    at = 0  # of the piece that stays, in what is left
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for first, last in cuts:
            a, b = max(first, at), min(last, at + end - start)
            if a < b:
                out.append((start + a - at, start + b - at))
        at += end - start
    return _joined(sorted(out))


def _joined(spans: Sequence[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in spans:
        if out and out[-1][1] == start:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _fix_records(
    data: bytes, inspector: Inspector, scope: Scope, wanted: Wanted
) -> Iterator[FixedText]:
    for record in line_records(data, inspector.fields):
        fixed = None if record.problem else fix_article(record, inspector, scope, wanted)
        if fixed and fixed.removed:
            yield fixed


def _fix_table(
    data: bytes, inspector: Inspector, scope: Scope, wanted: Wanted
) -> tuple[bytes, list[FixedText]]:
    from cleaner.checker.fix_table import fixed_table

    articles: list[FixedText] = []

    def fix(record: Record) -> str | None:
        fixed = fix_article(record, inspector, scope, wanted)
        if not fixed.removed:
            return None
        articles.append(fixed)
        return fixed.text

    return fixed_table(data, inspector.fields, fix), articles


def _packed(data: bytes) -> bytes:
    member = compressor("gz")
    return member.compress(data) + member.flush()


def _with_records(data: bytes, articles: Sequence[FixedText]) -> bytes:
    lines = data.split(b"\n")
    for fixed in articles:
        number = fixed.record.number - 1
        lines[number] = _with_text(lines[number], fixed)
    return b"\n".join(lines)


def _with_text(line: bytes, fixed: FixedText) -> bytes:
    """A JSON line without parts of its text; all else is spelt as it was."""
    source = line.decode()
    members, close = read_line(source)
    member = [one for one in members if one.name == fixed.record.field][-1]  # the one that counts
    return cut_line(Line(source, members, member, close), fixed.kept)
