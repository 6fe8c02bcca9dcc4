"""The work on records: what is to be done, and what has become of a piece of them."""

from __future__ import annotations

from typing import Any, NamedTuple

from cleaner.formats.records import Limits, Style
from cleaner.runner.tally import Tally


class Task(NamedTuple):
    """What is to be done with every record.

    Attributes:
        style: names of the fields, and whether verdicts go into the records.
        to: name of the format that comes out.
        lang: of records that do not say it.
        sample: share of the records that is taken, 0.0..1.0; None for all.
        has_annotations, has_removed: these files are wanted.
        max_chars: of a text; a longer one is an error.
        strict: a piece ends at its first bad record, as the run does.
        asked: what annotations say of the cleaner: profile and kept roles, however they were spelt.
    """

    style: Style
    to: str
    lang: str | None = None
    sample: float | None = None
    has_annotations: bool = False
    has_removed: bool = False
    max_chars: int = Limits().record_bytes
    strict: bool = False
    asked: tuple[tuple[str, Any], ...] = ()


class Outcome(NamedTuple):
    """What has become of a piece.

    Attributes:
        main: what the output's format takes.
        annotations, removed, errors: lines of these files.
        tally: counts.
        complaint: place and problem of the first bad record, "" if there is none.
    """

    main: Any
    annotations: bytes
    removed: bytes
    errors: bytes
    tally: Tally
    complaint: str
