"""The examples of docs/pipelines.md: taken out, run as a reader would, and what they wrote."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

PAGE = Path(__file__).resolve().parents[2] / "docs" / "pipelines.md"
DATA = "Some articles"
SKLEARN = "scikit-learn"
ENGINES = {
    "pyarrow": "pyarrow",
    "Polars": "polars",
    "DuckDB": "duckdb",
    "Dask": "dask",
    "Hugging Face datasets": "datasets",
    "datatrove": "datatrove",
    "Ray Data": "ray",
    "PySpark": "pyspark",
    SKLEARN: "sklearn",
    "NeMo Curator": "nemo_curator",
}
"""The library that an example needs, by the heading it stands under."""

QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "HF_HUB_OFFLINE": "1",
    "SPARK_LOCAL_IP": "127.0.0.1",
    "PYSPARK_SUBMIT_ARGS": "--conf spark.ui.enabled=false pyspark-shell",
    "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",  # starts in half the time
}


def examples() -> dict[str, str]:
    """Return the code under each heading of the page, in order."""
    sections = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    found = {}
    for section in sections:
        blocks = re.findall(r"^```python\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
        if blocks:
            found[section.partition("\n")[0]] = "\n".join(blocks)
    return found


def run(code: str, folder: Path, python: str = sys.executable) -> None:
    """Run an example as a script of its own, in a folder.

    Raises:
        RuntimeError: it failed; with the end of what it said.
    """
    (folder / "example.py").write_text(code, "utf-8")
    environ = {**os.environ, **QUIET, "HF_HOME": str(folder / "hf")}
    done = subprocess.run(
        [python, "example.py"],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-4000:])


def write_articles(articles: Iterable[Mapping[str, Any]], folder: Path) -> None:
    """Write articles (`id`, `url`, `text`) where the examples read them."""
    rows = list(articles)
    schema = pa.schema([(name, pa.string()) for name in ("id", "url", "text")])
    pq.write_table(pa.Table.from_pylist(rows, schema), folder / "articles.parquet")
    for part in range(2):
        lines = [json.dumps(row) + "\n" for row in rows[part::2]]
        (folder / f"articles-{part}.jsonl").write_text("".join(lines), "utf-8")


def rows_of(output: Path) -> list[dict[str, Any]]:
    """Rows of a file or folder of Parquet; in datatrove's, spans are JSON and no error is ""."""
    rows: list[dict[str, Any]] = ds.dataset(output).to_table().to_pylist()
    for row in rows:
        if isinstance(row["clean_spans"], str):
            row["clean_spans"] = json.loads(row["clean_spans"])
            row["clean_error"] = row["clean_error"] or None
    return rows
