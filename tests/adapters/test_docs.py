"""Every example of docs/pipelines.md gives what the plain call gives.

An example is skipped only where its engine is not installed, and the skip says so.
"""

import importlib.util
import os
import runpy
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from cleaner import Cleaner
from tests.adapters.page import DATA, ENGINES, SKLEARN, examples, rows_of, run

EXAMPLES = examples()


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the first example has been run."""
    folder = tmp_path_factory.mktemp("articles")
    run(EXAMPLES[DATA], folder)
    return folder


@pytest.fixture
def folder(articles: Path, tmp_path: Path) -> Path:
    for path in articles.glob("articles*"):
        shutil.copy(path, tmp_path)
    return tmp_path


def test_every_example_is_known_here() -> None:
    assert {DATA, *ENGINES} == set(EXAMPLES)


def test_the_articles_show_what_can_become_of_one(folder: Path) -> None:
    assert ["untouched", "cleaned", "cleaned", "cleaned", None] == [
        row["clean_status"] for row in expected_rows(folder)
    ]


@pytest.mark.parametrize("name", [name for name in ENGINES if name != SKLEARN])
def test_an_example_gives_what_the_plain_call_gives(name: str, folder: Path) -> None:
    needs(ENGINES[name])

    run(EXAMPLES[name], folder)

    (output,) = folder.glob("clean-*")
    expected, rows = expected_rows(folder), rows_of(output)
    if name == "datatrove":  # it shares out files, and its readers leave out what has no text
        expected = [row for row in expected if row["text"] is not None]
        rows.sort(key=lambda row: row["id"])
    assert expected == [{key: row[key] for key in expected[0]} for row in rows]


def test_the_transformer_for_scikit_learn_cleans(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs(ENGINES[SKLEARN])
    (folder / "example.py").write_text(EXAMPLES[SKLEARN], "utf-8")
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


def expected_rows(folder: Path) -> list[dict[str, Any]]:
    """Articles cleaned without any engine: what is to come out, in this order."""
    table = pq.read_table(folder / "articles.parquet")
    return list(Cleaner().clean_batch(table, url="url").to_pylist())
