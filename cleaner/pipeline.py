"""The order of the stages, and how one call comes to its fixed point.

Cleaning a cleaned text must change nothing. One pass does not promise that: what was removed
no longer stands beside what was kept. So the stages run again on the output until they remove
nothing more, which the second pass nearly always confirms. A text that does not settle is left to
the rules alone; one that even these do not settle on is left as it is. Each of the three outcomes
is its own fixed point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cleaner.data import Document, Policy, Verdicts
from cleaner.errors import RuleTimeout
from cleaner.packs.pack import RulePack
from cleaner.packs.page import Book
from cleaner.result import Result, Row, narrowed, rows_of
from cleaner.stages.blocks import cut_blocks, split_blocks
from cleaner.stages.matches import find_matches
from cleaner.stages.scores import score_blocks
from cleaner.stages.verdicts import decide, edges_in_running_text, evidence

if TYPE_CHECKING:
    from cleaner.scoring.weights import Weights

MAX_PASSES = 10  # two are the rule; a text that needs more is hardly an article


@dataclass(frozen=True, slots=True)
class Stages:
    """What the stages need: rules, weights, policy. Weights are None for rules only."""

    pack: RulePack
    weights: Weights | None
    policy: Policy

    def judge(self, documents: Sequence[Document], book: Book) -> list[Verdicts]:
        """Run the stages once over a batch. Each document's verdicts are its own.

        Args:
            documents: to be judged.
            book: what earlier passes have learnt of lines.
        """
        found = []
        for document in documents:
            blocks = split_blocks(document)
            matches = find_matches(blocks, self.pack, book)
            found.append((cut_blocks(blocks, edges_in_running_text(blocks, matches)), matches))
        if self.weights is None:
            return [decide(blocks, matches, None, self.policy) for blocks, matches in found]
        said = [(blocks, evidence(blocks, matches)) for blocks, matches in found]
        scores = score_blocks(said, self.weights)
        return [
            decide(blocks, matches, score, self.policy)
            for (blocks, matches), score in zip(found, scores, strict=True)
        ]

    @property
    def fingerprints(self) -> dict[str, str]:
        names = {"rules": self.pack.fingerprint}
        return names | ({"weights": self.weights.fingerprint} if self.weights else {})


def clean_documents(documents: Sequence[Document], stages: Stages) -> list[Result]:
    """Clean a batch; every result is what the document would get alone."""
    traces = [_Trace(document) for document in documents]
    book = Book()
    _settle(traces, stages, book)
    results = []
    for trace in traces:
        if trace.problem or not trace.is_settled:
            trace = _left_to_rules(trace, stages, book)
        results.append(trace.result(stages))
    return results


@dataclass(slots=True)
class _Trace:
    """A document on its way to its fixed point."""

    document: Document
    layers: list[Verdicts] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    is_settled: bool = False
    problem: str = ""

    def current(self) -> Document:
        """The text as the passes so far leave it."""
        if not self.layers:
            return self.document
        text = self.document.text
        kept = "".join(text[row.start : row.end] for row in self.rows if row.keep)
        return replace(self.document, text=kept)

    def follow(self, verdicts: Verdicts) -> None:
        """Take in the verdicts of one more pass; nothing removed means settled."""
        self.is_settled = 0 not in verdicts.keeps
        if not self.layers:
            self.rows = rows_of(verdicts)
        elif not self.is_settled:
            self.rows = narrowed(self.rows, verdicts, len(self.layers))
        if not self.layers or not self.is_settled:
            self.layers.append(verdicts)

    def result(self, stages: Stages) -> Result:
        why = self.problem or next((v.abstained for v in self.layers if v.abstained), "")
        return Result(self.document, self.layers, self.rows, why, stages.fingerprints)


def _settle(traces: Sequence[_Trace], stages: Stages, book: Book) -> None:
    """Run passes until every document is settled, or MAX_PASSES have not settled it."""
    pending = list(traces)
    for _ in range(MAX_PASSES):
        if not pending:
            return
        for trace, verdicts in zip(pending, _judged(pending, stages, book), strict=True):
            if verdicts is not None:
                trace.follow(verdicts)
        pending = [t for t in pending if not t.is_settled and not t.problem]


def _judged(traces: Sequence[_Trace], stages: Stages, book: Book) -> Sequence[Verdicts | None]:
    """Judge a batch; a document whose rules run out of time is told apart, alone."""
    try:
        return stages.judge([t.current() for t in traces], book)
    except RuleTimeout as error:
        if len(traces) == 1:
            traces[0].problem = str(error)
            return [None]
        return [v for trace in traces for v in _judged([trace], stages, book)]


def _left_to_rules(trace: _Trace, stages: Stages, book: Book) -> _Trace:
    """Fall back: to the rules alone, from there once more to both, at last to nothing."""
    if trace.problem:
        return _untouched(trace.document, trace.problem)
    alone = replace(stages, weights=None)
    ruled = _Trace(trace.document)
    _settle([ruled], alone, book)
    if not ruled.is_settled:
        return _untouched(trace.document, ruled.problem or "the rules do not settle on this text")
    again = _Trace(ruled.current())
    _settle([again], stages, book)
    if again.is_settled:
        for verdicts in again.layers:
            ruled.rows = narrowed(ruled.rows, verdicts, len(ruled.layers))
            ruled.layers.append(verdicts)
    else:
        ruled.problem = again.problem or "the scorer does not settle on this text"
    return ruled


def _untouched(document: Document, why: str) -> _Trace:
    """Keep all of it, and say why."""
    blocks = split_blocks(document)
    verdicts = Verdicts(blocks, b"\1" * len(blocks), {}, {}, None, None, why)
    trace = _Trace(document, is_settled=True, problem=why)
    trace.follow(verdicts)
    return trace
