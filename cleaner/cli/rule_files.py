"""Which rules a command on rules is about: those that are named, else those in use here."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cleaner.errors import UsageError

if TYPE_CHECKING:
    from cleaner.packs.load import LoadedRule


def paths_in_use(asked: Sequence[str] | None) -> list[str]:
    """Return the files and folders of the rules.

    Raises:
        UsageError: a path is empty.
    """
    from cleaner.packs.sources import project_rules, rule_paths

    if "" in (asked or ()):  # such as a shell makes of a variable that is not set
        raise UsageError("a path of rules is empty; name a file or folder")
    return rule_paths(asked or (), () if asked else project_rules().rules)


def near_paths(asked: Sequence[str] | None) -> list[Path]:
    """Return the same as one would type them here."""
    return [_nearer(Path(path)) for path in paths_in_use(asked)]


def rules_in_use(
    asked: Sequence[str] | None, files: Collection[str] | None = None
) -> tuple[LoadedRule, ...]:
    """Read the rules, or only those of the files with these names.

    Raises:
        RuleError: with every mistake of every file.
    """
    from cleaner.packs.load import load_rules

    return load_rules(near_paths(asked) if files is None else files_called(asked, files))


def files_called(asked: Sequence[str] | None, names: Collection[str]) -> Iterator[Path]:
    """Yield the files of the rules that have one of these names, such as `share.de`."""
    from cleaner.packs.load import rule_files

    for path in near_paths(asked):
        yield from (file for file in rule_files(path) if file.stem in names)


def compiled_rules(asked: Sequence[str] | None) -> tuple[LoadedRule, ...]:
    """Read rules, and compile them once, so that every mistake is told before anything else.

    Raises:
        RuleError: with every mistake of every file.
    """
    from cleaner.packs.compile import compile_rules
    from cleaner.packs.load import read_rules

    loaded, mistakes = read_rules(near_paths(asked))
    compile_rules(loaded, mistakes)
    return loaded


def _nearer(path: Path) -> Path:
    try:
        return path.relative_to(Path.cwd())
    except (OSError, ValueError):
        return path
