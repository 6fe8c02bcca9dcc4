"""The weights file: read as written, checked, and exact."""

from __future__ import annotations

import pytest

from cleaner.errors import CleanerError
from cleaner.scoring.weights import default_weights, dump_weights, parse_weights


def test_a_written_file_reads_back_the_same() -> None:
    text = dump_weights(default_weights())

    assert text == dump_weights(parse_weights(text))


def test_a_changed_number_is_noticed() -> None:
    text = dump_weights(default_weights()).replace(
        "first_stage:\n  base: ", "first_stage:\n  base: 1 #"
    )

    with pytest.raises(CleanerError, match="fingerprint"):
        parse_weights(text)


@pytest.mark.parametrize("text", ["", "[]", "version: 99", "a: b", "{"])
def test_another_file_is_refused_with_its_name(text: str) -> None:
    with pytest.raises(CleanerError, match=r"mine\.yaml: "):
        parse_weights(text, "mine.yaml")
