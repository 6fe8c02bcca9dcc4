"""Rounds in which all contenders take turns, each in the worker of its environment."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.speed.contenders import OURS, PURE, Contender
from benchmarks.speed.environments import interpreter_of
from benchmarks.speed.pages import PageSet
from benchmarks.speed.rule_loop import rule_lines
from benchmarks.speed.timing import Measurement
from cleaner.native import PURE as LEFT_ALONE

ROOT = Path(__file__).parents[2]
PATIENCE = 240  # seconds of wall time for one round of one contender
ONE_CORE = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def measure(
    kind: str,
    contenders: Sequence[Contender],
    pages: PageSet,
    rounds: int,
    folder: Path,
) -> list[Measurement]:
    """Time all contenders on the same pages, after one round that is not counted.

    Args:
        kind: `text` or `html`: which contenders the workers know.
        contenders: in the order of the table; the first is this project.
        pages: what they are given.
        rounds: how many are counted.
        folder: of the peers' environments.
    """
    with tempfile.TemporaryDirectory() as temporary:
        given = Path(temporary) / "pages.json"
        given.write_text(json.dumps([kind, pages.texts]), "utf-8")
        lines = Path(temporary) / "lines.txt"
        lines.write_text("\n".join(rule_lines()), "utf-8")
        workers = {
            name: _Worker(name, given, lines, folder)
            for name in dict.fromkeys(c.environment for c in contenders)
        }
        try:
            return _take_turns(contenders, workers, rounds)
        finally:
            for worker in workers.values():
                worker.end()


def turns(names: Sequence[str], round_: int) -> list[str]:
    """Return who comes after whom in a round: each begins in turn.

    >>> turns(["a", "b", "c"], 1)
    ['b', 'c', 'a']
    """
    first = round_ % len(names)
    return [*names[first:], *names[:first]]


def _take_turns(
    contenders: Sequence[Contender], workers: Mapping[str, _Worker], rounds: int
) -> list[Measurement]:
    known = {c.name: c for c in contenders}
    answers: dict[str, list[dict[str, Any]]] = {name: [] for name in known}
    problems: dict[str, str] = {}
    for round_ in range(rounds + 1):
        for name in turns(list(known), round_):
            if name in problems:
                continue
            answer = workers[known[name].environment].ask(name)
            if "problem" in answer:
                problems[name] = answer["problem"]
                print(f"{name}: not measured: {answer['problem']}", file=sys.stderr)
            elif round_:
                answers[name].append(answer)
    return [_measurement(c, answers[c.name], problems.get(c.name, "")) for c in contenders]


def _measurement(
    contender: Contender, answers: Sequence[dict[str, Any]], problem: str
) -> Measurement:
    if problem:
        return Measurement(contender.name, problem=problem, note=contender.does)
    first = answers[0]
    seconds = tuple(a["seconds"] for a in answers)
    note = contender.does
    if contender.share < 1:
        note += f"; on {first['documents']} of the pages, so rough"
    return Measurement(contender.name, seconds, first["size"], first["documents"], note=note)


class _Worker:
    """A process in one environment, started at the first question."""

    def __init__(self, environment: str, pages: Path, lines: Path, folder: Path) -> None:
        self._environment = environment
        self._pages = pages
        self._lines = lines
        self._folder = folder
        self._running: subprocess.Popen[bytes] | None = None
        self._problem = ""

    def ask(self, name: str) -> dict[str, Any]:
        """Have one round timed; a worker that dies or hangs is a problem of the one it timed."""
        if self._running is None and not self._problem:
            self._start()
        if self._running is None:
            return {"problem": self._problem}
        assert self._running.stdin is not None
        assert self._running.stdout is not None
        try:
            self._running.stdin.write(json.dumps({"round": name}).encode() + b"\n")
            self._running.stdin.flush()
        except BrokenPipeError:
            return self._lost("its process ended")
        ready, _, _ = select.select([self._running.stdout], [], [], PATIENCE)
        if not ready:
            return self._lost(f"took longer than {PATIENCE} s")
        line = self._running.stdout.readline()
        return json.loads(line) if line else self._lost("its process ended")

    def end(self) -> None:
        if self._running is not None:
            self._running.kill()
            self._running.communicate()
            self._running = None

    def _lost(self, why: str) -> dict[str, Any]:
        self.end()
        return {"problem": why}

    def _start(self) -> None:
        python: Path | str = Path(sys.executable)
        if self._environment not in OURS:
            python = interpreter_of(self._environment, self._folder)
        if isinstance(python, str):
            self._problem = python
            return
        environment = {**os.environ, **ONE_CORE, "PYTHONPATH": str(ROOT)}
        if self._environment not in OURS:
            environment["RULE_LINES"] = str(self._lines)
        if self._environment == PURE:
            environment[LEFT_ALONE] = "1"
        self._running = subprocess.Popen(
            [str(python), "-m", "benchmarks.speed.worker", str(self._pages)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            cwd=ROOT,
        )
