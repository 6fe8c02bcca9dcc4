"""How many characters went by which rule: without the roles and reasons of every span."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cleaner.data import Match, Verdicts

Said = tuple[str | None, str | None]
"""Category and rule of what removed a piece; both None where no rule did."""


def chars_by_rule(layers: Iterable[Verdicts]) -> dict[Said, int]:
    """Return how many characters each rule removed in all passes."""
    sums: dict[Said, int] = {}
    for layer in layers:
        starts, ends = layer.blocks.starts, layer.blocks.ends
        for row, matches in layer.matches.items():
            said = _decision(matches)
            if said != (None, None) and not layer.keeps[row]:
                sums[said] = sums.get(said, 0) + ends[row] - starts[row]
    return sums


def _decision(matches: Sequence[Match]) -> Said:
    """Return category and rule of what dropped a piece; None where no rule did."""
    for match in matches:
        if match.action == "drop":
            return (match.category, match.rule) if match.is_decisive else (None, None)
    return None, None
