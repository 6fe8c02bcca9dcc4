"""A run gives the same records with cleaned texts, however it is cut, and nothing is lost."""

import gzip
import json
import os
from codecs import BOM_UTF8
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from cleaner import Cleaner
from cleaner.added import ADDED, SPAN_FIELDS
from cleaner.errors import InputError, UsageError
from cleaner.formats.records import Names, Piece
from cleaner.reports.annotations import restore_input
from cleaner.runner.conveyor import FIRST_RECORDS, BadRecord
from cleaner.runner.pool import QUEUED, Pool
from cleaner.runner.work import Outcome

from .corpora import (
    PACK,
    cleaned,
    execute,
    files_in,
    lines,
    read_lines,
    some_lines,
    streamed,
    streams_of,
    text,
)


def test_texts_are_cleaned_and_all_else_stays(corpus: Path, tmp_path: Path) -> None:
    execute(corpus, tmp_path / "out.jsonl")
    before, after = read_lines(corpus), read_lines(tmp_path / "out.jsonl")

    assert [{**r, "text": cleaned(n)} for n, r in enumerate(before)] == after


@pytest.mark.parametrize("jobs", [1, 2])
def test_processes_and_shards_change_no_byte(corpus: Path, tmp_path: Path, jobs: int) -> None:
    whole = streamed(corpus)[1]
    execute(corpus, tmp_path / "out.jsonl", jobs=jobs, shard_bytes=2_000)

    assert whole == (tmp_path / "out.jsonl").read_bytes()


def test_shards_in_a_folder_make_up_the_whole(corpus: Path, tmp_path: Path) -> None:
    execute(corpus, tmp_path / "out", shard_bytes=1)
    shards = files_in(tmp_path / "out")

    assert 5 < len(shards)
    assert ["in-00000.jsonl", "in-00001.jsonl"] == list(shards)[:2]
    assert streamed(corpus)[1] == b"".join(shards.values())


def test_several_inputs_come_out_in_order_each_line_on_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines([{"text": "One."}]).rstrip())
    (tmp_path / "b.jsonl").write_bytes(lines([{"text": "Two."}]).rstrip())
    out = streamed([tmp_path / "a.jsonl", tmp_path / "b.jsonl"])[1]

    assert b'{"text": "One."}\n{"text": "Two."}' == out


def test_a_finished_run_does_nothing(corpus: Path, tmp_path: Path) -> None:
    first = execute(corpus, tmp_path / "out.jsonl")
    before = (tmp_path / "out.jsonl").stat().st_mtime_ns
    again = execute(corpus, tmp_path / "out.jsonl")

    assert (False, True) == (first.was_finished, again.was_finished)
    assert first.tally == again.tally
    assert before == (tmp_path / "out.jsonl").stat().st_mtime_ns


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"sample": 0.5}, "--sample was null, is 0.5"),
        ({"cleaner": Cleaner(rules=PACK, profile="safe")}, 'profile was "rules-only", is "safe"'),
    ],
)
def test_other_options_are_noticed(
    corpus: Path, tmp_path: Path, asked: dict[str, object], said: str
) -> None:
    execute(corpus, tmp_path / "out.jsonl")

    with pytest.raises(UsageError, match=said):
        execute(corpus, tmp_path / "out.jsonl", **asked)


def test_a_role_with_two_names_is_one(corpus: Path, tmp_path: Path) -> None:
    one, other = (Cleaner(rules=PACK, profile="safe", keep=[k]) for k in ("title", "headline"))
    notes = str(tmp_path / "notes.jsonl")
    execute(corpus, tmp_path / "out.jsonl", annotations=notes, cleaner=one)
    again = execute(corpus, tmp_path / "out.jsonl", annotations=notes, cleaner=other)

    assert again.was_finished
    assert {("safe", "headline")} == {(n["profile"], *n["keep"]) for n in read_lines(Path(notes))}


