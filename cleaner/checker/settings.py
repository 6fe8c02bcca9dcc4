"""What the checker is told, and what `[tool.cleaner.check]` says of it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from cleaner.errors import UsageError
from cleaner.formats.detect import format_named
from cleaner.languages import language_code
from cleaner.packs.select import words_of
from cleaner.packs.sources import project_table
from cleaner.policy import KEEPABLE, PROFILES

TABLE = "tool.cleaner.check"
NO_ARTICLES = (
    *("requirements.txt", "requirements-*.txt", "constraints.txt", "CMakeLists.txt"),
    *("robots.txt", "LICENSE.txt", "README.txt"),
)
"""Names of files that stand beside articles in a repository, and are none."""
INCLUDE = (
    "*.txt",
    *(f"*.{name}{gz}" for name in format_named("jsonl").suffixes for gz in ("", ".gz")),
    *(f"*.{name}" for name in format_named("parquet").suffixes),
    *(f"!{name}" for name in NO_ARTICLES),
)


@dataclass(frozen=True, slots=True)
class CheckSettings:
    """What is looked for, where, and from when on it counts.

    Attributes:
        root: folder that patterns and the baseline are relative to.
        include: patterns of the files that are taken from folders, as in `.gitignore`.
        exclude: patterns of files that are never taken.
        select, ignore: names of rules and checks; nothing selected means all.
        per_file_ignores: pairs of a pattern and names.
        profile, keep, weights: as for `Cleaner`.
        lang: declared language of all texts that do not say another.
        languages: pairs of a pattern and the language of the files it fits.
        fields: that may hold the text of a record; the first that is there counts.
        baseline: file of findings that are accepted; None without.
        min_confidence: findings of less are left out.
        min_body_words: of an article that is one.
        near_duplicate: share of five-word sequences from which on two bodies are near duplicates.
        repeated_line_files: from so many on, a line that is in all of them is reported.
    """

    root: str = "."
    include: tuple[str, ...] = INCLUDE
    exclude: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    profile: str = "balanced"
    keep: tuple[str, ...] = ()
    weights: str | None = None
    lang: str | None = None
    languages: tuple[tuple[str, str], ...] = ()
    fields: tuple[str, ...] = ("text",)
    baseline: str | None = None
    min_confidence: float = 0.0
    min_body_words: int = 20
    near_duplicate: float = 0.8
    repeated_line_files: int = 5


_KEYS = tuple(f.name.replace("_", "-") for f in fields(CheckSettings) if f.name != "root")
_SHARES = ("min-confidence", "near-duplicate")
_NEVER_NONE = {"include": "all files of texts", "fields": "the field text"}
_COUNTS = ("min-body-words", "repeated-line-files")


def project_settings() -> CheckSettings:
    """Return what the nearest `pyproject.toml` says, the defaults where it says nothing.

    Raises:
        UsageError: it cannot be read, or says what cannot be.
    """
    path, table = project_table()
    check = table.get("check", {})
    if not isinstance(check, dict):
        raise UsageError(f"{path}: {TABLE} is no table; write [{TABLE}]")
    values = {key.replace("-", "_"): _value(path, key, value) for key, value in check.items()}
    root = os.path.dirname(path) or "."
    return replace(CheckSettings(root=_nearer(root)), **values)


def overridden(settings: CheckSettings, values: Mapping[str, Any]) -> CheckSettings:
    """Return the settings with what the command line says; None says nothing.

    Raises:
        UsageError: a value that cannot be.
    """
    given = {name: value for name, value in values.items() if value is not None}
    for name, value in given.items():
        key = name.replace("_", "-")
        if key in (*_SHARES, *_COUNTS, "profile", "lang"):
            given[name] = _checked("", f"--{key}", key, value)
    return replace(settings, **given)


def _value(path: str, key: str, value: Any) -> Any:
    """A value of the table, checked and made a tuple where there may be several."""
    if key not in _KEYS:
        raise UsageError(f"{path}: [{TABLE}] {key} is unknown; choose {', '.join(_KEYS)}")
    place = f"[{TABLE}] {key}"
    if key == "languages":
        pairs = _table(path, place, value)
        return tuple((p, str(_checked(path, place, "lang", v))) for p, v in pairs.items())
    if key == "per-file-ignores":
        return tuple((p, _texts(path, place, v)) for p, v in _table(path, place, value).items())
    if key in (*_SHARES, *_COUNTS, "profile", "lang"):
        return _checked(path, place, key, value)
    if key in ("baseline", "weights"):
        if not isinstance(value, str) or not value:
            raise UsageError(f"{path}: {place} must be the name of a file; quote it")
        return os.path.join(os.path.dirname(path), value)
    texts = _texts(path, place, value)
    if key in _NEVER_NONE and not any(texts):
        raise UsageError(f"{path}: {place} names nothing; leave it out for {_NEVER_NONE[key]}")
    if key == "keep":
        for role in words_of(texts):
            _check_role(f"{path}: {place}", role)
    return texts


def _check_role(lead: str, role: str) -> None:
    if role not in KEEPABLE:
        raise UsageError(f"{lead} {role!r} is unknown; choose from {', '.join(KEEPABLE)}")


def _checked(path: str, place: str, key: str, value: Any) -> Any:
    """A number, a profile or a language, if it is one."""
    lead = f"{path}: {place}" if path else place
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if key in _SHARES and not (is_number and 0 <= value <= 1):
        raise UsageError(f"{lead} {value!r} is no share; give a number from 0 to 1")
    if key in _COUNTS and not (is_number and isinstance(value, int) and value >= 0):
        raise UsageError(f"{lead} {value!r} is no count; give a whole number, 0 or more")
    if key == "profile" and value not in PROFILES:
        raise UsageError(f"{lead} {value!r} is unknown; choose {', '.join(PROFILES)}")
    if key == "lang":
        language_code(value if isinstance(value, str) else repr(value), lead)
    return value


def _texts(path: str, place: str, value: Any) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise UsageError(f"{path}: {place} must be a text or a list of texts; quote each")
    return tuple(values)


def _table(path: str, place: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UsageError(f'{path}: {place} must be a table; write "pattern" = value in it')
    return value


def _nearer(path: str) -> str:
    """The path as one would type it here, if that is shorter."""
    try:
        near = os.path.relpath(path)
    except ValueError:  # another drive
        return path
    return near if len(near) < len(path) else path
