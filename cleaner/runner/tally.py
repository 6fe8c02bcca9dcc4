"""What is counted on the way, and added up over shards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from cleaner.result import Result

BY_SCORE = "(score)"  # what no rule removed


@dataclass(slots=True)
class Tally:
    """Counts. All are whole numbers, so that shards add up the same in any order.

    Attributes:
        counts: `records`, `cleaned`, `untouched`, `empty`, `abstained`, `no_text`,
            `not_sampled`, `errors`; `chars`, `chars_kept`: code points of text.
        errors: by kind.
        abstained: by why.
        categories: removed characters by category of the rule, or `(score)`.
        rules: removed characters by rule.
    """

    counts: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    abstained: Counter[str] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)

    def take(self, result: Result, gone: Mapping[tuple[str | None, str | None], int]) -> None:
        """Count one cleaned record, and the `removed_chars` of it."""
        self.counts.update({"records": 1, result.state: 1, "chars": len(result.document.text)})
        if result.abstained:
            self.abstained[result.abstained] += 1
        for (category, rule), size in gone.items():
            self.categories[category or BY_SCORE] += size
            if rule:
                self.rules[rule] += size
        self.counts["chars_kept"] += len(result.document.text) - sum(gone.values())

    def take_error(self, kind: str) -> None:
        """Count one record that could not be cleaned."""
        self.counts.update({"records": 1, "errors": 1})
        self.errors[kind] += 1

    def add(self, other: Tally) -> None:
        for part in fields(self):
            getattr(self, part.name).update(getattr(other, part.name))

    def to_dict(self) -> dict[str, dict[str, int]]:
        """JSON-ready, sorted by name."""
        return {f.name: dict(sorted(getattr(self, f.name).items())) for f in fields(self)}

    @classmethod
    def of_dict(cls, data: dict[str, Any]) -> Tally:
        return cls(**{f.name: Counter(data.get(f.name, {})) for f in fields(cls)})
