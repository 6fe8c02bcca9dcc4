"""The development pages in all flavours as one corpus, and one digest for what came out of it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from labelled_pages import FLAVOURS, add_data, lines_of

ALL = "all"


class Page(NamedTuple):
    """One text: an id that no other has, the page's address if known, the text."""

    id: str
    url: str | None
    text: str


def add_options(parser: argparse.ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("--flavour", default=ALL, choices=(ALL, *FLAVOURS))
    parser.add_argument("--pages", type=int, help="only so many of each flavour")


def pages_of(data: Path, flavour: str = ALL, most: int | None = None) -> list[Page]:
    """Return the texts of one flavour or of all, flavour by flavour; those that are empty not."""
    addresses = {r["id"]: r.get("url") for r in lines_of(data / "records.jsonl.gz")}
    found = []
    for name in FLAVOURS if flavour == ALL else (flavour,):
        raws = [raw for raw in lines_of(data / f"raw-{name}.jsonl.gz") if raw["text"]]
        found += [
            Page(f"{name}/{raw['id']}", raw.get("url", addresses[raw["id"]]), raw["text"])
            for raw in raws[:most]
        ]
    return found


def digest_of(texts: Iterable[tuple[str, str]]) -> str:
    """Return a digest of all ids and texts, in the order of ids: not every engine keeps rows'."""
    digest = sha256()
    for id, text in sorted(texts):
        digest.update(f"{id}\0{text}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]
