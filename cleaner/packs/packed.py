"""Tables whose rows stay bytes until somebody asks for them: of most rules a text needs nothing."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from itertools import accumulate
from typing import Any

from cleaner.packs.modes import REPEATABLE, Tables

FILED_BY = 5  # characters of a literal, the first ones, by which it is filed

Owners = Sequence[tuple[int, int]]
"""Entries that need a literal, each with the longest line it can stand in."""


PackedRows = tuple[bytes, bytes]
"""Rows one behind the other, and where each begins and the last one ends: two objects, not many."""

_WIDTH = 4  # bytes of a place


class Rows:
    """Rows by number. Each is unpacked once and then the same object, in all threads."""

    def __init__(self, rows: PackedRows) -> None:
        self._packed, self._places = rows
        self._unpacked: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self._places) // _WIDTH - 1

    def __iter__(self) -> Iterator[Any]:
        return map(self.__getitem__, range(len(self)))

    def passing(self) -> Iterator[Any]:
        """Yield all rows, each unpacked for this once: nothing of them stays in memory."""
        return map(self.loaded, range(len(self)))

    def __getitem__(self, index: int) -> Any:
        row = self._unpacked.get(index)
        if row is None:
            row = self._unpacked.setdefault(index, self.loaded(index))
        return row

    def loaded(self, index: int) -> Any:
        """Return a row, unpacked for this once."""
        return marshal.loads(self._packed[self._place(index) : self._place(index + 1)])

    def _place(self, index: int) -> int:
        return int.from_bytes(self._places[_WIDTH * index : _WIDTH * (index + 1)], "little")


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
            row = self._unpacked.setdefault(key, self.loaded(key))
        return row

    def loaded(self, key: str) -> Any:
        """Return a row, unpacked for this once."""
        return marshal.loads(self._packed[key])

    def get(self, key: str, default: Any = None) -> Any:
        return self[key] if key in self._packed else default


def packed_rows(rows: Iterable[Any]) -> PackedRows:
    """Return rows as `Rows` takes them."""
    packed = [marshal.dumps(row, REPEATABLE) for row in rows]
    places = accumulate(map(len, packed), initial=0)
    return b"".join(packed), b"".join(place.to_bytes(_WIDTH, "little") for place in places)


def packed_values(table: Mapping[str, Any]) -> dict[str, bytes]:
    """Return rows as `Filed` takes them."""
    return {key: marshal.dumps(value, REPEATABLE) for key, value in table.items()}


def packed_part(tables: Tables) -> Tables:
    """Return the tables of a part, the large ones in bytes: most are never needed.

    Args:
        tables: those of `part_tables.PartTables`, tuples in them; that there are no lists spares
            the garbage collector the way through them.
    """
    found = {
        "lines": tables["lines"],
        "heads": packed_values(tables["heads"]),
        "literals": packed_values(_filed(tables["literals"])),
        "flow_literals": packed_values(_filed(tables["flow_literals"])),
    }
    packed = {name: marshal.dumps(table, REPEATABLE) for name, table in found.items()}
    return tables | packed | {"entries": packed_rows(tables["entries"])}


def unpacked_part(part: Tables) -> Tables:
    """Return what `packed_part` was given."""
    return part | {
        "lines": marshal.loads(part["lines"]),
        "entries": tuple(Rows(part["entries"])),
        "heads": dict(filed_in(part, "heads")),
        "literals": by_literal(filed_in(part, "literals")),
        "flow_literals": by_literal(filed_in(part, "flow_literals")),
    }


def filed_in(part: Tables, name: str) -> Filed:
    """Return one of the large tables of a part, its rows still packed."""
    return Filed(marshal.loads(part[name]))


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
