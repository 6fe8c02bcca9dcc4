"""A rule's examples, run: each rule alone, on nothing but the example's text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cleaner.data import Document
from cleaner.errors import RuleTimeout
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
        path, line, column: where the example stands.
        number: which of the rule's examples of this sort it is, from 1.
        text: the example.
        key: `match` or `no_match`.
        found: the words that the rule hit, in order.
        is_in_time: False if a pattern ran out of time.
    """

    rule: str
    path: str
    line: int
    column: int
    number: int
    text: str
    key: str
    found: tuple[str, ...]
    is_in_time: bool = True

    @property
    def is_right(self) -> bool:
        return self.is_in_time and bool(self.found) == (self.key == "match")


def run_examples(rules: Iterable[LoadedRule]) -> Iterator[ExampleResult]:
    """Run the examples of rules, one result for each example."""
    for item in rules:
        if item.rule.status == "deprecated":
            continue
        pack = RulePack(compile_rules([item]))
        examples = item.rule.examples
        for key, texts in ("match", examples.match), ("no_match", examples.no_match):
            for index, text in enumerate(texts):
                at = item.mistake(("examples", key, index), "", "")
                about = item.id, at.path, at.line, at.column, index + 1, text, key
                try:
                    matches = find_matches(split_blocks(Document(text)), pack, is_example=True)
                except RuleTimeout:
                    yield ExampleResult(*about, found=(), is_in_time=False)
                    continue
                found = tuple(text[m.found.start : m.found.end] for m in matches)
                yield ExampleResult(*about, found)
