"""The way back: the input, from the output and what was removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cleaner.data import Verdict
from cleaner.errors import RestoreError, UsageError


def restore(text: str, removed: Iterable[Mapping[str, Any] | Verdict]) -> str:
    """Return the input of a cleaning from its output and the removed spans.

    Args:
        text: the output.
        removed: `Result.removed`, or `start`, `end` and `text` of each of its spans, in order.

    Raises:
        RestoreError: the two do not belong together.
        UsageError: they are no text and no spans.

    >>> restore("ad", [{"start": 1, "end": 3, "text": "bc"}])
    'abcd'
    """
    if not isinstance(text, str):
        raise UsageError(f"text must be str, not {type(text).__name__}; decode bytes first")
    if not isinstance(removed, Iterable):
        raise UsageError(f"removed must be spans, not {type(removed).__name__}; give a list")
    out: list[str] = []
    at = used = 0
    for verdict in removed:
        span: Mapping[str, Any] = verdict.to_dict() if isinstance(verdict, Verdict) else verdict
        try:
            start, end, gone = int(span["start"]), int(span["end"]), str(span["text"])
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise RestoreError(
                "a removed span lacks its `start`, `end` or `text`; "
                "use the annotations that were written with the output"
            ) from error
        take = start - at
        if take < 0 or used + take > len(text) or len(gone) != end - start:
            raise RestoreError(
                f"the removed span {start}..{end} does not fit the output; "
                "use the annotations that were written with it"
            )
        out += (text[used : used + take], gone)
        used += take
        at = end
    out.append(text[used:])
    return "".join(out)
