"""However often a run is killed, and wherever: the output is that of an undisturbed run."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from cleaner.errors import OutputError, UsageError
from cleaner.runner import ledger, partfile
from cleaner.runner.journal import NAMES, journalled
from cleaner.runner.ledger import Ledger
from cleaner.runner.manifest import Progress

from .corpora import cleaned, execute, files_in, some_lines, text

UNIX = pytest.mark.skipif(os.name != "posix", reason="needs Unix")


class Killed(BaseException):
    """The process is gone."""


class Fuse:
    """Counts what touches the disk, and kills at a given count."""

    def __init__(self, patch: pytest.MonkeyPatch, kill_at: int) -> None:
        self.count = 0
        self._kill_at = kill_at
        for holder, name in (
            (os, "replace"),
            (os, "fsync"),
            (os, "unlink"),
            (partfile.PartFile, "write"),
        ):
            patch.setattr(holder, name, self._fused(getattr(holder, name)))
        patch.setattr(Ledger, "close", lambda _: None)  # nobody cleans up after a kill
        patch.setattr(partfile.PartFile, "discard", lambda file: None)

    def _fused(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def fused(*arguments: Any, **named: Any) -> Any:
            self.count += 1
            if self.count == self._kill_at:
                raise Killed
            return real(*arguments, **named)

        return fused


def ways() -> Iterator[Any]:
    yield pytest.param("out.jsonl", {}, id="one file")
    yield pytest.param("out.jsonl.gz", {}, id="one compressed file")
    yield pytest.param("out/", {}, id="shards")
    yield pytest.param("out.parquet", {}, id="parquet")
    yield pytest.param("out/", {"to": "parquet"}, id="parquet shards")
    spanning = {"shard_bytes": 4_000}  # several inputs, or a part of one
    yield pytest.param("out.jsonl.gz", spanning, id="one file, saved after several inputs")
    yield pytest.param("out/", spanning, id="shards, saved after several inputs")
    yield pytest.param("out.parquet", spanning, id="parquet, saved after several inputs")


@pytest.mark.parametrize(("output", "asked"), list(ways()))
def test_killed_at_any_touch_of_the_disk_it_resumes_to_the_same_bytes(
    tmp_path: Path, output: str, asked: dict[str, Any]
) -> None:
    inputs = [tmp_path / f"{name}.jsonl" for name in "abcd"]
    counts = (25, 5, 0, 15)
    for path, count in zip(inputs, counts, strict=True):
        path.write_bytes(some_lines(count) + b"{broken\n" * (count > 20))

    def clean(folder: str) -> None:
        place = tmp_path / folder
        place.mkdir(exist_ok=True)
        beside = {n: str(place / n) for n in ("annotations", "removed", "errors")}
        execute(inputs, f"{place}/{output}", **{"shard_bytes": 1, **beside, **asked})

    clean("whole")
    kills = 0
    for kill_at in range(1, 400):
        with pytest.MonkeyPatch.context() as patch:
            fuse = Fuse(patch, kill_at)
            try:
                clean("killed")
            except Killed:
                kills += 1
                continue
        break

    assert files_in(tmp_path / "whole") == files_in(tmp_path / "killed")
    assert journalled(f"{tmp_path}/whole/out") == journalled(f"{tmp_path}/killed/out")
    assert 10 < kills == kill_at - 1
    assert fuse.count < kill_at


def test_the_manifest_is_written_after_so_many_bytes_not_after_so_many_inputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = [tmp_path / f"{number:02}.jsonl" for number in range(30)]
    for path in inputs:
        path.write_bytes(some_lines(1))
    written: list[int] = []
    real = ledger.write_manifest

    def write_manifest(path: str, run: Any, progress: Progress) -> None:
        written.append(progress.source)
        real(path, run, progress)

    monkeypatch.setattr(ledger, "write_manifest", write_manifest)
    execute(inputs, tmp_path / "few", shard_bytes=sum(path.stat().st_size for path in inputs[:15]))

    assert [15, 30, 30, 30] == written  # when half is done, all, again before the names, and after
    assert [f"{n:02}-00000.jsonl" for n in range(30)] == list(files_in(tmp_path / "few"))


def test_a_tree_resumes_to_the_same_files_and_knows_all_of_them(tmp_path: Path) -> None:
    tree = tmp_path / "in"
    tree.mkdir()
    for number in range(6):
        (tree / f"{number}.txt").write_text(text(number))
    execute(tree, tmp_path / "whole", shard_bytes=1)
    with pytest.MonkeyPatch.context() as patch:
        Fuse(patch, 20)
        with pytest.raises(Killed):
            execute(tree, tmp_path / "killed", shard_bytes=1, piece_bytes=1)
    report = execute(tree, tmp_path / "killed", shard_bytes=1)

    assert 0 < report.resumed_at < 6
    assert files_in(tmp_path / "whole") == files_in(tmp_path / "killed")
    assert [f"{number}.txt" for number in range(6)] == journalled(str(tmp_path / "killed"))


@pytest.mark.parametrize("suffix", ["txt", "jsonl"])
def test_a_restart_leaves_nothing_of_a_run_that_was_killed_before_anything_counted(
    tmp_path: Path, suffix: str
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    content = text(1).encode() if suffix == "txt" else some_lines(2)
    for number in range(6):
        (folder / f"{number}.{suffix}").write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        Fuse(patch, 14)
        with pytest.raises(Killed):
            execute(folder, out, piece_bytes=1)
    before = files_in(out)
    for number in range(1, 6):
        (folder / f"{number}.{suffix}").unlink()
    execute(folder, out, restart=True)

    assert len(before) > 2
    assert 1 == len(files_in(out))


def test_what_was_begun_and_did_not_count_is_taken_away_before_it_is_gone_on_with(
    tmp_path: Path,
) -> None:
    tree, out = tmp_path / "in", tmp_path / "out"
    tree.mkdir()
    for number in range(6):
        (tree / f"{number}.txt").write_text(text(number))
    with pytest.MonkeyPatch.context() as patch:
        Fuse(patch, 14)
        with pytest.raises(Killed):
            execute(tree, out, piece_bytes=1)
    execute(tree, out)

    assert {f"{n}.txt": cleaned(n).encode() for n in range(6)} == files_in(out)
    assert [f"{number}.txt" for number in range(6)] == journalled(str(out))


def test_a_restart_takes_nothing_away_outside_its_folder(tmp_path: Path) -> None:
    tree, out, other = tmp_path / "in", tmp_path / "out", tmp_path / "precious.txt"
    tree.mkdir()
    (tree / "1.txt").write_text(text(1))
    other.write_text("mine")
    execute(tree, out)
    with (out / NAMES).open("a") as names:
        names.write("../precious.txt\0")
    execute(tree, out, restart=True)

    assert other.read_text() == "mine"
    assert (out / "1.txt").exists()


def test_a_restart_clears_the_folder_it_stands_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree, out = tmp_path / "in", tmp_path / "out"
    tree.mkdir()
    out.mkdir()
    monkeypatch.chdir(out)
    for number in range(2):
        (tree / f"{number}.txt").write_text(text(number))
    execute(tree, "./")
    (tree / "1.txt").unlink()
    execute(tree, "./", restart=True)

    assert sorted(path.name for path in out.glob("*.txt")) == ["0.txt"]


@UNIX
def test_killed_processes_resume_to_the_same_bytes(tmp_path: Path) -> None:
    """Four kills of the real command, its workers included, at random amounts of output."""
    corpus = tmp_path / "in.jsonl"
    corpus.write_bytes(some_lines(3_000))
    rules = tmp_path / "share.yaml"
    rules.write_text(RULES)
    shared = ["--rules", rules, "--profile", "rules-only", "--shard-size", "1", "-j", "2", "-q"]
    command = [sys.executable, "-m", "cleaner", "run", corpus, *shared, "-o"]
    subprocess.run([*command, tmp_path / "whole.jsonl"], check=True, timeout=120)
    size = (tmp_path / "whole.jsonl").stat().st_size
    random = Random(5)
    part = tmp_path / "out.jsonl.part"
    for share in sorted(random.random() for _ in range(4)):
        process = subprocess.Popen([*command, tmp_path / "out.jsonl"], start_new_session=True)
        while process.poll() is None and not (part.exists() and part.stat().st_size > share * size):
            time.sleep(0.005)
        os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
        process.wait(timeout=60)
    subprocess.run([*command, tmp_path / "out.jsonl"], check=True, timeout=120)

    assert (tmp_path / "whole.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()


def test_a_full_disk_is_told_and_the_run_goes_on_when_there_is_room(tmp_path: Path) -> None:
    corpus = tmp_path / "in.jsonl"
    corpus.write_bytes(some_lines(60))
    execute(corpus, tmp_path / "whole.jsonl", shard_bytes=1)
    full_at = (tmp_path / "whole.jsonl").stat().st_size // 2
    with pytest.MonkeyPatch.context() as patch:
        real = partfile.PartFile.write

        def write(file: partfile.PartFile, data: bytes) -> None:
            if file.path.endswith(".jsonl") and file.length > full_at:
                with partfile.writing(file.path):
                    raise OSError(28, "No space left on device")
            real(file, data)

        patch.setattr(partfile.PartFile, "write", write)
        with pytest.raises(
            OutputError, match=r"No space left on device; .*goes on where it stopped"
        ):
            execute(corpus, tmp_path / "out.jsonl", shard_bytes=1)
    assert not (tmp_path / "out.jsonl").exists()
    report = execute(corpus, tmp_path / "out.jsonl", shard_bytes=1)

    assert 0 < report.resumed_at < 60
    assert (tmp_path / "whole.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()


@UNIX
def test_a_second_run_on_the_same_output_is_kept_away(tmp_path: Path) -> None:
    corpus = tmp_path / "in.jsonl"
    corpus.write_bytes(some_lines(3))
    from cleaner.runner import resume

    def run_again(*arguments: Any) -> Any:
        with pytest.raises(UsageError, match="another run is writing it"):
            execute(corpus, tmp_path / "out.jsonl")
        return found(*arguments)

    found = resume.find_progress
    with pytest.MonkeyPatch.context() as patch:
        from cleaner.runner import run

        patch.setattr(run, "find_progress", run_again)
        report = execute(corpus, tmp_path / "out.jsonl")

    assert 3 == report.tally.counts["records"]


def test_a_part_that_somebody_shortened_is_not_gone_on_with(tmp_path: Path) -> None:
    corpus = tmp_path / "in.jsonl"
    corpus.write_bytes(some_lines(60))
    with pytest.MonkeyPatch.context() as patch:
        Fuse(patch, 30)
        with pytest.raises(Killed):
            execute(corpus, tmp_path / "out.jsonl", shard_bytes=1)
    os.truncate(tmp_path / "out.jsonl.part", 10)
    with pytest.raises(OutputError, match="shorter than the manifest says; --restart"):
        execute(corpus, tmp_path / "out.jsonl", shard_bytes=1)


RULES = """
- name: share-line
  summary: A share button
  why: Interface words.
  kind: line
  any: [share this article]
  category: share
  examples:
    match: [Share this article]
    no_match: [She asked them to share this article of faith.]
"""
