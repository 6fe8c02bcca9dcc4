"""`clean run` as it is typed."""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT

from .conftest import ARTICLE, CLEANED, Run

COMMAND = [sys.executable, "-m", "cleaner", "run"]
UNIX = pytest.mark.skipif(os.name != "posix", reason="needs Unix")


@pytest.fixture
def clean(run: Run, rules: str) -> Run:
    def clean_here(*arguments: object, stdin: bytes | None = None) -> object:
        return run("run", "--rules", rules, "--profile", "rules-only", *arguments, stdin=stdin)

    return clean_here  # type: ignore[return-value]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"id": 1, "text": ARTICLE}) + "\n")
    return path


def test_lines_stream_quietly_through_a_pipe(clean: Run, corpus: Path) -> None:
    ran = clean("-", stdin=corpus.read_bytes())

    assert (0, "") == (ran.code, ran.err)
    assert {"id": 1, "text": CLEANED} == json.loads(ran.out)


def test_bad_records_of_a_pipe_go_to_standard_error_whole(clean: Run, corpus: Path) -> None:
    ran = clean("-", stdin=b'{"text": "open\n' + corpus.read_bytes() + b'{"id": 7}\n')
    told = [json.loads(line) for line in ran.err.splitlines()]

    assert (0, {"id": 1, "text": CLEANED}) == (ran.code, json.loads(ran.out))
    assert [(1, "broken JSON"), (3, "no text field")] == [(t["number"], t["problem"]) for t in told]
    assert ['{"text": "open\n', '{"id": 7}\n'] == [t["record"] for t in told]


def test_a_dry_run_writes_no_summary(clean: Run, corpus: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.json"
    ran = clean(corpus, "--dry-run", "--summary", summary)

    assert "nothing has been written" in ran.err
    assert not summary.exists()


@UNIX
def test_bad_records_of_a_pipe_end_it_where_nobody_takes_them() -> None:
    command = [*COMMAND, "--profile", "rules-only", "-"]
    with open("/dev/full", "wb") as full:
        lenient = subprocess.run(command, input=b"{\n", stderr=full)
        fine = subprocess.run(command, input=b"", stderr=full)

    assert (2, 0) == (lenient.returncode, fine.returncode)


@UNIX
def test_a_terminal_sees_place_and_problem_of_a_bad_record(rules: str, tmp_path: Path) -> None:
    import pty

    (tmp_path / "in.jsonl").write_text('{"text": "A."}\n{"id": 7, "detail": ", \\"record"}\n')
    reader, terminal = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, "--rules", rules, "--profile", "rules-only", "in.jsonl"],
        stderr=terminal,
        stdout=subprocess.PIPE,
        cwd=tmp_path,
    ) as process:
        os.close(terminal)
        out, _ = process.communicate()
    seen = os.read(reader, 4096)
    os.close(reader)

    assert (0, b'{"text": "A."}\n') == (process.returncode, out)
    assert b"clean: in.jsonl:2: no text field: 'text' is not among id, detail;" in seen


def test_a_dry_run_tells_in_a_pipe_too(clean: Run, corpus: Path) -> None:
    corpus.write_bytes(b"[]\n" + corpus.read_bytes())
    ran = clean(corpus, "--dry-run")

    assert (0, b"") == (ran.code, ran.out)
    assert "in.jsonl:1: not an object" in ran.err
    assert "note: 2 records: 1 cleaned, 1 error\n" in ran.err


def test_a_summary_is_told_and_written(clean: Run, corpus: Path, tmp_path: Path) -> None:
    ran = clean(corpus, "-o", tmp_path / "out.jsonl", "--summary", tmp_path / "summary.json")
    summary = json.loads((tmp_path / "summary.json").read_text())

    assert (0, b"") == (ran.code, ran.out)
    assert "1 record: 1 cleaned" in ran.err
    assert ["small/share-line"] == list(summary["rules"])
    assert (1, 1) == (summary["records"], summary["cleaned"])
    assert summary["characters"] - summary["characters_kept"] == sum(summary["removed"].values())


