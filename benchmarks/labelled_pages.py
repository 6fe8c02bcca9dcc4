"""The development pages as the scorer learns from them: what rules leave, and what they say of it.

The data: gzip JSON Lines `records` and `raw-<flavour>` with one label per line of text, and in a
folder `extra` the same for pages of many languages. Rules come before the scorer when a text is
cleaned, so they come before it here: a page is cut into blocks where the cleaner cuts it, blocks
that rules drop are left out of its text, and what weak rules say of the others is its evidence. A
block has the label of the line in which it starts. Pages come in the same order each time.
"""

from __future__ import annotations

import gzip
import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import Any

from cleaner.data import Document
from cleaner.packs.cache import builtin_rules, load_pack
from cleaner.packs.pack import RulePack
from cleaner.scoring.train import BODY, LabelledPage, fold_of
from cleaner.stages.blocks import cut_blocks, split_blocks
from cleaner.stages.matches import find_matches
from cleaner.stages.scores import DROPPED
from cleaner.stages.verdicts import edges_in_running_text, evidence

FLAVOURS = ("wet", "residue-traf", "residue-resi", "flat")
CLEAN_WEIGHT, EXTRA_WEIGHT, WEAK_WEIGHT = 1.0, 0.3, 0.5


@dataclass(frozen=True)
class Case:
    """A page to learn from, and what to report it under.

    Attributes:
        flavour: of raw text, or `clean` for a true body.
        is_measured: False for pages only learnt from.
        page: without what the rules drop.
        lost: words of the body that rules dropped.
    """

    flavour: str
    is_measured: bool
    page: LabelledPage
    lost: int = 0


def load_cases(folder: Path, pack: RulePack | None = None) -> Iterator[Case]:
    """Yield the pages of all flavours, the true bodies as pages without chrome, the extra pages.

    Args:
        folder: the data.
        pack: the rules; None for those that ship.
    """
    rules = pack or load_pack([builtin_rules()])
    for case in _all_lines(folder):
        ruled = _after_rules(case, rules)
        if ruled.page.text:
            yield ruled


def _after_rules(case: Case, pack: RulePack) -> Case:
    page = case.page
    whole = split_blocks(Document(page.text))
    matches = find_matches(whole, pack)
    blocks = cut_blocks(whole, edges_in_running_text(whole, matches))
    said = evidence(blocks, matches)
    labels = [page.labels[bisect_right(page.starts, start) - 1] for start in blocks.starts]
    texts = [page.text[s:e] for s, e in zip(blocks.starts, blocks.ends, strict=True)]
    left = [row for row, code in enumerate(said) if code != DROPPED]
    dropped = [row for row, code in enumerate(said) if code == DROPPED]
    ends = list(accumulate(len(texts[row]) for row in left))
    reduced = replace(
        page,
        text="".join(texts[row] for row in left),
        starts=[0, *ends[:-1]] if ends else [],
        ends=ends,
        labels=[labels[row] for row in left],
        evidence=[said[row] for row in left],
    )
    lost = sum(len(texts[row].split()) for row in dropped if labels[row] == BODY)
    return replace(case, page=reduced, lost=lost)


def _all_lines(folder: Path) -> Iterator[Case]:
    """Yield all cases with one block for each line, before the rules."""
    yield from _raw_cases(folder, 1.0, is_measured=True)
    yield from _clean_cases(folder, CLEAN_WEIGHT, is_measured=True)
    if (folder / "extra").is_dir():
        yield from _raw_cases(folder / "extra", EXTRA_WEIGHT, is_measured=False)
        yield from _clean_cases(folder / "extra", EXTRA_WEIGHT, is_measured=False)


def _clean_cases(folder: Path, weight: float, is_measured: bool) -> Iterator[Case]:
    """Yield true bodies; paragraphs have a blank line between them in every second one."""
    for record in lines_of(folder / "records.jsonl.gz"):
        if record.get("body"):
            text = "\n\n"[fold_of(record["id"], 2) :].join(record["body"])
            page = _page(text, [1] * (text.count("\n") + 1), record, weight)
            yield Case("clean", is_measured and _is_sure(record), page)


def _raw_cases(folder: Path, weight: float, is_measured: bool) -> Iterator[Case]:
    records = {record["id"]: record for record in lines_of(folder / "records.jsonl.gz")}
    for flavour in FLAVOURS:
        for raw in lines_of(folder / f"raw-{flavour}.jsonl.gz"):
            if "labels" in raw:
                record = records[raw["id"]]
                sure = 1.0 if _is_sure(record) else WEAK_WEIGHT
                text, labels = raw["text"], raw["labels"]
                if not is_measured:
                    text, labels = _respaced(text, labels, raw["id"])
                page = _page(text, labels, record, weight * sure)
                yield Case(flavour, is_measured and _is_sure(record), page)


def _respaced(text: str, labels: list[int | None], name: str) -> tuple[str, list[int | None]]:
    """Return a page with its blank lines left out, one after each line, or as they were.

    Blank lines tell much, but differ from converter to converter: a quarter of the extra pages
    each is shown without and with all of them.
    """
    way = fold_of(name, 4)
    if way > 1:
        return text, labels
    pairs = zip(text.split("\n"), labels, strict=True)
    filled = [(line, label) for line, label in pairs if label is not None]
    gap = "\n" if way else "\n\n"
    spread = [x for _, label in filled for x in ((label,) if way else (label, None))]
    return gap.join(line for line, _ in filled), spread if way else spread[:-1]


def _is_sure(record: dict[str, Any]) -> bool:
    return bool(record["gold_kind"] != "weak")


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a gzip JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _page(
    text: str, labels: Sequence[int | None], record: dict[str, Any], weight: float
) -> LabelledPage:
    sizes = [len(line) + 1 for line in text.split("\n")]
    sizes[-1] -= 1
    ends = list(accumulate(sizes))
    starts = [0, *ends[:-1]]
    decided = [-1 if label is None else label for label in labels]
    return LabelledPage(text, starts, ends, decided, [0] * len(ends), record["domain"], weight)
