"""Annotations, and the way back by them."""

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .conftest import ARTICLE, BODY, CLEANED, MORE, Run

ENDS = ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\n\n", "\r\n\r\n", ""]
ODD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
LINES = st.one_of(
    st.sampled_from(["Share this article", BODY.strip(), MORE.strip(), "By Jon Stone", "\ufeff"]),
    st.just(f"{BODY.strip()} Please support our newsroom today. {MORE.strip()}"),
    ODD,
)
TEXTS = st.lists(st.tuples(LINES, st.sampled_from(ENDS)), max_size=12).map(
    lambda pairs: "".join(line + end for line, end in pairs)
)


def test_annotations_say_what_was_asked_as_those_of_a_run_do(
    clean: Run, run: Run, rules: str, article: Path, tmp_path: Path
) -> None:
    notes, others, asked = tmp_path / "notes.jsonl", tmp_path / "others.jsonl", "date,title"
    clean("--annotations", notes, "--keep", asked, article)
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": ARTICLE}))
    common = ("--rules", rules, "--profile", "rules-only", "--keep", asked)
    run("run", tmp_path / "in.jsonl", "-o", tmp_path / "o.jsonl", "--annotations", others, *common)
    record, other = (json.loads(path.read_text()) for path in (notes, others))

    assert ["dateline", "headline"] == record["keep"] == other["keep"]
    assert "rules-only" == record["profile"] == other["profile"]


def test_annotations_say_what_went(clean: Run, article: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes.jsonl"
    clean("--annotations", notes, "--keep", "title", article)
    record = json.loads(notes.read_text())

    assert (str(article), "cleaned", "utf-8", "text", "rules-only", ["headline"]) == tuple(
        record[key] for key in ("id", "status", "encoding", "form", "profile", "keep")
    )
    assert list(record["fingerprints"]) == ["rules"]
    assert record["removed"][0]["text"].strip() == "Share this article"


@given(text=TEXTS, encoding=st.sampled_from(["utf-8", "utf-16-le", "utf-16-be"]))
def test_restore_gives_the_bytes_back(
    clean: Run, run: Run, tmp_path: Path, text: str, encoding: str
) -> None:
    data = text.encode() if encoding == "utf-8" else f"\ufeff{text}".encode(encoding)
    notes, output = tmp_path / "notes.jsonl", tmp_path / "out.txt"
    ran = clean("--text", "--annotations", notes, "-", stdin=data)
    output.write_bytes(ran.out)
    back = run("restore", output, "--annotations", notes)

    assert (0, data, "") == back
    assert ran.code == 0


def test_what_was_written_in_place_comes_back(
    clean: Run, run: Run, article: Path, tmp_path: Path
) -> None:
    other, notes = tmp_path / "other.txt", tmp_path / "notes.jsonl"
    other.write_text(f"Share this article\n{MORE}")
    clean("-w", "--annotations", notes, article, other)

    assert article.read_text() == CLEANED
    assert ARTICLE.encode() == run("restore", article, "--annotations", notes).out
    assert (
        f"Share this article\n{MORE}".encode() == run("restore", other, "--annotations", notes).out
    )


def test_the_output_of_several_files_in_one_comes_back(
    clean: Run, run: Run, article: Path, tmp_path: Path
) -> None:
    notes = tmp_path / "notes.jsonl"
    ran = clean("--annotations", notes, article, "-", article, stdin=MORE.encode())
    back = run("restore", "-", "--annotations", notes, stdin=ran.out)

    assert (0, (ARTICLE + MORE + ARTICLE).encode()) == back[:2]


def test_outputs_that_are_alike_are_told_apart_by_order(
    clean: Run, run: Run, tmp_path: Path
) -> None:
    names = [tmp_path / name for name in ("a", "b", "c", "d")]
    names[0].write_text("Share this article\n")
    names[1].write_text("\nShare this article\n")
    notes = tmp_path / "notes.jsonl"
    clean("--annotations", notes, *names[:2])
    names[2].write_bytes(b"")
    names[3].write_bytes(b"")
    records = notes.read_text().splitlines()
    ran = run("restore", *names[2:], "--annotations", notes)

    assert len(records) == 2
    assert ran[:2] == (0, b"Share this article\n\nShare this article\n")


@pytest.mark.parametrize(
    ("output", "annotations", "problem"),
    [
        (CLEANED + "More.", None, "none of the annotations"),
        (CLEANED, "{}\n", "line 1 is no annotation"),
        (CLEANED, "not json\n", "line 1 is no annotation"),
        (CLEANED, "[" * 100_000, "line 1 is no annotation"),
        (CLEANED, "", "holds no annotations"),
    ],
)
def test_what_does_not_belong_together_is_refused(
    clean: Run,
    run: Run,
    article: Path,
    tmp_path: Path,
    output: str,
    annotations: str | None,
    problem: str,
) -> None:
    notes, changed = tmp_path / "notes.jsonl", tmp_path / "changed.txt"
    clean("--annotations", notes, article)
    if annotations is not None:
        notes.write_text(annotations)
    changed.write_text(output)
    ran = run("restore", changed, "--annotations", notes)

    assert ran[:2] == (2, b"")
    assert problem in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Share this", "Scare this"),
        ("utf-8", r"utf\u00008"),
        ("utf-8", "utf-9"),
        ('"start": 0', f'"start": {10**30}'),
    ],
)
def test_tampered_annotations_are_refused(
    clean: Run, run: Run, article: Path, tmp_path: Path, old: str, new: str
) -> None:
    notes = tmp_path / "notes.jsonl"
    ran = clean("--annotations", notes, article)
    notes.write_text(notes.read_text().replace(old, new))
    back = run("restore", "-", "--annotations", notes, stdin=ran.out)

    assert back[:2] == (2, b"")
    assert "does not go with the annotations" in back.err


@pytest.mark.parametrize("arguments", [["restore"], ["restore", "a.txt"], ["restore", "--bogus"]])
def test_wrong_use_of_restore(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)

    assert ran[:2] == (2, b"")
    assert "see clean restore --help" in ran.err


def test_compressed_annotations_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out.txt").write_text("Rain.")
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"id": 1}'))
    ran = run("restore", tmp_path / "out.txt", "--annotations", tmp_path / "a.jsonl.gz")

    assert 2 == ran.code
    assert "a.jsonl.gz: is compressed; decompress it first" in ran.err
