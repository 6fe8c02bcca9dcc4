"""The order of the stages, and how one call comes to its fixed point.

Cleaning a cleaned text must change nothing. One pass does not promise that: what was removed
no longer stands beside what was kept. So the stages run again on the output until they remove
nothing more, which the second pass nearly always confirms. A text that does not settle is left to
the rules alone; one that even these do not settle on is left as it is. Each of the three outcomes
is its own fixed point.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cleaner.data import Blocks, Document, Scores, Verdicts
from cleaner.errors import RuleTimeout
from cleaner.packs.finding.book import Book
from cleaner.packs.pack import RulePack
from cleaner.policy import Policy
from cleaner.result import Result
from cleaner.stages.blocks import cut_blocks, split_blocks
from cleaner.stages.evidence import evidence
from cleaner.stages.matches import find_matches
from cleaner.stages.page_scores import score_page_blocks
from cleaner.stages.scores import score_blocks
from cleaner.stages.verdicts import decide
from cleaner.views.layers import kept_text

if TYPE_CHECKING:
    from cleaner.scoring.tree.weights import TreeWeights
    from cleaner.scoring.weights import Weights

MAX_PASSES = 10  # two are the rule; a text that needs more is hardly an article


@dataclass(frozen=True, slots=True)
class Stages:
    """What the stages need: rules, weights, policy. Weights are None for rules only.

    `page_weights` are asked for documents with markup.
    """

    pack: RulePack
    weights: Weights | None
    policy: Policy
    page_weights: TreeWeights | None = None

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
            found.append((cut_blocks(blocks, matches), matches))
        scores = self._scores([(b, evidence(b, m)) for b, m in found])
        return [
            decide(blocks, matches, score, self._policy(blocks))
            for (blocks, matches), score in zip(found, scores, strict=True)
        ]

    def _scores(self, said: Sequence[tuple[Blocks, Sequence[int]]]) -> list[Scores | None]:
        """Score the documents: pages by text and tree, all others by their text."""
        scores: list[Scores | None] = [None] * len(said)
        texts = []
        for number, (blocks, codes) in enumerate(said):
            if blocks.document.markup is None:
                texts.append(number)
            else:
                scores[number] = score_page_blocks(blocks, codes, self.page_weights, self.policy)
        if self.weights is not None:
            found = score_blocks([said[number] for number in texts], self.weights)
            for number, score in zip(texts, found, strict=True):
                scores[number] = score
        return scores

    def _policy(self, blocks: Blocks) -> Policy:
        return self.policy if blocks.document.markup is None else self.policy.for_pages

    @property
    def fingerprints(self) -> dict[str, str]:
        names = {"rules": self.pack.fingerprint}
        for name, weights in (("weights", self.weights), ("page_weights", self.page_weights)):
            names |= {name: weights.fingerprint} if weights else {}
        return names


def clean_documents(documents: Sequence[Document], stages: Stages) -> list[Result]:
    """Clean a batch; every result is what the document would get alone."""
    traces = [_Trace(document) for document in documents]
    book = Book()
    _settle(traces, stages, book)
    fingerprints = stages.fingerprints
    results = []
    for trace in traces:
        if trace.problem or not trace.is_settled:
            trace = _left_to_rules(trace, stages, book)
        results.append(trace.result(fingerprints))
    return results


@dataclass(slots=True)
class _Trace:
    """A document on its way to its fixed point."""

    document: Document
    layers: list[Verdicts] = field(default_factory=list)
    is_settled: bool = False
    problem: str = ""

    def current(self) -> Document:
        """The text as the passes so far leave it; what a tree knew of it is used up."""
        if not self.layers:
            return self.document
        return replace(self.document, text=kept_text(self.layers[-1]), markup=None)

    def follow(self, verdicts: Verdicts) -> None:
        """Take in the verdicts of one more pass; nothing removed means settled.

        A page has its text looked at once more, as it would be if it came as a text.
        """
        is_page = verdicts.blocks.document.markup is not None
        if is_page:  # a result does not hold on to the tree
            blocks = replace(verdicts.blocks, document=replace(self.document, markup=None))
            verdicts = replace(verdicts, blocks=blocks)
        self.is_settled = not is_page and 0 not in verdicts.keeps
        if not self.layers or not self.is_settled:
            self.layers.append(verdicts)

    def followed_by(self, other: _Trace) -> _Trace:
        """Take in all passes of a trace that began with this one's current text."""
        self.layers += other.layers
        self.problem = self.problem or other.problem
        return self

    def result(self, fingerprints: Mapping[str, str]) -> Result:
        judging = self.layers if self.document.markup is None else self.layers[:1]
        why = self.problem or next((v.abstained for v in judging if v.abstained), "")
        document = self.document
        if document.markup is not None:
            document = replace(document, markup=None)
        return Result(document, self.layers, why, fingerprints)


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
    if trace.document.markup is not None and trace.layers:
        page = _Trace(trace.document)
        page.follow(trace.layers[0])
        return page.followed_by(_left_to_rules(_Trace(page.current()), stages, book))
    alone = replace(stages, weights=None)
    ruled = _Trace(trace.document)
    _settle([ruled], alone, book)
    if not ruled.is_settled:
        return _untouched(trace.document, ruled.problem or "the rules do not settle on this text")
    again = _Trace(ruled.current())
    _settle([again], stages, book)
    if again.is_settled:
        return ruled.followed_by(again)
    ruled.problem = again.problem or "the scorer does not settle on this text"
    return ruled


def _untouched(document: Document, why: str) -> _Trace:
    """Keep all of it, and say why."""
    blocks = split_blocks(document)
    verdicts = Verdicts(blocks, b"\1" * len(blocks), {}, {}, None, None, why)
    trace = _Trace(document, is_settled=True, problem=why)
    trace.follow(verdicts)
    return trace
