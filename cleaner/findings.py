"""Finding: one complaint of the checker, as every report and the baseline see it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from operator import attrgetter

Problem = tuple[str, int, str]
"""What could not be read: path, record (0 for the file), and why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One complaint: where, what, why, and what would go.

    Attributes:
        path: the file, as given or found, with forward slashes.
        record: line of a JSONL file or row of a Parquet file, from 1; 0 where the file is the text.
        field: name of the field that holds the text; empty where the file is the text.
        line, column: of the first character in the text, from 1.
        end_line, end_column: just behind the last one.
        code: id of the rule or check; `score/…` where the scorer decided.
        message: what is wrong, in a sentence.
        reasons: why, in words, for those who ask.
        confidence: 0.0..1.0.
        digest: names what is complained of, wherever it stands; 16 hex digits.
        excerpt: the offending line, or what fits of it.
        mark: columns of the excerpt to point at, half-open, from 0.
        span: code points of the text that are complained of, half-open.
        cut: what the fix removes, blank lines around included; None where there is no fix.
    """

    path: str
    record: int
    field: str
    line: int
    column: int
    end_line: int
    end_column: int
    code: str
    message: str
    reasons: tuple[str, ...]
    confidence: float
    digest: str
    excerpt: str
    mark: tuple[int, int]
    span: tuple[int, int]
    cut: tuple[int, int] | None = None

    def at(self, path: str, record: int) -> Finding:
        """Return the finding in another file and record; quicker than `dataclasses.replace`."""
        return Finding(path, record, *_rest(self))

    @property
    def place(self) -> tuple[int, int]:
        """Line and column in the file; a record has a line, a place in it has none."""
        return (self.record, 1) if self.record else (self.line, self.column)

    @property
    def told(self) -> str:
        """The message; in a record, with the place inside it."""
        if not self.record:
            return self.message
        return f"{self.message} (field {self.field}, line {self.line}, column {self.column})"

    @property
    def group(self) -> str:
        """What stands before the slash of the code."""
        return self.code.partition("/")[0]

    def __str__(self) -> str:
        line, column = self.place
        return f"{self.path}:{line}:{column}: {self.code} {self.told}"


_rest = attrgetter(*Finding.__slots__[2:])


def digest_of(text: str) -> str:
    """Return 16 hex digits that name a text, whatever its blanks and line ends.

    >>> digest_of("Share  this\\r\\n") == digest_of("Share this")
    True
    """
    words = " ".join(text.split()).encode("utf-8", "surrogatepass")
    return blake2b(words, digest_size=8).hexdigest()
