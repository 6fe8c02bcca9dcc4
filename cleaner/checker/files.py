"""Which files are checked: those that are named, and those in folders, as `.gitignore` allows."""

from __future__ import annotations

import os
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from pathspec import GitIgnoreSpec

from cleaner.checker.inspect import Scope
from cleaner.checker.settings import CheckSettings
from cleaner.errors import UsageError

_GITIGNORE = ".gitignore"
_BARE = "nothing to check: no {} that is not left out; say --include PATTERN, or name files"


class Ignores(NamedTuple):
    """The patterns of one `.gitignore`, and the folder that they are relative to."""

    folder: str
    spec: GitIgnoreSpec


class Files:
    """Finds files, and tells what holds for each.

    Patterns are those of `.gitignore`, relative to the folder of the settings. What is excluded is
    never checked, named or not: a hook names every file that has changed. `.gitignore` and
    `include` are about what is found in folders.
    """

    def __init__(self, settings: CheckSettings) -> None:
        self._root = os.path.abspath(settings.root)
        self._include = _patterns(settings.include)
        self._exclude = _patterns(settings.exclude)
        self._ignores = [
            (_patterns([pattern]), names) for pattern, names in settings.per_file_ignores
        ]
        self._languages = [(_patterns([pattern]), code) for pattern, code in settings.languages]
        self._language = settings.lang
        self._bare = _BARE.format(
            " ".join(pattern for pattern in settings.include if not pattern.startswith("!"))
        )
        self._relative_folder = lru_cache(maxsize=1024)(self._folder)

    def below(self, paths: Iterable[str]) -> list[str]:
        """Return the files that are named or found, each once, folders' files sorted.

        A name that is nothing is given back too: whoever opens it says what is wrong. A link to
        another of the files is left out.
        """
        found: dict[str, str] = {}
        for path in paths:
            is_folder = os.path.isdir(path)
            for file in self._walk(path) if is_folder else [path]:
                if is_folder or not self._exclude.match_file(self.relative(file)):
                    found.setdefault(self.relative(file), file)
        return [file for file in found.values() if not self._is_link_into(file, found)]

    def bare(self, paths: Iterable[str]) -> list[tuple[str, str]]:
        """Return the folders among paths in which there is nothing to check, each with why.

        A misspelt pattern would otherwise pass every corpus.
        """
        folders = [path for path in paths if os.path.isdir(path)]
        return [(path, self._bare) for path in folders if next(self._walk(path), None) is None]

    def scope(self, path: str) -> Scope:
        """Return what holds for a file."""
        name = self.relative(path)
        ignore = [n for spec, names in self._ignores if spec.match_file(name) for n in names]
        fitting = [code for spec, code in self._languages if spec.match_file(name)]
        language = fitting[-1] if fitting else self._language  # the last pattern wins
        return Scope(tuple(dict.fromkeys(ignore)), language)

    def relative(self, path: str) -> str:
        """Return a path as patterns and the baseline have it."""
        folder, name = os.path.split(path)
        return self._relative_folder(folder) + name

    def _is_link_into(self, file: str, found: Container[str]) -> bool:
        return os.path.islink(file) and self.relative(os.path.realpath(file)) in found

    def _folder(self, folder: str) -> str:
        """The way to a folder from the settings' one, with a slash at its end; empty for itself."""
        try:
            name = os.path.relpath(os.path.abspath(folder or "."), self._root)
        except ValueError:  # another drive
            name = folder
        return "" if name == "." else name.replace(os.sep, "/") + "/"

    def _walk(self, folder: str) -> Iterator[str]:
        top = os.path.normpath(folder)
        chain = [*_ignores_above(os.path.abspath(folder))]
        yield from self._files(top if folder != "." else "", chain)

    def _files(self, folder: str, chain: Sequence[Ignores]) -> Iterator[str]:
        here = folder or "."
        chain = [*chain, *_ignores_in(os.path.abspath(here))]
        try:
            entries = sorted(os.scandir(here), key=lambda entry: entry.name)
        except OSError:
            yield here  # whoever opens it says what is wrong
            return
        for entry in entries:
            path = os.path.join(folder, entry.name)
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                if not self._is_out(path + "/", chain):
                    yield from self._files(path, chain)
            elif entry.is_file() and self._is_in(path) and not self._is_out(path, chain):
                yield path

    def _is_in(self, path: str) -> bool:
        return self._include.match_file(self.relative(path))

    def _is_out(self, path: str, chain: Sequence[Ignores]) -> bool:
        name = self.relative(path.rstrip("/")) + ("/" if path.endswith("/") else "")
        return self._exclude.match_file(name) or _is_ignored(path, chain)


def _is_ignored(path: str, chain: Sequence[Ignores]) -> bool:
    """What the nearest `.gitignore` says that says anything."""
    if not chain:
        return False
    whole = os.path.abspath(path) + ("/" if path.endswith("/") else "")
    for folder, spec in reversed(chain):
        name = whole.removeprefix(folder).lstrip(os.sep).replace(os.sep, "/")
        said = spec.check_file(name).include
        if said is not None:
            return said
    return False


def _ignores_above(folder: str) -> list[Ignores]:
    """The patterns of the folders above, up to the repository's own; none outside of one."""
    found: list[Ignores] = []
    at = folder
    while not os.path.exists(os.path.join(at, ".git")):
        above = os.path.dirname(at)
        if above == at:
            return []
        at = above
        found = [*_ignores_in(at), *found]
    exclude = os.path.join(at, ".git", "info", "exclude")
    return [*_ignores_of(exclude, at), *found]


def _ignores_in(folder: str) -> list[Ignores]:
    return _ignores_of(os.path.join(folder, _GITIGNORE), folder)


def _ignores_of(path: str, folder: str) -> list[Ignores]:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return [Ignores(folder, GitIgnoreSpec.from_lines(filter(_is_pattern, file)))]
    except OSError:
        return []


def _patterns(lines: Iterable[str]) -> GitIgnoreSpec:
    for line in lines:
        if not _is_pattern(line):
            raise UsageError(f"{line!r} is no pattern; write it as in .gitignore")
    return GitIgnoreSpec.from_lines(lines)


def _is_pattern(line: str) -> bool:
    """False for what git passes over in silence, and the library refuses."""
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
