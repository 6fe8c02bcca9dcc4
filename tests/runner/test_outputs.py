"""What a run writes, what it never writes over, and what it leaves when it fails."""

import errno
import gc
import os
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from cleaner.errors import OutputError, UsageError
from cleaner.formats.records import Names, Source
from cleaner.runner import partfile
from cleaner.runner.ledger import Ledger

from .corpora import execute, files_in, read_lines, some_lines, text


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "tree"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(text(number))
    return folder


def paused(*arguments: Any, at: int = 10, **asked: Any) -> None:
    """Run until something is written the so-many-th time, then be gone."""

    class Gone(BaseException):
        pass

    left = [at]
    with pytest.MonkeyPatch.context() as patch:
        real = partfile.PartFile.write

        def write(file: partfile.PartFile, data: bytes) -> None:
            left[0] -= 1
            if not left[0]:
                raise Gone
            real(file, data)

        patch.setattr(partfile.PartFile, "write", write)
        with pytest.raises(Gone):
            execute(*arguments, **asked)


def test_two_texts_of_one_name_are_refused_and_neither_is_lost(tree: Path, tmp_path: Path) -> None:
    twin = tmp_path / "0.txt"
    twin.write_text("Rain.\n")
    for _ in range(2):
        with pytest.raises(UsageError, match=r"0\.txt: 0\.txt would come out as 0\.txt, as an"):
            execute([tree, twin], tmp_path / "out")
    execute(tree, tmp_path / "out")

    assert ["0.txt", "1.txt", "2.txt"] == list(files_in(tmp_path / "out"))


def test_a_page_and_a_text_of_its_name_come_out_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>The bridge is closed for six months, the mayor said.</p>")
    (tmp_path / "a.txt").write_text("Rain.\n")
    execute([tmp_path / "a.html", tmp_path / "a.txt"], tmp_path / "out")

    assert ["a.html.txt", "a.txt"] == list(files_in(tmp_path / "out"))


