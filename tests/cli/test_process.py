"""What only a process of its own can show: pipes, closed streams, full disks, a cold start."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from cleaner.native import twin
from tests.conftest import ROOT, SEED

from .conftest import ARTICLE, BODY, CLEANED

CLEAN = [sys.executable, "-m", "cleaner"]
HEAVY = {
    *("typer", "rich", "pydantic", "trafilatura", "yaml", "lxml", "json", "pathlib", "hashlib"),
    "numpy",
}
UNIX = pytest.mark.skipif(os.name != "posix", reason="needs Unix")


@pytest.fixture
def options(rules: str) -> list[str]:
    return ["--rules", rules, "--profile", "rules-only"]


def test_new_rules_go_into_a_file_of_the_rules_in_use(tmp_path: Path) -> None:
    """The shell has made the file, empty, before anything is read."""
    (tmp_path / "pyproject.toml").write_text('[tool.cleaner]\nrules = ["ours"]\n')
    (tmp_path / "ours").mkdir()
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text(f"Our best reads.\n{BODY}{number}\n")
    new, mined = tmp_path / "ours" / "herald.yaml", tmp_path / "ours" / "mined.yaml"

    def run(file: Path, *arguments: str) -> int:
        with file.open("ab") as out:
            return subprocess.run(
                [*CLEAN, "rules", *arguments], stdout=out, cwd=tmp_path
            ).returncode

    assert 0 == run(mined, "mine", ".")
    assert "our-best-reads" in mined.read_text()
    mined.unlink()
    assert (0, 0) == (run(new, "new", "herald/one"), run(new, "new", "herald/two"))
    assert 2 == run(new, "new", "herald/two")  # known, filled in or not
    assert ["one", "two"] == [rule["name"] for rule in yaml.safe_load(new.read_text())]


def test_an_article_in_latin_letters_does_not_wait_for_what_others_need() -> None:
    """Expressions of all signs around letters take a cold start milliseconds to compile."""
    code = (
        "from cleaner import clean, roles; from cleaner.packs.finding import line\n"
        "clean(open(0, encoding='utf-8').read())\n"
        "made = roles._no_blanks, line._word_start_pattern, line._border_pattern\n"
        "print(sum(one.cache_info().currsize for one in made))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=SEED.read_bytes(), capture_output=True
    )

    assert (b"0", b"") == (done.stdout.strip(), done.stderr)


def test_python_m_cleaner_is_clean(options: list[str]) -> None:
    done = subprocess.run([*CLEAN, *options, "-"], input=ARTICLE.encode(), capture_output=True)

    assert (0, CLEANED.encode(), b"") == (done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    "profile",
    [
        "rules-only",
        pytest.param(
            "balanced",
            marks=pytest.mark.skipif(twin("scorer") is None, reason="the scorer is not compiled"),
        ),
    ],
)
def test_the_filter_imports_nothing_heavy(rules: str, profile: str) -> None:
    options = ["--rules", rules, "--profile", profile]
    code = (
        "import sys; before = set(sys.modules); from cleaner.cli.main import main; "
        "main(sys.argv[1:]); print(*set(sys.modules) - before, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, *options, "-"]
    time.sleep(max(0, os.stat(rules).st_ctime + 2.1 - time.time()))  # so old a cache may trust
    subprocess.run(command, input=ARTICLE.encode(), capture_output=True)  # warms the caches
    done = subprocess.run(command, input=ARTICLE.encode(), capture_output=True)

    assert CLEANED.encode() == done.stdout
    assert set() == HEAVY & set(done.stderr.decode().split())
    assert ("cleaner.scoring.model" in done.stderr.decode()) == (profile != "rules-only")


@UNIX
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_leaves_ends_it_quietly(
    options: list[str], tmp_path: Path, unbuffered: str
) -> None:
    big = tmp_path / "big.txt"
    big.write_text(BODY * 20_000)
    process = subprocess.Popen(
        [*CLEAN, *options, str(big)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
    )
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    _, err = process.communicate(timeout=60)

    assert (process.returncode, err) == (-signal.SIGPIPE, b"")


@UNIX
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_reader_that_leaves_ends_a_run_quietly(
    options: list[str], tmp_path: Path, jobs: str
) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"text": BODY * 9}) + "\n")
    (tmp_path / "big.jsonl").write_bytes((tmp_path / "in.jsonl").read_bytes() * 2_000)
    process = subprocess.Popen(
        [*CLEAN, "run", *options, "-j", jobs, str(tmp_path / "big.jsonl")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.read(10)
    process.stdout.close()
    _, err = process.communicate(timeout=60)

    assert (process.returncode, err) == (-signal.SIGPIPE, b"")


KILLING = """
import os, signal, sys
from cleaner.cli.main import main
from cleaner.runner.pool import Pool
submit, count = Pool.submit, 0

def killing(self, piece):
    global count
    count += 1
    if count == 9:
        os.kill(next(iter(self._executor._processes)), signal.SIGKILL)
    return submit(self, piece)

