"""Packed tables are the tables; a row is one object however often it is asked for."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.packs.packed import (
    Filed,
    Rows,
    packed_part,
    packed_rows,
    packed_values,
    unpacked_part,
)

OWNERS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=3).map(tuple)
KEYED = st.dictionaries(st.text(max_size=8), OWNERS, max_size=20)
TABLES = st.fixed_dictionaries(
    {
        "lines": KEYED,
        "entries": st.lists(st.tuples(st.integers(0, 9), st.text(max_size=8))).map(tuple),
        "heads": KEYED,
        "literals": KEYED,
        "flow_literals": KEYED,
        "short_lines": st.lists(st.integers(0, 9)).map(tuple),
    }
)


@given(TABLES)
def test_what_is_packed_comes_out_again(tables: dict[str, Any]) -> None:
    assert unpacked_part(packed_part(tables)) == tables


@given(TABLES)
def test_the_order_of_literals_changes_nothing(tables: dict[str, Any]) -> None:
    turned = tables | {"literals": dict(reversed(tables["literals"].items()))}

    assert packed_part(tables) == packed_part(turned)


def test_a_row_is_one_object() -> None:
    rows, filed = Rows(packed_rows([["a"], ["b"]])), Filed(packed_values({"x": ["c"]}))

    assert [["a"], ["b"]] == list(rows)
    assert rows[1] is rows[1]
    assert filed["x"] is filed.get("x")
    assert filed.get("y") is None
    assert "y" not in filed


def test_what_passes_by_is_all_of_it_and_nothing_of_it_stays() -> None:
    rows, filed = Rows(packed_rows([["a"], ["b"]])), Filed(packed_values({"x": ["c"]}))
    passed = list(rows.passing())

    assert (passed, list(filed.passing())) == ([["a"], ["b"]], [["c"]])
    assert passed[0] is not rows[0]


def test_the_shipped_rules_are_few_objects_until_a_text_needs_them() -> None:
    parts = Cleaner().pack.tables["parts"]
    large = ("lines", "heads", "literals", "flow_literals")

    assert all(isinstance(part[name], bytes | memoryview) for part in parts for name in large)
    assert all(isinstance(rows, bytes | memoryview) for p in parts for rows in p["entries"])