def test_a_dry_run_takes_nothing_away(corpus: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    paused(corpus, out, shard_bytes=1)
    before = files_in(tmp_path)
    execute(corpus, out, shard_bytes=1, restart=True, dry_run=True)
    with pytest.raises(UsageError, match="no record has a text"):
        execute(corpus, out, shard_bytes=1, dry_run=True, names=Names(text="txt"))

    assert before == files_in(tmp_path)
    assert execute(corpus, out, shard_bytes=1).resumed_at > 0


@pytest.mark.parametrize("output", ["out/", "out.jsonl", "-"])
@pytest.mark.parametrize("name", ["annotations", "removed", "errors", "summary"])
def test_no_file_beside_takes_the_place_of_another(
    corpus: Path, tmp_path: Path, output: str, name: str
) -> None:
    mine = tmp_path / "notes.txt"
    mine.write_text("precious\n")
    where = output if output == "-" else tmp_path / output
    with pytest.raises(UsageError, match=r"notes\.txt: is there already; move it away, or --rest"):
        execute(corpus, where, **{name: str(mine)})

    assert "precious\n" == mine.read_text()


@pytest.mark.parametrize("output", ["b.jsonl", "-"])
def test_what_another_run_has_not_ended_is_not_written_over(
    corpus: Path, tmp_path: Path, output: str
) -> None:
    corpus.write_bytes(b"{broken\n" + corpus.read_bytes())
    asked = {"errors": str(tmp_path / "e.jsonl"), "shard_bytes": 1}
    paused(corpus, tmp_path / "a.jsonl", **asked)
    with pytest.raises(UsageError, match=r"e\.jsonl\.part: is there already"):
        execute(corpus, output if output == "-" else tmp_path / output, **asked)
    execute(corpus, tmp_path / "a.jsonl", **asked)

    assert ["{broken\n"] == [line["record"] for line in read_lines(tmp_path / "e.jsonl")]


@pytest.mark.parametrize("output", ["b.jsonl", "-"])
def test_two_runs_at_once_do_not_write_one_file_beside(
    corpus: Path, tmp_path: Path, output: str
) -> None:
    from cleaner.runner import resume, run

    asked = {"removed": str(tmp_path / "removed.jsonl")}
    found = resume.find_progress

    def run_again(*arguments: Any) -> Any:
        with pytest.raises(UsageError, match=r"removed\.jsonl: another run is writing it"):
            execute(corpus, output if output == "-" else tmp_path / output, **asked)
        return found(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "find_progress", run_again)
        execute(corpus, tmp_path / "a.jsonl", **asked)


def test_a_stream_that_fails_leaves_nothing_that_would_stand_in_its_way(
    corpus: Path, tmp_path: Path
) -> None:
    asked = {"errors": str(tmp_path / "e.jsonl"), "shard_bytes": 1}
    paused(corpus, "-", at=3, **asked)
    execute(corpus, "-", **asked)

    assert (tmp_path / "e.jsonl").exists()


@pytest.mark.parametrize("code", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP])
def test_where_there_are_no_locks_it_is_written_all_the_same(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    fcntl = pytest.importorskip("fcntl")

    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", refuse)
    execute(corpus, tmp_path / "out.jsonl")

    assert 40 == len(read_lines(tmp_path / "out.jsonl"))


def test_a_restart_leaves_no_errors_of_the_run_before(corpus: Path, tmp_path: Path) -> None:
    corpus.write_bytes(some_lines(3) + b"{broken\n")
    execute(corpus, tmp_path / "out.jsonl")
    corpus.write_bytes(some_lines(3))
    execute(corpus, tmp_path / "out.jsonl", restart=True)

    assert ["in.jsonl", "out.jsonl"] == list(files_in(tmp_path))


@pytest.mark.parametrize("output", ["out/", "out.jsonl"])
def test_a_restart_with_a_wrong_field_leaves_all_as_it_was(
    corpus: Path, tmp_path: Path, output: str
) -> None:
    where = f"{tmp_path}/{output}"
    execute(corpus, where)
    before = files_in(tmp_path)
    with pytest.raises(UsageError, match="no record has a text in a field 'txt'"):
        execute(corpus, where, restart=True, names=Names(text="txt"))

    assert before == files_in(tmp_path)
    assert execute(corpus, where).was_finished


def test_a_restart_does_not_read_a_pipe_twice(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("needs named pipes")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    asked = {"source_format": "jsonl", "restart": True}
    for _ in range(2):
        writer = Thread(target=pipe.write_bytes, args=(some_lines(5),))
        writer.start()
        execute(pipe, tmp_path / "out.jsonl", **asked)
        writer.join()

    assert 5 == len(read_lines(tmp_path / "out.jsonl"))


def test_a_restart_from_standard_input_leaves_no_old_shards(tmp_path: Path) -> None:
    asked = {"source_format": "jsonl", "shard_bytes": 1}
    execute("-", tmp_path / "out", stdin=some_lines(40), **asked)
    with pytest.raises(UsageError, match="is there already"):
        execute("-", tmp_path / "out", stdin=some_lines(1), **asked)
    execute("-", tmp_path / "out", stdin=some_lines(1), restart=True, **asked)

    assert ["stdin-00000.jsonl"] == list(files_in(tmp_path / "out"))


@pytest.mark.parametrize("output", ["out/", "out.jsonl"])
def test_what_a_stopped_run_left_of_standard_input_is_begun_anew(
    tmp_path: Path, output: str
) -> None:
    asked = {"source_format": "jsonl", "shard_bytes": 1}
    paused("-", f"{tmp_path}/{output}", stdin=some_lines(40), **asked)
    report = execute("-", f"{tmp_path}/{output}", stdin=some_lines(1), **asked)

    assert (0, 1) == (report.resumed_at, report.tally.counts["records"])
    assert 1 == len(files_in(tmp_path))


@pytest.mark.parametrize("suffix", ["txt", "jsonl"])
def test_where_the_first_piece_cannot_be_written_the_same_command_goes_on(
    tmp_path: Path, suffix: str
) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    (folder / "b").mkdir(parents=True)
    content = text(1).encode() if suffix == "txt" else some_lines(2)
    for name in ("a", "b/b"):
        (folder / f"{name}.{suffix}").write_bytes(content)
    with pytest.MonkeyPatch.context() as patch:
        real = os.replace

        def replace(source: str, target: str) -> None:
            if os.path.basename(target).startswith("b"):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            real(source, target)

        patch.setattr(os, "replace", replace)
        with pytest.raises(OutputError, match="No space left on device"):
            execute(folder, out)
        left = files_in(out)
    execute(folder, out)

    assert {} == left
    assert 2 == len(files_in(out))


def test_a_finished_tree_that_lost_a_file_is_not_finished(tree: Path, tmp_path: Path) -> None:
    execute(tree, tmp_path / "out")
    (tmp_path / "out" / "1.txt").unlink()
    with pytest.raises(UsageError, match=r"1\.txt: is gone or not as the finished run left it"):
        execute(tree, tmp_path / "out")


@pytest.mark.parametrize(("suffix", "empty"), [("gz", b"\x1f\x8b\x08"), ("bz2", b"BZh")])
def test_an_empty_compressed_output_is_a_compressed_file(
    tmp_path: Path, suffix: str, empty: bytes
) -> None:
    corpus, out = tmp_path / "in.jsonl", tmp_path / f"out.jsonl.{suffix}"
    corpus.write_bytes(b"")
    removed = tmp_path / f"removed.jsonl.{suffix}"
    execute(corpus, out, source_format="jsonl", removed=str(removed))

    assert [empty[:3]] * 2 == [path.read_bytes()[:3] for path in (out, removed)]
    assert execute(corpus, out, source_format="jsonl", removed=str(removed)).was_finished
    assert not (tmp_path / f"out.jsonl.{suffix}.errors.jsonl").exists()


def test_a_name_without_a_suffix_is_a_folder(corpus: Path, tmp_path: Path) -> None:
    execute(corpus, tmp_path / "jsonl")

    assert ["in-00000.jsonl"] == list(files_in(tmp_path / "jsonl"))


def test_a_summary_takes_the_place_of_one(corpus: Path, tmp_path: Path) -> None:
    import json

    from cleaner.runner.summary import summary_of

    report = execute(corpus, tmp_path / "out.jsonl")
    path = tmp_path / "summary.json"
    path.write_text(json.dumps(summary_of(report.tally)))
    again = execute(corpus, tmp_path / "out.jsonl", summary=str(path))

    assert again.was_finished


def write_parquet(path: Path, **columns: Any) -> None:
    pytest.importorskip("pyarrow")
    from pyarrow import parquet, table

    parquet.write_table(table(columns), path)


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_other_columns_are_told_when_they_come_and_nothing_complains_behind(
    tmp_path: Path,
) -> None:
    write_parquet(tmp_path / "a.parquet", text=["Rain."], more=["a"])
    write_parquet(tmp_path / "b.parquet", text=["Snow."], other=["b"])
    write_parquet(tmp_path / "c.parquet", text=["Hail."] * 5, other=["b"] * 5)
    seen: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        begin_source = Ledger.begin_source

        def begin(ledger: Ledger, source: Source) -> None:
            seen.append(source.relative)
            begin_source(ledger, source)

        patch.setattr(Ledger, "begin_source", begin)
        inputs = [tmp_path / f"{name}.parquet" for name in "abc"]
        with pytest.raises(UsageError, match="the inputs have different columns"):
            execute(inputs, tmp_path / "out.parquet", shard_bytes=1)
        gc.collect()
    left = {path.name for path in tmp_path.iterdir()} - {"a.parquet", "b.parquet", "c.parquet"}

    assert ["a.parquet", "b.parquet"] == seen
    assert "out.parquet" not in left
    execute(inputs, tmp_path / "out", shard_bytes=1)
    assert 3 == len(list((tmp_path / "out").glob("*.parquet")))


def test_parquet_that_is_gone_on_with_keeps_its_columns_and_takes_no_others(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    kind = arrow.array(["a", "b"] * 20).cast(arrow.dictionary(arrow.int8(), arrow.string()))
    first, second, out = (tmp_path / f"{name}.parquet" for name in ("first", "second", "out"))
    write_parquet(first, text=[text(n) for n in range(40)], kind=kind)
    write_parquet(second, text=["Rain."])
    execute(first, tmp_path / "whole.parquet", shard_bytes=1)
    paused(first, out, shard_bytes=1, at=40)
    report = execute(first, out, shard_bytes=1)

    assert 0 < report.resumed_at <= 40
    assert (tmp_path / "whole.parquet").read_bytes() == out.read_bytes()
    paused([first, second], out, shard_bytes=1, at=40, restart=True)
    with pytest.raises(UsageError, match="the inputs have different columns"):
        execute([first, second], out, shard_bytes=1)