def test_a_second_run_says_that_there_is_nothing_to_do(
    clean: Run, corpus: Path, tmp_path: Path
) -> None:
    clean(corpus, "-o", tmp_path / "out.jsonl")
    ran = clean(corpus, "-o", tmp_path / "out.jsonl")

    assert 0 == ran.code
    assert "finished already; nothing to do" in ran.err


def test_strict_ends_with_2_at_the_first_bad_record(
    clean: Run, corpus: Path, tmp_path: Path
) -> None:
    corpus.write_bytes(corpus.read_bytes() + b"{broken\n")
    strict = clean(corpus, "--strict", "-o", tmp_path / "strict.jsonl")
    lenient = clean(corpus, "-o", tmp_path / "out.jsonl")

    assert (2, True) == (strict.code, "in.jsonl:2: broken JSON: Expecting" in strict.err)
    assert not (tmp_path / "strict.jsonl").exists()
    assert (0, True) == (lenient.code, "errors: 1 broken JSON" in lenient.err)


@UNIX
def test_a_terminal_sees_how_far_it_is(corpus: Path, rules: str, tmp_path: Path) -> None:
    import pty

    corpus.write_bytes(corpus.read_bytes() * 2_000)
    reader, terminal = pty.openpty()
    command = [*COMMAND, "--rules", rules, "--profile", "rules-only", corpus, "-o"]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    with subprocess.Popen(
        [*command, tmp_path / "out.jsonl"], stderr=terminal, env=environment
    ) as process:
        os.close(terminal)
        seen = b""
        while True:
            try:
                seen += os.read(reader, 4096)
            except OSError:  # the other end is closed
                break
    os.close(reader)

    assert 0 == process.returncode
    assert b"MB/s" in seen
    assert b"% removed" in seen
    assert b"2,000 records: 2,000 cleaned" in seen