Pool.submit = killing
sys.exit(main())
"""


@UNIX
def test_a_worker_that_is_killed_is_told(options: list[str], tmp_path: Path) -> None:
    """By its own words: what goes to the workers breaks off too, and is no reader that leaves."""
    (tmp_path / "in.jsonl").write_text((json.dumps({"text": BODY * 99}) + "\n") * 1_000)
    asked = ["run", *options, "-j", "2", "in.jsonl", "-o", "out.jsonl"]
    done = subprocess.run(
        [sys.executable, "-c", KILLING, *asked], cwd=tmp_path, capture_output=True, timeout=60
    )
    again = subprocess.run([*CLEAN, *asked], cwd=tmp_path, capture_output=True, timeout=60)

    assert (2, True) == (done.returncode, b"a worker process has been killed" in done.stderr)
    assert 0 == again.returncode
    assert (tmp_path / "in.jsonl").read_bytes() == (tmp_path / "out.jsonl").read_bytes()


def _hear_interrupts() -> None:
    """What runs in the background of a script has been told to pass them over."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@UNIX
def test_an_interrupt_ends_it_quietly_with_130(options: list[str]) -> None:
    with subprocess.Popen(
        [*CLEAN, *options, "--format=jsonl", "-", "/dev/null"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_hear_interrupts,
    ) as process:
        assert process.stdin is not None
        try:
            process.wait(timeout=1.5)  # it is waiting for input by then
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)

    assert (process.returncode, out, err) == (130, b"", b"")


INTERRUPTING = """
import os, signal, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "cleaner.pipeline":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
from cleaner.__main__ import main
sys.exit(main())
"""
"""The command, interrupted in the middle of what it has to load."""


@UNIX
@pytest.mark.parametrize("command", [["-"], ["check", "."], ["run", "-"]], ids=lambda c: c[0])
def test_an_interrupt_at_the_start_ends_it_quietly_too(tmp_path: Path, command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTING, *command],
        input=b"",
        capture_output=True,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        preexec_fn=_hear_interrupts,
    )

    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


@UNIX
def test_sigterm_takes_away_what_is_half_written(options: list[str], tmp_path: Path) -> None:
    """The annotations grow beside their name while the filter waits for its second input."""
    (tmp_path / "a.txt").write_text(ARTICLE)
    with subprocess.Popen(
        [*CLEAN, *options, "--annotations", "notes.jsonl", "a.txt", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    ) as process:
        deadline = time.time() + 60
        while not list(tmp_path.glob(".notes*")) and time.time() < deadline:
            time.sleep(0.01)
        process.terminate()
        _, err = process.communicate(timeout=60)

    assert (process.returncode, err) == (143, b"")
    assert ["a.txt"] == os.listdir(tmp_path)


def test_unbuffered_output_is_complete(options: list[str]) -> None:
    done = subprocess.run(
        [*CLEAN, *options, "-"],
        input=BODY.encode() * 5_000,
        capture_output=True,
        env=os.environ | {"PYTHONUNBUFFERED": "1"},
    )

    assert BODY.encode() * 5_000 == done.stdout


@UNIX
@pytest.mark.parametrize(
    ("redirection", "said"),
    [
        ("> /dev/full", "standard output: No space left on device"),
        (">&-", "standard output is closed"),
        ("<&-", "standard input is closed"),
        ("--annotations /dev/full", "annotations cannot be written: No space left on device"),
    ],
)
def test_streams_that_fail_are_named(options: list[str], redirection: str, said: str) -> None:
    if "/dev/full" in redirection and not os.path.exists("/dev/full"):
        pytest.skip("needs /dev/full")
    line = f'"$@" - {redirection}'
    done = subprocess.run(
        ["sh", "-c", line, "sh", *CLEAN, *options], input=ARTICLE.encode(), capture_output=True
    )

    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


@UNIX
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("asked", [["--help"], ["check", "--help"]])
def test_help_that_finds_no_room_says_so(asked: list[str]) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*CLEAN, *asked], stdout=full, stderr=subprocess.PIPE)

    assert done.returncode == 2
    assert done.stderr.startswith(b"clean: standard output: No space left on device")
    assert done.stderr.count(b"\n") == 1


@UNIX
@pytest.mark.skipif(not os.path.exists("/dev/fd"), reason="needs /dev/fd")
def test_annotations_can_go_into_a_pipe(options: list[str]) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$@" --annotations /dev/fd/3 - 3>&1 >/dev/null', "sh", *CLEAN, *options],
        input=ARTICLE.encode(),
        capture_output=True,
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert b'"output_sha256"' in done.stdout


@UNIX
def test_names_that_are_no_text_are_shown(options: list[str], tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        Path(os.fsdecode(name)).write_text(ARTICLE)
    except OSError:
        pytest.skip("the file system takes UTF-8 only")
    command = [*map(os.fsencode, [*CLEAN, *options, "--format=json"]), name, name + b"x"]
    done = subprocess.run(command, capture_output=True)

    assert done.returncode == 2
    assert b"caf\\\\xe9.txt" in done.stdout
    assert b"caf\\xe9.txtx: no such file" in done.stderr
