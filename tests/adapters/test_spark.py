"""PySpark, as far as it needs no session; the session runs in the example of the documentation."""

import os
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.errors import UsageError

pytest.importorskip("pyspark", reason="pyspark is not installed")

from pyspark.sql.types import LongType, StringType, StructType

from cleaner.adapters.spark import clean_dataframe

SCHEMA = StructType().add("n", LongType(), nullable=False).add("text", StringType())


def frame(master: str, python: str, schema: StructType = SCHEMA) -> Any:
    """What a data frame tells of its session; it gives back how it is to be mapped."""
    context = SimpleNamespace(master=master, pythonExec=python)
    session = SimpleNamespace(_sc=context)
    return SimpleNamespace(
        sparkSession=session, schema=schema, mapInArrow=lambda clean, schema: (clean, schema)
    )


def test_workers_of_another_python_are_refused_with_the_way_out() -> None:
    with pytest.raises(UsageError, match=f"set PYSPARK_PYTHON={sys.executable} before"):
        clean_dataframe(frame("local[2]", os.devnull))


def test_the_python_of_a_cluster_is_its_own_affair(cleaner: Cleaner) -> None:
    _, schema = clean_dataframe(frame("spark://there:7077", "/opt/python3"), cleaner)

    assert ["n", "text", "clean_spans", "clean_status", "clean_kept", "clean_error"] == schema.names


def test_the_schema_keeps_its_fields_and_names_what_cleaned(cleaner: Cleaner) -> None:
    _, schema = clean_dataframe(frame("local[2]", sys.executable), cleaner)

    assert list(SCHEMA) == list(schema)[:2]
    assert cleaner.about["rules"] in schema["clean_spans"].metadata["news-cleaner"]
    assert 2 == len(SCHEMA)


def test_wrong_columns_are_refused_before_the_job_is_planned(cleaner: Cleaner) -> None:
    with pytest.raises(UsageError, match="'n' is int64, not text"):
        clean_dataframe(frame("local[2]", sys.executable), cleaner, text="n")
