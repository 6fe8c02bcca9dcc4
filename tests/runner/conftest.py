"""A corpus of JSON lines for runs."""

from pathlib import Path

import pytest

from .corpora import some_lines


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    path = tmp_path / "in.jsonl"
    path.write_bytes(some_lines(40))
    return path
