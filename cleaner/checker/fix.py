"""Take out of files what is complained of, and nothing else: atomically, or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import NamedTuple

from cleaner.checker.baseline import Baseline
from cleaner.checker.catalogue import SCORE
from cleaner.checker.files import Files
from cleaner.checker.inspect import Inspector, Scope
from cleaner.checker.parts import (
    LINES,
    TABLE,
    TEXT,
    content_digest,
    form_of,
    is_data,
    is_packed,
    unpacked,
)
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
    """An article and the spans of it that go, in order.

    `keeps_scored` where findings of the scorer stay that were wanted: see `fix_article`.
    """

    record: Record
    removed: tuple[Span, ...]
    keeps_scored: bool = False

    @property
    def text(self) -> str:
        return cut_out(self.record.text, self.removed)

    @property
    def kept(self) -> list[Span]:
        return _between(self.removed, len(self.record.text))


class FixedFile(NamedTuple):
    """A file as it was read, as it is to be, the articles that change, and how many keep a part."""

    path: str
    before: str
    after: bytes
    articles: tuple[FixedText, ...]
    keep_scored: int = 0


Fix = Callable[[Record], FixedText]
"""Given an article, returns it with what goes."""


def fix_file(path: str, inspector: Inspector, scope: Scope, wanted: Wanted) -> FixedFile:
    """Return what a file is to be; write nothing.

    Raises:
        InputError: it cannot be read, or is of a kind that is not written.
    """
    form = form_of(path)
    is_text = form == TEXT and not is_packed(path) and not is_data(path)
    if (not is_text and form not in (LINES, TABLE)) or (is_packed(path) and form == TABLE):
        raise InputError("is not written by --fix, which takes text, JSONL, JSONL.gz and Parquet")
    data = read_bytes(path)
    texts: list[FixedText] = []

    def fix(record: Record) -> FixedText:
        fixed = fix_article(record, inspector, scope, wanted)
        if fixed.removed or fixed.keeps_scored:
            texts.append(fixed)
        return fixed

    if is_text:
        after = encoded(fix(text_record(data)))
    elif form == TABLE:
        after = _fixed_table(data, inspector, fix)
    else:
        lines = unpacked(data) if is_packed(path) else data
        after = _fixed_lines(lines, inspector, fix)
        after = _packed(after) if is_packed(path) else after
    articles = tuple(text for text in texts if text.removed)
    keep_scored = sum(text.keeps_scored for text in texts)
    return FixedFile(path, content_digest(data), after if articles else data, articles, keep_scored)


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
    """Take out what is complained of, so that nothing is complained of any more.

    Once is enough where all that the cleaner removes is wanted. Where a part of it is to stay, the
    scorer, which judges a text by all of it, may take what is left for something else, line by
    line, with every run. Then its findings stay, and only those of rules go.
    """
    fixed = _without(record, (), wanted(inspector.removals(record, scope)))
    if not fixed.removed or not _cuts(wanted(inspector.removals(_left(fixed), scope))):
        return fixed
    fixed = FixedText(record, ())
    for _ in range(MAX_PASSES):
        found = wanted(inspector.removals(_left(fixed), scope))
        ruled = [one for one in found if one.group != SCORE]
        if not _cuts(ruled):
            return fixed._replace(keeps_scored=bool(_cuts(found)))
        fixed = _without(record, fixed.removed, ruled)
    return fixed


def cut_out(text: str, removed: Sequence[Span]) -> str:
    """Return a text without spans of it, which are in order.

    >>> cut_out("abcdef", [(1, 2), (4, 6)])
    'acd'
    """
    return "".join(text[start:end] for start, end in _between(removed, len(text)))


def encoded(fixed: FixedText) -> bytes:
    """Return the bytes of a file that is a text, in the encoding that it had."""
    if fixed.record.flaw:  # two encodings: what is not UTF-8 was read as surrogates
        return fixed.text.encode("utf-8", "surrogateescape")
    return fixed.text.encode(fixed.record.encoding)


def _cuts(found: Sequence[Finding]) -> list[Span]:
    return [one.cut for one in found if one.cut]


def _left(fixed: FixedText) -> Record:
    return fixed.record._replace(text=fixed.text)


def _without(record: Record, removed: Sequence[Span], found: Sequence[Finding]) -> FixedText:
    """An article without spans of it and without what is found in what they leave of it."""
    return FixedText(record, tuple(_led_back(removed, _cuts(found), len(record.text))))


def _led_back(removed: Sequence[Span], cuts: Sequence[Span], size: int) -> list[Span]:
    """Join spans of a text with spans of what is left of it."""
    out = list(removed)
    at = 0  # of the piece that stays, in what is left
    for start, end in _between(removed, size):
        for first, last in cuts:
            a, b = max(first, at), min(last, at + end - start)
            if a < b:
                out.append((start + a - at, start + b - at))
        at += end - start
    return _joined(sorted(out))


def _between(removed: Sequence[Span], size: int) -> list[Span]:
    """The spans of a text around and between others, which are in order."""
    edges = [0, *(edge for span in removed for edge in span), size]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _joined(spans: Sequence[Span]) -> list[Span]:
    out: list[Span] = []
    for start, end in spans:
        if out and out[-1][1] == start:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def _fixed_lines(data: bytes, inspector: Inspector, fix: Fix) -> bytes:
    lines = data.split(b"\n")
    for record in line_records(data, inspector.fields):
        fixed = None if record.problem else fix(record)
        if fixed and fixed.removed:
            lines[record.number - 1] = _with_text(lines[record.number - 1], fixed)
    return b"\n".join(lines)


def _fixed_table(data: bytes, inspector: Inspector, fix: Fix) -> bytes:
    from cleaner.checker.fix_table import fixed_table

    def fixed_text(record: Record) -> str | None:
        fixed = fix(record)
        return fixed.text if fixed.removed else None

    return fixed_table(data, inspector.fields, fixed_text)


def _packed(data: bytes) -> bytes:
    member = compressor("gz")
    return member.compress(data) + member.flush()


def _with_text(line: bytes, fixed: FixedText) -> bytes:
    """A JSON line without parts of its text; all else is spelt as it was."""
    source = line.decode()
    members, close = read_line(source)
    member = [one for one in members if one.name == fixed.record.field][-1]  # the one that counts
    return cut_line(Line(source, members, member, close), fixed.kept)
