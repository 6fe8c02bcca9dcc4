"""Result: what is kept, what went and why, and the way back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from cleaner.data import Document, Verdict, Verdicts
from cleaner.roles import find_roles
from cleaner.views.counts import Said, chars_by_rule
from cleaner.views.layers import Row, joined_rows, kept_spans, kept_text, rows_of
from cleaner.views.metadata import date_in, lines_with, name_in
from cleaner.views.restoring import restore
from cleaner.views.telling import merged, verdict_on

ABSTAINED = "abstained"

_KEPT = Verdict(0, 0, True, "body", None, None, (), None, ())
"""Stands for what is kept, where only what is removed is asked for."""


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
            return list(kept_spans(self._layers[0]))
        return [(row.start, row.end) for row in joined_rows(self._rows) if row.keep]

    @cached_property
    def verdicts(self) -> tuple[Verdict, ...]:
        """Verdicts in order; they tile the input. What one rule removed in a row is one span."""
        return tuple(merged([self._verdict(row) for row in self._rows]))

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
        return tuple(v for v in merged(rows) if not v.keep)

    @cached_property
    def spans(self) -> tuple[Verdict, ...]:
        """What `removed` holds, without the reasons in words.

        Finding the words costs more than all the rest; over a corpus, rule and score are enough.
        """
        if not self._layers:
            return tuple(replace(v, reasons=()) for v in self.removed)
        rows = (_KEPT if row.keep else self._verdict(row, has_reasons=False) for row in self._rows)
        return tuple(v for v in merged(rows) if not v.keep)

    def removed_chars(self) -> dict[Said, int]:
        """How many characters went, by category and rule; both None where no rule decided.

        Much cheaper than `removed`, which works out roles and reasons of every span.
        """
        return dict(self._removed_chars)

    @cached_property
    def _removed_chars(self) -> Mapping[Said, int]:
        by_rules = chars_by_rule(self._layers)
        others = len(self.document.text) - len(self.text) - sum(by_rules.values())
        return by_rules | {(None, None): others} if others else by_rules

    @cached_property
    def title(self) -> str | None:
        """The headline, None where none was recognised; of a page, what its head calls it."""
        return self.document.title or next(self._lines_with("headline"), None)

    @cached_property
    def byline(self) -> str | None:
        """Who wrote it, without "By" and the date; None where none was recognised."""
        line = next(self._lines_with("byline"), None)
        return None if line is None else name_in(line)

    @cached_property
    def date(self) -> str | None:
        """The date as printed, but with single plain blanks; None where none was recognised."""
        return date_in(self._lines_with("dateline"), self._lines_with("byline"))

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

    def _lines_with(self, role: str) -> Iterator[str]:
        """The lines with a role, in order, as the first pass saw them."""
        if not self._layers:
            return iter(())
        return lines_with(role, self._layers[0].blocks, self._roles[0])

    @cached_property
    def _rows(self) -> Sequence[Row]:
        """What tiles the input."""
        if not self._layers:  # a result that has travelled
            return [Row(v.start, v.end, v.keep, 0, i) for i, v in enumerate(self.verdicts)]
        return rows_of(self._layers)

    @cached_property
    def _roles(self) -> list[Mapping[int, str]]:
        """For each pass, the roles of its pieces."""
        return [
            find_roles(v.blocks, v.keeps, v.matches) if v.roles is None else v.roles
            for v in self._layers
        ]

    def _verdict(self, row: Row, *, has_reasons: bool = True) -> Verdict:
        layer, roles = self._layers[row.layer], self._roles[row.layer]
        return verdict_on(row, layer, roles, self.document.text, has_reasons=has_reasons)


def _revived(
    document: Document, abstained: str, fingerprints: Mapping[str, str], known: dict[str, Any]
) -> Result:
    result = Result(document, (), abstained, fingerprints)
    result.__dict__.update(known)
    return result
