"""Records damaged in twenty ways: each is told, with place and bytes; no other is touched."""

from pathlib import Path

import pytest

from benchmarks.damages import DAMAGES, good_line, original

from .corpora import execute, read_lines, streams_of

EVERY = 7  # so many lines to a damaged one


def corpus_of(lines: int) -> tuple[bytes, list[tuple[int, bytes]]]:
    """A corpus, and its damaged lines with their numbers."""
    out, bad = [], []
    for n in range(lines):
        line = good_line(n) + b"\n"
        if n % EVERY == 0:
            line = DAMAGES[len(bad) % len(DAMAGES)](good_line(n)) + b"\n"
            bad.append((n + 1, line))
        out.append(line)
    return b"".join(out), bad


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("name", ["out.jsonl", "out.parquet"])
def test_damaged_records_are_told_and_the_others_untouched(
    tmp_path: Path, name: str, jobs: int
) -> None:
    data, bad = corpus_of(2 * EVERY * len(DAMAGES))
    (tmp_path / "in.jsonl").write_bytes(data)
    report = execute(tmp_path / "in.jsonl", tmp_path / name, jobs=jobs, shard_bytes=4_000)
    told = read_lines(tmp_path / f"{name}.errors.jsonl")

    assert len(DAMAGES) == 20
    assert bad == [(line["number"], original(line)) for line in told]
    assert len(bad) == report.tally.counts["errors"]
    assert all(data[t["offset"] :].startswith(original(t)) for t in told)
    assert len(bad) * (EVERY - 1) == report.tally.counts["untouched"]


def test_good_lines_around_damaged_ones_come_out_to_the_byte() -> None:
    data, bad = corpus_of(EVERY * len(DAMAGES))
    damaged = {number for number, _ in bad}
    good = [line for n, line in enumerate(data.splitlines(keepends=True), 1) if n not in damaged]

    _, out, _ = streams_of("-", stdin=data)

    assert b"".join(good) == out
