"""Rows of a corpus: each is cleaned, left out because it is null, or told apart as failed.

Cleaning one text may raise (a text that is no text, a defect of ours), and the caller of one text
wants to know. In a corpus of millions that must not cost the others their place: here the failure
becomes the row's own `error`, its text stays as it was, and the order holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from cleaner.added import ADDED, SPAN_FIELDS, share_kept
from cleaner.data import Verdict
from cleaner.errors import CleanerError, UsageError
from cleaner.result import Result

BATCH_ROWS = 256
FAILED = "failed"
Item = TypeVar("Item")
_MISSING = frozenset({"NAType", "NaTType"})  # of pandas, which need not be there


class RawRow(NamedTuple):
    """What a corpus knows of a document: its text, and its address and language if known."""

    text: str | None
    url: str | None = None
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class CleanedRow:
    """What became of a row. All fields are None where the text was null.

    Attributes:
        text: the cleaned text; as it was, where it failed.
        spans: what was removed, as `Result.spans`.
        status: `cleaned`, `untouched`, `empty`, `abstained: why` or `failed`.
        kept: share of the characters that stayed, 0.0 to 1.0; 1.0 for an empty text.
        error: why it failed, else None.
        state: the status in one word, without why.
    """

    text: str | None
    spans: tuple[Verdict, ...] | None = None
    status: str | None = None
    kept: float | None = None
    error: str | None = None
    state: str | None = None

    def span_dicts(self) -> list[dict[str, Any]] | None:
        """The spans as plain data, the fields of the column `clean_spans`."""
        if self.spans is None:
            return None
        return [{name: getattr(span, name) for name in SPAN_FIELDS} for span in self.spans]

    def added(self) -> dict[str, Any]:
        """The columns that are added, by name, as plain data."""
        values = (self.span_dicts(), self.status, self.kept, self.error)
        return dict(zip(ADDED, values, strict=True))


Clean = Callable[[Sequence[RawRow]], Sequence[Result]]


def clean_rows(rows: Iterable[RawRow | CleanedRow], clean: Clean) -> Iterator[CleanedRow]:
    """Clean rows in batches, lazily and in order; one comes out for each that goes in.

    Args:
        rows: of a corpus; what is cleaned, or has failed, stays as it is.
        clean: cleans some, without nulls; it may raise.
    """
    for batch in gathered(rows, BATCH_ROWS):
        given = [row for row in batch if isinstance(row, RawRow) and row.text is not None]
        cleaned = iter(_cleaned(given, clean))
        for row in batch:
            if isinstance(row, CleanedRow):
                yield row
            else:
                yield CleanedRow(None) if row.text is None else next(cleaned)


def gathered(
    items: Iterable[Item], most: int, size_of: Callable[[Item], int] | None = None, room: int = 0
) -> Iterator[list[Item]]:
    """Yield items in batches; where the next one raises, those before it come out first.

    Args:
        items: of any number.
        most: items in a batch.
        size_of: measures an item, if a batch is also full for its size.
        room: the size from which on it is.

    >>> [batch for batch in gathered("abcde", 2)]
    [['a', 'b'], ['c', 'd'], ['e']]
    """
    waiting = iter(items)
    problem: Exception | None = None
    batch: list[Item] = []
    size = 0
    while True:
        try:
            item = next(waiting)
        except StopIteration:
            break
        except Exception as error:
            problem = error
            break
        batch.append(item)
        size += size_of(item) if size_of else 0
        if len(batch) >= most or (size_of and size >= room):
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
    if problem is not None:
        raise problem


def raw_row_of(given: Any) -> RawRow | CleanedRow:
    """Return what a caller gives as a row; one of another length has failed.

    Raises:
        UsageError: it is a text, whose letters would be taken for text, address and language, or
            names with values.
    """
    if isinstance(given, RawRow):
        return given
    kind = type(given).__name__
    if isinstance(given, str | bytes | Mapping):
        raise UsageError(f"a row must be a tuple, not {kind}; give (text,) or (text, url, lang)")
    if not isinstance(given, Iterable):
        return failed(None, f"a row must be a tuple, not {kind}")
    values = tuple(None if _is_missing(value) else value for value in given)
    if 1 <= len(values) <= len(RawRow._fields):
        return RawRow(*values)
    problem = f"a row has {len(values)} values; give (text,), (text, url) or (text, url, lang)"
    return failed(values[0] if values else None, problem)


def _is_missing(value: Any) -> bool:
    """True for what pandas has where there is no text: not-a-number, `pd.NA`, `pd.NaT`."""
    if value is None or isinstance(value, str):
        return value is None
    return type(value).__name__ in _MISSING or (isinstance(value, float) and value != value)


def row_of(result: Result) -> CleanedRow:
    """Return the row of a result."""
    share = share_kept(len(result.text), len(result.document.text))
    return CleanedRow(result.text, result.spans, result.status, share, state=result.state)


def failed(text: str | None, problem: str) -> CleanedRow:
    """Return the row of a text that could not be cleaned and stays as it is."""
    sayable = problem.encode("utf-8", "backslashreplace").decode("utf-8")
    return CleanedRow(text, (), FAILED, 1.0, sayable, FAILED)


def _cleaned(rows: Sequence[RawRow], clean: Clean) -> list[CleanedRow]:
    """Clean a batch; if it raises, each row alone, so that it tells which row it was."""
    try:
        return [row_of(result) for result in clean(rows)]
    except Exception as error:
        if len(rows) == 1:
            kind = "" if isinstance(error, CleanerError) else f"{type(error).__name__}: "
            return [failed(rows[0].text, f"{kind}{error}")]
    return [row for alone in rows for row in _cleaned([alone], clean)]
