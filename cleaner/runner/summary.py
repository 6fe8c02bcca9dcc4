"""What a run has done, in numbers: for people in a few lines, for machines as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from cleaner.runner.tally import Tally
from cleaner.wording import counted

MOST_CATEGORIES = 8
MOST_RULES = 5
MOST_REASONS = 5
_LARGEST = 10_000_000  # bytes of a summary


def summary_of(tally: Tally) -> dict[str, Any]:
    """Return the counts of a run, JSON-ready; the same for a run that was interrupted.

    `characters` are code points of text; `removed` and `rules` count them by category and by rule,
    largest first.
    """
    counts = tally.counts
    return {
        "records": counts["records"],
        "cleaned": counts["cleaned"],
        "untouched": counts["untouched"],
        "empty": counts["empty"],
        "no_text": counts["no_text"],
        "abstained": _ranked(tally.abstained),
        "errors": _ranked(tally.errors),
        "not_sampled": counts["not_sampled"],
        "characters": counts["chars"],
        "characters_kept": counts["chars_kept"],
        "removed": _ranked(tally.categories),
        "rules": _ranked(tally.rules),
    }


def is_summary(path: str) -> bool:
    """True for a file that holds a summary as JSON."""
    try:
        with open(path, "rb") as file:
            found = json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(found, dict) and [*found] == [*summary_of(Tally())]


def summary_lines(tally: Tally, errors: str = "") -> Iterator[str]:
    """Yield the summary for people, one line each.

    Args:
        tally: counts of the run.
        errors: the file of bad records, "" where none was written.
    """
    counts = tally.counts
    parts = [f"{counts[name]:,} {name.replace('_', ' ')}" for name in _STATES if counts[name]]
    parts += [counted(counts["errors"], "error")] * bool(counts["errors"])
    yield f"{counted(counts['records'], 'record')}: {', '.join(parts) or 'none'}"
    if chars := counts["chars"]:
        yield f"{counted(chars, 'character')}, {counts['chars_kept'] / chars:.1%} kept"
    for lead, column, most in (
        ("removed", tally.categories, MOST_CATEGORIES),
        ("most by rules", tally.rules, MOST_RULES),
    ):
        if column:
            shares = [f"{name} {n / chars:.2%}" for name, n in column.most_common(most)]
            left = f" and {len(column) - most} more" if len(column) > most else ""
            yield f"{lead}: {', '.join(shares)}{left}"
    for lead, column in (("abstained", tally.abstained), ("errors", tally.errors)):
        for why, n in column.most_common(MOST_REASONS):
            yield f"{lead}: {n:,} {why}"
        if len(column) > MOST_REASONS:
            rest = [n for _, n in column.most_common()[MOST_REASONS:]]
            yield f"{lead}: {sum(rest):,} for {counted(len(rest), 'other reason')}"
    if tally.errors and errors:
        yield f"errors are in {errors}"


_STATES = ("cleaned", "untouched", "abstained", "empty", "no_text")


def _ranked(column: Counter[str]) -> dict[str, int]:
    """Largest first; those alike by name."""
    return dict(sorted(column.items(), key=lambda item: (-item[1], item[0])))
