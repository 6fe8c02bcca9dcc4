"""In CSV only the text's field is written anew; rows that cannot be read stand alone."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner.errors import InputError
from tests.runner.corpora import cleaned, execute, read_lines, streamed, text

HEAD = b'id;"text";more\r\n'


def test_other_fields_keep_every_byte(tmp_path: Path) -> None:
    corpus = tmp_path / "in.csv"
    rows = [f'0{n};"{text(n)}";" a ""b"" {n}"\r\n'.encode() for n in range(9)]
    corpus.write_bytes(b"\xef\xbb\xbf" + HEAD + b"".join(rows) + b'9;plain; "x" \r\n\r\n')
    out = streamed(corpus)[1]
    expected = b"".join(f'0{n};"{cleaned(n)}";" a ""b"" {n}"\r\n'.encode() for n in range(9))

    assert b"\xef\xbb\xbf" + HEAD + expected + b'9;plain; "x" \r\n\r\n' == out


def test_line_ends_of_old_spreadsheets_are_told_as_what_they_are(tmp_path: Path) -> None:
    corpus = tmp_path / "in.csv"
    corpus.write_bytes(HEAD + b"1;one\rtwo;x\r\n" + b"2;plain;x\r\n")
    execute(corpus, tmp_path / "out.csv")
    (error,) = read_lines(tmp_path / "out.csv.errors.jsonl")
    corpus.write_bytes(b"id;text\r1;one\r")

    assert ("broken CSV", "a line end without LF (CR alone) stands where none may") == (
        error["problem"],
        error["detail"],
    )
    with pytest.raises(InputError, match=r"header cannot be read: a line end without LF"):
        execute(corpus, tmp_path / "other.csv")


def test_a_quote_that_is_never_closed_costs_its_own_line_only(tmp_path: Path) -> None:
    corpus = tmp_path / "in.csv"
    bad = [b'1;"open;x\r\n', b"2;two;fields;more\r\n", b"3;one\r\n", b"4;\xff;x\r\n"]
    good = [b'5;"line\nend";x\r\n', b"6;plain;x\r\n"]
    corpus.write_bytes(HEAD + b"".join([bad[0], good[1], *bad[1:], good[1]]))
    execute(corpus, tmp_path / "out.csv")
    errors = read_lines(tmp_path / "out.csv.errors.jsonl")

    assert HEAD + good[1] * 2 == (tmp_path / "out.csv").read_bytes()
    assert [1, 3, 4, 5] == [line["number"] for line in errors]
    assert ["broken CSV", "wrong number of fields", "wrong number of fields", "not UTF-8"] == [
        line["problem"] for line in errors
    ]


@pytest.fixture
def field_limit() -> Iterator[None]:
    """The library's own, as a process finds it that has read nothing."""
    before = csv.field_size_limit(131_072)
    yield
    csv.field_size_limit(before)


@pytest.mark.usefixtures("field_limit")
def test_a_text_of_many_lines_may_be_as_long_as_a_record(tmp_path: Path) -> None:
    row = b'1;"' + b"Rain fell on the town.\n" * 6_000 + b'";x\r\n'
    (tmp_path / "in.csv").write_bytes(HEAD + row)
    report, out = streamed(tmp_path / "in.csv")

    assert HEAD + row == out
    assert 1 == report.tally.counts["records"]


def test_shards_have_the_header_each(tmp_path: Path) -> None:
    corpus = tmp_path / "in.tsv"
    corpus.write_text("text\tn\n" + "".join(f"Rain {n}.\t{n}\n" for n in range(300)))
    execute(corpus, tmp_path / "out", shard_bytes=1)
    shards = sorted((tmp_path / "out").glob("in-*.tsv"))
    rows = [r for s in shards for r in csv.DictReader(io.StringIO(s.read_text()), delimiter="\t")]

    assert len(shards) > 1
    assert [str(n) for n in range(300)] == [row["n"] for row in rows]


@pytest.mark.parametrize("more", ["", "x\n"])
def test_an_empty_one_comes_out_empty(tmp_path: Path, more: str) -> None:
    (tmp_path / "in.csv").write_text("")
    execute(tmp_path / "in.csv", tmp_path / "out.csv")

    assert b"" == (tmp_path / "out.csv").read_bytes()


@pytest.mark.parametrize("rows", [b"", b"1;" + b"x" * 200 + b";y\r\n"])
def test_a_header_comes_out_though_no_row_does(tmp_path: Path, rows: bytes) -> None:
    (tmp_path / "in.csv").write_bytes(HEAD + rows)
    execute(tmp_path / "in.csv", tmp_path / "out.csv", max_record=100)
    execute(tmp_path / "in.csv", tmp_path / "out", max_record=100)

    assert HEAD == (tmp_path / "out.csv").read_bytes()
    assert HEAD == (tmp_path / "out" / "in-00000.csv").read_bytes()


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_row_of_one_field_stays_one_where_all_its_text_goes(tmp_path: Path, end: str) -> None:
    corpus = tmp_path / "in.csv"
    corpus.write_bytes(b"text\nShare this article\n\nRain fell.\nShare this article" + end.encode())
    out = streamed(corpus)[1]

    assert b'text\n""\n\nRain fell.\n""' + end.encode() == out
    assert [[""], [], ["Rain fell."], [""]] == [*csv.reader(io.StringIO(out.decode()))][1:]
