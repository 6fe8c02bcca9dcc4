"""Tables whose rows stay bytes until somebody asks for them: of most rules a text needs nothing."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from typing import Any

from cleaner.packs.modes import REPEATABLE, Tables

FILED_BY = 5  # characters of a literal, the first ones, by which it is filed

Owners = Sequence[tuple[int, int]]
"""Entries that need a literal, each with the longest line it can stand in."""


class Rows:
    """Rows by number. Each is unpacked once and then the same object, in all threads."""

    def __init__(self, rows: Sequence[bytes]) -> None:
        self._packed = rows
        self._unpacked: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[Any]:
        return map(self.__getitem__, range(len(self)))

    def passing(self) -> Iterator[Any]:
        """Yield all rows, each unpacked for this once: nothing of them stays in memory."""
        return map(marshal.loads, self._packed)

    def __getitem__(self, index: int) -> Any:
        row = self._unpacked.get(index)
        if row is None:
            row = self._unpacked.setdefault(index, marshal.loads(self._packed[index]))
        return row


class Filed(Mapping[str, Any]):
    """Rows by text, in the same way."""

    def __init__(self, rows: Mapping[str, bytes]) -> None:
        self._packed = rows
        self._unpacked: dict[str, Any] = {}

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def passing(self) -> Iterator[Any]:
        """Yield all rows, each unpacked for this once: nothing of them stays in memory."""
        return map(marshal.loads, self._packed.values())

    def keys(self) -> KeysView[str]:
        return self._packed.keys()

    def __getitem__(self, key: str) -> Any:
        row = self._unpacked.get(key)
        if row is None:
            row = self._unpacked.setdefault(key, marshal.loads(self._packed[key]))
        return row

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if key in self._packed else default


def packed_rows(rows: Iterable[Any]) -> tuple[bytes, ...]:
    """Return rows as `Rows` takes them."""
    return tuple(marshal.dumps(row, REPEATABLE) for row in rows)


def packed_values(table: Mapping[str, Any]) -> dict[str, bytes]:
    """Return rows as `Filed` takes them."""
    return {key: marshal.dumps(value, REPEATABLE) for key, value in table.items()}


def packed_part(tables: Tables) -> bytes:
    """Return the tables of a part in bytes: most publishers' parts are never needed.

    Args:
        tables: those of `part_tables.PartTables`, tuples in them; that there are no lists spares
            the garbage collector the way through them.
    """
    packed = {
        "entries": packed_rows(tables["entries"]),
        "heads": packed_values(tables["heads"]),
        "literals": packed_values(_filed(tables["literals"])),
        "flow_literals": packed_values(_filed(tables["flow_literals"])),
    }
    return marshal.dumps(tables | packed, REPEATABLE)


def first_opened(parts: Iterable[bytes]) -> list[Tables | bytes]:
    """Return the parts, the first one open: every text needs it, and so it is not held twice."""
    first, *others = parts
    return [marshal.loads(first), *others]


def opened(part: Tables | bytes) -> Tables:
    """Return the tables of a part, their rows still packed."""
    return part if isinstance(part, dict) else marshal.loads(part)


def unpacked_part(part: Tables | bytes) -> Tables:
    """Return what `packed_part` was given."""
    tables = opened(part)
    return tables | {
        "entries": tuple(Rows(tables["entries"])),
        "heads": dict(Filed(tables["heads"])),
        "literals": by_literal(Filed(tables["literals"])),
        "flow_literals": by_literal(Filed(tables["flow_literals"])),
    }


def filed_under(literal: str) -> str:
    """Return what a literal is filed under; short ones, which may stand anywhere, under nothing.

    >>> filed_under("sign up"), filed_under("sign")
    ('sign ', '')
    """
    return literal[:FILED_BY] if len(literal) >= FILED_BY else ""


def by_literal(filed: Mapping[str, Mapping[str, Owners]]) -> dict[str, Owners]:
    """Return the owners of all literals in a file of them."""
    return {literal: owners for some in filed.values() for literal, owners in some.items()}


def _filed(literals: Mapping[str, Owners]) -> dict[str, dict[str, Owners]]:
    filed: dict[str, dict[str, Owners]] = {}
    for literal in sorted(literals):  # the same for the same rules, however they were chosen
        filed.setdefault(filed_under(literal), {})[literal] = literals[literal]
    return filed
