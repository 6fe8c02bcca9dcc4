"""Peak memory of a process that streams more and more text: it must not grow with the amount."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]


def peaks(texts: Sequence[str], amounts: Sequence[int]) -> list[tuple[int, float]]:
    """Return (bytes streamed, peak MB) for each amount, each in a process of its own.

    Args:
        texts: pages, streamed again and again until the amount is reached.
        amounts: in bytes; 0 is the cleaner loaded, and nothing cleaned.
    """
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages.jsonl"
        pages.write_text("".join(json.dumps(text) + "\n" for text in texts), "utf-8")
        return [(amount, _peak(pages, amount)) for amount in amounts]


def _peak(pages: Path, amount: int) -> float:
    command = [sys.executable, "-m", "benchmarks.speed.memory", str(pages), str(amount)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return float(done.stdout)


def _stream(pages: Path, amount: int) -> float:
    """Clean lines of a file until there were enough; return this process's peak in MB."""
    from cleaner import Cleaner

    def lines() -> Iterator[str]:
        left = amount
        while left > 0:
            with pages.open(encoding="utf-8") as file:
                for line in file:
                    text = json.loads(line)
                    left -= len(text.encode())
                    yield text
                    if left <= 0:
                        return

    for result in Cleaner().clean_many(lines()):
        _ = result.text
    return _peak_of_this_process()


def _peak_of_this_process() -> float:
    """Return the peak in MB. Linux counts the parent's memory into what `getrusage` says of a
    started process, so its own account is read there."""
    status = Path("/proc/self/status")
    if status.exists():
        fields = dict(line.split(":", 1) for line in status.read_text("utf-8").splitlines())
        return int(fields["VmHWM"].split()[0]) / 1e3
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    print(_stream(Path(sys.argv[1]), int(sys.argv[2])))
