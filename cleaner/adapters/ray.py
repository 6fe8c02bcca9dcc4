"""Ray Data: a dataset in, a dataset out, cleaned where its blocks are."""

from __future__ import annotations

from functools import partial
from typing import Any

from cleaner.api import Cleaner
from cleaner.errors import MissingLibraryError

try:
    from ray.data import Dataset
except ImportError as error:
    raise MissingLibraryError("Ray Data", "ray") from error


def clean_dataset(
    dataset: Dataset,
    cleaner: Cleaner | None = None,
    *,
    text: str = "text",
    url: str | None = None,
    lang: str | None = None,
    **options: Any,
) -> Dataset:
    """Return the dataset with its text cleaned, lazily, as `Cleaner.clean_batch` does.

    Args:
        dataset: with a column of text.
        cleaner: rules, weights, profile; None for the default ones. Workers get a copy of it.
        text, url, lang: names of the columns.
        options: of `Dataset.map_batches`, such as `batch_size` or `num_cpus`.
    """
    clean = partial((cleaner or Cleaner()).clean_batch, text=text, url=url, lang=lang)
    return dataset.map_batches(clean, batch_format="pyarrow", **options)
