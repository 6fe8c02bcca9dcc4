"""Result: what is kept, what went and why, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from cleaner.columns import runs
from cleaner.data import BLANK, Document, Match, Span, Verdict, Verdicts
from cleaner.dates import dates_in
from cleaner.errors import RestoreError, UsageError
from cleaner.folding import Compact, fold
from cleaner.markdown import unmarked
from cleaner.roles import find_roles

_BYLINE_LEADS = ("by ", "von ", "par ", "por ", "di ", "door ", "av ", "af ")
_AROUND_NAME = " \n\r,|•·-"  # of a folded line
YEAR_DIGITS = 4
MAX_TERMS = 3  # of a score, in the reasons
ABSTAINED = "abstained"


_Said = tuple[str | None, str | None]
"""Category and rule of what removed a piece; both None where none did."""

_KEPT = Verdict(0, 0, True, "body", None, None, (), None, ())
"""Stands for what is kept, where only what is removed is asked for."""


class Row(NamedTuple):
    """A span of the input and the verdict on it: row `row` of pass `layer`."""

    start: int
    end: int
    keep: bool
    layer: int
    row: int


class Result:
    """The cleaned document. Immutable; everything is worked out when somebody looks.

    Attributes:
        document: the input.
        fingerprints: names of the rules and weights that decided.
    """

    document: Document
    fingerprints: dict[str, str]
    _layers: tuple[Verdicts, ...]
    _abstained: str

    def __init__(
        self,
        document: Document,
        layers: Sequence[Verdicts],
        abstained: str = "",
        fingerprints: Mapping[str, str] | None = None,
    ) -> None:
        self.__dict__.update(
            document=document,
            fingerprints=dict(fingerprints or {}),
            _layers=tuple(layers),
            _abstained=abstained,
        )

    @property
    def status(self) -> str:
        """`cleaned`, `untouched`, `empty`, or `abstained: ` and why."""
        return f"{ABSTAINED}: {self.abstained}" if self.abstained else self.state

    @property
    def state(self) -> str:
        """The status in one word, without why: to be counted and compared."""
        if not self.document.text or self.document.text.isspace():
            return "empty"
        if self._abstained:
            return ABSTAINED
        return "cleaned" if self.has_removed else "untouched"

    @property
    def abstained(self) -> str:
        """Why the scorer, or a rule that ran out of time, was not followed; empty if all were."""
        return self._abstained if self.state == ABSTAINED else ""

    @property
    def has_removed(self) -> bool:
        """True if anything went."""
        if not self._layers:
            return bool(self.removed)
        return any(0 in layer.keeps for layer in self._layers)

    @cached_property
    def text(self) -> str:
        """The kept spans of the input, in order, joined; nothing is rewritten."""
        return kept_text(self._layers[-1])

    @property
    def kept_spans(self) -> list[tuple[int, int]]:
        """What is kept, neighbours joined; for those who need no verdicts, which cost more."""
        if len(self._layers) == 1:
            return list(_kept_spans(self._layers[0]))
        return [(row.start, row.end) for row in _runs(self._rows) if row.keep]

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Verdicts in order; they tile the input. What one rule removed in a row is one span."""
        return tuple(_merged([self._verdict(row) for row in self._rows]))

    @cached_property
    def kept(self) -> tuple[Verdict, ...]:
        """The verdicts on what stays, in order."""
        return tuple(v for v in self.verdicts if v.keep)

    @cached_property
    def removed(self) -> tuple[Verdict, ...]:
        """The verdicts on what went, in order, with the text that stood there."""
        if "verdicts" in self.__dict__:
            return tuple(v for v in self.verdicts if not v.keep)
        rows = (_KEPT if row.keep else self._verdict(row) for row in self._rows)
        return tuple(v for v in _merged(rows) if not v.keep)

    @cached_property
    def spans(self) -> tuple[Verdict, ...]:
        """What `removed` holds, without the reasons in words.

        Finding the words costs more than all the rest; over a corpus, rule and score are enough.
        """
        if not self._layers:
            return tuple(replace(v, reasons=()) for v in self.removed)
        rows = (_KEPT if row.keep else self._verdict(row, is_told=False) for row in self._rows)
        return tuple(v for v in _merged(rows) if not v.keep)

    def removed_chars(self) -> dict[_Said, int]:
        """How many characters went, by category and rule; both None where no rule decided.

        Much cheaper than `removed`, which works out roles and reasons of every span.
        """
        return dict(self._removed_chars)

    @cached_property
    def _removed_chars(self) -> Mapping[_Said, int]:
        by_rules = _summed(
            (_decision(matches), layer.blocks.ends[row] - layer.blocks.starts[row])
            for layer in self._layers
            for row, matches in layer.matches.items()
            if not layer.keeps[row]
        )
        by_rules.pop((None, None), None)
        others = len(self.document.text) - len(self.text) - sum(by_rules.values())
        return by_rules | {(None, None): others} if others else by_rules

    @cached_property
    def title(self) -> str | None:
        """The headline, None where none was recognised; of a page, what its head calls it."""
        return self.document.title or self._line_of("headline")

    @cached_property
    def byline(self) -> str | None:
        """Who wrote it, without "By" and the date; None where none was recognised."""
        line = self._line_of("byline")
        if line is None:
            return None
        date = _date_in(line)
        folded = fold(line[: date.start] if date else line)
        lead = next((lead for lead in _BYLINE_LEADS if folded.lower().startswith(lead)), "")
        name = folded[len(lead) :].strip(_AROUND_NAME)
        start = folded.find(name, len(lead))
        return line[start : start + len(name)] or None

    @cached_property
    def date(self) -> str | None:
        """The date as printed, but with single plain blanks; None where none was recognised."""
        for line in (*self._lines_of("dateline"), *self._lines_of("byline")):
            if date := _date_in(line):
                return " ".join(line[date.start : date.end].split())
        line = self._line_of("dateline") or ""
        return line if _holds_year(line) else None  # a date of another script

    def restore(self) -> str:
        """Return the input, put together from the output and the record of what was removed."""
        return restore(self.text, (v.to_dict() for v in self.removed))

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready: text, metadata, and every removed span with its reasons."""
        return {
            "id": self.document.id,
            "status": self.status,
            "title": self.title,
            "byline": self.byline,
            "date": self.date,
            "text": self.text,
            "removed": [v.to_dict() for v in self.removed],
            "kept": [v.to_dict() for v in self.kept],
            "fingerprints": dict(self.fingerprints),
        }

    def __reduce__(self) -> tuple[Any, ...]:
        """Everything worked out, without the columns: these may belong to a whole batch."""
        names = ("verdicts", "text", "title", "byline", "date", "_removed_chars")
        known = {name: getattr(self, name) for name in names}
        return _revived, (self.document, self._abstained, self.fingerprints, known)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Result):
            return NotImplemented
        same = self.document == other.document and self.fingerprints == other.fingerprints
        return same and self._abstained == other._abstained and self.verdicts == other.verdicts

    def __hash__(self) -> int:
        return hash(self.document)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"Result is immutable; {name} stays")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"Result is immutable; {name} stays")

    def __repr__(self) -> str:
        size, left = len(self.document.text), len(self.text)
        return f"<Result {self.status}: {left:,} of {size:,} characters kept>"

    def _line_of(self, role: str) -> str | None:
        return next(self._lines_of(role), None)

    def _lines_of(self, role: str) -> Iterator[str]:
        """The lines with a role, in order, as the first pass saw them."""
        for row, found in sorted(self._roles[0].items() if self._roles else ()):
            text = self._layers[0].blocks[row].text.strip() if found == role else ""
            line = unmarked(text).strip()
            if line != text or len(line.splitlines()) > 1:  # lines that go on are one block
                line = " ".join(line.split())
            if line:
                yield line

    @cached_property
    def _rows(self) -> Sequence[Row]:
        """What tiles the input: the pieces of the first pass, narrowed by what later ones took."""
        if not self._layers:  # a result that has travelled
            return [Row(v.start, v.end, v.keep, 0, i) for i, v in enumerate(self.verdicts)]
        rows = _rows_of(self._layers[0])
        for number, layer in enumerate(self._layers[1:], 1):
            rows = _narrowed(rows, layer, number)
        return rows

    @cached_property
    def _roles(self) -> list[Mapping[int, str]]:
        """For each pass, the roles of its pieces."""
        return [
            find_roles(v.blocks, v.keeps, v.matches) if v.roles is None else v.roles
            for v in self._layers
        ]

    def _verdict(self, row: Row, is_told: bool = True) -> Verdict:
        layer = self._layers[row.layer]
        matches = layer.matches.get(row.row, ())
        points = None if layer.points is None else layer.points[row.row]
        is_blank = layer.blocks.kinds[row.row] == BLANK
        deciding = [m for m in matches if (m.action == "keep") == row.keep and m.action != "label"]
        rule = deciding[0].rule if deciding and deciding[0].is_decisive else None
        role, category = self._role(row, is_blank, rule is not None)
        return Verdict(
            row.start,
            row.end,
            row.keep,
            role,
            category,
            rule,
            tuple(dict.fromkeys(m.rule for m in deciding)),
            None if points is None or not _is_scored(layer, row) else _score(points),
            _reasons(layer, row, is_blank) if is_told else (),
            "" if row.keep else self.document.text[row.start : row.end],
        )

    def _role(self, row: Row, is_blank: bool, is_by_rule: bool) -> tuple[str, str | None]:
        if is_blank:
            return "blank", None
        role = self._roles[row.layer].get(row.row)
        if row.keep:
            return role or "body", None
        matches = self._layers[row.layer].matches.get(row.row, ())
        category = next((m.category for m in matches if m.action == "drop"), None)
        category = category if is_by_rule else None
        return role or category or "boilerplate", category


def _revived(
    document: Document, abstained: str, fingerprints: Mapping[str, str], known: dict[str, Any]
) -> Result:
    result = Result(document, (), abstained, fingerprints)
    result.__dict__.update(known)
    return result


def restore(text: str, removed: Iterable[Mapping[str, Any] | Verdict]) -> str:
    """Return the input of a cleaning from its output and the removed spans.

    Args:
        text: the output.
        removed: `Result.removed`, or `start`, `end` and `text` of each of its spans, in order.

    Raises:
        RestoreError: the two do not belong together.
        UsageError: they are no text and no spans.

    >>> restore("ad", [{"start": 1, "end": 3, "text": "bc"}])
    'abcd'
    """
    if not isinstance(text, str):
        raise UsageError(f"text must be str, not {type(text).__name__}; decode bytes first")
    if not isinstance(removed, Iterable):
        raise UsageError(f"removed must be spans, not {type(removed).__name__}; give a list")
    out: list[str] = []
    at = used = 0
    for verdict in removed:
        span: Mapping[str, Any] = verdict.to_dict() if isinstance(verdict, Verdict) else verdict
        try:
            start, end, gone = int(span["start"]), int(span["end"]), str(span["text"])
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise RestoreError(
                "a removed span lacks its `start`, `end` or `text`; "
                "use the annotations that were written with the output"
            ) from error
        take = start - at
        if take < 0 or used + take > len(text) or len(gone) != end - start:
            raise RestoreError(
                f"the removed span {start}..{end} does not fit the output; "
                "use the annotations that were written with it"
            )
        out += (text[used : used + take], gone)
        used += take
        at = end
    out.append(text[used:])
    return "".join(out)


def said_by(rule: str, action: str) -> str:
    """Return the reason that a rule gives.

    >>> said_by("share/share-line", "drop")
    'rule share/share-line says drop'
    """
    return f"rule {rule} says {action}"


def kept_text(verdicts: Verdicts) -> str:
    """Return what a pass leaves of its text."""
    text = verdicts.blocks.document.text
    if 0 not in verdicts.keeps:
        return text
    return "".join([text[start:end] for start, end in _kept_spans(verdicts)])


def _kept_spans(verdicts: Verdicts) -> Iterator[tuple[int, int]]:
    starts, ends = verdicts.blocks.starts, verdicts.blocks.ends
    return ((starts[begin], ends[end - 1]) for begin, end in runs(verdicts.keeps, 1))


def _rows_of(verdicts: Verdicts) -> list[Row]:
    """Return one row for each piece of a first pass."""
    blocks = verdicts.blocks
    return [
        Row(start, end, bool(keep), 0, row)
        for row, (start, end, keep) in enumerate(
            zip(blocks.starts, blocks.ends, verdicts.keeps, strict=True)
        )
    ]


def _narrowed(rows: Iterable[Row], verdicts: Verdicts, layer: int) -> list[Row]:
    """Lead the verdicts of a further pass, made on the kept text, back to the input.

    What the further pass keeps, keeps its first verdict; what it removes gets the new one.
    """
    out: list[Row] = []
    pieces = verdicts.blocks
    piece = at = 0  # at: offset in the kept text
    for row in rows:
        if not row.keep:
            out.append(row)
            continue
        start = row.start
        while start < row.end:
            end = min(row.end, start + pieces.ends[piece] - at)
            kept = verdicts.keeps[piece]
            out.append(
                Row(start, end, True, row.layer, row.row)
                if kept
                else Row(start, end, False, layer, piece)
            )
            at += end - start
            start = end
            piece += at == pieces.ends[piece]
    return out


def _runs(rows: Sequence[Row]) -> Iterable[Row]:
    """Join neighbours of the same verdict, so that the text is cut into few pieces."""
    start = 0
    for i, row in enumerate(rows):
        if i + 1 == len(rows) or rows[i + 1].keep != row.keep:
            yield Row(rows[start].start, row.end, row.keep, row.layer, row.row)
            start = i + 1


def _date_in(line: str) -> Span | None:
    """Where the first date, with its time, stands in a line."""
    compact = Compact.of(fold(line))
    found = next(dates_in(compact.text), None)
    return Span(*map(compact.origin, found)) if found else None


def _holds_year(line: str) -> bool:
    """True for a line with a number of four digits, of whatever script."""
    return any(word.isdecimal() and len(word) == YEAR_DIGITS for word in line.split())


def _merged(verdicts: Iterable[Verdict]) -> Iterable[Verdict]:
    """Join neighbours that the same rule removed, with the blank lines between them."""
    group: list[Verdict] = []  # removed spans of one rule, with the blank ones between
    blanks: list[Verdict] = []  # behind them; perhaps another span of the rule follows
    for verdict in verdicts:
        if group and not verdict.keep and verdict.rule and verdict.rule == group[0].rule:
            group += (*blanks, verdict)
            blanks = []
        elif group and not verdict.keep and verdict.role == "blank":
            blanks.append(verdict)
        else:
            yield from (*_joined(group), *blanks)
            group, blanks = [verdict], []
    yield from (*_joined(group), *blanks)


def _joined(verdicts: Sequence[Verdict]) -> Sequence[Verdict]:
    if len(verdicts) < 2:
        return verdicts
    first = verdicts[0]
    joined = replace(
        first,
        end=verdicts[-1].end,
        rules=tuple(dict.fromkeys(r for v in verdicts for r in v.rules)),
        reasons=tuple(dict.fromkeys(r for v in verdicts if v.role != "blank" for r in v.reasons)),
        text="".join(v.text for v in verdicts),
    )
    return (joined,)


def _summed(sized: Iterable[tuple[_Said, int]]) -> dict[_Said, int]:
    sums: dict[_Said, int] = {}
    for said, size in sized:
        sums[said] = sums.get(said, 0) + size
    return sums


def _decision(matches: Sequence[Match]) -> _Said:
    """Return category and rule of what dropped a piece; None where no rule did."""
    for match in matches:
        if match.action == "drop":
            return (match.category, match.rule) if match.is_decisive else (None, None)
    return None, None


def _reasons(layer: Verdicts, row: Row, is_blank: bool) -> tuple[str, ...]:
    if is_blank:
        return ("blank lines beside what was removed" if not row.keep else "blank",)
    reasons = [said_by(m.rule, m.action) for m in layer.matches.get(row.row, ())]
    if row.row in layer.notes:
        reasons.append(layer.notes[row.row])
    if row.layer:
        reasons.append(f"seen in pass {row.layer + 1}, when its neighbours had gone")
    if layer.points is not None and layer.explain is not None and _is_scored(layer, row):
        terms = layer.explain(row.row)[:-1][:MAX_TERMS]  # the last is what any block has
        told = "; ".join(f"{name} {points / 100:+.1f}" for name, points in terms)
        score = f"score {layer.points[row.row] / 100:+.1f}"
        reasons.append(f"{score}: {told}" if told else score)
    if layer.abstained and row.keep:
        reasons.append(f"scorer not followed: {layer.abstained}")
    return tuple(dict.fromkeys(reasons)) or ("no rule speaks against it",)


def _is_scored(layer: Verdicts, row: Row) -> bool:
    """False for blank pieces and for those that rules dropped before the scorer looked."""
    if layer.blocks.kinds[row.row] == BLANK:
        return False
    first = layer.matches.get(row.row, (None,))[0]
    return not (first is not None and first.is_decisive and first.action == "drop")


def _score(points: int) -> float:
    """Points to 0.0..1.0, rounded to thousandths so that no platform differs."""
    from math import exp

    return round(1 / (1 + exp(-max(-2000, min(2000, points)) / 100)), 3)