def test_the_manifest_names_all_that_decides(corpus: Path, tmp_path: Path) -> None:
    cleaner = Cleaner(rules=PACK)
    execute(corpus, tmp_path / "out.jsonl", cleaner=cleaner)
    manifest = json.loads((tmp_path / "out.jsonl.manifest.json").read_bytes())

    assert cleaner.about == manifest["run"]["cleaner"]
    assert "page_weights" in cleaner.about


def test_a_changed_input_is_noticed_and_restart_takes_it(corpus: Path, tmp_path: Path) -> None:
    execute(corpus, tmp_path / "out.jsonl")
    corpus.write_bytes(some_lines(3))
    with pytest.raises(UsageError, match=r"input .*in\.jsonl has changed.*--restart"):
        execute(corpus, tmp_path / "out.jsonl")
    execute(corpus, tmp_path / "out.jsonl", restart=True)

    assert 3 == len(read_lines(tmp_path / "out.jsonl"))


def test_a_restart_leaves_of_a_tree_what_no_run_has_written(tmp_path: Path) -> None:
    tree, out = tmp_path / "in", tmp_path / "out"
    (tree / "b").mkdir(parents=True)
    (tree / "a.txt").write_text(text(1))
    gone = (tree / "b" / "gone.txt", tree / os.fsdecode(b"gone\xe9.txt"))
    for path in gone:
        path.write_text(text(2))
    execute(tree, out, shard_bytes=1)
    (out / "mine.txt").write_text("Rain.")
    for path in gone:
        path.unlink()
    execute(tree, out, restart=True)

    assert {"a.txt": cleaned(1).encode(), "mine.txt": b"Rain."} == files_in(out)


def test_a_restart_in_a_folder_leaves_no_old_shards(corpus: Path, tmp_path: Path) -> None:
    corpus.write_bytes(some_lines(40))
    execute(corpus, tmp_path / "out", shard_bytes=1)
    before = len(files_in(tmp_path / "out"))
    corpus.write_bytes(some_lines(3))
    execute(corpus, tmp_path / "out", restart=True)

    assert before > 1
    assert ["in-00000.jsonl"] == list(files_in(tmp_path / "out"))


