"""The fix: what is complained of goes, everything else stays to the byte."""

import json
import os
import stat
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner
from cleaner.checker.characters import Flaw
from cleaner.checker.fix import FixedFile, cut_out, fix_article, fix_file, write_fixed
from cleaner.checker.inspect import Inspector, Scope, flaw_finding
from cleaner.checker.places import Places
from cleaner.checker.records import Record
from cleaner.checker.settings import CheckSettings
from cleaner.errors import InputError
from cleaner.findings import Finding
from tests.checker.articles import APPEAL, BODY, DIRTY, RULES, body, damaged_table
from tests.documents import documents

ANY = Scope()


@pytest.fixture(scope="module")
def inspector() -> Inspector:
    return Inspector(CheckSettings(profile="rules-only"), [RULES])


def fixed(path: Path, inspector: Inspector) -> FixedFile:
    """Fix a file and write it, if there is anything to write."""
    file = fix_file(str(path), inspector, ANY, list)
    if file.articles:
        write_fixed(file)
    return file


@given(documents)
def test_the_fix_is_what_the_filter_writes(rules_only: Cleaner, text: str) -> None:
    article = fix_article(
        Record(0, "", text), Inspector(CheckSettings(profile="rules-only"), [RULES]), ANY, list
    )

    assert rules_only.clean(text).text == article.text


@given(documents)
def test_nothing_is_left_to_fix(text: str) -> None:
    inspector = Inspector(CheckSettings(), [RULES])
    once = fix_article(Record(0, "", text), inspector, ANY, list)
    twice = fix_article(Record(0, "", once.text), inspector, ANY, list)

    assert () == twice.removed


@given(documents, st.sets(st.integers(0, 9)))
def test_what_is_not_wanted_stays(text: str, digits: set[int]) -> None:
    """A choice of findings by their digest: those go, and the removed spans are of the input."""
    inspector = Inspector(CheckSettings(profile="rules-only"), [RULES])

    def wanted(findings: list[Finding]) -> list[Finding]:
        return [one for one in findings if int(one.digest, 16) % 10 in digits]

    article = fix_article(Record(0, "", text), inspector, ANY, wanted)  # type: ignore[arg-type]
    left = inspector.removals(Record(0, "", article.text), ANY)

    assert cut_out(text, article.removed) == article.text
    assert [] == wanted(left)
    assert all(a[1] < b[0] for a, b in zip(article.removed, article.removed[1:], strict=False))


class _Greedy:
    """A cleaner of lines: a rule takes the asterisks, the scorer the last line of what stays."""

    def removals(self, record: Record, scope: Scope) -> list[Finding]:
        at, found = 0, []
        lines = record.text.splitlines(keepends=True)
        for number, line in enumerate(lines):
            end = at + len(line)
            code = "share/star" if line == "*\n" else "score/boilerplate"
            if line == "*\n" or number == len(lines) - 1 > 0:
                flaw = flaw_finding(Flaw(code, at, end, code), record.text, Places(record.text))
                found.append(replace(flaw, cut=(at, end)))
            at = end
        return found


@pytest.mark.parametrize(
    ("wanted", "left"),
    [
        (("score",), "A\n*\nB\nC\n"),  # each run would take one more
        (("share",), "A\nB\nC\n"),
        (("share", "score"), "A\nB\nC\n"),
    ],
)
def test_where_the_scorer_would_take_more_each_time_only_rules_are_followed(
    wanted: tuple[str, ...], left: str
) -> None:
    greedy: Any = _Greedy()

    def chosen(findings: Sequence[Finding]) -> list[Finding]:
        return [one for one in findings if one.group in wanted]

    article = fix_article(Record(0, "", "A\n*\nB\nC\n"), greedy, ANY, chosen)

    assert (left, "score" in wanted) == (article.text, article.keeps_scored)
    assert () == fix_article(Record(0, "", article.text), greedy, ANY, chosen).removed


