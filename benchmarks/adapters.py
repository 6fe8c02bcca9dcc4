"""Clean the development pages through every engine; all must give the same texts, to the byte.

    python benchmarks/adapters.py --data ../shared/data

All flavours of raw text, or one by `--flavour`. The examples of docs/pipelines.md are run as they
stand there, on these pages instead of the ones they bring. For each it prints a digest of all ids
and texts, and the seconds it took, the engine's start included. An engine that is not installed is
named and left out. It ends with 1 if a digest differs. `--python` runs the examples elsewhere,
where other engines are installed: NeMo Curator needs an environment of its own.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import pyarrow.dataset as ds
from every_page import Page, add_options, digest_of, pages_of
from labelled_pages import has_pages

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from cleaner import Cleaner
from tests.adapters.page import ENGINES, SKLEARN, examples, run, write_articles

_SAVE_BODIES = """
import pyarrow as pa
ids = pq.read_table("articles.parquet")["id"]
pq.write_table(pa.table({"id": ids, "text": bodies(texts)}), "clean-scikit-learn.parquet")
"""


def main() -> int:
    options = _options()
    data = Path(options.data)
    if not has_pages(data):
        return 0
    pages = pages_of(data, options.flavour, options.pages)
    expected = {has_urls: _plain(pages, has_urls) for has_urls in (True, False)}
    size = sum(len(page.text.encode()) for page in pages)
    print(f"{len(pages)} texts, {size / 1e6:.1f} MB ({options.flavour})")
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
        digest = _through(code, pages, options.python)
        is_same = digest == expected[name != SKLEARN]
        wrong += not is_same
        took = time.perf_counter() - start
        print(f"{name:<24} {digest} {'same' if is_same else 'DIFFERENT'}, {took:.0f} s", flush=True)
    return 1 if wrong else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    parser.add_argument("--engine", action="append", choices=ENGINES)
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    options.python = str(Path(options.python).absolute())  # examples run in folders of their own
    return options


def _plain(pages: Iterable[Page], has_urls: bool) -> str:
    """Each text alone, by the plain call."""
    cleaner = Cleaner()
    return digest_of(
        (page.id, cleaner.clean(page.text, url=page.url if has_urls else None).text)
        for page in pages
    )


def _through(code: str, pages: Iterable[Page], python: str) -> str:
    folder = Path(tempfile.mkdtemp())
    try:
        write_articles((page._asdict() for page in pages), folder)
        run(code, folder, python)
        (output,) = folder.glob("clean-*")
        rows = ds.dataset(output).to_table(columns=["id", "text"]).to_pylist()
        return digest_of((row["id"], row["text"]) for row in rows)
    finally:
        shutil.rmtree(folder)


def _is_installed(library: str, python: str) -> bool:
    return not subprocess.run([python, "-c", f"import {library}"], capture_output=True).returncode


if __name__ == "__main__":
    raise SystemExit(main())
