"""The values that walk through the stages, and what comes out at the end.

Every value is frozen. Offsets are code points of `Document.text`, half-open, never re-based.
Between stages, layers are columns; the objects here are made when somebody looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from cleaner.columns import cut
from cleaner.markup import Markup

CHROME_CATEGORIES = (
    "donation", "notification", "comments", "newsletter", "consent", "subscription", "login",
    "share", "related", "advertisement", "caption", "credit", "byline", "author", "dateline",
    "rights", "live", "embed", "code", "table", "tips", "widget", "navigation",
    "reader-comment", "ending", "headline", "standfirst",
)  # fmt: skip
"""What a drop rule may say it removes."""

ROLES = ("headline", "standfirst", "byline", "dateline", "caption", "credit", "body")
"""Roles of article text; a removed span has its category as role."""

BLANK, LINE, SENTENCE = 0, 1, 2
"""Kinds of block: white space only, a whole line, a piece of a long or glued line."""

DECIDES = 0.8
"""A rule at least so confident decides; below it is evidence for the scorer."""

DROPPED, UNTOLD, KEPT, HEADLINE, BYLINE, DATELINE, CAPTION, DOUBTED = range(-1, 7)
"""What rules say of a block, as the scorer takes it.

A rule drops it; nothing; a rule keeps it; one of four roles (a credit is a caption); a rule that
does not decide says drop.
"""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of one text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Document:
    """A text and what is known about it; `text` never changes after reading.

    Attributes:
        text: the raw text.
        id: what the caller calls it.
        domain: host of the page, lower case, without `www.`; None if unknown.
        language: two-letter code, None if unknown.
        date: ISO date on which the page was fetched, for rules with `since` and `until`.
        markup: what the tree of a page knows about the lines of its text; None for plain text.
        title: the page's own, None if unknown.
    """

    text: str
    id: str | None = None
    domain: str | None = None
    language: str | None = None
    date: str | None = None
    markup: Markup | None = field(default=None, repr=False, compare=False)
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A view on one row of `Blocks`."""

    span: Span
    text: str
    kind: int


@dataclass(frozen=True, slots=True)
class Blocks:
    """Columns of the blocks of a document: they tile its text.

    Attributes:
        document: the text they lie on.
        folded: `document.text` for comparing, same length: white space as blanks but for line
            ends, one shape for apostrophes, quotes and dashes; case kept.
        starts, ends: shape (n,), code points; ends include the line's terminator.
        kinds: n bytes of BLANK, LINE or SENTENCE.
        plain: `document.text` as the scorer reads it, same length: see `markdown.unmarked`.
    """

    document: Document
    folded: str
    starts: Sequence[int]
    ends: Sequence[int]
    kinds: bytes
    plain: str

    def __len__(self) -> int:
        return len(self.kinds)

    def __getitem__(self, index: int) -> Block:
        start, end = self.starts[index], self.ends[index]
        return Block(Span(start, end), self.document.text[start:end], self.kinds[index])

    def __iter__(self) -> Iterator[Block]:
        return (self[i] for i in range(len(self)))

    def bare(self, row: int) -> str:
        """Return the folded text of a block, without white space around it."""
        return self.folded[self.starts[row] : self.ends[row]].strip()

    def cut(self, offsets: Sequence[int]) -> tuple[Blocks, Sequence[int]]:
        """Return the blocks cut at offsets inside them, and for each piece the row of its block.

        Args:
            offsets: ascending, none of them where a block begins.
        """
        made = cut(self.starts, self.kinds, offsets)
        ends = [*made.starts[1:], self.ends[-1]]
        for piece in chain.from_iterable(made.new):
            if self.folded[made.starts[piece] : ends[piece]].isspace():
                made.kinds[piece] = BLANK
        pieces = replace(self, starts=made.starts, ends=ends, kinds=bytes(made.kinds))
        return pieces, made.parents


@dataclass(frozen=True, slots=True)
class Match:
    """One rule that fired on one span. It reports; it does not decide.

    Attributes:
        rule: the rule's id.
        start, end: what would go (or stay), reach included.
        action: `drop`, `keep` or `label`.
        category: of the rule; the role for `label`.
        confidence: 0.0..1.0; from `DECIDES` upwards the rule decides.
        is_publisher: the rule belongs to a publisher's pack.
        found: the span of the words that matched, within start..end or at its edge.
    """

    rule: str
    start: int
    end: int
    action: str
    category: str
    confidence: float
    is_publisher: bool
    found: Span

    @property
    def is_decisive(self) -> bool:
        """True if the match decides by itself."""
        return self.action != "label" and self.confidence >= DECIDES


@dataclass(frozen=True, slots=True)
class Scores:
    """Columns of the scorer's judgement, one row for each block.

    Attributes:
        points: shape (n,), hundredths of a logit; above 0 more likely main content; 0 for blanks.
        explain: given a row, the named terms that make up its points, largest first; last what any
            block has.
        abstained: why these are not the scorer's own points; empty if they are.
    """

    points: Sequence[int]
    explain: Callable[[int], Sequence[tuple[str, int]]] = field(repr=False)
    abstained: str = ""


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Columns of the verdicts on the pieces of a document; they tile its text.

    Attributes:
        blocks: the pieces: blocks, cut where rules reach only to a part.
        keeps: n bytes, 1 where the piece stays.
        matches: for each piece that rules spoke on, their matches, the deciding one first.
        notes: why, for pieces that neither a rule nor the score decided on.
        points: shape (n,) as in `Scores`, None where no score was asked.
        explain: as in `Scores`.
        abstained: why the scorer was not followed; empty if it was.
        roles: of pieces, where they were needed to decide; else None, and `find_roles` tells them.
    """

    blocks: Blocks
    keeps: bytes
    matches: Mapping[int, tuple[Match, ...]]
    notes: Mapping[int, str]
    points: Sequence[int] | None
    explain: Callable[[int], Sequence[tuple[str, int]]] | None = field(repr=False)
    abstained: str = ""
    roles: Mapping[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One judged span: kept or removed, as what, and why. Verdicts tile the text.

    Attributes:
        start, end: code points of the input.
        keep: True if the span is in the output.
        role: `body`, another role, or the category of the chrome; `blank` for white space.
        category: the category of the chrome, None for kept spans.
        rule: id of the deciding rule, None if the score decided.
        rules: ids of all rules that agree.
        score: 0.0 boilerplate .. 1.0 main content; None where no score was asked.
        reasons: why, in words; at least one.
        text: what stands there, only on removed spans (so that they can be put back).
    """

    start: int
    end: int
    keep: bool
    role: str
    category: str | None
    rule: str | None
    rules: tuple[str, ...]
    score: float | None
    reasons: tuple[str, ...]
    text: str = field(default="", repr=False)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    def to_dict(self) -> dict[str, object]:
        """JSON-ready; the field names are those of the annotations file."""
        return {
            "start": self.start,
            "end": self.end,
            "role": self.role,
            "category": self.category,
            "rule": self.rule,
            "rules": list(self.rules),
            "score": self.score,
            "reasons": list(self.reasons),
            **({} if self.keep else {"text": self.text}),
        }
