"""The verdicts of several passes, each made on what the last one kept, as rows of the input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from cleaner.columns import runs
from cleaner.data import Verdicts


class Row(NamedTuple):
    """A span of the input and the verdict on it: row `row` of pass `layer`."""

    start: int
    end: int
    keep: bool
    layer: int
    row: int


def rows_of(layers: Sequence[Verdicts]) -> list[Row]:
    """Return what tiles the input: the pieces of the first pass, narrowed by what later ones took.

    Args:
        layers: the verdicts of each pass, at least one.
    """
    rows = _first_rows(layers[0])
    for number, layer in enumerate(layers[1:], 1):
        rows = _narrowed(rows, layer, number)
    return rows


def joined_rows(rows: Sequence[Row]) -> Iterable[Row]:
    """Join neighbours of the same verdict, so that the text is cut into few pieces."""
    start = 0
    for i, row in enumerate(rows):
        if i + 1 == len(rows) or rows[i + 1].keep != row.keep:
            yield Row(rows[start].start, row.end, row.keep, row.layer, row.row)
            start = i + 1


def kept_text(verdicts: Verdicts) -> str:
    """Return what a pass leaves of its text."""
    text = verdicts.blocks.document.text
    if 0 not in verdicts.keeps:
        return text
    return "".join([text[start:end] for start, end in kept_spans(verdicts)])


def kept_spans(verdicts: Verdicts) -> Iterator[tuple[int, int]]:
    """Yield where what a pass keeps stands in its text, neighbours joined."""
    starts, ends = verdicts.blocks.starts, verdicts.blocks.ends
    return ((starts[begin], ends[end - 1]) for begin, end in runs(verdicts.keeps, 1))


def _first_rows(verdicts: Verdicts) -> list[Row]:
    """One row for each piece of a first pass."""
    blocks = verdicts.blocks
    return [
        Row(start, end, bool(keep), 0, row)
        for row, (start, end, keep) in enumerate(
            zip(blocks.starts, blocks.ends, verdicts.keeps, strict=True)
        )
    ]


def _narrowed(rows: Iterable[Row], verdicts: Verdicts, layer: int) -> list[Row]:
    """Lead the verdicts of a further pass, made on the kept text, back to the input.

    What the further pass keeps, keeps its first verdict; what it removes gets the new one.
    """
    out: list[Row] = []
    pieces = verdicts.blocks
    piece = at = 0  # at: offset in the kept text
    for row in rows:
        if not row.keep:
            out.append(row)
            continue
        start = row.start
        while start < row.end:
            end = min(row.end, start + pieces.ends[piece] - at)
            kept = verdicts.keeps[piece]
            out.append(
                Row(start, end, True, row.layer, row.row)
                if kept
                else Row(start, end, False, layer, piece)
            )
            at += end - start
            start = end
            piece += at == pieces.ends[piece]
    return out
