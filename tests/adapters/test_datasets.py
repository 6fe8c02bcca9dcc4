"""Hugging Face datasets: all their kinds, the cache, and columns where there are no rows."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.errors import UsageError
from tests.documents import BODY

pytest.importorskip("datasets", reason="datasets is not installed")

from datasets import Dataset, DatasetDict, Features, IterableDataset, Value

from cleaner.adapters.datasets import clean_dataset

PAGE = "\n".join(("Advertisement", *BODY[:4], "Sign up to our newsletter"))
TEXTS = [PAGE, None, "", BODY[0]]
ADDED = ["clean_spans", "clean_status", "clean_kept", "clean_error"]


@pytest.fixture
def articles() -> Dataset:
    return Dataset.from_dict({"n": [1, 2, 3, 4], "text": TEXTS})


def expected(cleaner: Cleaner) -> list[str | None]:
    return [None if text is None else cleaner.clean(text).text for text in TEXTS]


def test_rows_order_and_columns_stay(cleaner: Cleaner, articles: Dataset) -> None:
    cleaned = clean_dataset(articles, cleaner, batch_size=3)

    assert ["n", "text", *ADDED] == cleaned.column_names
    assert expected(cleaner) == list(cleaned["text"])
    assert [1, 2, 3, 4] == list(cleaned["n"])
    assert articles.features["text"] == cleaned.features["text"]
    assert ["untouched", None] == [cleaned[i]["clean_status"] for i in (3, 1)]


def test_splits_and_streams_are_cleaned_alike(cleaner: Cleaner, articles: Dataset) -> None:
    cleaned = clean_dataset(articles, cleaner)
    streamed = clean_dataset(articles.to_iterable_dataset(), cleaner)
    splits = clean_dataset(DatasetDict(train=articles, test=articles.select([0])), cleaner)

    assert list(cleaned) == list(streamed)
    assert cleaned.features == streamed.features
    assert cleaned[:] == splits["train"][:]
    assert cleaned[0] == splits["test"][0]


def test_a_dataset_without_rows_gets_the_columns(cleaner: Cleaner, articles: Dataset) -> None:
    empty = clean_dataset(articles.select([]), cleaner)

    assert 0 == len(empty)
    assert clean_dataset(articles, cleaner).features == empty.features


def test_the_format_of_rows_is_as_it_was(cleaner: Cleaner, articles: Dataset) -> None:
    cleaned = clean_dataset(articles.with_format("numpy"), cleaner)

    assert "numpy" == cleaned.format["type"]
    assert ["n", "text", *ADDED] == cleaned.format["columns"]


def test_the_cache_is_found_again_until_the_cleaner_changes(
    cleaner: Cleaner, tmp_path: Path
) -> None:
    Dataset.from_dict({"text": TEXTS}).save_to_disk(str(tmp_path / "data"))
    articles = Dataset.load_from_disk(str(tmp_path / "data"))

    first = clean_dataset(articles, cleaner)
    again = clean_dataset(articles, Cleaner())
    other = clean_dataset(articles, Cleaner(profile="rules-only"))

    assert first.cache_files == again.cache_files
    assert first.cache_files != other.cache_files


def test_wrong_columns_are_refused_before_anything_is_cleaned(articles: Dataset) -> None:
    numbers = articles.cast(Features({"n": Value("int32"), "text": Value("string")}))

    with pytest.raises(UsageError, match="'n' is int32, not text"):
        clean_dataset(numbers, text="n")


def test_what_is_no_dataset_is_told(cleaner: Cleaner) -> None:
    with pytest.raises(UsageError, match=r"takes a dataset, not list; .*from_list"):
        clean_dataset([{"text": PAGE}], cleaner)


@pytest.mark.parametrize("features", [None, Features(text=Value("string"))])
def test_a_stream_of_rows_may_have_texts_that_are_null(
    cleaner: Cleaner, features: Features | None
) -> None:
    def rows() -> Iterator[dict[str, str | None]]:
        yield from ({"text": text} for text in TEXTS)

    stream = IterableDataset.from_generator(rows, features=features)
    cleaned = list(clean_dataset(stream, cleaner, batch_size=3))

    assert expected(cleaner) == [row["text"] for row in cleaned]
    assert [["text", *ADDED]] * len(TEXTS) == [list(row) for row in cleaned]
    assert None is cleaned[1]["clean_status"]
    with pytest.raises(UsageError, match="'body' is not among text"):
        list(clean_dataset(stream, cleaner, text="body"))
    with pytest.raises(UsageError, match="'clean_spans' is there already"):
        list(clean_dataset(clean_dataset(stream, cleaner), cleaner))
