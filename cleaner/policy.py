"""How scores become verdicts: the thresholds, under the names that people choose them by."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Policy:
    """How scores become verdicts.

    Attributes:
        profile: the name people choose it by.
        uses_scores: False for rules only.
        cut_below: blocks with fewer points go; hundredths of a logit.
        prose_grace: how much lower the score of prose must be for it to go.
        tail_grace: the same for prose after the last that is surely body.
        boxed_grace: the same for a single paragraph there, with what rules dropped above and below
            it and prose that stays above that.
        gap_grace: the same for a few blocks between two that stay.
        sentence_grace: the same for a sentence right below prose that stays.
        island_below: short blocks with fewer points go where nothing beside them stays.
        worst_alone: nothing is cut by score unless some line has at most so many points.
        worst_with_rules: the same, where rules have dropped something.
        frame_depth: the first is not asked where low lines frame the text: at its head and at its
            tail each their points below 0 sum up to so many.
        head_depth: nor where those at its head alone sum up to so many.
        unsure_below: `cut_below` is no higher than this where no line is surely chrome.
        page_beta: of the blocks of a page those stay that have the best expected F together; so
            many hundredths recall weighs against precision in it.
        asks_below: another extractor is asked where the expected F is below so many thousandths.
        keeps: roles that are in the output.
    """

    profile: str
    uses_scores: bool = True
    cut_below: int = 0
    prose_grace: int = 290
    tail_grace: int = 130
    boxed_grace: int = 210
    gap_grace: int = 270
    sentence_grace: int = 130
    island_below: int = 200
    worst_alone: int = -600
    worst_with_rules: int = -50
    frame_depth: int = 800
    head_depth: int = 900
    unsure_below: int = -100
    page_beta: int = 140
    asks_below: int = 970
    keeps: frozenset[str] = frozenset({"body"})

    @property
    def for_pages(self) -> Policy:
        """The same for pages: their blocks are chosen together, so points are followed as given."""
        return replace(
            self,
            cut_below=0,
            prose_grace=0,
            boxed_grace=self.tail_grace,
            gap_grace=0,
            sentence_grace=0,
            island_below=min(self.island_below, 100),
            worst_alone=0,
            worst_with_rules=0,
            unsure_below=0,
        )


PROFILES = {
    "safe": Policy(
        "safe",
        cut_below=-180,
        tail_grace=150,
        gap_grace=300,
        island_below=-50,
        worst_with_rules=-200,
        head_depth=1500,
        page_beta=600,
        asks_below=1001,
    ),
    "balanced": Policy("balanced"),
    "strict": Policy(
        "strict",
        cut_below=75,
        prose_grace=150,
        tail_grace=50,
        boxed_grace=100,
        gap_grace=200,
        sentence_grace=50,
        island_below=250,
        unsure_below=0,
        page_beta=100,
    ),
    "rules-only": Policy("rules-only", uses_scores=False),
}
"""From the one that keeps most to the one that keeps least; then the rules without the scorer."""

KEEPABLE = {
    "title": "headline",
    "headline": "headline",
    "standfirst": "standfirst",
    "byline": "byline",
    "date": "dateline",
    "dateline": "dateline",
    "caption": "caption",
    "credit": "credit",
}
"""What `keep` may ask for, and the role that it is."""
