"""What a format reads, gathered into pieces."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cleaner.formats.records import (
    DamagedInput,
    Item,
    Limits,
    Piece,
    Position,
    SetAside,
    Source,
)


def in_pieces(
    source: Source, start: Position, items: Iterator[Item | SetAside], limits: Limits
) -> Iterator[Piece | SetAside]:
    """Gather what a format reads into pieces.

    Args:
        source: where it is from.
        start: the position of the first item.
        items: what the format reads, or a record that is too large.
        limits: how much a piece holds, and how many records there are to be in all.
    """
    gathered: list[Any] = []
    begin = here = start

    def piece() -> Piece:
        size = here.offset - begin.offset
        return Piece(source.format, source.name, begin, here, gathered, size)

    damage: DamagedInput | None = None
    while True:
        try:
            item = next(items, None)
        except DamagedInput as error:  # what came before it counts
            item, damage = None, error
        if item is None:
            break
        if isinstance(item, SetAside):
            if gathered:
                yield piece()
            yield item._replace(start=here)
            here = Position(here.offset + item.chunks.size, here.number + 1)
            gathered, begin = [], here
        else:
            gathered.append(item.payload)
            here = Position(here.offset + item.size, here.number + 1)
            if here.offset - begin.offset >= limits.piece_bytes:
                yield piece()
                gathered, begin = [], here
        if limits.records is not None and here.number >= limits.records:
            break
    if gathered:
        yield piece()
    if damage is not None:
        raise damage
