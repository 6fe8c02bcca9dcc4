"""Imports point one way, and the public API stays what it is."""

import ast
from pathlib import Path

import pytest

import cleaner

PACKAGE = Path(cleaner.__file__).parent
ALLOWED = {
    "base": set(),
    "scoring": {"base"},
    "packs": {"base"},
    "stages": {"base", "packs", "scoring"},
    "pipeline": {"base", "packs", "stages", "scoring", "result"},
    "result": {"base", "packs"},
    "formats": {"base"},
    "corpus": {"base", "formats", "api", "result", "packs", "stages"},
    "measure": {
        "base",
        "api",
        "given",
        "result",
        "packs",
        "stages",
        "scoring",
        "formats",
        "corpus",
    },
    "reports": {"base", "result"},
    "batch": {"base", "result"},
    "given": {"base", "packs", "scoring"},
    "api": {"base", "packs", "pipeline", "result", "scoring", "formats", "batch", "given"},
    "adapters": {"base", "api", "batch", "result"},
    "runner": {"base", "api", "result", "formats", "reports"},
    "checker": {"base", "api", "result", "packs", "stages", "formats", "corpus"},
    "cli": {
        "adapters",
        "runner",
        "checker",
        "base",
        "packs",
        "pipeline",
        "result",
        "scoring",
        "formats",
        "api",
        "given",
        "reports",
        "corpus",
        "measure",
    },
}
FOLDERS = (
    "scoring",
    "packs",
    "stages",
    "formats",
    "corpus",
    "measure",
    "reports",
    "batch",
    "adapters",
    "runner",
    "checker",
    "cli",
)
BASE = (
    "data",
    "columns",
    "errors",
    "folding",
    "sentences",
    "wraps",
    "gaps",
    "roles",
    "teasers",
    "native",
    "caching",
    "languages",
    "__init__",
)
FILES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    inside = path.relative_to(PACKAGE)
    first = inside.parts[0].removesuffix(".py")
    if first in ("__init__", "__main__"):
        return "cli" if first == "__main__" else "api"
    return first if first in FOLDERS or first in ALLOWED else "base"


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cleaner"):
            names.add(node.module or "")
        elif isinstance(node, ast.Import):
            names |= {a.name for a in node.names if a.name.startswith("cleaner")}
    return names


def room_of_module(name: str) -> str:
    parts = name.split(".")
    if len(parts) == 1:
        return "base"  # the package's own version
    return parts[1] if parts[1] in FOLDERS or parts[1] in ALLOWED else "base"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(path)
    wrong = {
        name
        for name in imports_of(path)
        if (other := room_of_module(name)) != room and other not in ALLOWED[room]
    }

    assert set() == wrong


@pytest.mark.parametrize("path", sorted((PACKAGE / "stages").glob("*.py")), ids=lambda p: p.name)
def test_stages_never_import_one_another(path: Path) -> None:
    assert not {n for n in imports_of(path) if n.startswith("cleaner.stages")}


def test_the_public_names_are_the_promised_ones() -> None:
    assert {"Cleaner", "CleanerError", "Result", "clean", "clean_html", "restore"} == set(
        cleaner.__all__
    )
    assert all(hasattr(cleaner, name) for name in cleaner.__all__)
