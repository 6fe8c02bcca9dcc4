"""A step for datatrove: the same pipeline on one machine, on Slurm, on Ray.

The columns of `Cleaner.clean_batch` become metadata of each document, in flat types that are the
same in every document, since datatrove's Parquet writer takes its schema from the first one: no
null, and the spans as one string of JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from cleaner.added import ERROR, KEPT, SPANS, STATUS
from cleaner.api import BATCH_DOCUMENTS, Cleaner
from cleaner.batch.rows import CleanedRow, RawRow
from cleaner.errors import MissingLibraryError, UsageError

try:
    from datatrove.data import Document
    from datatrove.pipeline.base import PipelineStep
    from datatrove.utils.batching import batched
    from datatrove.utils.typeshelper import StatHints
except ImportError as error:
    raise MissingLibraryError("datatrove", "datatrove") from error


class NewsCleaner(PipelineStep):  # type: ignore[misc]
    """Keeps of each document's text the journalistic body; no document is left out.

    Args:
        cleaner: rules, weights, profile; None for the default ones.
        url, lang: keys of the metadata that hold address and language; None to use none. A
            document without the key is cleaned without.
    """

    type = "✂️ - FORMAT"
    name = "🗞 News cleaner"

    def __init__(
        self, cleaner: Cleaner | None = None, url: str | None = "url", lang: str | None = None
    ) -> None:
        super().__init__()
        if not isinstance(cleaner, Cleaner | None):  # told here, not in a worker
            kind = type(cleaner).__name__
            raise UsageError(f"cleaner cannot be {kind}; give a Cleaner, such as Cleaner()")
        self.cleaner = cleaner or Cleaner()
        self.url = url
        self.lang = lang

    def run(
        self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1
    ) -> Iterator[Document]:
        """Yield every document, cleaned, in order. Statistics count what became of them."""
        for documents in batched(data or (), BATCH_DOCUMENTS):
            with self.track_time("batch"):
                rows = list(self.cleaner.clean_rows(map(self._raw, documents)))
            for document, row in zip(documents, rows, strict=True):
                self._count(row)
                yield _annotated(document, row)

    def _raw(self, document: Document) -> RawRow:
        known = document.metadata
        if SPANS in known:
            raise UsageError(
                f"document {document.id} has been cleaned before (it has {SPANS!r}); "
                "take the step out, or rename what the first one noted"
            )
        return RawRow(
            document.text,
            known.get(self.url) if self.url else None,
            known.get(self.lang) if self.lang else None,
        )

    def _count(self, row: CleanedRow) -> None:
        self.stat_update(StatHints.total, row.state or "null")
        removed = sum(len(verdict.span) for verdict in row.spans or ())
        self.stat_update("removed", value=removed, unit="chars")


def whole_record(writer: Any, document: Document) -> dict[str, Any]:
    """Return all of a document as one flat record: for `adapter=` of datatrove's writers.

    Without it they leave out a text that is empty, and with it the column.
    """
    return {"text": document.text, "id": document.id, **document.metadata}


def _annotated(document: Document, row: CleanedRow) -> Document:
    document.text = row.text
    document.metadata[SPANS] = json.dumps(row.span_dicts() or [])
    document.metadata[STATUS] = row.status or ""
    document.metadata[KEPT] = 1.0 if row.kept is None else row.kept
    document.metadata[ERROR] = row.error or ""
    return document
