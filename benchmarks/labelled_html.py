"""The development pages as the scorer for pages learns from them: HTML, and which blocks are body.

The data: gzip JSON Lines `records` with the true body of each page and `html-…` with its HTML, and
in a folder `extra` the same for pages of many languages, whose `body` leaves `disputed` lines open.
A block is body if most of its words stand in the body, in order; headlines, optional paragraphs and
what is in between count for nothing. Prepared pages can be kept in a folder, for the next time.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from labelled_pages import lines_of

from cleaner.data import Document
from cleaner.formats.extractor import words_of
from cleaner.formats.html import read_page
from cleaner.packs.cache import builtin_rules, load_pack
from cleaner.packs.pack import RulePack
from cleaner.scoring.labelled import BODY, CHROME, NEUTRAL, LabelledPage
from cleaner.scoring.tree.facts import facts_of
from cleaner.scoring.tree.learn import TreePage
from cleaner.stages.blocks import split_blocks
from cleaner.stages.evidence import evidence
from cleaner.stages.matches import find_matches
from cleaner.stages.page_scores import lined

EXTRA_WEIGHT, WEAK_WEIGHT = 0.5, 0.5
MAX_EXTRA_BLOCKS, MAX_EXTRA_CHARS = 800, 1_200_000
MIN_EXTRA_BODY = 3  # blocks of body
SURE, EXTRA_SURE = (0.6, 0.3), (0.7, 0.2)  # shares from which on a block is body, up to which not


@dataclass(frozen=True)
class HtmlCase:
    """A page to learn from; `is_measured` is False for pages only learnt from."""

    id: str
    is_measured: bool
    page: TreePage


def load_html_cases(folder: Path, kept_in: Path | None = None) -> list[HtmlCase]:
    """Return the pages with a true body, and the extra ones.

    Args:
        folder: the data.
        kept_in: a folder for prepared pages; made anew if they are not there.
    """
    file = kept_in / "html-cases.pickle" if kept_in else None
    if file and file.exists():
        return list(pickle.loads(file.read_bytes()))
    pack = load_pack([builtin_rules()])
    cases = [*_gold_cases(folder, pack), *_extra_cases(folder, pack)]
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pickle.dumps(cases))
    return cases


def _gold_cases(folder: Path, pack: RulePack) -> Iterator[HtmlCase]:
    records = {record["id"]: record for record in lines_of(folder / "records.jsonl.gz")}
    for found in lines_of(folder / "html-body-gold.jsonl.gz"):
        record = records[found["id"]]
        is_sure = record["gold_kind"] != "weak"
        page = _tree_page(found["html"], record, pack, 1.0 if is_sure else WEAK_WEIGHT, SURE)
        if page is not None:
            yield HtmlCase(found["id"], is_sure, page)


def _extra_cases(folder: Path, pack: RulePack) -> Iterator[HtmlCase]:
    extra = folder / "extra"
    if not extra.is_dir():
        return
    records = {record["id"]: record for record in lines_of(extra / "records.jsonl.gz")}
    for file in (extra / "html.jsonl.gz", folder / "html-strings.jsonl.gz"):
        for found in lines_of(file):
            record = records.get(found["id"])
            if record is None or len(found["html"]) > MAX_EXTRA_CHARS:
                continue
            page = _tree_page(found["html"], record, pack, EXTRA_WEIGHT, EXTRA_SURE)
            if page is None or len(page.page.labels) > MAX_EXTRA_BLOCKS:
                continue
            if list(page.page.labels).count(BODY) >= MIN_EXTRA_BODY:
                yield HtmlCase(found["id"], False, page)


def _tree_page(
    html: str,
    record: dict[str, Any],
    pack: RulePack,
    weight: float,
    sure: tuple[float, float],
) -> TreePage | None:
    """Return a page with its labels, without its address, so that it is told by what it shows."""
    page = read_page(html)
    if not len(page.markup):
        return None
    blocks = split_blocks(Document(page.text, markup=page.markup))
    text, bounds, said = lined(blocks, evidence(blocks, find_matches(blocks, pack)))
    labels = labels_of(page.markup.texts, record, *sure)
    labelled = LabelledPage(text, *bounds, labels, said, record["domain"], weight)
    return TreePage(labelled, facts_of(page.markup))


def labels_of(
    texts: Sequence[str], record: dict[str, Any], body_from: float, chrome_to: float
) -> list[int]:
    """Return the label of each block.

    Args:
        texts: the blocks.
        record: of the page: `body`, and what may be left open.
        body_from, chrome_to: share of a block's words in the body from which on it is body, up to
            which it is chrome.
    """
    body, optional = record["body"], set(record.get("optional") or ())
    disputed = record.get("disputed") or []
    whole = kept_shares(texts, [*body, *disputed])
    sure = kept_shares(texts, [p for i, p in enumerate(body) if i not in optional])
    titles = [record.get("title"), *(record.get("titles_page") or ())]
    open_lines = {tuple(words_of(t)) for t in titles if t and len(words_of(t)) > 1}
    open_lines |= {tuple(words_of(line)) for line in disputed}
    labels = []
    for text, share, sure_share in zip(texts, whole, sure, strict=True):
        words = tuple(words_of(text))
        if not words or words in open_lines:
            labels.append(NEUTRAL)
        elif sure_share >= body_from:
            labels.append(BODY)
        else:
            labels.append(CHROME if share <= chrome_to else NEUTRAL)
    return labels


def kept_shares(lines: Sequence[str], kept: Sequence[str]) -> list[float]:
    """Return the share of each line's words that stand in the kept paragraphs, in order.

    Whole lines are paired first; what is left over between two pairs is compared by words, so that
    paragraphs may be joined or parted.
    """
    left = [words_of(line) for line in lines]
    right = [
        words for words in (words_of(line) for text in kept for line in text.split("\n")) if words
    ]
    shares = [0.0] * len(left)
    filled = [i for i, words in enumerate(left) if words]
    a = [tuple(left[i]) for i in filled]
    b = [tuple(words) for words in right]
    done_a = done_b = 0
    for begin_a, begin_b, size in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        if done_a < begin_a and done_b < begin_b:
            gap = filled[done_a:begin_a]
            _share_gap(gap, left, [w for words in right[done_b:begin_b] for w in words], shares)
        for i in filled[begin_a : begin_a + size]:
            shares[i] = 1.0
        done_a, done_b = begin_a + size, begin_b + size
    return shares


def _share_gap(
    gap: Sequence[int], left: Sequence[list[str]], wanted: list[str], shares: list[float]
) -> None:
    owners = [i for i in gap for _ in left[i]]
    words = [word for i in gap for word in left[i]]
    for begin, _, size in SequenceMatcher(
        None, words, wanted, autojunk=False
    ).get_matching_blocks():
        for i in owners[begin : begin + size]:
            shares[i] += 1 / len(left[i])
