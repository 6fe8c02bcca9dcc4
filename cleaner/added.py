"""The columns that cleaning adds to a row or record: the same from every way in.

`clean run --annotate`, `Cleaner.clean_batch` and the adapters all add these, so that what one of
them wrote can stand in one table with what another wrote. Reasons in words are left out: they are
slow to find and would double the size. `clean run --annotations` writes them to a file beside.
"""

from __future__ import annotations

from typing import Any

SPANS, STATUS, KEPT, ERROR = "clean_spans", "clean_status", "clean_kept", "clean_error"
ADDED = (SPANS, STATUS, KEPT, ERROR)
"""Names of the columns, in their order."""

SPAN_FIELDS = ("start", "end", "role", "category", "rule", "score", "text")
"""Of a removed span: where it stood, what it was, what decided, and what it held."""


def added_fields(arrow: Any) -> tuple[Any, ...]:
    """Return the columns for Arrow: the same types whatever is in them.

    Args:
        arrow: the module `pyarrow`.
    """
    types = (arrow.int64(), arrow.int64(), *[arrow.string()] * 3, arrow.float64(),
             arrow.large_string())  # fmt: skip
    span = arrow.struct(list(zip(SPAN_FIELDS, types, strict=True)))
    kinds = (arrow.list_(span), arrow.string(), arrow.float64(), arrow.string())
    return tuple(arrow.field(name, kind) for name, kind in zip(ADDED, kinds, strict=True))


def holds_strings(arrow: Any, kind: Any) -> bool:
    """True for the types of a column that can be cleaned.

    Args:
        arrow: the module `pyarrow`; before version 16 it knows no views of strings.
        kind: a type of it.
    """
    types = arrow.types
    is_view = getattr(types, "is_string_view", None)
    return bool(types.is_string(kind) or types.is_large_string(kind) or (is_view and is_view(kind)))


def share_kept(kept: int, size: int) -> float:
    """Return the share of the characters that stayed; 1.0 of an empty text.

    >>> share_kept(1, 4), share_kept(0, 0)
    (0.25, 1.0)
    """
    return kept / size if size else 1.0