def test_what_no_run_has_made_is_not_overwritten(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("precious\n")
    with pytest.raises(UsageError, match="is there already"):
        execute(corpus, tmp_path / "out.jsonl")

    assert "precious\n" == (tmp_path / "out.jsonl").read_text()


@pytest.mark.parametrize("name", ["in.jsonl", "."])
def test_nothing_is_written_over_or_into_an_input(corpus: Path, tmp_path: Path, name: str) -> None:
    inputs = corpus if name == "in.jsonl" else tmp_path
    with pytest.raises(UsageError, match="write elsewhere"):
        execute(inputs, tmp_path / name)


def test_limit_and_sample_choose_the_same_records_always(corpus: Path, tmp_path: Path) -> None:
    execute(corpus, tmp_path / "a.jsonl", sample=0.4, jobs=2)
    sampled = read_lines(tmp_path / "a.jsonl")
    other = tmp_path / "reversed.jsonl"
    other.write_bytes(b"".join(reversed(corpus.read_bytes().splitlines(keepends=True))))
    again = [json.loads(line) for line in streamed(other, sample=0.4)[1].splitlines()]
    limited = streamed(corpus, limit=7)[1].splitlines()

    assert 5 < len(sampled) < 30
    assert sampled == again[::-1]
    assert 7 == len(limited)


def test_a_dry_run_counts_and_writes_nothing(corpus: Path, tmp_path: Path) -> None:
    report = execute(corpus, tmp_path / "out.jsonl", dry_run=True)

    assert 40 == report.tally.counts["cleaned"]
    assert {"in.jsonl"} == set(files_in(tmp_path))


def test_strict_ends_at_the_first_bad_record(corpus: Path, tmp_path: Path) -> None:
    corpus.write_bytes(some_lines(2) + b"{broken\n")
    with pytest.raises(BadRecord, match=r"in\.jsonl:3: broken JSON"):
        execute(corpus, tmp_path / "out.jsonl", strict=True)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_stream_goes_on_past_bad_records_and_loses_none(tmp_path: Path, jobs: int) -> None:
    """Without a file for them, the same lines go where the caller says: standard error."""
    long = b'{"text": "' + b"A" * 5_000 + b'"}\n'
    bad = b'{"text": 1}\n{"text": "A."}\n' + long + b'{"text": "B.\xff"}\n{"text": "C."}'
    asked = {"max_record": 4_000, "jobs": jobs}
    report, out, told = streams_of("-", stdin=bad, **asked)
    streamed("-", stdin=bad, errors=str(tmp_path / "e"), **asked)

    assert b'{"text": "A."}\n{"text": "C."}' == out
    assert (tmp_path / "e").read_bytes() == told
    assert [1, 3, 4] == [json.loads(line)["number"] for line in told.splitlines()]
    assert (5, 3) == (report.tally.counts["records"], report.tally.counts["errors"])


def test_a_stream_that_breaks_off_says_from_where() -> None:
    broken = gzip.compress(some_lines(50))[:-20]
    _, out, told = streams_of("-", stdin=broken)

    assert out.startswith(b'{"id": "a0"')
    assert ["damaged input"] == [
        p for p in (json.loads(line)["problem"] for line in told.splitlines()) if "input" in p
    ]


def test_strict_streams_end_at_a_bad_record() -> None:
    with pytest.raises(BadRecord, match=r"-:1: text is no string.*, or leave out --strict"):
        streamed("-", stdin=b'{"text": 1}\n', strict=True)


@pytest.mark.parametrize("jobs", [1, 2])
def test_of_a_strict_stream_all_comes_out_that_stands_before_the_bad_record(jobs: int) -> None:
    out: list[bytes] = []
    data = some_lines(7) + b"{broken\n" + some_lines(2)
    with pytest.raises(BadRecord, match=r"-:8: broken JSON"):
        streamed("-", stdin=data, strict=True, jobs=jobs, piece_bytes=10**6, out=out)

    assert [cleaned(n) for n in range(7)] == [
        json.loads(line)["text"] for line in b"".join(out).splitlines()
    ]


def test_a_stream_that_ends_early_leaves_what_restores_the_records_that_came_out(
    tmp_path: Path,
) -> None:
    out: list[bytes] = []
    data = some_lines(7) + b"{broken\n"
    beside = {name: str(tmp_path / name) for name in ("annotations", "removed")}
    with pytest.raises(BadRecord, match=r"-:8: broken JSON"):
        streamed("-", stdin=data, strict=True, out=out, **beside)

    notes = read_lines(tmp_path / "annotations")
    texts = [json.loads(line)["text"] for line in b"".join(out).splitlines()]
    restored = [
        restore_input(text.encode(), note).decode() for text, note in zip(texts, notes, strict=True)
    ]
    assert [json.loads(line)["text"] for line in data.splitlines()[:7]] == restored
    assert read_lines(tmp_path / "removed")


def test_a_stream_that_ends_before_anything_came_out_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(BadRecord, match=r"-:1: broken JSON"):
        streamed("-", stdin=b"{broken\n", strict=True, annotations=str(tmp_path / "notes"))

    assert {} == files_in(tmp_path)


def test_a_byte_order_mark_of_a_later_input_stands_in_no_line(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.jsonl").write_bytes(BOM_UTF8 + some_lines(2))
    inputs = [tmp_path / f"{name}.jsonl" for name in "abc"]
    execute(inputs, tmp_path / "out.jsonl", shard_bytes=1)
    written = (tmp_path / "out.jsonl").read_bytes()

    assert written == streamed(inputs)[1]
    assert written.startswith(BOM_UTF8)
    assert 1 == written.count(BOM_UTF8)
    assert 6 == len([json.loads(line) for line in written.decode("utf-8-sig").splitlines()])


def test_an_input_of_a_table_may_have_a_byte_order_mark_or_none(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"text\nRain fell.\n")
    (tmp_path / "b.csv").write_bytes(BOM_UTF8 + b"text\nIt dried.\n")
    inputs = [tmp_path / "a.csv", tmp_path / "b.csv"]

    assert b"text\nRain fell.\nIt dried.\n" == streamed(inputs)[1]


def test_a_bad_text_in_a_folder_is_called_by_its_path(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(text(1))
    (folder / "deep" / "b.txt").write_bytes(b"no\0text")
    report = execute(folder, tmp_path / "out")
    (error,) = read_lines(tmp_path / "out" / "errors.jsonl")

    assert (str(folder / "deep" / "b.txt"), 2) == (error["source"], error["number"])
    assert report.first_complaint.startswith(f"{folder}/deep/b.txt:2: not text")


@pytest.mark.parametrize(
    "name", ["manifest.json", "manifest.names", "in-00000.jsonl", "in-00012.jsonl.part"]
)
def test_nothing_is_written_over_the_files_of_the_run_itself(
    corpus: Path, tmp_path: Path, name: str
) -> None:
    with pytest.raises(UsageError, match=r"write elsewhere|give it another name"):
        execute(corpus, tmp_path / "out", annotations=str(tmp_path / "out" / name))

    assert not (tmp_path / "out").exists()


def test_a_dry_run_needs_no_output_of_any_format(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    pa = pytest.importorskip("pyarrow")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(text(1))
    parquet.write_table(pa.table({"text": [text(1)]}), tmp_path / "in.parquet")

    for source in ("in", "in.parquet"):
        assert 1 == execute(tmp_path / source, "-", dry_run=True).tally.counts["records"]


@pytest.mark.parametrize("shard_bytes", [1, 1 << 26])
def test_a_vanished_input_is_told_and_the_run_goes_on_when_it_is_back(
    corpus: Path, tmp_path: Path, shard_bytes: int
) -> None:
    second = tmp_path / "b.jsonl"
    second.write_bytes(some_lines(3))
    third = tmp_path / "c.jsonl"
    third.write_bytes(some_lines(2))
    inputs, out = [corpus, second, third], tmp_path / "out.jsonl"
    whole = streamed(inputs)[1]

    import os

    def gone(path: str, *, real=open):  # type: ignore[no-untyped-def]
        raise FileNotFoundError(2, "No such file or directory", path)

    from cleaner.formats.inlet import Inlet

    with pytest.MonkeyPatch.context() as patch:
        opened = Inlet._opened

        def some(self: Inlet, path: str):  # type: ignore[no-untyped-def]
            if path == str(second):
                gone(path)
            return opened(self, path)

        os.stat(second)
        patch.setattr(Inlet, "_opened", some)
        with pytest.raises(InputError, match=r"b\.jsonl: no such file"):
            execute(inputs, out, source_format="jsonl", shard_bytes=shard_bytes)
    report = execute(inputs, out, source_format="jsonl", shard_bytes=shard_bytes)

    assert 40 == report.resumed_at
    assert whole == out.read_bytes()


def test_verdicts_go_into_the_records_with_fixed_fields(tmp_path: Path) -> None:
    corpus = tmp_path / "in.jsonl"
    corpus.write_bytes(lines([{"text": text(1)}, {"text": "Plain."}, {"text": None}, {"text": ""}]))
    execute(corpus, tmp_path / "out.jsonl", annotate=True)
    found = read_lines(tmp_path / "out.jsonl")

    assert {("text", *ADDED)} == {tuple(r) for r in found}
    assert ["cleaned", "untouched", None, "empty"] == [r["clean_status"] for r in found]
    assert ["share/it", "share/it"] == [s["rule"] for s in found[0]["clean_spans"]][:2]
    assert [] == found[1]["clean_spans"]
    assert {None} == {found[2][name] for name in ADDED}
    assert set(SPAN_FIELDS) == {name for span in found[0]["clean_spans"] for name in span}


def test_annotations_lead_back_and_removed_says_what_went(corpus: Path, tmp_path: Path) -> None:
    notes, removed = tmp_path / "notes.jsonl", tmp_path / "removed.jsonl"
    out = tmp_path / "out.jsonl"
    execute(corpus, out, annotations=str(notes), removed=str(removed), jobs=2)
    before = [r["text"] for r in read_lines(corpus)]
    pairs = zip(read_lines(out), read_lines(notes), strict=True)
    restored = [restore_input(r["text"].encode(), note).decode() for r, note in pairs]

    assert before == restored
    assert [f"a{n}" for n in range(40)] == [note["id"] for note in read_lines(notes)]
    assert {"share/it"} == {line["rule"] for line in read_lines(removed)}


def test_inputs_that_would_come_out_under_one_name_are_refused(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "in.jsonl").write_bytes(some_lines(2))
    with pytest.raises(UsageError, match="would come out under one name"):
        execute([tmp_path / "a" / "in.jsonl", tmp_path / "b" / "in.jsonl"], tmp_path / "out")


def test_compressed_standard_input_is_told_by_what_is_in_it() -> None:
    plain = streamed("-", stdin=some_lines(9))[1]

    assert plain == streamed("-", stdin=gzip.compress(some_lines(9)))[1]


def test_an_input_is_taken_once_whatever_it_is_called(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "d" / "e").mkdir(parents=True)
    (tmp_path / "d" / "e" / "x.txt").write_text(text(1))
    (tmp_path / "d" / "e" / ".y.txt").write_text(text(2))
    for inputs, said in (
        ([corpus, f"{tmp_path}/d/../in.jsonl"], "in.jsonl is given twice, once as"),
        ([corpus, corpus], "in.jsonl is given twice; give it once"),
        ([tmp_path / "d", tmp_path / "d" / "e" / "x.txt"], "x.txt lies in .*d, which is given too"),
        ([tmp_path / "d" / "e", tmp_path / "d"], "e lies in .*d, which is given too; give one"),
    ):
        with pytest.raises(UsageError, match=said):
            streamed(inputs, to="jsonl")
    report, _ = streamed([tmp_path / "d", tmp_path / "d" / "e" / ".y.txt"], to="jsonl")

    assert 2 == report.tally.counts["records"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_of_a_pipe_with_a_name_nothing_is_lost(corpus: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    with pytest.raises(UsageError, match=r"pipe\.jsonl: is a pipe .* give - .* or say with --from"):
        streamed(pipe)  # and does not wait for one who writes
    writer = Thread(target=pipe.write_bytes, args=(corpus.read_bytes(),))
    writer.start()
    out = streamed(pipe, source_format="jsonl")[1]
    writer.join()

    assert streamed(corpus)[1] == out


def test_half_a_surrogate_pair_stops_nothing(tmp_path: Path) -> None:
    corpus = tmp_path / "in.jsonl"
    odd = f'{{"id": "a", "text": {json.dumps(text(1))[:-1]}\\ud800"}}\n'.encode()
    corpus.write_bytes(odd + lines([{"id": "b", "text": "Rain."}]))
    notes = {n: str(tmp_path / f"{n}.jsonl") for n in ("annotations", "removed", "errors")}
    execute(corpus, tmp_path / "out.jsonl", annotate=True, **notes)
    execute(corpus, tmp_path / "out.parquet")

    assert [f"{cleaned(1)}\ud800", "Rain."] == [
        r["text"] for r in read_lines(tmp_path / "out.jsonl")
    ]
    assert ["a", "b"] == [r["id"] for r in read_lines(tmp_path / "annotations.jsonl")]
    assert ["not UTF-8"] == [
        r["problem"] for r in read_lines(tmp_path / "out.parquet.errors.jsonl")
    ]


def test_processes_are_busy_with_many_small_inputs_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(20):
        (tmp_path / f"{n:02}.jsonl").write_bytes(some_lines(n % 3))
    sources = sorted(tmp_path.glob("*.jsonl"))
    alone = streamed(sources, tmp_path / "alone", limit=15)[0], streamed(sources)[1]
    submit, under_way = Pool.submit, [0]

    def counting(self: Pool, piece: Piece) -> Callable[[], Outcome]:
        wait = submit(self, piece)
        under_way.append(under_way[-1] + 1)
        return lambda: (under_way.append(under_way[-1] - 1), wait())[1]

    monkeypatch.setattr(Pool, "submit", counting)
    together = streamed(sources, jobs=2)[1]
    most = max(under_way)
    limited = execute(sources, tmp_path / "together", limit=15, jobs=2)

    assert (2 * QUEUED, alone[1]) == (most, together)
    assert 15 == limited.tally.counts["records"]
    assert alone[0].tally == limited.tally
    assert files_in(tmp_path / "alone") == files_in(tmp_path / "together")


def test_a_document_that_breaks_the_cleaner_harms_no_other(tmp_path: Path) -> None:
    from cleaner import Cleaner

    corpus = tmp_path / "in.jsonl"
    corpus.write_bytes(some_lines(6))
    clean_many = Cleaner.clean_many

    def breaks(self: Cleaner, texts: list[str], **known: object):  # type: ignore[no-untyped-def]
        if any("4. The council" in t for t in texts):
            raise ZeroDivisionError("a mistake of ours")
        return clean_many(self, texts, **known)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Cleaner, "clean_many", breaks)
        execute(corpus, tmp_path / "out.jsonl")
    (error,) = read_lines(tmp_path / "out.jsonl.errors.jsonl")

    assert ["a0", "a1", "a2", "a3", "a5"] == [r["id"] for r in read_lines(tmp_path / "out.jsonl")]
    assert ("internal error", 5) == (error["problem"], error["number"])
    assert corpus.read_bytes().splitlines(keepends=True)[4].decode() == error["record"]


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("count", [3, FIRST_RECORDS + 500])
def test_a_wrong_field_is_told_at_once_and_leaves_nothing(
    tmp_path: Path, count: int, jobs: int
) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(lines({"id": n, "body": "Rain."} for n in range(count)))
    with pytest.raises(UsageError, match="1: no text field: 'text' is not among id, body; name"):
        execute(source, out, jobs=jobs, shard_bytes=5_000)

    assert [source] == list(tmp_path.iterdir())
    execute(source, out, jobs=jobs, names=Names(text="body"))
    assert source.read_bytes() == out.read_bytes()


def test_a_text_among_the_first_records_is_enough(tmp_path: Path) -> None:
    bad = [{"body": n} for n in range(FIRST_RECORDS + 500)]
    (tmp_path / "in.jsonl").write_bytes(lines([{"text": "Rain."}, *bad]))
    report = execute(tmp_path / "in.jsonl", tmp_path / "out.jsonl")

    assert len(bad) == report.tally.counts["errors"]
    assert len(bad) == len(read_lines(tmp_path / "out.jsonl.errors.jsonl"))


def test_fields_named_like_verdicts_are_not_written_over(tmp_path: Path) -> None:
    good, bad = {"text": "Rain."}, {"text": "Snow.", "clean_kept": 7}
    (tmp_path / "in.jsonl").write_bytes(lines([good, bad]))
    execute(tmp_path / "in.jsonl", tmp_path / "out.jsonl", annotate=True)
    (error,) = read_lines(tmp_path / "out.jsonl.errors.jsonl")

    assert ["Rain."] == [row["text"] for row in read_lines(tmp_path / "out.jsonl")]
    assert ("annotated already", bad) == (error["problem"], json.loads(error["record"]))


def test_files_beside_are_compressed_as_their_names_say(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(some_lines(40) + b"broken\n")
    names = {name: str(tmp_path / f"{name}.jsonl.gz") for name in ("removed", "errors")}
    execute(tmp_path / "in.jsonl", tmp_path / "out.jsonl", shard_bytes=3_000, **names)

    assert b"broken" in gzip.decompress((tmp_path / "errors.jsonl.gz").read_bytes())
    packed = gzip.decompress((tmp_path / "removed.jsonl.gz").read_bytes())
    assert {"share/"} == {json.loads(line)["rule"][:6] for line in packed.splitlines()}
