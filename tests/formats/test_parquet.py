"""Parquet: the same rows, order, columns and types; only the texts are others."""

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner.added import ADDED
from cleaner.errors import InputError, UsageError
from cleaner.formats.records import Names
from tests.runner.corpora import CLEANER, cleaned, execute, lines, read_lines, some_lines, text

TEXTS = [None if n % 7 == 3 else text(n) for n in range(50)]
CLEANED = [None if n % 7 == 3 else cleaned(n) for n in range(50)]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string()])
def test_all_but_the_text_stays(tmp_path: Path, kind: pa.DataType) -> None:
    table = pa.table(
        {
            "n": pa.array(range(50), pa.uint8()),
            "text": pa.array(TEXTS, kind),
            "when": pa.array([1_700_000_000 + n for n in range(50)], pa.timestamp("s")),
            "nested": [{"a": [n, None]} for n in range(50)],
        },
    ).replace_schema_metadata({"made": "by a test"})
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=13)
    execute(tmp_path / "in.parquet", tmp_path / "out.parquet", shard_bytes=1, jobs=2)
    read = pq.read_table(tmp_path / "in.parquet")
    expected = read.set_column(1, read.schema.field(1), pa.array(CLEANED, kind))
    found = pq.read_table(tmp_path / "out.parquet")

    assert expected.equals(found)
    assert expected.schema.equals(found.schema, check_metadata=True)
    assert not (tmp_path / "out.parquet.part").exists()


def test_a_pyarrow_that_knows_no_views_of_strings_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(pa.types, "is_string_view", raising=False)
    pq.write_table(pa.table({"text": [text(1)]}), tmp_path / "in.parquet")
    execute(tmp_path / "in.parquet", tmp_path / "out.parquet")

    assert [cleaned(1)] == pq.read_table(tmp_path / "out.parquet")["text"].to_pylist()
    with pytest.raises(UsageError, match="is int64, not text"):
        CLEANER.clean_batch(pa.table({"text": [1]}))


def test_annotations_have_the_same_types_with_and_without_spans(tmp_path: Path) -> None:
    schemas = []
    for name, texts in (("some", TEXTS), ("plain", ["Rain."]), ("none", [])):
        table = pa.table({"text": pa.array(texts, pa.string())})
        pq.write_table(table, tmp_path / f"{name}.parquet")
        execute(tmp_path / f"{name}.parquet", tmp_path / f"{name}.out.parquet", annotate=True)
        schemas.append(pq.read_table(tmp_path / f"{name}.out.parquet").schema)

    assert schemas[0] == schemas[1] == schemas[2]
    assert ["text", *ADDED] == schemas[0].names


def test_annotations_are_the_columns_that_a_batch_gets(tmp_path: Path) -> None:
    """So that what both ways have cleaned can stand in one table."""
    table = pa.table({"text": pa.array(TEXTS, pa.string())})
    pq.write_table(table, tmp_path / "in.parquet")
    execute(tmp_path / "in.parquet", tmp_path / "out.parquet", annotate=True)
    found = pq.read_table(tmp_path / "out.parquet")

    assert CLEANER.clean_batch(table).equals(found)


