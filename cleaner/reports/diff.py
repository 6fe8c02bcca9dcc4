"""A unified diff between input and output, from what is on record; no lines are compared.

Comparing lines takes quadratic time on long texts. Here it is known what went.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.result import Result

CONTEXT = 3  # lines around a change
_COLORS = {"-": "\x1b[31m", "+": "\x1b[32m", "@": "\x1b[36m"}
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


class Edit(NamedTuple):
    """Lines of the input, and what the output has in their place.

    Attributes:
        first: of the lines, from 0.
        old, new: lines, with their ends.
    """

    first: int
    old: tuple[str, ...]
    new: tuple[str, ...]


def unified_diff(result: Result, name: str) -> Iterator[str]:
    """Yield the lines of a diff that `patch` takes; none if nothing was removed.

    Args:
        result: of the cleaning.
        name: of the input.
    """
    return spans_diff(result.document.text, [(v.start, v.end) for v in result.removed], name)


def spans_diff(text: str, removed: Sequence[tuple[int, int]], name: str) -> Iterator[str]:
    """Yield the lines of a diff for a text and the spans of it that go, in order."""
    lines = _lines(text)
    edits = list(_edits(lines, removed))
    if edits:
        yield f"--- {name}\n"
        yield f"+++ {name}\n"
    shift = 0
    for hunk in _hunks(edits):
        yield from _hunk_lines(lines, hunk, shift)
        shift += sum(len(e.new) - len(e.old) for e in hunk)


def colored(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines with colours for a terminal: removed red, added green."""
    for i, line in enumerate(lines):
        color = _BOLD if i < 2 else _COLORS.get(line[0], "")
        body = line.rstrip("\n")
        yield f"{color}{body}{_PLAIN}{line[len(body) :]}" if color else line


def _lines(text: str) -> list[str]:
    """Cut at line feeds only, as `diff` and `patch` do."""
    lines = text.split("\n")
    last = lines.pop()
    return [line + "\n" for line in lines] + ([last] if last else [])


def _edits(lines: Sequence[str], removed: Sequence[tuple[int, int]]) -> Iterator[Edit]:
    """Join the lines that something was removed from, up to where the output has a line's end."""
    at = span = first = 0
    old: list[str] = []
    new = ""
    for number, line in enumerate(lines):
        while span < len(removed) and removed[span][1] <= at:
            span += 1
        is_touched = span < len(removed) and removed[span][0] < at + len(line)
        if old and not is_touched and (not new or new.endswith("\n")):
            yield Edit(first, tuple(old), tuple(_lines(new)))
            old, new = [], ""
        if old or is_touched:
            first = number if not old else first
            old.append(line)
            new += _kept(line, at, removed, span)
        at += len(line)
    if old:
        yield Edit(first, tuple(old), tuple(_lines(new)))


def _kept(line: str, at: int, removed: Sequence[tuple[int, int]], span: int) -> str:
    """What stays of a line that begins at `at`; `span` is the first that may touch it."""
    kept = []
    begin, end = at, at + len(line)
    while span < len(removed) and removed[span][0] < end:
        kept.append(line[begin - at : max(begin, removed[span][0]) - at])
        begin = max(begin, removed[span][1])
        span += 1
    kept.append(line[begin - at :] if begin < end else "")
    return "".join(kept)


def _hunks(edits: Iterable[Edit]) -> Iterator[list[Edit]]:
    """Group edits whose surroundings touch."""
    hunk: list[Edit] = []
    for edit in edits:
        if hunk and edit.first - (hunk[-1].first + len(hunk[-1].old)) > 2 * CONTEXT:
            yield hunk
            hunk = []
        hunk.append(edit)
    if hunk:
        yield hunk


def _hunk_lines(lines: Sequence[str], hunk: Sequence[Edit], shift: int) -> Iterator[str]:
    """Yield one hunk; `shift` is by how many lines the output is longer before it."""
    start = max(0, hunk[0].first - CONTEXT)
    end = min(len(lines), hunk[-1].first + len(hunk[-1].old) + CONTEXT)
    size = end - start + sum(len(e.new) - len(e.old) for e in hunk)
    yield f"@@ -{_range(start, end - start)} +{_range(start + shift, size)} @@\n"
    at = start
    for edit in hunk:
        yield from (_marked(" ", line) for line in lines[at : edit.first])
        yield from (_marked("-", line) for line in edit.old)
        yield from (_marked("+", line) for line in edit.new)
        at = edit.first + len(edit.old)
    yield from (_marked(" ", line) for line in lines[at:end])


def _range(first: int, size: int) -> str:
    """Lines in a hunk's head: from 1, but an empty range names the line before it."""
    return f"{first + (size > 0)},{size}"


def _marked(sign: str, line: str) -> str:
    return sign + line if line.endswith("\n") else f"{sign}{line}\n\\ No newline at end of file\n"
