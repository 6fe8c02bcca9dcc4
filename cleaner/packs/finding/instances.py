"""Many instances of a frozen dataclass at once: its `__init__` takes a call for every field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from cleaner.native import twin

_MANY_ROWS = 20  # so many are worth the compiled module

T = TypeVar("T")


def instances(type_: type[T], rows: list[tuple[Any, ...]]) -> Sequence[T]:
    """Return an instance for each row of values.

    Args:
        type_: a frozen dataclass with slots and without `__post_init__`.
        rows: of all its values, in the order of its fields.
    """
    compiled = twin("finder") if len(rows) >= _MANY_ROWS else None
    if compiled is not None:
        made: Sequence[T] = compiled.instances(type_, type_.__slots__, rows)  # type: ignore[attr-defined]
        return made
    return [type_(*row) for row in rows]
