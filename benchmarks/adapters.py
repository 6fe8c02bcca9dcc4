"""Clean the development pages through every engine; all must give the same texts, to the byte.

    python benchmarks/adapters.py --data ../shared/data --flavour residue-resi

The examples of docs/pipelines.md are run as they stand there, on these pages instead of the ones
they bring. For each it prints a digest of all ids and texts, and the seconds it took, the engine's
start included. An engine that is not installed is named and left out. It ends with 1 if a digest
differs. `--python` runs the examples elsewhere, where other engines are installed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

import pyarrow.dataset as ds
from labelled_pages import FLAVOURS, lines_of

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cleaner import Cleaner
from tests.adapters.page import ENGINES, SKLEARN, examples, run, write_articles

Article = dict[str, str | None]
_SAVE_BODIES = """
import pyarrow as pa
ids = pq.read_table("articles.parquet")["id"]
pq.write_table(pa.table({"id": ids, "text": bodies(texts)}), "clean-scikit-learn.parquet")
"""


def main() -> int:
    options = _options()
    data = Path(options.data)
    if not (data / "records.jsonl.gz").exists():
        print(f"skipped: no development pages in {data}; give --data", file=sys.stderr)
        return 0
    articles = _articles(data, options.flavour, options.pages)
    expected = {True: _plain(articles, has_urls=True), False: _plain(articles, has_urls=False)}
    size = sum(len(str(a["text"]).encode()) for a in articles)
    print(f"{len(articles)} pages, {size / 1e6:.1f} MB ({options.flavour})")
    print(f"{'plain call':<24} {expected[True]}\n{'without addresses':<24} {expected[False]}")
    codes = {name: code for name, code in examples().items() if name in ENGINES}
    wrong = 0
    for name, code in codes.items():
        if options.engine and name not in options.engine:
            continue
        if not _is_installed(ENGINES[name], options.python):
            print(f"{name:<24} skipped: {ENGINES[name]} is not installed")
            continue
        start = time.perf_counter()
        code += _SAVE_BODIES if name == SKLEARN else ""
        digest = _through(code, articles, options.python)
        is_same = digest == expected[name != SKLEARN]
        wrong += not is_same
        took = time.perf_counter() - start
        print(f"{name:<24} {digest} {'same' if is_same else 'DIFFERENT'}, {took:.0f} s", flush=True)
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("CLEANER_DATA", "../shared/data"))
    parser.add_argument("--flavour", default="residue-resi", choices=FLAVOURS)
    parser.add_argument("--pages", type=int, help="only so many")
    parser.add_argument("--engine", action="append", choices=ENGINES)
    parser.add_argument("--python", default=sys.executable)
    return parser.parse_args()


def _articles(data: Path, flavour: str, pages: int | None) -> list[Article]:
    addresses = {r["id"]: r.get("url") for r in lines_of(data / "records.jsonl.gz")}
    raws = [raw for raw in lines_of(data / f"raw-{flavour}.jsonl.gz") if raw["text"]]
    return [{k: raw.get(k, addresses[raw["id"]]) for k in ("id", "url", "text")} for raw in raws][
        :pages
    ]


def _plain(articles: Iterable[Article], has_urls: bool) -> str:
    cleaner = Cleaner()
    return _digest(
        (str(a["id"]), cleaner.clean(str(a["text"]), url=a["url"] if has_urls else None).text)
        for a in articles
    )


def _through(code: str, articles: Iterable[Article], python: str) -> str:
    folder = Path(tempfile.mkdtemp())
    try:
        write_articles(articles, folder)
        run(code, folder, python)
        (output,) = folder.glob("clean-*")
        rows = ds.dataset(output).to_table(columns=["id", "text"]).to_pylist()
        return _digest((row["id"], row["text"]) for row in rows)
    finally:
        shutil.rmtree(folder)


def _is_installed(library: str, python: str) -> bool:
    return not subprocess.run([python, "-c", f"import {library}"], capture_output=True).returncode


def _digest(texts: Iterable[tuple[str, str]]) -> str:
    """Of all ids and texts, in the order of ids: not every engine keeps that of the rows."""
    digest = sha256()
    for id, text in sorted(texts):
        digest.update(f"{id}\0{text}\0".encode())
    return digest.hexdigest()[:16]


if __name__ == "__main__":
    raise SystemExit(main())
