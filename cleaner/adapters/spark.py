"""PySpark: a data frame in, a data frame out, by way of `mapInArrow`."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from cleaner.added import SPANS
from cleaner.api import Cleaner
from cleaner.batch.arrow import CLEAN_FIELDS, METADATA_KEY, Columns, cleaned_schema
from cleaner.errors import MissingLibraryError, UsageError

try:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.pandas.types import from_arrow_type, to_arrow_schema
    from pyspark.sql.types import StructType
except ImportError as error:
    raise MissingLibraryError("pyspark", "spark") from error


def clean_dataframe(
    frame: DataFrame,
    cleaner: Cleaner | None = None,
    *,
    text: str = "text",
    url: str | None = None,
    lang: str | None = None,
) -> DataFrame:
    """Return the data frame with its text cleaned, lazily, as `Cleaner.clean_batch` does.

    Spark keeps no metadata of a schema: what cleaned stands in the metadata of `clean_spans`.

    Args:
        frame: with a column of text.
        cleaner: rules, weights, profile; None for the default ones. Workers get a copy of it.
        text, url, lang: names of the columns.

    Raises:
        UsageError: wrong columns, or a local Spark whose workers run another Python.
    """
    chosen = cleaner or Cleaner()
    _check_python(frame)
    schema = cleaned_schema(to_arrow_schema(frame.schema), Columns(text, url, lang), chosen.about)

    def clean(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield chosen.clean_batch(batch, text=text, url=url, lang=lang)

    return frame.mapInArrow(clean, _with_clean_fields(frame.schema, schema.metadata))


def _with_clean_fields(schema: StructType, metadata: dict[bytes, bytes]) -> StructType:
    about = {METADATA_KEY.decode(): metadata[METADATA_KEY].decode()}
    whole = StructType(list(schema.fields))
    for field in CLEAN_FIELDS:
        noted = about if field.name == SPANS else None
        whole.add(field.name, from_arrow_type(field.type), metadata=noted)
    return whole


def _check_python(frame: DataFrame) -> None:
    """A local Spark starts `python3` unless told otherwise: perhaps one without this package."""
    context: Any = getattr(frame.sparkSession, "_sc", None)  # None: a remote session
    if context is None or not context.master.startswith("local"):
        return
    worker = shutil.which(context.pythonExec)
    if worker is None or Path(worker).parent != Path(sys.executable).parent:
        raise UsageError(
            f"Spark's workers run {worker or context.pythonExec}, this is {sys.executable}; "
            f"set PYSPARK_PYTHON={sys.executable} before the session is made "
            f"(it is {os.environ.get('PYSPARK_PYTHON', 'not set')} now)"
        )
