"""Compiled rules on disk, so that a cold start need not read YAML (see `cleaner.caching`)."""

from __future__ import annotations

import os
from collections.abc import Sequence

from cleaner.cache_files import Laden
from cleaner.caching import Finish, Shelf, beside, digest_of, kept, ship
from cleaner.native import twin
from cleaner.packs.modes import Tables
from cleaner.packs.pack import RulePack

_COMPILER = beside(
    __file__,
    """
    compile.py compile_where.py expressions.py grammar.py load.py modes.py nodes.py packed.py
    part_tables.py pattern_literals.py schema.py signs.py slots.py spacing.py stand_ins.py
    templates.py tree.py citing.py furniture.py ../data.py ../dates.py ../folding.py
    """,
)
_WORDINGS = beside(__file__, "citing.yaml others.yaml furniture.yaml")  # which many rules share
_SEARCHED = beside(__file__, "finding/compiled.py finding/around.py")
_SHELF = Shelf("rules", 12, (*_COMPILER, *_WORDINGS))


def builtin_rules() -> str:
    """Return the folder of the shipped rules: inside the wheel, or beside a source checkout.

    Raises:
        FileNotFoundError: neither is there; the installation is broken.
    """
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for folder in (os.path.join(here, "_rules"), os.path.join(os.path.dirname(here), "rules")):
        if os.path.isdir(os.path.join(folder, "general")):
            return folder
    raise FileNotFoundError(f"no rules folder beside {here}; install news-cleaner again")


def load_pack(paths: Sequence[str]) -> RulePack:
    """Return the compiled rules of files and folders, from the cache where it is fresh.

    Raises:
        RuleError: every mistake in the files.
    """
    return RulePack(_joined(kept(_SHELF, paths, lambda: _made(paths), _with_image())))


def _made(paths: Sequence[str]) -> Laden:
    return _parted(_compiled(paths) | {"fingerprint": digest_of([*paths, *_WORDINGS])})


def _parted(tables: Tables) -> Laden:
    """Set the largest tables apart: those of the rules for all texts."""
    first, *others = tables["parts"]
    large = {name: value for name, value in first.items() if isinstance(value, bytes | memoryview)}
    rows, places = first["entries"]
    small = {name: value for name, value in first.items() if name not in large}
    plain = tables | {"parts": (small | {"entries": places}, *others)}
    return Laden(plain, large | {"entries": rows})


def _joined(made: Laden) -> Tables:
    """Undo `_parted`."""
    tables: Tables = made.plain
    first, *others = tables["parts"]
    entries = made.large["entries"], first["entries"]
    return tables | {"parts": (first | made.large | {"entries": entries}, *others)}


def _with_image() -> Finish | None:
    """What spares the compiled finder its making; None where it is not built."""
    module = twin("finder")
    return Finish(_imaged, (module.__file__, *_SEARCHED)) if module else None


def _imaged(made: Laden) -> Laden:
    """Add to the rules for all texts what the compiled finder searches."""
    from cleaner.packs.finding.compiled import imaged

    tables = _joined(made)
    return _parted(tables | {"parts": (imaged(RulePack(tables).general), *tables["parts"][1:])})


def _compiled(paths: Sequence[str]) -> Tables:
    """Compile all of it; rules beside the shipped ones are added to these, compiled before."""
    from pathlib import Path

    from cleaner.packs.compile import compile_rules
    from cleaner.packs.load import read_rules, rule_files

    shipped = builtin_rules()
    own = [Path(path) for path in paths if path != shipped]
    files = (file.absolute() for path in own for file in rule_files(path))
    is_beside = 0 < len(own) < len(paths)
    if not is_beside or any(file.is_relative_to(shipped) for file in files):
        return compile_rules(*read_rules(map(Path, paths)))
    base = load_pack([shipped])
    return compile_rules(*read_rules(own, base.categories), base.tables)


def write_shipped(folder: str) -> None:
    """Compile the shipped rules into a folder, for a wheel to bring along."""
    paths = [builtin_rules()]
    ship(_SHELF, paths, _made(paths), folder)
