"""What can go wrong, said so that a person can act on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from cleaner.wording import in_a_line


class CleanerError(Exception):
    """Base of every error that this package raises on purpose."""


class InputError(CleanerError):
    """An input that cannot be read: missing, binary, undecodable."""


class OutputError(CleanerError):
    """An output that cannot be written: full, forbidden, closed."""


class UsageError(CleanerError):
    """A wrong option or argument."""


class MissingLibraryError(CleanerError, ImportError):
    """A library that is needed only here and is not installed.

    Args:
        library: its name.
        extra: of this package, that brings it.
        needed_for: what needs it, as `Parquet`; empty where that is plain.
    """

    def __init__(self, library: str, extra: str, needed_for: str = "") -> None:
        problem = f"{needed_for} needs {library}, which" if needed_for else library
        super().__init__(f"{problem} is not installed; pip install 'news-cleaner[{extra}]'")
        self.library, self.extra, self.needed_for = library, extra, needed_for

    def __reduce__(self) -> tuple[type["MissingLibraryError"], tuple[str, str, str]]:
        return MissingLibraryError, (self.library, self.extra, self.needed_for)


class RestoreError(CleanerError):
    """An output and its annotations that do not belong together."""


class RuleTimeout(CleanerError):
    """A pattern that ran out of time; raised instead of skipping the rule."""

    WORDS = "ran out of time"
    WAY_OUT = "mend the rule (see `clean rules lint`) or leave it out"


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One mistake in a rule file: where it is, what it is, and the way out."""

    path: str
    line: int
    column: int
    problem: str
    way_out: str

    def __str__(self) -> str:
        told = in_a_line(f"{self.problem}; {self.way_out}")
        return f"{self.path}:{self.line}:{self.column}: {told}"


class RuleError(CleanerError):
    """Rule files with mistakes, all of them at once, in reading order."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(map(str, self.mistakes)))

    def __reduce__(self) -> tuple[type["RuleError"], tuple[tuple[Mistake, ...]]]:
        return RuleError, (self.mistakes,)
