"""Columns of bytes: runs, pairs, cuts."""

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from cleaner.columns import cut, paired, runs

columns = st.binary(max_size=40).map(lambda column: bytes(value % 3 for value in column))


@given(columns, st.integers(0, 2))
def test_runs_are_those_of_groupby(column: bytes, value: int) -> None:
    expected = []
    at = 0
    for key, group in groupby(column):
        size = len(list(group))
        expected += [(at, at + size)] if key == value else []
        at += size

    assert expected == list(runs(column, value))


@given(columns)
def test_pairs_hold_both(column: bytes) -> None:
    pairs = paired(column, column[::-1])

    assert (column, column[::-1]) == (bytes(p >> 4 for p in pairs), bytes(p & 15 for p in pairs))


@given(st.sets(st.integers(1, 60)), st.sets(st.integers(1, 60)))
def test_cut_blocks_begin_where_they_did_and_at_the_cuts(begins: set[int], new: set[int]) -> None:
    starts = [0, *sorted(begins)]
    kinds = bytes(row % 3 for row in range(len(starts)))
    made = cut(starts, kinds, sorted(new - begins))

    assert sorted({*starts, *new}) == made.starts
    assert [max(s for s in starts if s <= at) for at in made.starts] == [
        starts[parent] for parent in made.parents
    ]
    assert bytes(kinds[parent] for parent in made.parents) == made.kinds
    assert [row for row in made.parents if made.parents.count(row) > 1] == [
        made.parents[piece] for pieces in made.new for piece in pieces
    ]
