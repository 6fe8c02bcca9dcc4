"""What a cold `clean -` costs on the seed article, against an interpreter that does nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.speed.timing import paired_ratio

HEAVY = ("typer", "rich", "pydantic", "trafilatura", "pyarrow")
"""What a filter's start must not load."""
UNSET = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONPATH")


@dataclass(frozen=True, slots=True)
class ColdStart:
    """Starts of one command.

    Attributes:
        name: the command as written.
        cpu: CPU seconds, user and system, of each start.
        wall: seconds by the clock.
        loaded: which of HEAVY it loads.
    """

    name: str
    cpu: tuple[float, ...]
    wall: tuple[float, ...]
    loaded: tuple[str, ...]

    def times(self, bare: ColdStart) -> float:
        """CPU time over that of the bare interpreter, start by start."""
        return paired_ratio(self.cpu, bare.cpu)


def cold_starts(seed: Path, rounds: int) -> list[ColdStart]:
    """Start each command by turns, after one start that fills the caches; the bare one first."""
    program = str(Path(sys.executable).with_name("clean"))
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "clean --profile rules-only -": [program, "--profile", "rules-only", "-"],
        "clean -": [program, "-"],
    }
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for round_ in range(rounds + 1):
        for name, command in commands.items():
            taken = _start(command, seed)
            if round_:
                times[name].append(taken)
    return [
        ColdStart(
            name,
            tuple(cpu for cpu, _ in times[name]),
            tuple(wall for _, wall in times[name]),
            _loaded(command, seed),
        )
        for name, command in commands.items()
    ]


def heavy_among(import_times: str) -> tuple[str, ...]:
    """Return which of HEAVY stand in what `python -X importtime` says.

    >>> heavy_among("import time:  12 |  12 |   typer.main\\nimport time:  1 |  1 | richly")
    ('typer',)
    """
    lines = import_times.splitlines()
    names = {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}
    return tuple(name for name in HEAVY if name in names)


def _start(command: Sequence[str], seed: Path) -> tuple[float, float]:
    """Return CPU and wall seconds of one start, as the system counts them for that process."""
    with seed.open("rb") as text:
        began = time.perf_counter()
        running = subprocess.Popen(command, stdin=text, stdout=subprocess.DEVNULL, env=_plain())
        _, status, usage = os.wait4(running.pid, 0)
        wall = time.perf_counter() - began
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {running.returncode}")
    return usage.ru_utime + usage.ru_stime, wall


def _loaded(command: Sequence[str], seed: Path) -> tuple[str, ...]:
    with seed.open("rb") as text:
        done = subprocess.run(
            command,
            stdin=text,
            capture_output=True,
            env={**_plain(), "PYTHONPROFILEIMPORTTIME": "1"},
            check=True,
        )
    return heavy_among(done.stderr.decode())


def _plain() -> Mapping[str, str]:
    return {k: v for k, v in os.environ.items() if k not in UNSET}