def test_a_file_is_fixed_once_and_keeps_mode_and_line_ends(
    tmp_path: Path, inspector: Inspector
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + DIRTY.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    fixed(path, inspector)
    after = path.read_bytes()

    assert after == b"\xef\xbb\xbf" + BODY.replace("\n", "\r\n").encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert () == fixed(path, inspector).articles
    assert after == path.read_bytes()
    assert [path.name] == os.listdir(tmp_path)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_the_encoding_is_kept(tmp_path: Path, inspector: Inspector, encoding: str) -> None:
    path = tmp_path / "a.txt"
    french = BODY + "Le café de la mairie a fermé.\n"
    path.write_bytes((french + APPEAL).encode(encoding))
    fixed(path, inspector)

    assert french.encode(encoding) == path.read_bytes()


def test_bytes_in_two_encodings_stay_what_they_are(tmp_path: Path, inspector: Inspector) -> None:
    path = tmp_path / "a.txt"
    mixed = (BODY + "“naïve” ").encode() + "café\n".encode("cp1252")
    path.write_bytes(APPEAL.encode() + mixed)
    fixed(path, inspector)

    assert mixed == path.read_bytes()


def test_of_jsonl_only_the_text_of_dirty_records_changes(
    tmp_path: Path, inspector: Inspector
) -> None:
    path = tmp_path / "a.jsonl"
    before = [
        json.dumps({"text": BODY, "n": 1.0}, indent=None, separators=(",", ":")),
        '{"id":7,  "text":' + json.dumps(DIRTY) + ',"lang": "en","n":1e3}',
        "",
        "not json",
        '{"text": ' + json.dumps(DIRTY + "É\n", ensure_ascii=False) + "}\r",
    ]
    path.write_bytes("\n".join(before).encode())
    fixed(path, inspector)
    after = path.read_bytes().decode().split("\n")

    assert [before[i] for i in (0, 2, 3)] == [after[i] for i in (0, 2, 3)]
    assert after[1] == '{"id":7,  "text":' + json.dumps(BODY) + ',"lang": "en","n":1e3}'
    assert after[4] == '{"text": ' + json.dumps(BODY + "É\n", ensure_ascii=False) + "}\r"
    assert () == fixed(path, inspector).articles


def test_a_text_that_stands_twice_in_a_record_is_still_told_apart(
    tmp_path: Path, inspector: Inspector
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": DIRTY, "raw": {"text": DIRTY}}) + "\n")
    fixed(path, inspector)

    assert {"text": BODY, "raw": {"text": DIRTY}} == json.loads(path.read_text())


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path, inspector: Inspector) -> None:
    path = tmp_path / "a.txt"
    path.write_text(DIRTY)
    file = fix_file(str(path), inspector, ANY, list)
    path.write_text("New.")

    with pytest.raises(InputError, match="has changed while it was being checked"):
        write_fixed(file)
    assert path.read_text() == "New."


def test_compressed_lines_come_out_compressed(tmp_path: Path, inspector: Inspector) -> None:
    import gzip

    path = tmp_path / "a.jsonl.gz"
    rows = [{"text": DIRTY, "n": 1e3}, {"text": BODY}, {"text": DIRTY}]
    path.write_bytes(gzip.compress(b"".join(json.dumps(row).encode() + b"\n" for row in rows)))
    first = fixed(path, inspector)
    again = fixed(path, inspector)
    found = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]

    assert [{"text": BODY, "n": 1e3}, {"text": BODY}, {"text": BODY}] == found
    assert ([1, 3], ()) == ([one.record.number for one in first.articles], again.articles)


@pytest.mark.parametrize("kind", ["string", "large_string", "dictionary"])
def test_a_table_keeps_all_but_the_texts(tmp_path: Path, inspector: Inspector, kind: str) -> None:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    texts = pa.array([DIRTY, None, BODY, DIRTY, BODY])
    texts = texts.dictionary_encode() if kind == "dictionary" else texts.cast(kind)
    about = {b"made by": b"somebody"}
    table = pa.table({"n": range(5), "text": texts, "raw": [b"\xff"] * 5}).replace_schema_metadata(
        about
    )
    path = tmp_path / "a.parquet"
    pq.write_table(table, path, row_group_size=3, compression="gzip")
    first = fixed(path, inspector)
    file, found = pq.ParquetFile(path), pq.read_table(path)

    assert table.schema.equals(found.schema, check_metadata=True)
    assert table.drop_columns("text") == found.drop_columns("text")
    assert [BODY, None, BODY, BODY, BODY] == found["text"].to_pylist()
    assert [1, 4] == [one.record.number for one in first.articles]
    assert (2, "GZIP") == (file.num_row_groups, file.metadata.row_group(0).column(0).compression)
    assert () == fixed(path, inspector).articles


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view", "dictionary"])
def test_what_is_no_utf_8_in_a_table_stays_to_the_byte(
    tmp_path: Path, inspector: Inspector, kind: str
) -> None:
    path = tmp_path / "a.parquet"
    dirty, damaged, clean = damaged_table(path, kind)
    fixed(path, inspector)
    import pyarrow.parquet as pq

    (column,) = pq.read_table(path)["text"].chunks
    strings = column.dictionary_decode() if kind == "dictionary" else column

    assert [dirty.removesuffix(APPEAL.encode()), damaged, clean] == [
        scalar.as_buffer().to_pybytes() for scalar in strings
    ]


def test_a_damaged_table_or_archive_is_told(tmp_path: Path, inspector: Inspector) -> None:
    for name in ("a.parquet", "a.jsonl.gz"):
        (tmp_path / name).write_bytes(b"\x1f\x8b PAR1")
        with pytest.raises(InputError, match=r"cannot be read: .*; check the file"):
            fix_file(str(tmp_path / name), inspector, ANY, list)


@pytest.mark.parametrize(
    "name",
    ["a.txt.gz", "a.yaml", "a.csv", "a.TSV", "a.json", "a.jsonlines", "a.html", "a.parquet.gz"],
)
def test_other_files_are_not_written(name: str, inspector: Inspector) -> None:
    with pytest.raises(InputError, match="is not written by --fix"):
        fix_file(name, inspector, ANY, list)


def test_bodies_are_untouched(inspector: Inspector, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(body(1))

    assert () == fixed(path, inspector).articles


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_record_is_spelt_as_it_was(tmp_path: Path, inspector: Inspector, mark: str) -> None:
    path = tmp_path / "a.jsonl"
    line = mark + '{"raw":{"text":%s}, "text": %s,"s":"é \\uD83D \\/","n":1e3}\n'
    path.write_bytes((line % (json.dumps(DIRTY), json.dumps(DIRTY))).encode())
    fixed(path, inspector)

    assert (line % (json.dumps(DIRTY), json.dumps(BODY))).encode() == path.read_bytes()
