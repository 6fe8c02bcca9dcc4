"""A rule's examples, run: each rule alone, on nothing but the example's text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cleaner.data import Document
from cleaner.packs.compile import compile_rules
from cleaner.packs.load import LoadedRule
from cleaner.packs.pack import RulePack
from cleaner.stages.blocks import split_blocks
from cleaner.stages.matches import find_matches


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What a rule did with one of its examples.

    Attributes:
        rule: the rule's id.
        path, line: where the rule stands.
        text: the example.
        expects_match: True for `match`, False for `no_match`.
        has_match: what happened.
    """

    rule: str
    path: str
    line: int
    text: str
    expects_match: bool
    has_match: bool

    @property
    def is_right(self) -> bool:
        return self.expects_match == self.has_match


def run_examples(rules: Iterable[LoadedRule]) -> Iterator[ExampleResult]:
    """Run the examples of rules, one result for each example."""
    for item in rules:
        if item.rule.status == "deprecated":
            continue
        pack = RulePack(compile_rules([item]))
        cases = [(text, True) for text in item.rule.examples.match]
        cases += [(text, False) for text in item.rule.examples.no_match]
        for text, expects_match in cases:
            blocks = split_blocks(Document(text))
            has_match = bool(find_matches(blocks, pack, is_example=True))
            yield ExampleResult(item.id, item.path, item.line, text, expects_match, has_match)
