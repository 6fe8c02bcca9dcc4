"""A change of what makes a thing that is kept on disk is seen."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from cleaner.breaks import points
from cleaner.packs import cache, citing, compile, furniture
from cleaner.packs.finding import programs
from cleaner.scoring import weights
from cleaner.scoring.tree import weights as tree_weights
from tests.test_structure import PACKAGE

NOT_HELD = {
    *("Shelf", "beside", "kept"),
    *("InputError", "Mistake", "RuleError", "complaint", "shown"),
    *("Ints", "Markup", "Matrix", "Stage", "cut"),
}
"""Imported names of which nothing stands in a cache: of caches, complaints, types, blocks."""


@pytest.mark.parametrize(
    ("begin", "makers", "lists"),
    [
        (compile, cache._SHELF.makers, {citing.WORDS, citing.OTHERS_WORDS, furniture.WORDINGS}),
        (points, points._MAKERS, set()),
        (programs, programs._SHELF.makers, set()),
        (weights, weights._MAKERS, set()),
        (tree_weights, tree_weights._MAKERS, set()),
    ],
)
def test_all_that_makes_it_makes_the_cache_stale(
    begin: object, makers: Sequence[str], lists: set[Path]
) -> None:
    found: set[Path] = set()
    todo = {Path(begin.__file__)}  # type: ignore[attr-defined]
    while todo:
        found |= todo
        todo = {path for file in todo for path in imported(file)} - found

    assert found | lists == {Path(file).resolve() for file in makers}


def imported(file: Path) -> Iterator[Path]:
    """The modules of the package of which a file imports what a cache may hold."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("cleaner"):
            continue
        held = {name.name for name in node.names} - NOT_HELD
        inside = [node.module or "", *(f"{node.module}.{name}" for name in held)] if held else []
        paths = [PACKAGE.parent.joinpath(*name.split(".")).with_suffix(".py") for name in inside]
        yield from filter(Path.is_file, paths)
