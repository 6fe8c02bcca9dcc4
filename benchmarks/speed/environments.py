"""The environments of the peers: made once, each from its own list of pinned packages."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
PEERS = {name: f"peers-{name}.txt" for name in ("datatrove", "html", "dolma", "nemo")}
INSTALLED = "installed.txt"
# of wall time for one environment
INSTALL_SECONDS = float(os.environ.get("BENCH_INSTALL_SECONDS", 600))


@cache
def interpreter_of(name: str, folder: Path) -> Path | str:
    """Return the interpreter of an environment, made first if need be, or why there is none.

    Asked again in the same run, the answer is the same: nothing is tried twice.

    Args:
        name: one of PEERS.
        folder: where the environments are.
    """
    here = folder / name
    python = here / "bin" / "python"
    files = [HERE / PEERS[name], HERE / f"peers-{name}-alone.txt"]
    lists = [file for file in files if file.exists()]
    wanted = "".join(file.read_text("utf-8") for file in lists)
    done = here / INSTALLED
    if done.exists() and done.read_text("utf-8") == wanted:
        return python
    print(f"installing {PEERS[name]} into {here}", file=sys.stderr)
    problem = _install(here, python, lists)
    if problem:
        return problem
    done.write_text(wanted, "utf-8")
    return python


def _install(here: Path, python: Path, lists: Sequence[Path]) -> str:
    """Install the first list, and the second one without what its packages ask for."""
    pip = [str(python), "-m", "pip", "install", "-q"]
    steps = [[sys.executable, "-m", "venv", str(here)]]
    steps.append([*pip, "--upgrade", "pip"])  # old ones trip over extras
    for i, file in enumerate(lists):
        steps.append([*pip, *["--no-deps"] * i, "-r", str(file)])
    for step in steps:
        try:
            done = subprocess.run(
                step, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return f"did not install within {INSTALL_SECONDS:g} s"
        if done.returncode:
            last = (done.stderr.strip().splitlines() or ["pip says nothing"])[-1]
            return f"did not install: {last}"[:200]
    return ""
