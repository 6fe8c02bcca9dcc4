"""Hugging Face datasets: cleaned in batches of Arrow, cached under the name of what cleaned."""

from __future__ import annotations

from functools import partial
from typing import Any, TypeVar

from cleaner.added import ADDED
from cleaner.api import Cleaner
from cleaner.batch.arrow import Columns, check_names, cleaned_schema
from cleaner.errors import MissingLibraryError, UsageError

try:
    from datasets import Dataset, DatasetDict, Features, IterableDataset, IterableDatasetDict
    from datasets.fingerprint import Hasher
except ImportError as error:
    raise MissingLibraryError("datasets", "datasets") from error

_KINDS = (Dataset, DatasetDict, IterableDataset, IterableDatasetDict)
Data = TypeVar("Data", Dataset, DatasetDict, IterableDataset, IterableDatasetDict)


def clean_dataset(
    dataset: Data,
    cleaner: Cleaner | None = None,
    *,
    text: str = "text",
    url: str | None = None,
    lang: str | None = None,
    **options: Any,
) -> Data:
    """Return the dataset with its text cleaned, as `Cleaner.clean_batch` does.

    A dataset in memory or on disk is cleaned now, and found in the cache again while neither it
    nor the cleaner changes; an iterable one is cleaned on the way.

    Args:
        dataset: with a column of text, or several by name.
        cleaner: rules, weights, profile; None for the default ones.
        text, url, lang: names of the columns.
        options: of `Dataset.map`, such as `num_proc` or `batch_size`.

    Raises:
        UsageError: no dataset, or a column that is missing or no text.
    """
    if not isinstance(dataset, _KINDS):
        kind = type(dataset).__name__
        raise UsageError(f"takes a dataset, not {kind}; `datasets.Dataset.from_list(…)` makes one")
    chosen = cleaner or Cleaner()
    columns = Columns(text, url, lang)
    if isinstance(dataset, DatasetDict | IterableDatasetDict):
        parts = {
            name: clean_dataset(part, chosen, text=text, url=url, lang=lang, **options)
            for name, part in dataset.items()
        }
        return type(dataset)(parts)
    clean = partial(chosen.clean_batch, text=text, url=url, lang=lang)
    if dataset.features is not None:
        schema = cleaned_schema(dataset.features.arrow_schema, columns, chosen.about)
        options = {"features": Features.from_arrow_schema(schema), **options}
    if isinstance(dataset, IterableDataset) and _is_of_rows(dataset):
        cleaned = partial(_cleaned_rows, cleaner=chosen, columns=columns)
        return dataset.map(cleaned, batched=True, **options)
    arrow = dataset.with_format("arrow")
    if isinstance(dataset, IterableDataset):
        return arrow.map(clean, batched=True, **options).with_format(None)
    if not len(dataset):  # map would give it back as it is, without the columns
        return Dataset(clean(arrow[:]))
    name = Hasher.hash([dataset._fingerprint, chosen.fingerprint, columns])
    mapped = arrow.map(clean, batched=True, new_fingerprint=name, **options)
    return mapped.with_format(dataset.format["type"], **dataset.format["format_kwargs"])


def _is_of_rows(dataset: IterableDataset) -> bool:
    """True if it comes as rows of Python, as from a generator.

    As Arrow each row would be a table with types of its own, and a text that is null no text.
    """
    return getattr(dataset._ex_iterable, "iter_arrow", None) is None


def _cleaned_rows(
    batch: dict[str, list[Any]], cleaner: Cleaner, columns: Columns
) -> dict[str, list[Any]]:
    """A batch with its text cleaned and the columns that are added."""
    check_names(list(batch), columns)
    nothing = [None] * len(batch[columns.text])
    known = (batch[name] if name else nothing for name in (columns.url, columns.lang))
    rows = list(cleaner.clean_rows(zip(batch[columns.text], *known, strict=True)))
    added = [row.added() for row in rows]
    found = {name: [values[name] for values in added] for name in ADDED}
    return {**batch, columns.text: [row.text for row in rows], **found}
