"""Whole checks: files in, findings out."""

import gzip
import json
import sys
from pathlib import Path

import pytest

from cleaner.checker import parts
from cleaner.checker.parts import parts_of, read_part
from cleaner.errors import InputError
from tests.checker.articles import (
    APPEAL,
    BODY,
    DIRTY,
    SECOND,
    body,
    checked,
    codes,
    damaged_table,
    written,
)


def test_findings_come_in_reading_order(tmp_path: Path) -> None:
    written(tmp_path, b=DIRTY, a=body(1) + APPEAL)
    found = checked(tmp_path, profile="rules-only")

    assert [
        "a.txt:2 donation/contribution-as-little-as",
        "b.txt:1 share/share-line",
        "b.txt:4 donation/contribution-as-little-as",
    ] == codes(found)
    assert (2, 0) == (len(found.files), len(found.problems))


def test_a_clean_corpus_has_no_findings(tmp_path: Path) -> None:
    written(tmp_path, a=BODY, b=body(1), c=body(2))

    assert [] == codes(checked(tmp_path))


def test_records_are_named_by_line_and_field(tmp_path: Path) -> None:
    rows = [{"text": BODY}, {"body": "no text"}, {"text": DIRTY + body(3)}]
    lines = [*map(json.dumps, rows), "", "{broken"]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    found = checked(tmp_path, profile="rules-only", ignore=("share",))

    assert ["a.jsonl:3 donation/contribution-as-little-as"] == codes(found)
    assert str(found.findings[0]).endswith("(field text, line 4, column 1)")
    assert [2, 5] == [record for _, record, _ in found.problems]


def test_without_its_library_a_table_is_told_and_the_others_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    written(tmp_path, b=DIRTY)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    found = checked(tmp_path)

    assert ["Parquet needs pyarrow, which is not installed; pip install 'news-cleaner[arrow]'"] == [
        problem for _, _, problem in found.problems
    ]
    assert codes(found)


@pytest.mark.parametrize("suffix", ["parquet", "pq"])
def test_parquet_is_checked_by_row(tmp_path: Path, suffix: str) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pyarrow.table({"content": [body(1), body(2), body(3) + APPEAL], "n": [1, 2, 3]})
    parquet.write_table(table, tmp_path / f"a.{suffix}", row_group_size=2)
    found = checked(tmp_path, fields=("text", "content"))

    assert [f"a.{suffix}:3 donation/contribution-as-little-as"] == codes(found)


def test_what_cannot_be_read_does_not_stop_the_rest(tmp_path: Path) -> None:
    written(
        tmp_path, a=b"binary\x00", b=body(1) + APPEAL, c=" " * 216 + "<!doctype html><html><p>Page."
    )
    found = checked(tmp_path, [".", "nowhere.txt"])

    assert ["b.txt:2 donation/contribution-as-little-as"] == codes(found)
    whys = sorted(why for _, _, why in found.problems)
    assert ["binary", "is HTML", "no such file"] == [
        why[: len(lead)]
        for why, lead in zip(whys, ("binary", "is HTML", "no such file"), strict=True)
    ]


def test_exact_and_near_duplicates_name_the_earlier_article(tmp_path: Path) -> None:
    long = body(1, words=300)
    near = long.replace("wordbx150 ", "another ")
    written(tmp_path, a=long, b=f"Share this article\n\n{long}", c=near, d=body(2, words=300))
    found = checked(tmp_path, select=("corpus",))

    assert ["b.txt:1 corpus/exact-duplicate", "c.txt:1 corpus/near-duplicate"] == codes(found)
    assert found.findings[0].message == f"the body is the same as in {tmp_path}/a.txt"
    assert [] == codes(checked(tmp_path, select=("corpus/near-duplicate",), near_duplicate=0.999))


def test_different_articles_are_no_near_duplicates(tmp_path: Path) -> None:
    shared = body(1, words=100)
    written(tmp_path, a=shared + body(2, words=200), b=shared + body(3, words=200))

    assert [] == codes(checked(tmp_path, select=("corpus",)))


def test_a_line_in_many_files_is_told_once(tmp_path: Path) -> None:
    for i in range(6):
        line = f"Tap the blue bell below for {i} quiet evenings"
        written(tmp_path, **{f"a{i}": f"{body(i)}{line}\n{body(i + 50)}"})
    found = checked(tmp_path, profile="rules-only")

    assert ["a0.txt:2 corpus/repeated-line"] == codes(found)
    assert "stands in 6 files; try `clean rules mine`" == found.findings[0].message
    assert found.findings[0].excerpt.startswith("Tap the blue bell")
    assert [] == codes(checked(tmp_path, profile="rules-only", repeated_line_files=7))