def test_from_json_lines_nothing_is_lost_on_the_way(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(some_lines(20) + lines([{"text": "A.", "lang": "en"}]))
    execute(tmp_path / "in.jsonl", tmp_path / "out.parquet")
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()

    assert [cleaned(n) for n in range(20)] == [row["text"] for row in rows][:20]
    assert {
        "id": "a3",
        "url": None,
        "lang": None,
        "fields": '{"n": 0.42857142857142855, "more": [3]}',
    } == {k: v for k, v in rows[3].items() if k != "text"}
    assert "en" == rows[20]["lang"]


def test_no_column_is_there_twice(tmp_path: Path) -> None:
    row = {"url": "https://a.org/1", "fields": "A line.", "n": 1}
    (tmp_path / "in.jsonl").write_bytes(lines([row]))
    names = Names(text="fields", id="url")
    execute(tmp_path / "in.jsonl", tmp_path / "out.parquet", names=names)

    assert [
        {"url": row["url"], "lang": None, "fields": row["fields"], "other_fields": '{"n": 1}'}
    ] == pq.read_table(tmp_path / "out.parquet").to_pylist()


def test_an_id_that_is_no_string_stays_what_it_is(tmp_path: Path) -> None:
    odd = {"id": [1, 2], "url": {"www": 1.5}, "lang": True}
    (tmp_path / "in.jsonl").write_bytes(lines([{**odd, "text": "A."}, {"id": 7, "text": "B."}]))
    execute(tmp_path / "in.jsonl", tmp_path / "out.parquet")
    rows = pq.read_table(tmp_path / "out.parquet").to_pylist()

    assert odd == json.loads(rows[0]["fields"])
    assert [None, "7"] == [row["id"] for row in rows]
    assert "{}" == rows[1]["fields"]


def test_to_json_lines(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": TEXTS, "raw": [b"\xff"] * 50}), tmp_path / "in.parquet")
    execute(tmp_path / "in.parquet", tmp_path / "out.jsonl")
    rows = read_lines(tmp_path / "out.jsonl")

    assert [{"text": t, "raw": "/w=="} for t in CLEANED] == rows


def test_what_json_has_no_word_for_comes_out_as_null_or_text(tmp_path: Path) -> None:
    numbers = [float("nan"), float("inf"), float("-inf"), 0.1, None]
    table = pa.table({"text": ["Rain."] * 5, "n": numbers, "m": [[n] for n in numbers]})
    pq.write_table(table, tmp_path / "in.parquet")
    execute(tmp_path / "in.parquet", tmp_path / "out.jsonl")

    expected = [None, "Infinity", "-Infinity", 0.1, None]
    assert b"NaN" not in (tmp_path / "out.jsonl").read_bytes()
    assert expected == [row["n"] for row in read_lines(tmp_path / "out.jsonl")]
    assert [[n] for n in expected] == [row["m"] for row in read_lines(tmp_path / "out.jsonl")]


def test_numbers_of_json_lines_that_no_float_holds_are_text(tmp_path: Path) -> None:
    long = "1" * 40
    line = f'{{"text": "Rain.", "a": {long}, "b": 1e400, "c": NaN, "d": -Infinity, "e": 1.50}}'
    (tmp_path / "in.jsonl").write_text(line)
    execute(tmp_path / "in.jsonl", tmp_path / "out.parquet")
    fields = pq.read_table(tmp_path / "out.parquet")["fields"].to_pylist()

    assert [f'{{"a": {long}, "b": "1e400", "c": null, "d": "-Infinity", "e": 1.5}}'] == fields


def test_json_lines_that_no_parquet_holds_harm_no_other(tmp_path: Path) -> None:
    """Nested as deep as reading goes, and writing does not; a number is text where it is long."""
    long = "1" * 5_000
    deep = [f'{{"text": "Fog.", "a": {"[" * n}{"]" * n}}}' for n in range(960, 1_000, 3)]
    rows = ['{"text": "Rain."}', *deep, f'{{"text": "Sun.", "n": {long}}}']
    (tmp_path / "in.jsonl").write_text("".join(f"{row}\n" for row in rows))
    report = execute(
        tmp_path / "in.jsonl", tmp_path / "out.parquet", annotations=str(tmp_path / "a.jsonl")
    )
    found = pq.read_table(tmp_path / "out.parquet").to_pylist()
    errors = read_lines(tmp_path / "out.parquet.errors.jsonl")

    assert ("Rain.", "Sun.", f'{{"n": "{long}"}}') == (
        *(found[0]["text"], found[-1]["text"]),
        found[-1]["fields"],
    )
    assert {"broken JSON", "internal error"} >= set(report.tally.errors)
    assert len(rows) == len(found) + len(errors) == report.tally.counts["records"]
    assert [f"{row}\n" for row in deep[-len(errors) :]] == [line["record"] for line in errors]


def test_times_that_python_has_no_word_for_are_text(tmp_path: Path) -> None:
    """In a process of its own: pandas, which a run does without, has words for some."""
    times = {
        "ns": pa.array([1_700_000_000_123_456_789, 0], pa.timestamp("ns")),
        "far": pa.array([400_000_000_000_000, 10**15], pa.timestamp("ms")),
    }
    pq.write_table(pa.table({"text": ["Rain.", "Sun."], **times}), tmp_path / "in.parquet")
    options = ["--profile", "rules-only", "--to", "jsonl", "-o", str(tmp_path / "out.jsonl")]
    command = [sys.executable, "-m", "cleaner", "run", str(tmp_path / "in.parquet"), *options]
    subprocess.run(command, check=True)

    assert [
        {"text": "Rain.", "ns": "2023-11-14T22:13:20.123456789", "far": "14645-06-30T15:06:40.000"},
        {"text": "Sun.", "ns": "1970-01-01T00:00:00", "far": "1000000000000000"},
    ] == read_lines(tmp_path / "out.jsonl")


def test_two_columns_with_the_name_of_an_address_are_none(tmp_path: Path) -> None:
    arrays = [pa.array([text(1)]), pa.array(["a"]), pa.array(["b"])]
    pq.write_table(pa.table(arrays, names=["text", "url", "url"]), tmp_path / "in.parquet")
    execute(tmp_path / "in.parquet", tmp_path / "out.parquet")
    found = pq.ParquetFile(tmp_path / "out.parquet").read()

    assert ["text", "url", "url"] == found.column_names
    assert [[cleaned(1)], ["a"], ["b"]] == [column.to_pylist() for column in found.columns]


def test_a_string_that_is_not_utf8_is_a_problem_of_its_own(tmp_path: Path) -> None:
    odd = pa.array([b"Rain.\xff", b"Sun."], pa.binary()).view(pa.string())
    pq.write_table(pa.table({"text": odd, "id": ["a", "b"]}), tmp_path / "in.parquet")
    execute(tmp_path / "in.parquet", tmp_path / "out.jsonl")
    (error,) = read_lines(tmp_path / "out.jsonl.errors.jsonl")

    assert [{"text": "Sun.", "id": "b"}] == read_lines(tmp_path / "out.jsonl")
    assert ("not UTF-8", 1) == (error["problem"], error["number"])
    assert {"text": "Rain.\\xff", "id": "a"} == json.loads(error["record"])


def test_a_text_that_is_too_large_goes_to_the_errors(tmp_path: Path) -> None:
    table = pa.table({"text": ["Rain. " * 100, "Rain."], "n": [1, 2]})
    pq.write_table(table, tmp_path / "in.parquet")
    execute(tmp_path / "in.parquet", tmp_path / "out.parquet", max_record=200)
    (error,) = read_lines(tmp_path / "out.parquet.errors.jsonl")

    assert [{"text": "Rain.", "n": 2}] == pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert ("too large", 1) == (error["problem"], error["number"])
    assert '"n": 1' in error["record"]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"body": ["a"], "n": [1]}, "no column 'text' among body, n; name the text's with --text-"),
        ({"text": [1]}, "column 'text' holds int64, no strings"),
    ],
)
def test_a_column_that_is_no_text_is_told(
    tmp_path: Path, table: dict[str, object], said: str
) -> None:
    pq.write_table(pa.table(table), tmp_path / "in.parquet")
    with pytest.raises(InputError, match=said):
        execute(tmp_path / "in.parquet", tmp_path / "out.parquet")

    assert {"in.parquet"} == {path.name for path in tmp_path.iterdir()}


