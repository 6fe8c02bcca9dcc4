"""Finding: one complaint of the checker, as every report and the baseline see it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from operator import attrgetter

from cleaner.wording import counted

Problem = tuple[str, int, str]
"""What could not be read: path, record (0 for the file), and why."""

_MOST_ALIKE = 3  # records of a file that are told, where all have the same problem


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
        unseen: code points at the beginning of the text that readers of the file do not count, as
            columns do not either: its byte order mark.
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
    unseen: int = 0

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


def folded(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems as they are told: of those alike in one file a few, and how many more.

    A wrong name of a field would otherwise be told of every record of a corpus.

    >>> folded([("a.jsonl", number, "not JSON") for number in range(1, 1200)])[2:]
    [('a.jsonl', 3, 'not JSON'), ('a.jsonl', 0, '1,196 more records: not JSON')]
    """
    seen: Counter[tuple[str, str]] = Counter()
    left: Counter[tuple[str, str]] = Counter()
    told = []
    for path, number, why in problems:
        seen[path, why] += 1
        if seen[path, why] <= (_MOST_ALIKE if number else 1):
            told.append((path, number, why))
        elif number:
            left[path, why] += 1
    return told + [
        (path, 0, f"{counted(number, 'more record')}: {why}")
        for (path, why), number in left.items()
    ]
