"""What docstrings show is what happens."""

import doctest
from importlib import import_module
from pathlib import Path

import pytest

import cleaner

PACKAGE = Path(cleaner.__file__).parent
SHOWING = [file for file in sorted(PACKAGE.rglob("*.py")) if ">>> " in file.read_text("utf-8")]


@pytest.mark.parametrize("file", SHOWING, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_examples_in_docstrings_are_true(file: Path) -> None:
    inside = file.relative_to(PACKAGE.parent).with_suffix("").parts
    module = import_module(".".join(part for part in inside if part != "__init__"))
    ran = doctest.testmod(module)

    assert ran.attempted
    assert not ran.failed