def test_a_damaged_file_is_an_error_of_its_own(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": TEXTS}), tmp_path / "in.parquet")
    whole = (tmp_path / "in.parquet").read_bytes()
    (tmp_path / "in.parquet").write_bytes(whole[:-9])
    (tmp_path / "other.parquet").write_bytes(whole)
    pq.write_table(pa.table({"body": ["a"]}), tmp_path / "body.parquet")
    report = execute(sorted(tmp_path.glob("*.parquet")), tmp_path / "out.jsonl")

    assert {"damaged input": 2} == dict(report.tally.errors)
    assert [{"text": t} for t in CLEANED] == read_lines(tmp_path / "out.jsonl")


def test_an_only_file_that_is_damaged_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "in.parquet").write_bytes(b"PAR1 and then nothing")
    with pytest.raises(InputError, match=r"in\.parquet: the Parquet cannot be read on"):
        execute(tmp_path / "in.parquet", tmp_path / "out.jsonl")

    assert ["in.parquet"] == [path.name for path in tmp_path.iterdir()]


def test_encoded_columns_stay_encoded(tmp_path: Path) -> None:
    """Dictionaries, as data frames write columns of few values."""
    table = pa.table({"text": pa.array([*TEXTS, None]).dictionary_encode()})
    pq.write_table(table, tmp_path / "in.parquet", row_group_size=7)
    execute(tmp_path / "in.parquet", tmp_path / "out.parquet")
    found = pq.read_table(tmp_path / "out.parquet")

    assert table.schema == found.schema
    assert [*CLEANED, None] == found["text"].to_pylist()
