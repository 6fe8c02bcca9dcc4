"""Which files are found, and what holds for them."""

import os
import subprocess
from pathlib import Path

import pytest

from cleaner.checker.files import Files
from cleaner.checker.settings import CheckSettings
from cleaner.errors import UsageError

TREE = ("a.txt", "b.jsonl", "c.md", "out/d.txt", "keep/e.txt", "keep/f.txt", ".hidden/g.txt",
        "deep/er/h.txt", "deep/er/i.txt", "tmp.txt")  # fmt: skip


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in TREE:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (tmp_path / ".gitignore").write_text("/out/\ntmp.*\nkeep/*\n!keep/e.txt\n")
    (tmp_path / "deep" / ".gitignore").write_text("i.txt\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def below(*paths: str, **settings: object) -> list[str]:
    return Files(CheckSettings(**settings)).below(paths)  # type: ignore[arg-type]


def test_folders_are_taken_as_git_takes_them(tree: Path) -> None:
    assert ["a.txt", "b.jsonl", "deep/er/h.txt", "keep/e.txt"] == below(".")
    subprocess.run(["git", "init", "-q", "."], check=True)
    (tree / ".git" / "info" / "exclude").write_text("b.*\n")
    listed = subprocess.run(
        ["git", "ls-files", "-o", "--exclude-standard", "*.txt", "*.jsonl"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert sorted(name for name in listed if not name.startswith(".")) == sorted(below("."))
    assert ["deep/er/h.txt"] == below("deep")  # what is said above counts below


def test_patterns_choose_and_leave_out(tree: Path) -> None:
    assert ["c.md"] == below(".", include=("*.md",))
    assert ["a.txt", "b.jsonl", "keep/e.txt"] == below(".", exclude=("deep/",))


def test_well_known_files_that_are_no_articles_are_taken_only_by_name(tmp_path: Path) -> None:
    for name in (
        "requirements.txt",
        "requirements-dev.txt",
        "CMakeLists.txt",
        "visa-requirements.txt",
    ):
        (tmp_path / name).write_text("x")
    files = Files(CheckSettings(root=str(tmp_path)))
    named = str(tmp_path / "requirements.txt")

    assert ["visa-requirements.txt"] == [Path(p).name for p in files.below([str(tmp_path)])]
    assert [named] == files.below([named])


def test_json_lines_are_taken_packed_or_not(tmp_path: Path) -> None:
    names = {"a.jsonl", "b.jsonl.gz", "c.ndjson", "d.ndjson.gz"}
    for name in names:
        (tmp_path / name).write_text("")

    assert names == {Path(path).name for path in below(str(tmp_path))}


def test_named_files_are_taken_unless_excluded(tree: Path) -> None:
    """A hook names every changed file; what is excluded stays out all the same."""
    named = ["tmp.txt", "c.md", "deep/er/h.txt", "a.txt", "a.txt", "./a.txt", "nowhere.txt"]

    assert ["tmp.txt", "c.md", "a.txt", "nowhere.txt"] == below(*named, exclude=("deep",))


def test_paths_are_told_as_they_were_given(tree: Path) -> None:
    assert [str(tree / "deep" / "er" / "h.txt")] == below(str(tree / "deep"))
    assert ["./a.txt"] == below("./a.txt")


def test_what_holds_for_a_file_comes_from_its_path(tree: Path) -> None:
    files = Files(
        CheckSettings(
            root=str(tree),
            lang="en",
            languages=(("deep/**", "de"), ("*/er/*", "fr")),
            per_file_ignores=(("deep/", ("score", "share")), ("*.txt", ("score",))),
        )
    )

    assert (("score",), "en") == files.scope("a.txt")
    assert (("score", "share"), "fr") == files.scope(os.path.join("deep", "er", "h.txt"))
    assert ((), "en") == files.scope("b.jsonl")


def test_what_is_no_pattern_is_told_where_it_was_meant(tree: Path) -> None:
    """Git passes over it in silence, so a `.gitignore` may hold it."""
    (tree / "keep" / ".gitignore").write_text("!\ne.txt\n")

    assert ["keep/f.txt"] == below("keep")
    with pytest.raises(UsageError, match="'!' is no pattern"):
        below(".", exclude=("!",))
