"""The time that a pattern may take."""

import pytest

from cleaner.packs.finding.timed import spans_within


class _Endless:
    """A pattern that calls itself until the memory is used up, as `(?R)` does."""

    def finditer(self, text: str, **_: object) -> None:
        raise MemoryError


def test_a_pattern_that_uses_up_the_memory_has_run_out_of_time() -> None:
    with pytest.raises(TimeoutError):
        spans_within(1.0, _Endless(), "harbour")