@pytest.mark.parametrize(
    "narrowed", [{"ignore": ("share", "rights")}, {"select": ("donation", "corpus")}]
)
def test_a_line_that_a_rule_knows_is_not_called_repeated_where_that_rule_is_left_out(
    tmp_path: Path, narrowed: dict[str, tuple[str, ...]]
) -> None:
    lines = "Share this article on Facebook\nWater at its best, from the hills\n"
    texts = {f"a{i}": lines + body(i) for i in range(6)}
    outcome = checked(written(tmp_path, **texts), profile="rules-only", **narrowed)

    assert ["a0.txt:2 corpus/repeated-line"] == codes(outcome)


def test_guessed_encodings_are_counted(tmp_path: Path) -> None:
    texts = {f"a{i}": body(i) + "Megszűnt a vízdíj emelése.\n" for i in range(3)}
    written(tmp_path, **{name: text.encode("cp1250") for name, text in texts.items()})
    written(tmp_path, b=body(7).encode("utf-16"), c=body(8) + "é")

    assert 3 == checked(tmp_path).guessed.total()


def test_lines_of_duplicates_are_not_called_repeated(tmp_path: Path) -> None:
    written(tmp_path, **{f"a{i}": BODY for i in range(8)})

    assert {"corpus/exact-duplicate"} == {f.code for f in checked(tmp_path).findings}


def test_encodings_are_compared_and_mixtures_found(tmp_path: Path) -> None:
    western = (body(3) + "Le café de la mairie a fermé.\n").encode("cp1252")
    mixed = (body(4) + "“naïve” ").encode() + "café\n".encode("cp1252")
    written(tmp_path, a=body(1), b=body(2), c=western, d=mixed)

    assert ["c.txt:1 text/other-encoding", "d.txt:2 text/mixed-encoding"] == codes(
        checked(tmp_path, select=("text",))
    )


def test_next_to_no_body_is_told(tmp_path: Path) -> None:
    written(tmp_path, a="Pictures of the day.\n", b="", c=body(1))

    assert ["a.txt:1 corpus/little-body", "b.txt:1 corpus/little-body"] == codes(checked(tmp_path))
    assert [] == codes(checked(tmp_path, min_body_words=0))


GERMAN = (
    "Der Stadtrat stimmte am Dienstag mit großer Mehrheit für die Sperrung der Brücke. Die "
    "Arbeiten werden nach Angaben der Verwaltung mindestens sechs Monate dauern, und die Kosten "
    "trägt zur Hälfte der Landkreis. Anwohner hatten im Herbst Risse in zwei Bögen gemeldet.\n"
)


def test_the_language_is_held_against_the_declared_one(tmp_path: Path) -> None:
    pytest.importorskip("py3langid")
    written(tmp_path, a=GERMAN, b=BODY)
    by_path = (("a.*", "de"), ("b.*", "en"))

    assert ["a.txt:1 text/wrong-language"] == codes(checked(tmp_path, lang="en"))
    assert [] == codes(checked(tmp_path, languages=by_path))
    assert [] == codes(checked(tmp_path))  # nothing declared, nothing asked


def test_what_is_ignored_in_a_file_is_checked_in_the_others(tmp_path: Path) -> None:
    written(tmp_path, a=body(1) + APPEAL, b=body(2) + APPEAL)
    found = checked(tmp_path, per_file_ignores=(("a.*", ("donation",)),))

    assert ["b.txt:2 donation/contribution-as-little-as"] == codes(found)


def test_confidence_keeps_the_unsure_out(tmp_path: Path) -> None:
    written(tmp_path, a=body(1) + APPEAL, b="Short.")
    appeal = checked(tmp_path).findings[0]

    assert 0.8 <= appeal.confidence < 1.0
    assert ["b.txt:1 corpus/little-body"] == codes(
        checked(tmp_path, min_confidence=appeal.confidence + 0.001)
    )


def test_processes_find_what_one_finds(tmp_path: Path) -> None:
    for i in range(80):
        written(tmp_path, **{f"a{i:02}": body(i, words=1500) + (APPEAL if i % 7 else SECOND)})
    alone = checked(tmp_path, profile="rules-only")
    together = checked(tmp_path, profile="rules-only", jobs=2)

    assert 68 == sum(one.group == "donation" for one in alone.findings)
    assert alone.findings == together.findings


def test_parts_of_a_long_jsonl_file_number_its_lines_through(tmp_path: Path) -> None:
    rows = [{"text": body(i, words=400) + (APPEAL if i % 50 == 49 else "")} for i in range(200)]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = checked(tmp_path, profile="rules-only")

    assert [50, 100, 150, 200] == [one.record for one in found.findings]
    assert 200 == found.articles


def test_lines_that_no_reader_takes_are_problems_of_their_own(tmp_path: Path) -> None:
    lone = b'{"text": "x", "k": "\xed\xa0\x80"}'
    good = json.dumps({"text": DIRTY}).encode()
    wide = json.dumps({"text": DIRTY}).encode("utf-16")
    (tmp_path / "a.jsonl").write_bytes(b"\n".join([b"[" * 200_000, lone, good]))
    (tmp_path / "b.jsonl").write_bytes(wide)
    packed = bytearray(gzip.compress(good * 3))
    packed[60:70] = b"\xff" * 10
    (tmp_path / "c.jsonl.gz").write_bytes(packed)
    found = checked(tmp_path, profile="rules-only", select=("donation",))

    assert ["a.jsonl:3 donation/contribution-as-little-as"] == codes(found)
    problems = [(Path(path).name, record) for path, record, _ in found.problems]
    assert [("a.jsonl", 1), ("a.jsonl", 2), ("b.jsonl", 1), ("c.jsonl.gz", 0)] == sorted(problems)