@UNIX
def test_parquet_in_a_pipe_is_told_with_a_way_out(tmp_path: Path) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    pa = pytest.importorskip("pyarrow")
    pq.write_table(pa.table({"text": ["Rain."]}), tmp_path / "in.parquet")
    done = subprocess.run(
        [*COMMAND, "-", "-o", "out.jsonl"],
        input=(tmp_path / "in.parquet").read_bytes(),
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )

    assert 2 == done.returncode
    assert b"clean: -: Parquet cannot come through a pipe; give the file\n" == done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("none.jsonl",), "none.jsonl: no such file"),
        (("*.none",), "*.none: no file fits"),
        (("{in}", "--from", "excel"), "format 'excel' is unknown; choose jsonl, parquet"),
        ((), "nothing to clean; give INPUT, or pipe records in"),
        (("{in}", "-j", "-3"), "-j -3 is no number of processes"),
        (("{in}", "--annotations", ""), "Invalid value for '--annotations': it is empty"),
        (("{in}", "-o", ""), "Invalid value for '--output' / '-o': it is empty"),
        (("{in}", "--errors", "-"), "only records go to standard output"),
        (("{in}", "-o", "x.jsonl", "--summary", "-"), "only records go to standard output"),
        (("{in}", "--limit", "0"), "--limit 0 is no number of records"),
        (("{in}", "--sample", "2"), "--sample 2.0 is no share"),
        (("{in}", "--max-record", "big"), "--max-record 'big' is no size"),
        (("{in}", "--to", "warc", "-o", "x/"), "warc is only read"),
        (("{in}", "--to", "csv", "-o", "x.csv"), "jsonl cannot be written as csv"),
        (("{in}", "--to", "parquet"), "Parquet cannot be streamed"),
        (("{in}", "-o", "s3://bucket/x"), "outputs are local"),
        (("{in}", "--errors", "memory://x/e.jsonl"), "memory://x/e.jsonl: outputs are local"),
        (("{in}", "-o", "x.jsonl", "--summary", "s3://x/s.json"), "s3://x/s.json: outputs are"),
        (("{in}", "-o", "x.gz"), "the name does not tell the format"),
        (("{in}", "-o", "x.json"), "say news.jsonl.gz, or x.json/ for a folder"),
        (("{in}", "-o", "a/x.xlsx", "--to", "jsonl"), "the name does not tell the format"),
        (("{in}", "-", "-o", "x.jsonl"), "standard input cannot go with other inputs"),
        (("{in}", "-o", "/dev/null/x.jsonl"), "/dev/null: cannot be written"),
        (("{in}", "--nonsense"), "No such option"),
    ],
)
def test_wrong_use_is_told_in_one_line(
    clean: Run, corpus: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = clean(*(a.replace("{in}", str(corpus)) for a in arguments))

    assert (2, b"") == (ran.code, ran.out)
    assert said in ran.err
    assert 1 == ran.err.count("\n")


def test_remote_inputs_come_by_fsspec(clean: Run, corpus: Path, tmp_path: Path) -> None:
    import fsspec

    with fsspec.open("memory://crawl/in.jsonl", "wb") as file:
        file.write(corpus.read_bytes())
    ran = clean("memory://crawl/*.jsonl", "-o", tmp_path / "out.jsonl", "-q")

    assert (0, "") == (ran.code, ran.err)
    assert CLEANED == json.loads((tmp_path / "out.jsonl").read_text())["text"]


@pytest.mark.parametrize("where", ["glob", "open", "read"])
def test_what_goes_wrong_with_an_address_is_told(
    clean: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    import fsspec
    from fsspec.implementations.memory import MemoryFile, MemoryFileSystem

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no credentials")

    with fsspec.open(f"memory://{where}/in.jsonl", "wb") as file:
        file.write(b'{"text": "Rain."}\n' * 40_000)
    part = MemoryFile if where == "read" else MemoryFileSystem
    monkeypatch.setattr(part, {"read": "readinto"}.get(where, where), fail, raising=False)
    ran = clean(f"memory://{where}/*.jsonl", "-o", tmp_path / "out.jsonl", "-q")

    assert 2 == ran.code
    assert "cannot be read: RuntimeError: no credentials; check the address" in ran.err


@pytest.mark.parametrize(
    ("library", "name", "extra"),
    [
        ("pyarrow", "in.parquet", "arrow"),
        ("fastwarc", "in.warc", "warc"),
        ("zstandard", "in.jsonl.zst", "zstd"),
        ("fsspec", "memory://x/in.jsonl", "remote"),
    ],
)
def test_without_a_library_the_extra_is_named(
    clean: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    library: str,
    name: str,
    extra: str,
) -> None:
    beginnings = {"arrow": b"PAR1", "warc": b"WARC/1.0", "zstd": b"\x28\xb5\x2f\xfd", "remote": b""}
    (tmp_path / name.rpartition("/")[2]).write_bytes(beginnings[extra])
    for module in [m for m in sys.modules if m.partition(".")[0] == library]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, library, None)
    ran = clean(name if "://" in name else tmp_path / name, "-o", tmp_path / "out.jsonl")

    assert 2 == ran.code
    assert f" needs {library}, which is not installed; " in ran.err
    assert f"pip install 'news-cleaner[{extra}]'" in ran.err


@UNIX
def test_a_full_disk_is_told_and_the_same_command_goes_on(tmp_path: Path, rules: str) -> None:
    corpus = tmp_path / "in.jsonl"
    corpus.write_text("".join(json.dumps({"n": n, "text": ARTICLE}) + "\n" for n in range(1500)))
    shared = [*COMMAND, "--rules", rules, "--profile", "rules-only", "--shard-size", "1", corpus]
    out = tmp_path / "out.jsonl"
    limit = 150_000
    full = subprocess.run([*shared, "-o", out], capture_output=True, preexec_fn=_limited(limit))
    again = subprocess.run([*shared, "-o", out], capture_output=True)
    rows = [json.loads(line) for line in out.read_bytes().splitlines()]

    assert (2, b"") == (full.returncode, full.stdout)
    assert b"cannot be written: File too large; set that right" in full.stderr
    assert 1 == full.stderr.count(b"\n")
    assert (0, b"gone on behind" in again.stderr) == (again.returncode, True)
    assert [{"n": n, "text": CLEANED} for n in range(1500)] == rows


@UNIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_told(clean: Run, corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    ran = clean(corpus, "-o", folder / "out.jsonl")

    assert 2 == ran.code
    assert "Permission denied" in ran.err


@UNIX
def test_a_line_of_many_megabytes_needs_no_memory(tmp_path: Path, rules: str) -> None:
    corpus = tmp_path / "in.jsonl"
    with open(corpus, "wb") as file:
        file.write(b'{"text": "' + b"Rain fell on the town. " * 2_000_000 + b'"}\n')
        file.write(b'{"text": "Rain."}\n')
    out = tmp_path / "out.jsonl"
    command = [*COMMAND, "--rules", rules, "--profile", "rules-only", "-q", corpus, "-o", out]
    subprocess.run(command, check=True, preexec_fn=_small)

    assert b'{"text": "Rain."}\n' == out.read_bytes()
    assert os.stat(f"{out}.errors.jsonl").st_size > 46_000_000


def _limited(size: int) -> Callable[[], None]:
    """Let no file grow beyond a size, as on a disk that is nearly full."""

    def limit() -> None:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def _small() -> None:
    """No more than 56 MB for data: half are taken before the first record, the line has 46."""
    resource.setrlimit(resource.RLIMIT_DATA, (56_000_000, 56_000_000))


def test_no_output_takes_the_place_of_an_input(clean: Run, corpus: Path, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text(ARTICLE)
    before = corpus.read_bytes()

    summed = clean(corpus, "-o", tmp_path / "out.jsonl", "--summary", corpus)
    twice = clean(corpus, "-o", tmp_path / "o.jsonl", "--summary", tmp_path / "o.jsonl")
    among = clean(text, "-o", f"{tmp_path}/", "--restart")

    assert [2, 2, 2] == [summed.code, twice.code, among.code]
    assert "is an input; write elsewhere" in summed.err
    assert "two outputs have the same name" in twice.err
    assert "lies in the output" in among.err
    assert (before, ARTICLE) == (corpus.read_bytes(), text.read_text())


@pytest.mark.parametrize("form", ["jsonl", "files"])
def test_a_folder_without_files_of_the_format_is_no_success(
    clean: Run, tmp_path: Path, form: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / ("a.txt" if form == "jsonl" else "a.jsonl")).write_text(ARTICLE)

    ran = clean(folder, "--from", form, "-o", tmp_path / "out")

    assert 2 == ran.code
    assert "holds no file of a known format" in ran.err


def test_a_folder_may_have_a_suffix(clean: Run, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "v.2").mkdir()

    assert 0 == clean(corpus, "-o", tmp_path / "v.2").code
    assert 0 == clean(corpus, "-o", f"{tmp_path}/v.3/").code
    assert (tmp_path / "v.2" / "manifest.json").exists()
    assert (tmp_path / "v.3" / "manifest.json").exists()


def test_an_output_that_is_there_and_tells_no_format(
    clean: Run, corpus: Path, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("")

    ran = clean(corpus, "-o", tmp_path / "out")

    assert 2 == ran.code
    assert "the name does not tell the format" in ran.err


def test_a_problem_reads_well(clean: Run, tmp_path: Path) -> None:
    broken = tmp_path / "in.jsonl"
    broken.write_text('{"text": "no end')

    clean(broken, "-o", tmp_path / "out.jsonl")

    error = json.loads((tmp_path / "out.jsonl.errors.jsonl").read_text())
    assert "Unterminated string starting at character 9" == error["detail"]


def test_a_file_of_a_byte_order_mark_alone_has_no_records(clean: Run, tmp_path: Path) -> None:
    mark = tmp_path / "in.jsonl"
    mark.write_bytes(b"\xef\xbb\xbf")

    ran = clean(mark, "-o", tmp_path / "out.jsonl", "--strict")

    assert 0 == ran.code
    assert "0 records" in ran.err
    assert mark.read_bytes() == (tmp_path / "out.jsonl").read_bytes()


@UNIX
@pytest.mark.parametrize("option", ["-o", "--summary", "--errors", "--annotations", "--removed"])
def test_what_is_no_file_is_never_replaced(
    clean: Run, corpus: Path, tmp_path: Path, option: str
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    output = () if option == "-o" else ("-o", tmp_path / "out.jsonl")
    ran = clean(corpus, *output, option, pipe, "--to", "jsonl")

    assert 2 == ran.code
    assert "is no file that could be replaced" in ran.err
    assert pipe.is_fifo()


ROW = json.dumps({"id": 1, "text": ARTICLE}).encode()


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("utf16.jsonl", (ROW + b"\n").decode().encode("utf-16"), "is UTF-16 or UTF-32; `iconv"),
        ("utf16.jsonl", (ROW + b"\n").decode().encode("utf-16-be"), "is UTF-16 or UTF-32; `iconv"),
        ("utf16.csv", "id,text\n1,A.\n".encode("utf-16"), "the file has to be UTF-8"),
        ("no-column.csv", b"id,body\n1,A.\n", "no column 'text' among id, body; name the text's"),
        ("array.json", b"[" + ROW + b"]", "is a JSON array, not JSON lines; `jq -c '.[]'`"),
        (
            "array.jsonl",
            b"[" + ROW + b",\n" + ROW + b"]\n",
            "a JSON array is no JSON lines: `jq -c '.[]'`",
        ),
        (
            "indented.json",
            b'{\n "text": "A."\n}\n',
            "an object over several lines is no JSON line: `jq",
        ),
        (
            "empty.jsonl",
            b"{}\n",
            "1: no text field: 'text' is not there, nor any other field; name",
        ),
        ("cr.jsonl", ROW + b"\r" + ROW + b"\r", "lines that end in CR alone are one: `tr "),
        ("packed.zip", b"PK\x03\x04 and so on", "is a zip archive; unpack it"),
        ("packed.jsonl", b"name".ljust(257, b"\0") + b"ustar", "is a tar archive; unpack it"),
        ("no-field.jsonl", b'{"body": "A."}\n', "1: no text field: 'text' is not among body; "),
        ("no-text.jsonl", b'{"text": {}}\n', "no record has a text in a field 'text', 1 read"),
        ("cut.jsonl.gz", b"\x1f\x8b\x08", "the gz data is damaged or breaks off"),
        ("no.warc", b"This is none.\n", "the WARC cannot be read on"),
        ("no.xyz", b"\x00\x01", "neither name nor content tells the format; give --from"),
        ("no.txt", b"\x00\x01", "not text: binary: NUL byte at offset 0"),
    ],
)
def test_what_cannot_be_cleaned_at_all_ends_with_2_and_a_way_out(
    clean: Run, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    ran = clean(tmp_path / name, "-o", tmp_path / "out.jsonl")

    assert (2, b"") == (ran.code, ran.out)
    assert said in ran.err
    assert f"{name}:" in ran.err
    assert "Traceback" not in ran.err


def test_that_a_field_within_a_field_is_not_read_is_said(clean: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"meta": {"text": "Rain."}}\n')
    ran = clean(tmp_path / "in.jsonl", "--text-field", "meta.text", "-o", tmp_path / "out.jsonl")

    assert ran.code == 2
    assert (
        "fields within fields are not read: `jq -c '.text = .meta.text'` brings it out" in ran.err
    )


def test_a_wrong_option_leaves_nothing_that_stands_in_the_way(
    clean: Run, tmp_path: Path, corpus: Path
) -> None:
    (tmp_path / "in.csv").write_text("id,body\n1,Rain.\n")
    wrong = clean(tmp_path / "in.csv", "-o", tmp_path / "out.csv")
    right = clean(tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--text-field", "body")

    assert (2, 0) == (wrong.code, right.code)
    assert "id,body\n1,Rain.\n" == (tmp_path / "out.csv").read_text()


@pytest.mark.parametrize("name", ["in.jsonl", "in.csv", "in.warc", "in.jsonl.gz", "-"])
def test_an_empty_input_is_no_failure(clean: Run, tmp_path: Path, name: str) -> None:
    import gzip

    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / name
    path.write_bytes(gzip.compress(b"") if name.endswith("gz") else b"")
    ran = clean("-" if name == "-" else path, "-o", tmp_path / "out.jsonl", stdin=b"")

    assert 0 == ran.code
    assert b"" == (tmp_path / "out.jsonl").read_bytes()
    assert "characters" not in ran.err


def test_what_json_lines_hold_besides_the_text_stays_to_the_byte(clean: Run) -> None:
    """Not-a-number, integers beyond 64 bits, doubled names, blanks, order, escapes, line ends."""
    before, after = json.dumps(ARTICLE).encode(), json.dumps(CLEANED).encode()
    line = (
        b'\xef\xbb\xbf{"n": NaN, "m":-Infinity , "long": 123456789012345678901234567890, "z": -0,'
        b'"f": 1.5000e400, "n": 2,\t"text"  : %s ,"u": "\\u00E9\\/", "caf\xc3\xa9": [1 , 2]}\r\n'
        b"\n"
    )
    ran = clean("-", stdin=line % before)

    assert (0, line % after) == (ran.code, ran.out)


def test_the_texts_of_a_corpus_come_back_as_the_manual_says(
    clean: Run, run: Run, tmp_path: Path
) -> None:
    lines = [{"id": 7, "text": ARTICLE}, {"text": None}, {"id": 7, "text": CLEANED}, {"text": ""}]
    data = "".join(json.dumps(line) + "\n\n" for line in [*lines, [], {"text": ARTICLE, "b": 1}])
    output, notes = tmp_path / "clean.jsonl", tmp_path / "notes.jsonl"
    clean("-", "--annotations", notes, "-o", output, stdin=data.encode())
    manual = (ROOT / "docs" / "run.md").read_text(encoding="utf-8")
    script = manual.split("```python\n")[1].split("```")[0]
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    wrong = run("restore", output, "--annotations", notes)

    assert [*lines, {"text": ARTICLE, "b": 1}] == [*map(json.loads, done.stdout.splitlines())]
    assert f"clean: {output}: holds records; in Python restore(" in wrong.err


def test_errors_of_many_kinds_are_all_counted(clean: Run, corpus: Path) -> None:
    bad = [b"7", b"{", b'{"text": 1}', b'{"a": 1}', b'{"text": "", "text": ""}', b'{"a": "\xff"}']
    corpus.write_bytes(b"\n".join([*bad, bad[0], corpus.read_bytes()]))
    ran = clean(corpus, "--dry-run")
    told = [line for line in ran.err.splitlines() if "note: errors: " in line]

    assert "clean: note: errors: 2 not an object" == told[0]
    assert "clean: note: errors: 1 for 1 other reason" == told[5]
    assert 6 == len(told)


def test_where_the_errors_are_is_said(clean: Run, corpus: Path, tmp_path: Path) -> None:
    corpus.write_bytes(corpus.read_bytes() + b"{\n")
    ran = clean(corpus, "-o", tmp_path / "out.jsonl")

    assert f"errors are in {tmp_path}/out.jsonl.errors.jsonl" in ran.err


@pytest.mark.parametrize("option", ["--errors", "--annotations", "--removed"])
def test_an_output_beside_that_cannot_be_opened_leaves_nothing(
    clean: Run, corpus: Path, tmp_path: Path, option: str
) -> None:
    wrong = clean(corpus, "-o", tmp_path / "out.jsonl", option, "/dev/null/no/file")
    left = {path.name for path in tmp_path.iterdir()}
    right = clean(corpus, "-o", tmp_path / "out.jsonl", option, tmp_path / "beside")

    assert (2, {"in.jsonl"}, 0) == (wrong.code, left, right.code)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("memory://nowhere/in.jsonl", "memory://nowhere/in.jsonl: no such file; check the name"),
        ("memory://nowhere/*.jsonl", "memory://nowhere/*.jsonl: no file fits"),
        ("file://{tmp}", "is a folder; give the files in it"),
        ("nosuch://host/in.jsonl", "Protocol not known: nosuch; check the beginning"),
    ],
)
def test_wrong_addresses_are_told(clean: Run, tmp_path: Path, address: str, said: str) -> None:
    ran = clean(address.replace("{tmp}", str(tmp_path)), "-o", tmp_path / "out.jsonl")

    assert (2, 1) == (ran.code, ran.err.count("\n"))
    assert said in ran.err


def test_an_address_whose_library_is_missing_names_it(
    clean: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fsspec

    def missing(path: str) -> None:
        raise ImportError("Install s3fs to access S3")

    monkeypatch.setattr(fsspec.core, "url_to_fs", missing)
    ran = clean("s3://bucket/in.jsonl", "-o", tmp_path / "out.jsonl")

    assert 2 == ran.code
    assert "Install s3fs to access S3; pip install 'fsspec[s3]'" in ran.err
