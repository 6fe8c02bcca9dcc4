"""Every example of docs/pipelines.md, run as a reader would: copied into a file, in a folder.

An example is skipped only where its engine is not installed, and the skip says so.
"""

import importlib.util
import json
import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from cleaner import Cleaner

PAGE = Path(__file__).resolve().parents[2] / "docs" / "pipelines.md"
DATA = "Some articles"
ENGINES = {
    "pyarrow": "pyarrow",
    "Polars": "polars",
    "DuckDB": "duckdb",
    "Dask": "dask",
    "Hugging Face datasets": "datasets",
    "datatrove": "datatrove",
    "Ray Data": "ray",
    "PySpark": "pyspark",
    "scikit-learn": "sklearn",
    "NeMo Curator": "nemo_curator",
}
"""The library that an example needs, by the heading it stands under."""

ADDED = ("clean_spans", "clean_status", "clean_kept", "clean_error")


def examples() -> dict[str, str]:
    """The code under each heading of the page, in order."""
    sections = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    found = {}
    for section in sections:
        blocks = re.findall(r"^```python\n(.*?)^```", section, re.MULTILINE | re.DOTALL)
        if blocks:
            found[section.partition("\n")[0]] = "\n".join(blocks)
    return found


EXAMPLES = examples()


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the first example has been run."""
    folder = tmp_path_factory.mktemp("articles")
    run(EXAMPLES[DATA], folder)
    return folder


@pytest.fixture
def folder(articles: Path, tmp_path: Path) -> Path:
    for name in ("articles.jsonl", "articles.parquet"):
        shutil.copy(articles / name, tmp_path)
    return tmp_path


def test_every_example_is_known_here() -> None:
    assert {DATA, *ENGINES} == set(EXAMPLES)


def test_the_articles_show_what_can_become_of_one(folder: Path) -> None:
    assert ["untouched", "cleaned", "cleaned", "cleaned", None] == [
        row["clean_status"] for row in expected_rows(folder)
    ]


@pytest.mark.parametrize("name", [n for n in EXAMPLES if n not in (DATA, "scikit-learn")])
def test_an_example_gives_what_the_plain_call_gives(name: str, folder: Path) -> None:
    needs(ENGINES[name])

    run(EXAMPLES[name], folder)

    (output,) = folder.glob("clean-*")
    expected = expected_rows(folder)
    if name == "datatrove":  # its readers leave out documents without text
        expected = [row for row in expected if row["text"] is not None]
    assert expected == [{key: row[key] for key in expected[0]} for row in rows_of(output)]


def test_the_transformer_for_scikit_learn_cleans(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs("sklearn")
    (folder / "example.py").write_text(EXAMPLES["scikit-learn"], "utf-8")
    monkeypatch.chdir(folder)

    names = runpy.run_path("example.py")

    cleaner = Cleaner()
    step = names["model"].named_steps["functiontransformer"]
    texts = pq.read_table("articles.parquet")["text"].drop_null().to_pylist()
    assert [cleaner.clean(text).text for text in texts] == step.transform(texts)


def needs(library: str) -> None:
    if importlib.util.find_spec(library) is None:
        pytest.skip(f"{library} is not installed; see the extras in pyproject.toml")
    if library == "pyspark" and not (shutil.which("java") or "JAVA_HOME" in os.environ):
        pytest.skip("Spark needs Java, which is not installed")


def run(code: str, folder: Path) -> None:
    """Run an example as a script of its own."""
    (folder / "example.py").write_text(code, "utf-8")
    quiet = {"HF_HOME": str(folder / "hf"), "RAY_USAGE_STATS_ENABLED": "0", "HF_HUB_OFFLINE": "1"}
    done = subprocess.run(
        [sys.executable, "example.py"],
        cwd=folder,
        env={**os.environ, **quiet},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]


def expected_rows(folder: Path) -> list[dict[str, Any]]:
    """Articles cleaned without any engine: what is to come out, in this order."""
    table = pq.read_table(folder / "articles.parquet")
    return list(Cleaner().clean_batch(table, url="url").to_pylist())


def rows_of(output: Path) -> list[dict[str, Any]]:
    """Rows of a file or folder of Parquet; in datatrove's, spans are JSON and no error is ""."""
    rows = ds.dataset(output).to_table().to_pylist()
    for row in rows:
        if isinstance(row["clean_spans"], str):
            row["clean_spans"] = json.loads(row["clean_spans"])
            row["clean_error"] = row["clean_error"] or None
    return rows
