"""What is asked of a run."""

from __future__ import annotations

from typing import NamedTuple

from cleaner.formats.records import Limits, Names

SHARD_BYTES = 64_000_000


class Options(NamedTuple):
    """What was asked for; names as on the command line.

    Attributes:
        inputs: files, folders, globs, addresses, or `-`.
        output: a file, a folder, or `-`.
        source_format, to: names of formats, None for what content and names say.
        shard_bytes: of input after which the outputs are brought to the disk.
    """

    inputs: tuple[str, ...]
    output: str
    source_format: str | None = None
    to: str | None = None
    names: Names = Names()
    lang: str | None = None
    annotate: bool = False
    annotations: str | None = None
    removed: str | None = None
    errors: str | None = None
    summary: str | None = None
    jobs: int = 1
    strict: bool = False
    restart: bool = False
    dry_run: bool = False
    limit: int | None = None
    sample: float | None = None
    max_record: int = Limits().record_bytes
    shard_bytes: int = SHARD_BYTES
