"""Which places are taken for the begin of a line that was lost, and which line ends for none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from cleaner.breaks.cues import ends_of, places_of
from cleaner.breaks.points import compiled_points, native
from cleaner.breaks.table import ANYWHERE, GOING_ON, STARTS, shipped_table

SURE_POINTS: Final = 80  # a break within a sentence of the body costs more than one overlooked
GOING_POINTS: Final = 0  # lines that are taken together wrongly cost as much as the others


def line_starts(text: str) -> list[int]:
    """Return where lines seem to have begun in a text that lost its line breaks.

    Where sentences end is not asked.

    Args:
        text: folded, on one line.
    """
    if native is None:
        return line_starts_found(text, shipped_table(STARTS))
    return compiled_points(STARTS).line_starts(text, SURE_POINTS)


def line_starts_found(text: str, table: Mapping[str, int], sure: int = SURE_POINTS) -> list[int]:
    """Return the offsets at which cues count enough; the Python whose twin is `native/breaks.c`.

    Args:
        text: as for `line_starts`.
        table: the points of each cue, see `table.parse_table`.
        sure: what all together must count.
    """
    least, get = sure - table[ANYWHERE], table.get
    return [at for at, cues in places_of(text) if sum([get(cue, 0) for cue in cues]) >= least]


def going_on(text: str, starts: Sequence[int], known: bytes) -> list[int]:
    """Return the numbers of the lines that seem to go on in the next one, ascending.

    Args:
        text: folded, with blanks for its line ends, in which sentences are broken into lines.
        starts: of its lines.
        known: for each line 1 if it surely goes on, else 0.
    """
    if native is None:
        return going_on_found(text, starts, known, shipped_table(GOING_ON))
    return compiled_points(GOING_ON).going_on(text, starts, known, GOING_POINTS)


def going_on_found(
    text: str,
    starts: Sequence[int],
    known: bytes,
    table: Mapping[str, int],
    sure: int = GOING_POINTS,
) -> list[int]:
    """Return the same by the points of a table; the Python whose twin is `native/breaks.c`."""
    least, get = sure - table[ANYWHERE], table.get
    ends = ends_of(text, starts, known)
    return [line for line, cues in ends if sum([get(cue, 0) for cue in cues]) >= least]
