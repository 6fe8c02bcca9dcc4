"""Labelled texts as the scorer learns from them: what the rules leave, and what they say of it.

Rules come before the scorer when a text is cleaned, so they come before it here: a text is cut
into blocks where the cleaner cuts it, blocks that rules drop are left out, and what weak rules say
of the others is evidence.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from cleaner.data import DROPPED, Document
from cleaner.measure.labelled_text import NEUTRAL, LabelledText, Part
from cleaner.packs.pack import RulePack
from cleaner.scoring.labelled import LabelledPage
from cleaner.stages.blocks import cut_blocks, split_blocks
from cleaner.stages.evidence import evidence
from cleaner.stages.matches import find_matches


def lessons_of(texts: Iterable[LabelledText], pack: RulePack) -> list[LabelledPage]:
    """Return the pages to learn from, in order; texts of which rules leave nothing are left out.

    Raises:
        RuleTimeout: a pattern ran out of time.
    """
    pages = (_after_rules(text, pack) for text in texts)
    return [page for page in pages if page.text]


def _after_rules(text: LabelledText, pack: RulePack) -> LabelledPage:
    whole = split_blocks(Document(text.text))
    matches = find_matches(whole, pack)
    blocks = cut_blocks(whole, matches)
    said = evidence(blocks, matches)
    left = [row for row, code in enumerate(said) if code != DROPPED]
    bounds = [(blocks.starts[row], blocks.ends[row]) for row in left]
    ends = list(accumulate(end - start for start, end in bounds))
    return LabelledPage(
        text="".join(whole.plain[start:end] for start, end in bounds),  # as it is scored
        starts=[0, *ends[:-1]] if ends else [],
        ends=ends,
        labels=_labels(text, bounds),
        evidence=[said[row] for row in left],
        group=text.group,
        weight=text.weight,
    )


def _labels(text: LabelledText, bounds: Sequence[tuple[int, int]]) -> list[int]:
    """Return the label of each block: that of its parts, NEUTRAL where body and chrome meet."""
    starts = [part.start for part in text.parts]
    labels = []
    for start, end in bounds:
        within = text.parts[bisect_right(starts, start) - 1 : bisect_right(starts, end - 1)]
        said = {part.label for part in within if _has_text(text.text, part, start, end)}
        said = said - {NEUTRAL} or said
        labels.append(said.pop() if len(said) == 1 else NEUTRAL)
    return labels


def _has_text(text: str, part: Part, start: int, end: int) -> bool:
    return not text[max(part.start, start) : min(part.end, end)].isspace()
