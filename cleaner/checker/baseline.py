"""Findings that are accepted for now: a file that is committed, so that only new ones stop anybody.

An entry is a path, a code and a digest of what is complained of. Lines and columns are not in it:
edits above do not move it.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple

from cleaner.checker.catalogue import REPEATED
from cleaner.errors import InputError, OutputError
from cleaner.findings import Finding
from cleaner.formats.atomic import write_atomically

_VERSION = 1
_WAY_OUT = "delete it and make it anew with --write-baseline"
"""Nothing that is no baseline is written over: it may be an article."""


class Entry(NamedTuple):
    """One accepted finding; the path is relative to the settings' folder."""

    path: str
    code: str
    digest: str


class Baseline:
    """Accepted findings, each as often as it was written."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = Counter(entries)

    def split(
        self, findings: Sequence[Finding], relative: Callable[[str], str]
    ) -> tuple[list[Finding], Counter[Entry]]:
        """Return the findings that are not accepted, and the entries that were not met."""
        left = Counter(self.entries)
        new = []
        for finding in findings:
            entry = _as_accepted(entry_of(finding, relative), left)
            if left[entry] > 0:
                left[entry] -= 1
            else:
                new.append(finding)
        return new, +left


def stale(
    left: Counter[Entry], checked: Collection[str], is_there: Callable[[str], bool]
) -> list[Entry]:
    """Return the entries that no longer hold: of files that were checked or are gone."""
    return [e for e in sorted(left) if e.path in checked or not is_there(e.path)]


def entry_of(finding: Finding, relative: Callable[[str], str]) -> Entry:
    return Entry(relative(finding.path), finding.code, finding.digest)


def read_baseline(path: str) -> Baseline:
    """Read a baseline.

    Raises:
        InputError: it is missing, or no baseline.
    """
    try:
        with open(path, encoding="utf-8") as file:
            content = json.load(file)
    except OSError as error:
        way_out = "make it with --write-baseline"
        raise InputError(f"{path}: cannot be read: {error.strerror}; {way_out}") from None
    except ValueError as error:
        raise InputError(f"{path}: not JSON: {error}; {_WAY_OUT}") from None
    try:
        return Baseline(_entries(content))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise InputError(f"{path}: no baseline of version {_VERSION}; {_WAY_OUT}") from None


def merged(
    kept: Iterable[Entry], findings: Sequence[Finding], relative: Callable[[str], str]
) -> Baseline:
    """Return a baseline of entries that stay and of findings."""
    return Baseline([*kept, *(entry_of(finding, relative) for finding in findings)])


def write_baseline(path: str, baseline: Baseline) -> None:
    """Write a baseline, sorted, one finding a line, so that changes are easy to review.

    Raises:
        OutputError: it cannot be written.
    """
    rows = []
    for entry, count in sorted(baseline.entries.items()):
        row: dict[str, Any] = entry._asdict() | ({"count": count} if count > 1 else {})
        rows.append(f"\n    {json.dumps(row, ensure_ascii=False)}")
    end = "\n  " if rows else ""
    text = f'{{\n  "version": {_VERSION},\n  "findings": [{",".join(rows)}{end}]\n}}\n'
    try:
        write_atomically(path, text.encode("utf-8", "backslashreplace"))  # JSON's own escapes
    except OSError as error:
        why = error.strerror or error
        raise OutputError(f"{path}: baseline cannot be written: {why}; write elsewhere") from None


def is_file_below(root: str) -> Callable[[str], bool]:
    """Return what tells whether a path of the baseline is still there."""
    return lambda path: os.path.isfile(os.path.join(root, path))


def _as_accepted(entry: Entry, left: Counter[Entry]) -> Entry:
    """The entry; of a line in many files, that of any: the first of them may be a new one."""
    if entry.code != REPEATED or left[entry]:
        return entry
    others = (
        one for one, count in left.items() if count and one._replace(path=entry.path) == entry
    )
    return next(others, entry)


def _entries(content: Any) -> Iterable[Entry]:
    if content["version"] != _VERSION:
        raise ValueError
    for row in content["findings"]:
        for _ in range(int(row.get("count", 1))):
            yield Entry(str(row["path"]), str(row["code"]), str(row["digest"]))
