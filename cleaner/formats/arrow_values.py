"""Values of Arrow's columns as Python, strings and JSON have them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cleaner.formats.jsonl import finite


def strings(batch: Any, name: str) -> Sequence[str | None]:
    """Return a column as strings; Nones where there is no such column, or nothing fit to be one.

    Of two columns of that name neither is the one; bytes that are not UTF-8 are no string.
    """
    if batch.schema.names.count(name) != 1:
        return [None] * len(batch)
    column = batch.column(name)
    try:
        return [string_of(value) for value in column.to_pylist()]
    except (ValueError, OverflowError):
        return [string_of(_value_or_none(scalar)) for scalar in column]


def string_of(value: Any) -> str | None:
    """Return what a column of strings would hold; None for what does not fit."""
    return str(value) if value is not None and fits(value) else None


def fits(value: Any) -> bool:
    """True for what a column of strings holds: strings, whole numbers, nothing."""
    return value is None or (isinstance(value, str | int) and not isinstance(value, bool))


def value_of(scalar: Any) -> Any:
    """Return a value as Python has it; a time that Python has no word for, as text.

    Of years that Arrow has no word for either it is the number that stands there.
    """
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return scalar.as_buffer().to_pybytes().decode("utf-8", "backslashreplace")
    except (ValueError, OverflowError):  # nanoseconds, or a year beyond 9999
        import pyarrow

        text = scalar.cast(pyarrow.string()).as_py()
        return str(scalar.value) if text.startswith("<") else text.replace(" ", "T", 1)


def plain(value: Any) -> Any:
    """Return what stands for a value in JSON."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if value is None or isinstance(value, str | int | bool | float):
        return finite(value)
    if isinstance(value, bytes):
        from base64 import b64encode

        return b64encode(value).decode()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _value_or_none(scalar: Any) -> Any:
    try:
        return scalar.as_py()
    except (ValueError, OverflowError):
        return None