def test_records_without_a_text_or_with_very_long_numbers_are_no_problem(tmp_path: Path) -> None:
    """As in a run."""
    long = f'{{"n": {"1" * 5_000}, "text": {json.dumps(body(1))}}}\n'
    dirty = json.dumps({"text": body(2) + APPEAL})
    (tmp_path / "a.jsonl").write_text(f'{{"text": null}}\n{long}{dirty}\n')
    found = checked(tmp_path)

    assert (["a.jsonl:3 donation/contribution-as-little-as"], []) == (codes(found), found.problems)


def test_of_two_columns_with_one_name_neither_is_looked_at(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    columns = [[None, body(2) + APPEAL], ["u", "v"], ["w", "x"]]
    table = pyarrow.table([pyarrow.array(c) for c in columns], names=["text", "url", "url"])
    parquet.write_table(table, tmp_path / "a.parquet")
    found = checked(tmp_path)

    assert ["a.parquet:2 donation/contribution-as-little-as"] == codes(found)


@pytest.mark.parametrize(
    ("columns", "why"),
    [
        (["content", "id"], "no column text among content, id"),
        (["text", "text"], "more than one column text among text, text"),
    ],
)
def test_a_table_without_the_column_of_the_text_does_not_pass(
    columns: list[str], why: str, tmp_path: Path
) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pyarrow.Table.from_arrays([[DIRTY] * 4, ["a"] * 4], columns)
    parquet.write_table(table, tmp_path / "a.parquet", row_group_size=1)
    found = checked(tmp_path)

    path = str(tmp_path / "a.parquet")
    assert [(path, 0, f"{why}; name it with --field")] == found.problems


def test_what_is_wrong_with_every_record_of_a_file_is_not_told_of_every_one(tmp_path: Path) -> None:
    lines = [json.dumps({"content": DIRTY})] * 1000
    (tmp_path / "a.jsonl").write_text("\n".join([*lines, "{"]))
    found = checked(tmp_path)
    told = [why for _, _, why in found.problems]

    assert [1, 2, 3, 1001, 0] == [number for _, number, _ in found.problems]
    assert told[0] == "no text in field text; name it with --field"
    assert told[4] == f"997 more records: {told[0]}"


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view", "dictionary"])
def test_a_string_of_parquet_that_is_no_utf_8_costs_its_own_row(tmp_path: Path, kind: str) -> None:
    damaged_table(tmp_path / "a.parquet", kind)
    found = checked(tmp_path)

    assert ["a.parquet:1 donation/contribution-as-little-as"] == codes(found)
    problem = "field text is not UTF-8, as Parquet says; encode it anew"
    assert [(2, problem)] == [(number, why) for _, number, why in found.problems]


def test_a_compressed_file_is_unpacked_once_for_all_its_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "PART_BYTES", 500)
    lines = b"".join(b'{"text": "%d"}\n' % n for n in range(1_000))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines))
    found = list(parts_of(str(tmp_path / "a.jsonl.gz")))
    opened, open_file = [], parts._opened
    monkeypatch.setattr(parts, "_opened", lambda path: opened.append(path) or open_file(path))

    assert lines == b"".join(map(read_part, found))
    assert (1, 32) == (len(opened), len(found))
    assert lines == b"".join([read_part(part) for part in reversed(found)][::-1])


def test_what_changes_between_two_readings_is_not_taken_for_what_it_was(tmp_path: Path) -> None:
    path = written(tmp_path, a=DIRTY) / "a.txt"
    (part,) = parts_of(str(path))
    path.write_text(BODY)

    with pytest.raises(InputError, match="has changed while it was being checked"):
        read_part(part)


def test_a_byte_order_mark_is_no_word(tmp_path: Path) -> None:
    outcome = checked(written(tmp_path, a="\ufeff"), profile="rules-only")

    assert ["0 words of body, fewer than 20"] == [one.message for one in outcome.findings]


def test_a_link_to_a_file_that_is_checked_is_no_duplicate_of_it(tmp_path: Path) -> None:
    written(tmp_path, b=body(1))
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    outcome = checked(tmp_path)

    assert [["b.txt"], []] == [[Path(path).name for path in outcome.files], outcome.findings]
    assert [str(tmp_path / "a.txt")] == checked(tmp_path, ["a.txt"]).files


def test_words_are_counted_where_no_blanks_part_them(tmp_path: Path) -> None:
    written(tmp_path, verse="橋は川を越える。\n" * 9, note="橋は川を越える。\n雨。\n")

    assert ["note.txt:1 corpus/little-body"] == codes(checked(tmp_path, select=("corpus",)))
