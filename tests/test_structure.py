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
    "breaks": {"base"},
    "deciding": {"base"},
    "stages": {"base", "packs", "scoring", "breaks", "deciding"},
    "pipeline": {"base", "packs", "stages", "scoring", "result", "views"},
    "views": {"base"},
    "result": {"base", "views"},
    "formats": {"base"},
    "corpus": {"base", "api", "packs", "stages"},
    "measure": {
        "base",
        "api",
        "given",
        "packs",
        "stages",
        "scoring",
        "formats",
        "corpus",
    },
    "reports": {"base", "result", "views"},
    "batch": {"base", "result"},
    "given": {"base", "packs", "scoring"},
    "api": {"base", "views", "packs", "pipeline", "result", "scoring", "formats", "batch", "given"},
    "adapters": {"base", "api", "batch"},
    "runner": {"base", "api", "batch", "result", "formats", "reports"},
    "checker": {"base", "api", "result", "packs", "stages", "formats", "corpus"},
    "cli": {
        "runner",
        "checker",
        "base",
        "packs",
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
BASE = (
    "added",
    "cache_files",
    "caching",
    "columns",
    "data",
    "dates",
    "errors",
    "findings",
    "folding",
    "languages",
    "lines",
    "markdown",
    "markup",
    "native",
    "policy",
    "processes",
    "roles",
    "scripts",
    "sentences",
    "wording",
    "wraps",
)
"""What everything may rest on, and what rests on nothing else."""
OWN_ROOM = {"__init__": "api", "__main__": "cli"}
FILES = sorted(PACKAGE.rglob("*.py"))


def room_named(name: str) -> str:
    """The room of a file or folder of the package; one that has none has to be given one."""
    if name in OWN_ROOM:
        return OWN_ROOM[name]
    if name in BASE:
        return "base"
    assert name in ALLOWED, f"{name} is in no room: name it in BASE, or say what it may import"
    return name


def room_of(path: Path) -> str:
    return room_named(path.relative_to(PACKAGE).parts[0].removesuffix(".py"))


def imports_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "cleaner":
            names |= {f"cleaner.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cleaner"):
            names.add(node.module or "")
        elif isinstance(node, ast.Import):
            names |= {a.name for a in node.names if a.name.startswith("cleaner")}
    return names


def room_of_module(name: str) -> str:
    first = name.split(".")[1] if "." in name else "__init__"
    if first == "__version__":
        return "base"
    return "api" if first in cleaner.__all__ else room_named(first)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_one_way(path: Path) -> None:
    room = room_of(path)
    wrong = {
        name
        for name in imports_of(path)
        if (other := room_of_module(name)) != room and other not in ALLOWED[room]
    }

    assert set() == wrong


def test_what_may_be_imported_is() -> None:
    """Else a room could come to rest on another without anybody's saying so."""
    used: dict[str, set[str]] = {room: set() for room in ALLOWED}
    for path in FILES:
        room = room_of(path)
        used[room] |= {room_of_module(name) for name in imports_of(path)} - {room}

    assert used == ALLOWED


def test_every_room_has_somebody_in_it() -> None:
    there = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in FILES}

    assert {*BASE, *OWN_ROOM, *ALLOWED} - {"base"} == there


@pytest.mark.parametrize("path", sorted((PACKAGE / "stages").glob("*.py")), ids=lambda p: p.name)
def test_stages_never_import_one_another(path: Path) -> None:
    assert not {n for n in imports_of(path) if n.startswith("cleaner.stages")}


def test_only_commands_on_rules_need_what_authors_of_rules_need() -> None:
    room = PACKAGE / "packs" / "authoring"
    users = {
        path.relative_to(PACKAGE).as_posix()
        for path in FILES
        if path.parent != room
        and any(name.startswith("cleaner.packs.authoring") for name in imports_of(path))
    }

    assert users == {"cli/rules.py"}


def test_finding_rules_needs_nothing_that_compiles_them() -> None:
    """A cold start with a warm cache reads tables, and waits for no YAML and no schema."""
    shared = {"expressions", "modes", "pack", "packed", "slots"}
    needed = {
        name.removeprefix("cleaner.packs.")
        for path in (PACKAGE / "packs" / "finding").glob("*.py")
        for name in imports_of(path)
        if name.startswith("cleaner.packs.") and not name.startswith("cleaner.packs.finding")
    }

    assert shared == needed


PAGE = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_page_on_architecture_names_every_module_and_folder() -> None:
    modules = {f"`{path.name}`" for path in PACKAGE.glob("*.py")}
    folders = {f"`{path.parent.name}/`" for path in PACKAGE.glob("*/__init__.py")}

    assert set() == {name for name in modules | folders if name not in PAGE}


def test_the_page_on_architecture_draws_the_layers_as_they_are() -> None:
    """Every room stands there, above all rooms that it may import from."""
    drawn = PAGE.partition("## Layers\n\n")[2].partition("\n\n")[0].splitlines()
    height = {room: -number for number, line in enumerate(drawn) for room in line.split()}

    assert set(ALLOWED) == set(height)
    assert [] == [(a, b) for a, below in ALLOWED.items() for b in below if height[b] >= height[a]]


def test_the_public_names_are_the_promised_ones() -> None:
    assert {"Cleaner", "CleanerError", "Result", "clean", "clean_html", "restore"} == set(
        cleaner.__all__
    )
    assert all(hasattr(cleaner, name) for name in cleaner.__all__)
