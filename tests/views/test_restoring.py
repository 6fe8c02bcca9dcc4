"""Output and removed spans give the input back, or an error that says why they do not."""

from typing import Any

import pytest

from cleaner import Cleaner, restore
from cleaner.errors import RestoreError, UsageError


@pytest.mark.parametrize(
    ("text", "removed"),
    [
        ("ad", [{"start": 1, "end": 3, "text": "b"}]),
        ("ad", [{"start": 5, "end": 6, "text": "b"}]),
        ("ad", [{"start": 1, "end": 3, "text": "bc"}, {"start": 2, "end": 4, "text": "cd"}]),
        ("ad", [{"start": 1, "end": 3}]),
        ("ad", [{"start": None, "end": 3, "text": "bc"}]),
        ("ad", [{"start": -1, "end": 1, "text": "bc"}]),
        ("ad", [{"start": float("inf"), "end": 3, "text": "bc"}]),
        ("ad", ["no mapping"]),
    ],
)
def test_what_does_not_belong_together_is_not_restored(text: str, removed: list[object]) -> None:
    with pytest.raises(RestoreError, match="use the annotations"):
        restore(text, removed)  # type: ignore[arg-type]


def test_restoring_nothing_gives_the_output() -> None:
    assert restore("ad", []) == "ad"
    assert restore("", [{"start": 0, "end": 4, "text": "abcd"}]) == "abcd"


@pytest.mark.parametrize(
    ("given", "problem"),
    [((5, []), "text must be str, not int"), (("ad", None), "removed must be spans, not NoneType")],
)
def test_what_cannot_be_restored_is_told(given: tuple[Any, Any], problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        restore(*given)


def test_restore_takes_the_removed_spans_themselves(cleaner: Cleaner, seed_text: str) -> None:
    result = cleaner.clean(seed_text)

    assert seed_text == restore(result.text, result.removed)
