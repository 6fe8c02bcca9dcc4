"""The development pages through every format of `clean run`: do all give the same texts?

    python benchmarks/formats_agree.py --data ../shared/data

Prints a digest of all ids and texts for each way, and its seconds; 1 if one differs from what the
plain call gives for each text alone. Formats that hold no address are compared with the plain call
without; pages with the plain call for HTML.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from every_page import Page, add_options, digest_of, pages_of
from labelled_pages import has_pages, lines_of

from cleaner import Cleaner
from cleaner.formats.compression import MAGIC, compressor, decompressed

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
CLEAN = [sys.executable, "-m", "cleaner", "run"]
Found = Iterable[tuple[str, str]]
Pages = Sequence[Page]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    options = parser.parse_args()
    data = Path(options.data)
    if not has_pages(data):
        return 0
    texts = pages_of(data, options.flavour, options.pages)
    html = html_pages(data, options.pages)
    wrong = 0
    for kind, pages in ((WITH, texts), (WITHOUT, texts), (HTML, html)):
        ways = [way for way in WAYS if way.kind == kind]
        print(
            f"{kind}: {len(pages)} texts, {sum(len(p.text.encode()) for p in pages) / 1e6:.1f} MB"
        )
        digests = [timed_digest(way, pages) for way in ways]
        wrong += sum(digest != digests[0] for digest in digests)
    print(f"{wrong} of {len(WAYS)} ways differ from the plain call")
    return 1 if wrong else 0


def timed_digest(way: Way, pages: Pages) -> str:
    start = time.perf_counter()
    with TemporaryDirectory() as folder:
        digest = digest_of(way.clean(Path(folder), pages))
    print(f"  {digest}  {way.name}, {time.perf_counter() - start:.0f} s", flush=True)
    return digest


def html_pages(data: Path, most: int | None) -> list[Page]:
    found = lines_of(data / "html-body-gold.jsonl.gz")
    return [Page(page["id"], page.get("url"), page["html"]) for page in found][:most]


def run(*arguments: object) -> None:
    subprocess.run([*CLEAN, "--quiet", *map(str, arguments)], check=True)


def by_library(folder: Path, pages: Pages) -> Found:
    cleaner = Cleaner()
    return [(page.id, cleaner.clean(page.text, url=page.url).text) for page in pages]


def by_library_without(folder: Path, pages: Pages) -> Found:
    cleaner = Cleaner()
    return [(page.id, cleaner.clean(page.text).text) for page in pages]


def by_library_from_html(folder: Path, pages: Pages) -> Found:
    cleaner = Cleaner()
    return [(page.id, cleaner.clean_html(page.text).text) for page in pages]


def by_jsonl(jobs: int) -> Callable[[Path, Pages], Found]:
    def clean(folder: Path, pages: Pages) -> Found:
        (folder / "in.jsonl").write_bytes(lines(pages))
        run(folder / "in.jsonl", "-o", folder / "out.jsonl", "-j", jobs)
        return texts_of((folder / "out.jsonl").read_bytes())

    return clean


def by_packed_jsonl(packed: str) -> Callable[[Path, Pages], Found]:
    """Escaped lines in one compression, shards of the same out, two processes."""

    def clean(folder: Path, pages: Pages) -> Found:
        name = f"in.jsonl.{packed}"
        (folder / name).write_bytes(pack(packed, lines(pages, is_ascii=True)))
        run(folder / name, "-o", folder / "out/", "-j", 2, "--shard-size", "5MB")
        shards = sorted((folder / "out").glob(f"*.jsonl.{packed}"))
        return texts_of(b"".join(unpack(shard) for shard in shards))

    return clean


def by_pipe(folder: Path, pages: Pages) -> Found:
    return texts_of(
        subprocess.run([*CLEAN, "-"], input=lines(pages), capture_output=True, check=True).stdout
    )


def by_address(folder: Path, pages: Pages) -> Found:
    """A glob of addresses, by fsspec."""
    for part in range(3):
        (folder / f"in-{part}.jsonl").write_bytes(lines(pages[part::3]))
    run(f"file://{folder}/in-*.jsonl", "-o", folder / "out.jsonl")
    return texts_of((folder / "out.jsonl").read_bytes())


def by_parquet(folder: Path, pages: Pages) -> Found:
    table = pa.Table.from_pylist([{"n": n, **page._asdict()} for n, page in enumerate(pages)])
    pq.write_table(table, folder / "in.parquet", row_group_size=370)
    run(folder / "in.parquet", "-o", folder / "out.parquet", "-j", 2, "--shard-size", "2MB")
    found = pq.read_table(folder / "out.parquet")
    if found.schema != table.schema or found["n"] != table["n"]:
        raise SystemExit("Parquet: other columns have changed")
    return rows_of(found)


def by_jsonl_to_parquet(folder: Path, pages: Pages) -> Found:
    (folder / "to.jsonl").write_bytes(lines(pages))
    run(folder / "to.jsonl", "-o", folder / "to.parquet", "--annotate")
    return rows_of(pq.read_table(folder / "to.parquet"))


def by_parquet_to_jsonl(folder: Path, pages: Pages) -> Found:
    pq.write_table(pa.Table.from_pylist([page._asdict() for page in pages]), folder / "in.parquet")
    run(folder / "in.parquet", "-o", folder / "out.jsonl")
    return texts_of((folder / "out.jsonl").read_bytes())


def by_csv(name: str, delimiter: str) -> Callable[[Path, Pages], Found]:
    def clean(folder: Path, pages: Pages) -> Found:
        written = io.StringIO(newline="")
        rows = csv.writer(written, delimiter=delimiter)
        rows.writerow(["id", "url", "text", "more"])
        rows.writerows([*page, f'a "b"{delimiter} c'] for page in pages)
        packed = name.rpartition(".")[2]
        (folder / name).write_bytes(pack(packed, written.getvalue().encode()))
        run(folder / name, "-o", folder / "out.csv")
        csv.field_size_limit(1 << 30)
        with open(folder / "out.csv", encoding="utf-8", newline="") as file:
            found = csv.DictReader(file, delimiter=delimiter)
            return [(row["id"], row["text"]) for row in found]

    return clean


def by_wet(folder: Path, pages: Pages) -> Found:
    records = (warc_record("conversion", page, page.text.encode()) for page in pages)
    (folder / "in.warc.wet.gz").write_bytes(b"".join(pack("gz", record) for record in records))
    run(folder / "in.warc.wet.gz", "-o", folder / "wet.jsonl", "-j", 2)
    return texts_of((folder / "wet.jsonl").read_bytes())


def by_files(packed: str) -> Callable[[Path, Pages], Found]:
    """A folder of texts into a folder of texts."""

    def clean(folder: Path, pages: Pages) -> Found:
        name = f"text.txt.{packed}" if packed else "text.txt"
        for page in pages:
            path = folder / "texts" / page.id / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(pack(packed, page.text.encode()))
        run(folder / "texts", "-o", folder / "bodies", "-j", 2)
        return [(p.id, unpack(folder / "bodies" / p.id / name).decode()) for p in pages]

    return clean


def by_html_files(folder: Path, pages: Pages) -> Found:
    for page in pages:
        path = folder / "pages" / f"{page.id}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page.text.encode())
    run(folder / "pages", "-o", folder / "bodies", "-j", 2)
    return [(p.id, (folder / "bodies" / f"{p.id}.html.txt").read_bytes().decode()) for p in pages]


def by_warc(folder: Path, pages: Pages) -> Found:
    records = (
        warc_record("response", page._replace(url=None), ANSWER + page.text.encode())
        for page in pages
    )
    (folder / "in.warc.gz").write_bytes(b"".join(pack("gz", record) for record in records))
    run(folder / "in.warc.gz", "-o", folder / "out.jsonl", "-j", 2)
    return texts_of((folder / "out.jsonl").read_bytes())


def warc_record(kind: str, page: Page, body: bytes) -> bytes:
    media = "text/plain" if kind == "conversion" else "application/http; msgtype=response"
    address = f"WARC-Target-URI: {page.url}\r\n" if page.url else ""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n{address}WARC-Record-ID: {page.id}\r\n"
        f"Content-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body + b"\r\n\r\n"


def lines(pages: Pages, is_ascii: bool = False) -> bytes:
    return b"".join(_lines(pages, is_ascii))


def _lines(pages: Pages, is_ascii: bool) -> Iterator[bytes]:
    for page in pages:
        yield (json.dumps(page._asdict(), ensure_ascii=is_ascii) + "\n").encode()


def texts_of(data: bytes) -> Found:
    records = map(json.loads, data.splitlines())
    return [(record["id"], record["text"]) for record in records]


def rows_of(table: pa.Table) -> Found:
    return list(zip(table["id"].to_pylist(), table["text"].to_pylist(), strict=True))


def pack(kind: str, data: bytes) -> bytes:
    if kind not in MAGIC:
        return data
    member = compressor(kind)
    return member.compress(data) + member.flush()


def unpack(path: Path) -> bytes:
    with open(path, "rb") as file:
        return decompressed(file).read()


class Way(NamedTuple):
    """One way to clean pages; the first of a kind is what the others are compared with."""

    kind: str
    name: str
    clean: Callable[[Path, Pages], Found]


WITH, WITHOUT, HTML = "with addresses", "without addresses", "HTML, without addresses"
WAYS = (
    Way(WITH, "plain call", by_library),
    Way(WITH, "jsonl", by_jsonl(1)),
    Way(WITH, "jsonl, two processes", by_jsonl(2)),
    Way(WITH, "jsonl, piped", by_pipe),
    *(Way(WITH, f"jsonl.{kind}, escaped, shards", by_packed_jsonl(kind)) for kind in MAGIC),
    Way(WITH, "jsonl, glob of file://", by_address),
    Way(WITH, "parquet", by_parquet),
    Way(WITH, "jsonl to parquet", by_jsonl_to_parquet),
    Way(WITH, "parquet to jsonl", by_parquet_to_jsonl),
    Way(WITH, "csv.bz2", by_csv("in.csv.bz2", ",")),
    Way(WITH, "tsv", by_csv("in.tsv", "\t")),
    Way(WITH, "wet.gz", by_wet),
    Way(WITHOUT, "plain call", by_library_without),
    Way(WITHOUT, "folder of texts", by_files("")),
    Way(WITHOUT, "folder of texts, zst", by_files("zst")),
    Way(HTML, "plain call", by_library_from_html),
    Way(HTML, "folder of pages", by_html_files),
    Way(HTML, "warc.gz, responses", by_warc),
)

if __name__ == "__main__":
    raise SystemExit(main())
