"""One set of texts through every format of `clean run`: do all give the same texts?

    python benchmarks/formats_agree.py texts.jsonl.gz --most 200

The file has `text` on each line, perhaps `id` and `url`. Addresses are left out, so that every
format knows the same. Prints a digest of all cleaned texts for each way; 1 if they differ.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import zstandard

CLEAN = [sys.executable, "-m", "cleaner", "run"]


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("texts", type=Path)
    arguments.add_argument("--most", type=int, default=200)
    given = arguments.parse_args()
    with gzip.open(given.texts, "rb") as file:
        texts = [json.loads(line)["text"] for line, _ in zip(file, range(given.most), strict=False)]
    texts = [text for text in texts if "\0" not in text]
    with TemporaryDirectory() as folder:
        found = {name: digest(way(Path(folder), texts)) for name, way in WAYS.items()}
    for name, value in found.items():
        print(f"{value}  {name}")
    print(f"{len(texts)} texts, {len(set(found.values()))} digest(s)")
    return 0 if len(set(found.values())) == 1 else 1


def digest(texts: Sequence[str]) -> str:
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def run(*arguments: object) -> None:
    subprocess.run([*CLEAN, "--quiet", *map(str, arguments)], check=True)


def by_library(folder: Path, texts: Sequence[str]) -> Sequence[str]:
    from cleaner import Cleaner

    return [result.text for result in Cleaner().clean_many(texts)]


def by_jsonl(folder: Path, texts: Sequence[str]) -> Sequence[str]:
    (folder / "in.jsonl").write_bytes(lines(texts))
    run(folder / "in.jsonl", "-o", folder / "out.jsonl", "-j", 2)
    return texts_of((folder / "out.jsonl").read_bytes())


def by_escaped_jsonl(folder: Path, texts: Sequence[str]) -> Sequence[str]:
    (folder / "ascii.jsonl.zst").write_bytes(zstandard.compress(lines(texts, is_ascii=True)))
    run(folder / "ascii.jsonl.zst", "-o", folder / "ascii.out.jsonl.xz")
    import lzma

    return texts_of(lzma.decompress((folder / "ascii.out.jsonl.xz").read_bytes()))


def by_pipe(folder: Path, texts: Sequence[str]) -> Sequence[str]:
    command = [*CLEAN, "-"]
    return texts_of(subprocess.run(command, input=lines(texts), capture_output=True).stdout)


def by_shards(folder: Path, texts: Sequence[str]) -> Sequence[str]:
    (folder / "in.jsonl.gz").write_bytes(gzip.compress(lines(texts)))
    run(folder / "in.jsonl.gz", "-o", folder / "shards", "--shard-size", "300kB", "-j", 2)
    shards = sorted((folder / "shards").glob("*.jsonl.gz"))
    return texts_of(b"".join(gzip.decompress(shard.read_bytes()) for shard in shards))


def by_parquet(folder: Path, texts: Sequence[str]) -> Sequence[str]:
    table = pa.table({"text": texts, "n": list(range(len(texts)))})
    pq.write_table(table, folder / "in.parquet", row_group_size=37)
    run(folder / "in.parquet", "-o", folder / "out.parquet", "-j", 2, "--shard-size", "200kB")
    found = pq.read_table(folder / "out.parquet")
    if found.schema != table.schema or found["n"] != table["n"]:
        raise SystemExit("Parquet: other columns have changed")
    return list(found["text"].to_pylist())


def by_jsonl_to_parquet(folder: Path, texts: Sequence[str]) -> Sequence[str]:
    (folder / "to.jsonl").write_bytes(lines(texts))
    run(folder / "to.jsonl", "-o", folder / "to.parquet", "--annotate")
    return list(pq.read_table(folder / "to.parquet")["text"].to_pylist())


def by_csv(folder: Path, texts: Sequence[str]) -> Sequence[str]:
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(["n", "text", "more"])
    rows.writerows([n, text, 'a "b", c'] for n, text in enumerate(texts))
    (folder / "in.csv.bz2").write_bytes(compressed_bz2(written.getvalue().encode()))
    run(folder / "in.csv.bz2", "-o", folder / "out.csv")
    csv.field_size_limit(1 << 30)
    with open(folder / "out.csv", encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def by_wet(folder: Path, texts: Sequence[str]) -> Sequence[str]:
    with gzip.open(folder / "in.warc.wet.gz", "wb") as file:
        for n, text in enumerate(texts):
            body = text.encode()
            head = (
                "WARC/1.0\r\nWARC-Type: conversion\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{n:012d}>\r\n"
                "Content-Type: text/plain\r\n"
                f"Content-Length: {len(body)}\r\n\r\n"
            )
            file.write(head.encode() + body + b"\r\n\r\n")
    run(folder / "in.warc.wet.gz", "-o", folder / "wet.jsonl", "-j", 2)
    return texts_of((folder / "wet.jsonl").read_bytes())


def by_files(folder: Path, texts: Sequence[str]) -> Sequence[str]:
    for n, text in enumerate(texts):
        path = folder / "texts" / f"{n // 50:03d}" / f"{n:05d}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    run(folder / "texts", "-o", folder / "bodies", "-j", 2)
    return [path.read_bytes().decode() for path in sorted((folder / "bodies").rglob("*.txt"))]


def lines(texts: Sequence[str], is_ascii: bool = False) -> bytes:
    return b"".join(_lines(texts, is_ascii))


def _lines(texts: Sequence[str], is_ascii: bool) -> Iterator[bytes]:
    for n, text in enumerate(texts):
        yield (json.dumps({"n": n, "text": text}, ensure_ascii=is_ascii) + "\n").encode()


def texts_of(data: bytes) -> Sequence[str]:
    return [json.loads(line)["text"] for line in data.splitlines()]


def compressed_bz2(data: bytes) -> bytes:
    import bz2

    return bz2.compress(data)


WAYS: dict[str, Callable[[Path, Sequence[str]], Sequence[str]]] = {
    "library": by_library,
    "jsonl, two processes": by_jsonl,
    "jsonl, escaped, zst to xz": by_escaped_jsonl,
    "jsonl, piped": by_pipe,
    "jsonl.gz into shards": by_shards,
    "parquet": by_parquet,
    "jsonl to parquet": by_jsonl_to_parquet,
    "csv.bz2": by_csv,
    "wet.gz": by_wet,
    "folder of texts": by_files,
}

if __name__ == "__main__":
    raise SystemExit(main())
