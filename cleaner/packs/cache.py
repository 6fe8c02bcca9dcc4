"""Compiled rules on disk, so that a cold start need not read YAML (see `cleaner.caching`)."""

from __future__ import annotations

import os
from collections.abc import Sequence

from cleaner.caching import Shelf, beside, digest_of, kept, ship
from cleaner.packs.modes import Tables
from cleaner.packs.pack import RulePack

_COMPILER = beside(
    __file__,
    """
    compile.py compile_where.py expressions.py grammar.py load.py modes.py nodes.py packed.py
    part_tables.py pattern_literals.py schema.py slots.py spacing.py stand_ins.py templates.py
    tree.py citing.py furniture.py ../data.py ../dates.py ../folding.py
    """,
)
_WORDINGS = beside(__file__, "citing.yaml others.yaml furniture.yaml")  # which many rules share
_SHELF = Shelf("rules", 11, (*_COMPILER, *_WORDINGS))


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

    def make() -> Tables:
        return _compiled(paths) | {"fingerprint": digest_of([*paths, *_WORDINGS])}

    return RulePack(kept(_SHELF, paths, make))


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
    ship(_SHELF, paths, load_pack(paths).tables, folder)
