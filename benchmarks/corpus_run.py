"""What `clean run` costs and what it stands: speed, memory, kills and other
trouble, damaged records, long lines.

    python benchmarks/corpus_run.py speed texts.jsonl.gz --megabytes 1000 --write docs/run.md
    python benchmarks/corpus_run.py kill texts.jsonl.gz --megabytes 4 --kills 20
    python benchmarks/corpus_run.py trouble texts.jsonl.gz
    python benchmarks/corpus_run.py damage --records 100000 --damaged 1000
    python benchmarks/corpus_run.py line --megabytes 200

`texts.jsonl.gz` has `text` on each line; it is repeated until there is enough. `damage` and `line`
make up their own texts. Times are wall and CPU seconds of the process and its workers; memory is
the largest resident size of any one process. Linux only.
"""

from __future__ import annotations

import argparse
import filecmp
import gzip
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

from damages import DAMAGES, SENTENCE, good_line, original
from page_tables import put

CLEAN = [sys.executable, "-m", "cleaner", "run"]
TICKS = os.sysconf("SC_CLK_TCK")
BEGIN = "<!-- benchmarks/corpus_run.py speed -->"
BY_RULES = ("--profile", "rules-only")


class Cost(NamedTuple):
    """Wall and CPU seconds, and the largest resident size of each process, megabytes."""

    wall: float
    cpu: float
    resident: list[float]
    code: int


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("what", choices=COMMANDS)
    arguments.add_argument("texts", type=Path, nargs="?")
    arguments.add_argument("--megabytes", type=float, default=4)
    arguments.add_argument("--kills", type=int, default=20)
    arguments.add_argument("--records", type=int, default=100_000)
    arguments.add_argument("--damaged", type=int, default=1_000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--write", type=Path, help="with speed: the page to put the table into")
    given = arguments.parse_args()
    if given.texts is None and given.what in NEED_TEXTS:
        arguments.error(f"{given.what} needs texts.jsonl.gz")
    with TemporaryDirectory() as folder:
        return COMMANDS[given.what](Path(folder), given)


def speed(folder: Path, given: argparse.Namespace) -> int:
    """One process against two on the same lines."""
    corpus = folder / "in.jsonl"
    size = write_lines(corpus, given.texts, given.megabytes)
    costs = {}
    for jobs in (1, 2):
        out = folder / f"out{jobs}.jsonl"
        cost = measured([*CLEAN, "-q", "-j", str(jobs), str(corpus), "-o", str(out)])
        costs[jobs] = cost
        told = ", ".join(f"{mb:.0f}" for mb in cost.resident)
        print(
            f"-j {jobs}: {size / 1e6:.1f} MB in {cost.wall:.1f} s, {size / 1e6 / cost.wall:.2f} "
            f"MB/s; CPU {cost.cpu:.1f} s; resident MB of each process: {told}"
        )
    same = filecmp.cmp(folder / "out1.jsonl", folder / "out2.jsonl", shallow=False)
    print(f"two against one: {costs[1].wall / costs[2].wall:.2f} times; same bytes: {same}")
    if given.write and not put(given.write, BEGIN, table_of(costs, size)):
        return 2
    return 0 if same else 1


def table_of(costs: Mapping[int, Cost], size: int) -> str:
    """The table of docs/run.md; of processes the largest, as the others are smaller."""
    lines = ["| | MB/s | CPU seconds | resident, largest process |", "| --- | --- | --- | --- |"]
    lines += [
        f"| `-j {jobs}` | {size / 1e6 / cost.wall:.1f} | {cost.cpu:,.0f} "
        f"| {max(cost.resident):.0f} MB |"
        for jobs, cost in costs.items()
    ]
    times = costs[1].wall / costs[2].wall
    told = (
        f"{size / 1e6:,.0f} MB of JSON lines; two processes are {times:.2f} times as fast as one."
    )
    return "\n".join([*lines, "", told])


def kill(folder: Path, given: argparse.Namespace) -> int:
    """Kill runs at random moments, with all workers or alone, and let them go on each time.

    By rules alone: what is tried is writing, and the kills shall fall into it.
    """
    corpus = folder / "in.jsonl"
    write_lines(corpus, given.texts, given.megabytes)
    write_files(folder / "texts", corpus)
    wrong = 0
    for way, (source, output) in KILLED.items():
        whole = folder / f"whole {way}"
        shared = [*CLEAN, *BY_RULES, "-q", "--shard-size", "100kB", str(folder / source)]
        subprocess.run([*shared, *outputs(whole, output)], check=True)
        for jobs in (1, 2):
            out = folder / f"killed {way} {jobs}"
            command = [*shared, "-j", str(jobs), *outputs(out, output)]
            wall = measured(command).wall
            shutil.rmtree(out)
            told = killed(command, out, wall, Random(given.seed), given.kills)
            is_same = content(whole) == content(out)
            left = [p.name for p in out.rglob("*") if p.name.endswith((".part", ".lock"))]
            wrong += not is_same or bool(left)
            print(f"{way}, -j {jobs}: the same bytes: {is_same}; left over: {left}; {told}")
    print(f"{wrong} of {2 * len(KILLED)} ways differ from the undisturbed run")
    return 1 if wrong else 0


KILLED = {
    "one file": ("in.jsonl", "out.jsonl"),
    "one gz": ("in.jsonl", "out.jsonl.gz"),
    "shards": ("in.jsonl", "main/"),
    "parquet": ("in.jsonl", "out.parquet"),
    "folder of texts": ("texts", "main/"),
}
"""Input and output by way, relative to their folders."""


def killed(command: Sequence[str], out: Path, wall: float, random: Random, kills: int) -> str:
    """Kill a command so many times, within the seconds it takes; say how it went.

    A run that finishes before it is killed is begun anew.
    """
    finished = 0
    done_at: list[int] = []
    while len(done_at) < kills:
        out.mkdir(exist_ok=True)
        process = subprocess.Popen(command, start_new_session=True)
        try:
            process.wait(random.uniform(0, wall * 0.8))
            finished += 1
            shutil.rmtree(out)
        except subprocess.TimeoutExpired:
            is_whole_group = random.random() < 0.5
            (os.killpg if is_whole_group else os.kill)(process.pid, signal.SIGKILL)
            process.wait()
            done_at.append(records_done(out))
    subprocess.run(command, check=True)
    return f"{kills} kills, {finished} times finished before; records done when killed: {done_at}"


def content(folder: Path) -> dict[str, bytes]:
    """All files but manifests, which hold paths and times."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.endswith("manifest.json")
    }


def records_done(folder: Path) -> int:
    for manifest in folder.rglob("*manifest.json"):
        tally = json.loads(manifest.read_text())["progress"]["tally"]
        return int(tally.get("counts", {}).get("records", 0))
    return 0


def outputs(folder: Path, output: str) -> list[str]:
    folder.mkdir(exist_ok=True)
    files = ("annotations.jsonl", "removed.jsonl", "errors.jsonl", "summary.json")
    beside = [word for f in files for word in (f"--{f.partition('.')[0]}", str(folder / f))]
    return ["-o", f"{folder}/{output}", *beside]


def trouble(folder: Path, given: argparse.Namespace) -> int:
    """A full disk, and an input that vanishes: what is said, and whether it goes on."""
    first, second = folder / "a.jsonl", folder / "b.jsonl"
    write_lines(first, given.texts, given.megabytes)
    shutil.copy2(first, second)
    inputs = [str(first), str(second), "--shard-size", "100kB", "-j", "2"]
    ways = {"out.jsonl": full_disk, "out.parquet": full_disk, "gone.jsonl": vanished}
    wrong = 0
    for name, way in ways.items():
        command = [*CLEAN, "-q", *inputs, "-o"]
        subprocess.run([*command, str(folder / f"whole-{name}")], check=True)
        whole = (folder / f"whole-{name}").read_bytes()
        code, said = way([*command, str(folder / name)], len(whole), second)
        is_hidden = not (folder / name).exists()
        subprocess.run([*command, str(folder / name)], check=True)
        is_same = (folder / name).read_bytes() == whole
        print(f"{way.__name__}, {name}: {code}, {said.strip()}\n  no output under its name: "
              f"{is_hidden}; the same bytes after going on: {is_same}")  # fmt: skip
        wrong += not (code == 2 and is_hidden and is_same)
    return 1 if wrong else 0


def full_disk(command: Sequence[str], size: int, second: Path) -> tuple[int, str]:
    """No file can grow beyond half the size that it is to have."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size // 2))

    ran = subprocess.run(command, capture_output=True, text=True, preexec_fn=limit)
    return ran.returncode, ran.stderr


def vanished(command: Sequence[str], size: int, second: Path) -> tuple[int, str]:
    """The second input is away while the first one is being cleaned."""
    away = second.with_name("away")
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while process.poll() is None and not Path(f"{command[-1]}.part").exists():
        time.sleep(0.01)
    second.rename(away)
    said = process.communicate()[1]
    away.rename(second)
    return process.returncode, said


def damage(folder: Path, given: argparse.Namespace) -> int:
    """Damaged lines of twenty kinds among good ones: all in the errors, the others untouched."""
    random = Random(given.seed)
    bad_at = set(random.sample(range(given.records), given.damaged))
    good: list[bytes] = []
    bad: list[tuple[int, bytes]] = []
    with open(folder / "in.jsonl", "wb") as file:
        for n in range(given.records):
            line = good_line(n)
            if n in bad_at:
                kind = len(bad) % len(DAMAGES)
                line = DAMAGES[kind](line) + b"\n"
                bad.append((n + 1, line))
            else:
                line += b"\n"
                good.append(line)
            file.write(line)
    command = [*CLEAN, "-q", "-j", "2", *BY_RULES, "in.jsonl", "-o", "out.jsonl"]
    subprocess.run(command, check=True, cwd=folder)
    errors = (folder / "out.jsonl.errors.jsonl").read_bytes()
    told = [json.loads(line) for line in errors.splitlines()]
    found = [(line["number"], original(line)) for line in told]
    kept = (folder / "out.jsonl").read_bytes() == b"".join(good)
    print(f"{given.records:,} records, {len(bad):,} damaged in {len(DAMAGES)} ways")
    print(f"in the errors, with their bytes: {sum(f in set(bad) for f in found):,}; "
          f"just these, in order: {found == bad}; the others untouched: {kept}")  # fmt: skip
    print(
        "problems: " + ", ".join(f"{n} {k}" for k, n in Counter(t["problem"] for t in told).items())
    )
    return 0 if found == bad and kept else 1


def line(folder: Path, given: argparse.Namespace) -> int:
    """A line of many megabytes between two good ones: memory, and what becomes of it."""
    corpus = folder / "in.jsonl"
    unit = (SENTENCE.format(n=1) + "\\n").encode()
    with open(corpus, "wb") as file:
        file.write(good_line(1) + b"\n" + b'{"text": "')
        for _ in range(int(given.megabytes * 1e6 / len(unit))):
            file.write(unit)
        file.write(b'"}\n' + good_line(2) + b"\n")
    for jobs in ("1", "2"):
        out = folder / f"out{jobs}.jsonl"
        cost = measured([*CLEAN, "-q", "-j", jobs, *BY_RULES, str(corpus), "-o", str(out)])
        told = ", ".join(f"{mb:.0f}" for mb in cost.resident)
        count = out.read_bytes().count(b"\n")
        size = (folder / f"out{jobs}.jsonl.errors.jsonl").stat().st_size
        print(f"-j {jobs}: resident MB {told}; {count} records out; errors of {size / 1e6:.0f} MB")
    return 0


def write_lines(path: Path, texts: Path, megabytes: float) -> int:
    size = 0
    with open(path, "wb") as file:
        for n, text in enumerate(cycle(texts_of(texts))):
            if size >= megabytes * 1e6:
                return size
            size += file.write(json.dumps({"id": n, "text": text}).encode() + b"\n")
    return size


def write_files(folder: Path, lines: Path) -> None:
    """Write the text of each line to a file of its own."""
    with open(lines, "rb") as file:
        for n, line in enumerate(file):
            path = folder / f"{n % 10}" / f"{n:06d}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(json.loads(line)["text"].encode())


def texts_of(path: Path) -> list[str]:
    with gzip.open(path, "rb") as file:
        return [json.loads(line)["text"] for line in file]


def measured(command: Sequence[str]) -> Cost:
    """Run a command; look at it and its workers all the while."""
    begun = time.perf_counter()
    process = subprocess.Popen(command)
    seen: dict[int, tuple[float, float]] = {}
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            for pid in family(process.pid):
                now, before = usage(pid), seen.get(pid, (0.0, 0.0))
                seen[pid] = (max(now[0], before[0]), max(now[1], before[1]))

    watcher = threading.Thread(target=look)
    watcher.start()
    code = process.wait()
    wall = time.perf_counter() - begun
    done.set()
    watcher.join()
    resident = sorted((peak for peak, _ in seen.values()), reverse=True)
    return Cost(wall, sum(cpu for _, cpu in seen.values()), resident, code)


def family(pid: int) -> Iterator[int]:
    """A process and all below it."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def usage(pid: int) -> tuple[float, float]:
    """Largest resident size, megabytes, and CPU seconds; noughts if the process has gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        stat = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0, 0.0
    peak = next((row.split()[1] for row in status.splitlines() if row.startswith("VmHWM")), "0")
    return int(peak) * 1024 / 1e6, (int(stat[11]) + int(stat[12])) / TICKS


COMMANDS = {"speed": speed, "kill": kill, "trouble": trouble, "damage": damage, "line": line}
NEED_TEXTS = ("speed", "kill", "trouble")

if __name__ == "__main__":
    raise SystemExit(main())
