"""Which rules are in use: the shipped ones, installed packs, and what `pyproject.toml` says.

All of it is asked on every start of the filter, so it is asked cheaply: files are looked for by
name only, and a pack that is installed is remembered until some folder of packages changes.
"""

from __future__ import annotations

import os
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from stat import S_ISDIR
from typing import Any, NamedTuple

from cleaner.cache_files import cache_file, read, write
from cleaner.errors import UsageError
from cleaner.packs.cache import builtin_rules

SHIPPED = "builtin"  # in a list of rules: those that come with the package
INSTALLED = "plugins"  # those of the packages that are installed
GROUP = "cleaner.rules"  # entry points of packages that bring rules
PROJECT = "pyproject.toml"
KEYS = ("rules", "select", "ignore")
_TABLE = "tool.cleaner"
_TABLES_BELOW = ("check",)
"""What other commands say of themselves."""


class ProjectRules(NamedTuple):
    """What `[tool.cleaner]` says; paths are absolute. `path` is empty where nothing is said."""

    path: str = ""
    rules: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def rule_paths(
    asked: Sequence[str] = (), project: Sequence[str] = (), *, has_defaults: bool = True
) -> list[str]:
    """Return the files and folders of the rules in use.

    Args:
        asked: what the user named; `builtin` and `plugins` stand for the default rules.
        project: what the project names; counts if the user names nothing.
        has_defaults: False leaves the shipped rules out, whoever names them.
    """
    found: list[str] = []
    for name in asked or project or (SHIPPED, INSTALLED):
        if name == INSTALLED:
            found += installed_packs()
        elif name != SHIPPED:
            found.append(name)
        elif has_defaults:
            found.append(builtin_rules())
    return list(dict.fromkeys(found))


def project_rules(folder: str | None = None) -> ProjectRules:
    """Return what the nearest `pyproject.toml` says, from a folder (the current one) upwards.

    Raises:
        UsageError: it cannot be read, or says what cannot be.
    """
    path, table = project_table(folder)
    for key, value in table.items():
        if key not in KEYS and not (key in _TABLES_BELOW and isinstance(value, dict)):
            raise UsageError(
                f"{path}: [{_TABLE}] {key} is unknown; choose {', '.join((*KEYS, *_TABLES_BELOW))}"
            )
    rules, select, ignore = (_texts(path, key, table.get(key, [])) for key in KEYS)
    base = os.path.dirname(path)
    defaults = (SHIPPED, INSTALLED)
    rules = tuple(r if r in defaults else os.path.join(base, r) for r in rules)
    return ProjectRules(path if table else "", rules, select, ignore)


def project_table(folder: str | None = None) -> tuple[str, dict[str, Any]]:
    """Return the nearest `pyproject.toml` and its table `[tool.cleaner]`, empty without one.

    Raises:
        UsageError: it cannot be read, or the table is none.
    """
    path = _nearest_project(folder)
    if path is None:
        return "", {}
    try:
        with open(path, "rb") as file:
            source = file.read().removeprefix(BOM_UTF8)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}; mend it") from None
    return path, _own_table(path, source) if _may_speak_of_us(source) else {}


def installed_packs() -> list[str]:
    """Return the rule files and folders of installed packages, from the cache if that is fresh.

    A package says `[project.entry-points."cleaner.rules"] name = "package"`, or
    `"package:folder"`; its code is not run.

    Raises:
        UsageError: one names a package that is not there.
    """
    state = list(_package_folders())
    folders = [folder for folder, _ in state]
    name = cache_file("packs", "\0".join(folders))
    known = read(name)
    if known is not None and known[0] == state:
        return list(known[2])
    found = sorted({path for folder in folders for path in _packs_in(folder)})
    write(name, (state, None, found))
    return found


def _nearest_project(folder: str | None) -> str | None:
    try:
        at = os.path.abspath(folder or os.getcwd())
    except OSError:  # the current folder is gone
        return None
    while True:
        path = os.path.join(at, PROJECT)
        if os.path.isfile(path):
            return path
        at, before = os.path.dirname(at), at
        if at == before:
            return None


def _may_speak_of_us(source: bytes) -> bool:
    """False if no line opens our table: most projects need not be parsed."""
    starts = (b"[", b"tool", b"cleaner", b'"', b"'")
    named = (x for x in source.split(b"\n") if b"cleaner" in x or b"\\u" in x.lower())  # escaped
    lines = (line.lstrip() for line in named)
    return any(x.startswith(starts) and (x[:1] == b"[" or b"=" in x) for x in lines)


def _own_table(path: str, source: bytes) -> dict[str, Any]:
    import tomllib

    try:
        data = tomllib.loads(source.decode())
    except ValueError as error:
        raise UsageError(f"{path}: not TOML: {error}; mend it") from None
    tool = data.get("tool", {})
    table = tool.get("cleaner", {}) if isinstance(tool, dict) else {}
    if not isinstance(table, dict):
        raise UsageError(f"{path}: tool.cleaner is no table; write [{_TABLE}]")
    return table


def _texts(path: str, key: str, value: Any) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise UsageError(f"{path}: [{_TABLE}] {key} must be a list of texts; quote each")
    return tuple(values)


def _package_folders() -> Iterator[tuple[str, int]]:
    """The folders in which packages may lie, and when each last changed; not the current one."""
    here = os.path.abspath(os.curdir)
    for folder in sys.path:
        if folder and folder != here:
            try:
                stat = os.stat(folder)
            except OSError:
                continue
            if S_ISDIR(stat.st_mode):
                yield folder, stat.st_mtime_ns


def _packs_in(folder: str) -> Iterator[str]:
    """The rules of the packages installed in one folder of `sys.path`."""
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        if not name.endswith((".dist-info", ".egg-info")):
            continue
        path = os.path.join(folder, name, "entry_points.txt")
        try:
            with open(path, encoding="utf-8") as file:
                source = file.read()
        except (OSError, ValueError):
            continue
        if GROUP in source:
            yield from _packs_of(source, path)


def _packs_of(entry_points: str, path: str) -> Iterator[str]:
    from configparser import ConfigParser, Error

    parser = ConfigParser(delimiters=("=",), interpolation=None)
    try:
        parser.read_string(entry_points)
    except Error:  # an installer's business
        return
    if parser.has_section(GROUP):
        for name, value in parser.items(GROUP):
            found = _located(value.partition("[")[0].strip())
            if not found:
                problem = f"{path}: {name} = {value}: there is no such package"
                way_out = f"mend or uninstall what names it, or do without by `--rules {SHIPPED}`"
                raise UsageError(f"{problem}; {way_out}")
            yield from found


def _located(value: str) -> list[str]:
    """The folder that `package` or `package:folder` means; several of a namespace, [] of none."""
    from importlib.util import find_spec

    package, _, inside = value.partition(":")
    try:
        spec = find_spec(package.split(".")[0])  # the first part only: finding more would run it
    except (ImportError, ValueError):
        return []
    below = (*package.split(".")[1:], *filter(None, inside.split(".")))
    roots = (spec and spec.submodule_search_locations) or ()
    return [os.path.join(root, *below) for root in roots]
