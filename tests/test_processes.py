"""Processes of ours: what they do not load, and that they end with the one that began them."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cleaner import processes
from cleaner.processes import abandon, context, result_of, startable, submitted
from tests.conftest import ROOT

LOADED = """
import sys
from cleaner.cli.main import main
code = main()
print(code, "pandas" in sys.modules, file=sys.stderr)
"""
KILLED = """
import os, signal, sys
from concurrent.futures import Future
from cleaner.cli.main import main
result = Future.result
def killed(future, *seconds):
    result(future, *seconds)
    os.kill(os.getpid(), signal.SIGKILL)
Future.result = killed
main()
"""
"""A command that is killed when the first of its processes has done something."""

TERMINATED = KILLED.replace("SIGKILL", "SIGTERM").replace("main()", "sys.exit(main())")
"""The same, ended by a signal that can be heard."""
GO_ON = b"clean: interrupted; run the same command again to go on\n"

MULTIPLIED = """
import os, sys
from cleaner.cli.main import main
code = main()
import numpy
square = numpy.ones((1000, 1000)) @ numpy.ones((1000, 1000))
print(code, len(os.listdir("/proc/self/task")), file=sys.stderr)
"""
"""A command, and behind it a product of matrices that is worth all threads that there are."""


WITH_PROCESSES = pytest.mark.parametrize(
    "command",
    [
        ["check", "--no-cache", "--select", "text/invisible-character", "in.jsonl"],
        ["run", "--profile", "rules-only", "in.jsonl", "-o", "out.jsonl", "-q"],
    ],
    ids=lambda command: command[0],
)


def ended(folder: Path, script: str, command: list[str]) -> tuple[int, bytes]:
    """Run a script in two processes; return its exit code and what came on standard error."""
    record = json.dumps({"text": "The river rose by a metre, the council said.\n" * 2_000})
    (folder / "in.jsonl").write_text(f"{record}\n" * 30)
    process = subprocess.Popen(
        [sys.executable, "-c", script, *command, "-j", "2"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
    )
    _, err = process.communicate(timeout=60)  # until the last that could write there is gone
    return process.returncode, err


def die_in_the_middle_of_an_answer() -> None:
    """In a worker: begin to send a result, and be killed; the lock on the way back stays closed."""
    frame = sys._getframe()
    while "result_queue" not in frame.f_locals:
        assert frame.f_back is not None
        frame = frame.f_back
    answers = frame.f_locals["result_queue"]
    answers._wlock.acquire()
    os.write(answers._writer.fileno(), b"\0\0\1\0half")
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(os.name != "posix", reason="needs Unix")
def test_a_process_that_dies_while_it_answers_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LOOK_AFTER", 0.1)
    with ProcessPoolExecutor(2, context("cleaner.processes")) as pool:
        assert [0, 1] == [f.result() for f in [pool.submit(abs, n) for n in range(2)]]
        sleeping = pool.submit(time.sleep, 60)  # killed long before, however busy the machine is
        dying = pool.submit(die_in_the_middle_of_an_answer)

        with pytest.raises(BrokenProcessPool):
            result_of(dying, pool)
        with pytest.raises(BrokenProcessPool):
            result_of(sleeping, pool)


def test_processes_that_are_abandoned_end_at_once() -> None:
    started = time.monotonic()
    with ProcessPoolExecutor(2, context("cleaner.processes")) as pool:
        assert 1 == pool.submit(abs, -1).result()
        sleeping = [pool.submit(time.sleep, 300) for _ in range(9)]
        abandon(pool)

    assert time.monotonic() - started < 60
    assert all(one.exception() or one.cancelled() for one in sleeping)


SLEEPING = """
import os, signal, sys, threading, time
from cleaner.cli.main import main
import cleaner.{module} as module
submitted, timer = module.submitted, threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT))
def sleeping(executor, work, given):
    if timer.ident is None:
        timer.start()
    return submitted(executor, time.sleep, 300)
module.submitted = sleeping
sys.exit(main())
"""
"""A command whose processes are at it for minutes, interrupted."""


@pytest.mark.skipif(os.name != "posix", reason="needs Unix")
@WITH_PROCESSES
def test_an_interrupt_does_not_wait_for_the_work_under_way(
    tmp_path: Path, command: list[str]
) -> None:
    module = {"check": "checker.workers", "run": "runner.pool"}[command[0]]
    code, err = ended(tmp_path, SLEEPING.replace("{module}", module), command)

    assert (130, b"") == (code, err.replace(GO_ON, b""))


def test_parquet_is_cleaned_without_pandas(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    pq.write_table(pa.table({"text": ["Rain.", None]}), tmp_path / "in.parquet")
    command = [sys.executable, "-c", LOADED, "run", "in.parquet", "-o", "out.parquet", "-q"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert "0 False\n" == done.stderr
    assert ["Rain.", None] == pq.read_table(tmp_path / "out.parquet")["text"].to_pylist()


def test_a_process_of_somebody_else_keeps_pandas() -> None:
    pytest.importorskip("pandas")
    script = (
        "from cleaner.cli.main import main; main(['run', 'gone.jsonl']);"
        "import pyarrow as pa; print(len(pa.table({'a': ['b']}).to_pandas()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )

    assert "1\n" == done.stdout


@pytest.mark.skipif(os.name != "posix", reason="needs Unix")
@WITH_PROCESSES
def test_processes_end_when_the_command_is_killed(tmp_path: Path, command: list[str]) -> None:
    assert -signal.SIGKILL == ended(tmp_path, KILLED, command)[0]


@pytest.mark.skipif(os.name != "posix", reason="needs Unix")
@WITH_PROCESSES
def test_sigterm_ends_the_command_and_its_processes_in_order(
    tmp_path: Path, command: list[str]
) -> None:
    code, err = ended(tmp_path, TERMINATED, command)

    assert (143, b"") == (code, err.replace(GO_ON, b""))


@pytest.mark.skipif(os.name != "posix", reason="needs Unix")
def test_an_interrupt_waits_until_a_process_that_is_started_is_known() -> None:
    known = []

    class Starting:
        def submit(self, work: Callable[[int], int], given: int) -> None:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.05)
            known.append(work(given))

    with pytest.raises(KeyboardInterrupt):
        submitted(Starting(), abs, -1)  # type: ignore[arg-type]

    assert [1] == known
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.parametrize(("platform", "expected"), [("win32", 61), ("linux", 200)])
def test_windows_waits_for_no_more_processes_than_it_can(
    monkeypatch: pytest.MonkeyPatch, platform: str, expected: int
) -> None:
    monkeypatch.setattr(sys, "platform", platform)

    assert (expected, 2) == (startable(200), startable(2))


def test_a_result_that_comes_just_after_the_look_is_taken() -> None:
    class Late(Future[str]):
        def result(self, timeout: float | None = None) -> str:
            if not self.done():
                self.set_result("fine")
                raise TimeoutError
            return super().result(timeout)

    with ProcessPoolExecutor(1, context("cleaner.processes")) as pool:
        assert "fine" == result_of(Late(), pool)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted on Linux")
def test_learning_sums_in_one_thread_so_that_weights_do_not_hang_on_the_processors():
    command = [sys.executable, "-c", MULTIPLIED, "train", "nowhere.jsonl", "-o", "w.yaml"]
    many = os.environ | {"OPENBLAS_NUM_THREADS": "4"}
    ran = subprocess.run(command, capture_output=True, text=True, env=many, timeout=60)

    assert ran.stderr.splitlines()[-1] == "2 1"
