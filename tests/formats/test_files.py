"""Folders: a tree comes out like the one that went in."""

import gzip
import os
from pathlib import Path

import pytest

from cleaner.errors import UsageError
from cleaner.formats.files import walk
from tests.runner.corpora import BODY, cleaned, execute, files_in, read_lines, text

PAGE = f"<!doctype html><html><body><article><h1>Bridge</h1><p>{BODY}</p></article></body></html>"


def test_the_tree_is_mirrored(tmp_path: Path) -> None:
    tree = tmp_path / "in"
    (tree / "b" / "c").mkdir(parents=True)
    (tree / "b" / "c" / "one.txt").write_text(text(1))
    (tree / "two.txt.gz").write_bytes(gzip.compress(text(2).encode()))
    (tree / "latin.txt").write_bytes(
        "Über die Brücke ging gestern niemand mehr.\n".encode("latin-1")
    )
    (tree / "page.html").write_text(PAGE)
    (tree / "marked.txt").write_text(PAGE, encoding="utf-8-sig")
    (tree / "wide.txt").write_text(PAGE, encoding="utf-16")
    (tree / "binary.txt").write_bytes(b"a\0b")
    (tree / ".hidden.txt").write_text("x")
    (tree / "photo.jpg").write_bytes(b"x")
    execute(tree, tmp_path / "out", shard_bytes=1, jobs=2)
    found = files_in(tmp_path / "out")
    errors = found.pop("errors.jsonl")

    assert cleaned(2).encode() == gzip.decompress(found.pop("two.txt.gz"))

    pages = ("marked.txt", "page.html", "wide.txt")

    assert {
        "b/c/one.txt": cleaned(1).encode(),
        "latin.txt": "Über die Brücke ging gestern niemand mehr.\n".encode("latin-1"),
        **{f"{name}.txt": f"Bridge\n\n{BODY}".rstrip().encode() for name in pages},
    } == found
    assert b'"problem": "not text"' in errors


def test_a_page_is_not_written_over_a_text(tmp_path: Path) -> None:
    tree = tmp_path / "in"
    tree.mkdir()
    (tree / "a.html").write_text(PAGE)
    (tree / "a.html.txt").write_text("Rain.")
    with pytest.raises(UsageError, match=r"would come out as a\.html\.txt, as another page"):
        execute(tree, tmp_path / "out")


def test_into_json_lines_the_path_is_the_id(tmp_path: Path) -> None:
    tree = tmp_path / "in"
    (tree / "a").mkdir(parents=True)
    for n in range(5):
        (tree / "a" / f"{n}.txt").write_text(text(n))
    execute(tree, tmp_path / "out.jsonl")

    assert [{"id": f"a/{n}.txt", "text": cleaned(n)} for n in range(5)] == read_lines(
        tmp_path / "out.jsonl"
    )


def test_corpora_in_a_folder_are_inputs_of_their_own(tmp_path: Path) -> None:
    tree = tmp_path / "in"
    (tree / "x").mkdir(parents=True)
    (tree / "x" / "a.jsonl").write_text('{"text": "A."}\n')
    (tree / "b.jsonl").write_text('{"text": "B."}\n')
    execute(tree, tmp_path / "out")

    assert {
        "b-00000.jsonl": b'{"text": "B."}\n',
        "x/a-00000.jsonl": b'{"text": "A."}\n',
    } == files_in(tmp_path / "out")


def test_texts_of_a_folder_have_a_name_together(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("A.")
    execute(tmp_path / "in", tmp_path / "out", to="jsonl")

    assert ["files-00000.jsonl"] == list(files_in(tmp_path / "out"))


def test_links_that_go_round_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "in" / "x").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_text("A.")
    (tmp_path / "in" / "x" / "round").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "x" / "there").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in" / "x" / "nowhere.txt").symlink_to("gone.txt")

    assert ["x/there/a.txt"] == list(walk(str(tmp_path / "in")))


def test_links_to_a_folder_around_the_one_given_go_round_too(tmp_path: Path) -> None:
    (tmp_path / "in" / "x").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text("A.")
    (tmp_path / "other.txt").write_text("B.")
    (tmp_path / "in" / "round").symlink_to(tmp_path)
    (tmp_path / "in" / "x" / "all").symlink_to("/")

    assert ["a.txt"] == list(walk(str(tmp_path / "in")))


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on Unix alone")
def test_a_name_of_any_bytes_goes_to_the_errors(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / os.fsdecode(b"b\xff.txt")).write_text("Rain. " * 100)
    (tmp_path / "in" / "c.txt").write_text("Sun.")
    execute(tmp_path / "in", tmp_path / "out", max_record=200)
    (error,) = read_lines(tmp_path / "out" / "errors.jsonl")

    assert b"Sun." == files_in(tmp_path / "out")["c.txt"]
    assert ("too large", 1) == (error["problem"], error["number"])
