"""Rule files -> checked rules. Slow and careful; the cache keeps it off the hot path."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from cleaner.data import CHROME_CATEGORIES
from cleaner.errors import Mistake, RuleError
from cleaner.packs.complaints import complaint, shown
from cleaner.packs.schema import LANGUAGE, Publisher, PublisherFile, Rule, misfits
from cleaner.packs.stand_ins import validated
from cleaner.packs.tree import Path_, Tree, read_tree

MAX_RULES = 5_000  # in one file
_RENAME = "give it another name, or its file"


@dataclass(frozen=True, slots=True)
class LoadedRule:
    """A checked rule with what its file says of it.

    Attributes:
        id: `file/name`.
        rule: as written.
        category: the rule's own, or the file's.
        languages: two-letter codes; empty means any.
        publisher: of a publisher's pack, else None.
        path, line: where it stands.
        tree, at: the file it is from, and its place there.
    """

    id: str
    rule: Rule
    category: str
    languages: tuple[str, ...]
    publisher: Publisher | None
    path: str
    line: int
    tree: Tree = field(repr=False, compare=False)
    at: Path_ = field(repr=False, compare=False)

    def mistake(self, key: Path_, problem: str, way_out: str) -> Mistake:
        """Return a mistake at the place of one of the rule's keys."""
        return self.tree.mistake((*self.at, *key), problem, way_out)

    def complaint(self, key: Path_, problem: str, way_out: str) -> Mistake:
        """Return the same with the rule's id before the problem."""
        return self.mistake(key, f"{self.id}: {problem}", way_out)


def load_rules(paths: Iterable[Path]) -> tuple[LoadedRule, ...]:
    """Read rule files and folders of them, in alphabetical order.

    Raises:
        RuleError: with every mistake of every file.
    """
    loaded, mistakes = read_rules(paths)
    if mistakes:
        raise RuleError(mistakes)
    return loaded


def read_rules(
    paths: Iterable[Path], shipped: Container[str] = ()
) -> tuple[tuple[LoadedRule, ...], list[Mistake]]:
    """Return all rules that can be made out, and every mistake of every file.

    A rule with mistakes is among the rules as far as it can be read, so that the compiler can say
    what it finds in it too.

    Args:
        paths: files and folders.
        shipped: ids of the shipped rules, where these are in use and not in the paths.
    """
    loaded: list[LoadedRule] = []
    mistakes: list[Mistake] = []
    names = _Names(shipped)
    read: set[Path] = set()
    for path in paths:
        files = rule_files(path)
        if not files:
            problem, way_out = "the folder holds no rule file", "give one that holds *.yaml"
            mistakes.append(Mistake(str(path), 1, 1, problem, way_out))
        for file in files:
            place = file.absolute()
            if place not in read:  # a file may be named besides its folder
                read.add(place)
                _load_file(file, loaded, mistakes, names)
    return tuple(loaded), mistakes


def rule_files(path: Path) -> tuple[Path, ...]:
    """Return the rule files at `path`: itself, or those below it, sorted; hidden ones are left."""
    if path.is_dir():
        found = (*path.rglob("*.yaml"), *path.rglob("*.yml"))
        return tuple(sorted(p for p in found if not _is_hidden(p, path) and not p.is_dir()))
    return (path,)


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


class _Names:
    """The ids that are taken, and where each was met first."""

    def __init__(self, shipped: Container[str]) -> None:
        self._shipped = shipped
        self._met: dict[str, Mistake] = {}

    def repeated(self, id: str, tree: Tree, at: Path_) -> list[Mistake]:
        """Return a mistake if another rule has this id already."""
        here = tree.mistake((*at, "name"), f"rule {id}", "rename one of them")
        if id in self._shipped:
            return [replace(here, problem=f"rule {id} is among the shipped ones", way_out=_RENAME)]
        first = self._met.setdefault(id, here)
        if first is here:
            return []
        return [replace(here, problem=f"rule {id} stands also at {first.path}:{first.line}")]


def _load_file(
    file: Path, loaded: list[LoadedRule], mistakes: list[Mistake], names: _Names
) -> None:
    source = _read(file)
    if isinstance(source, Mistake):
        mistakes.append(source)
        return
    tree, found = read_tree(source, str(file))
    mistakes += found
    if found and tree.data is None:
        return
    rules, publisher, found = _checked(tree)
    pack = file.name.removesuffix(".yml").removesuffix(".yaml")
    stem, _, language = pack.partition(".")
    if language and re.match(LANGUAGE, language) is None:
        problem = f"the file's name says language {language}"
        found.append(tree.mistake((), problem, "name it <category>.<two-letter code>.yaml"))
    for at, rule, item in rules:
        if isinstance(item.get("name"), str):
            found += names.repeated(f"{pack}/{item['name']}", tree, at)
        category = item.get("category") or (stem if stem in CHROME_CATEGORIES else None)
        if category is None and item.get("action", "drop") == "drop":
            found.append(_lacks_category(item.get("name"), tree, at))
        if rule is None:
            continue
        languages = (language,) if language else (publisher and publisher.languages) or ()
        loaded.append(
            LoadedRule(
                f"{pack}/{rule.name}", rule, category or rule.role or "body", languages,
                publisher, str(file), tree.places.get(at, (1, 1))[0], tree, at,
            )
        )  # fmt: skip
    mistakes += found


def _read(file: Path) -> bytes | Mistake:
    """The content of a file of rules, or why there is none."""
    if file.exists() and not file.is_file():  # it may never end, or be empty the second time
        problem, way_out = "is a pipe or device", "save the rules in a file and name that"
        return Mistake(str(file), 1, 1, problem, way_out)
    try:
        return file.read_bytes()
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        return Mistake(str(file), 1, 1, problem, "give a file or folder of rules")


def _lacks_category(name: object, tree: Tree, at: Path_) -> Mistake:
    problem = f"rule {name} has no category" if isinstance(name, str) else "no category"
    ways = "give it a `category`, or name the file after one"
    return tree.mistake((*at, "name"), problem, ways)


_Checked = tuple[Path_, Rule | None, dict[str, Any]]
"""Where a rule stands, what could be made out of it, and what is written."""


def _checked(tree: Tree) -> tuple[list[_Checked], Publisher | None, list[Mistake]]:
    """Check each rule of a file by itself, so that no mistake hides another."""
    data, publisher = tree.data, None
    base: Path_ = ()
    mistakes: list[Mistake] = []
    if data is None:
        return [], None, [tree.mistake((), "the file is empty", "write a list of rules")]
    if isinstance(data, dict):
        base = ("rules",)
        publisher, mistakes = _checked_publisher(tree)
        data = data.get("rules")
    if not isinstance(data, list):
        problem = "rules must be a list"
        return [], None, [*mistakes, tree.mistake(base, problem, "begin each rule with `- name:`")]
    if len(data) > MAX_RULES:
        problem, way_out = f"{len(data):,} rules in one file", f"split it below {MAX_RULES:,}"
        return [], None, [*mistakes, tree.mistake(base, problem, way_out)]
    rules: list[_Checked] = []
    for index, item in enumerate(data):
        at = (*base, index)
        if not isinstance(item, dict):
            problem = f"a rule must be a mapping, not {shown(item)}"
            mistakes.append(tree.mistake(at, problem, "begin it with `- name:`"))
            continue
        rule, found = _checked_rule(tree, at, item)
        mistakes += found
        rules.append((at, rule, item))
    return rules, publisher, mistakes


def _checked_rule(tree: Tree, at: Path_, item: dict[str, Any]) -> tuple[Rule | None, list[Mistake]]:
    unfit = [tree.mistake((*at, key), problem, way_out) for key, problem, way_out in misfits(item)]
    rule, errors = validated(item, Rule)
    return rule, unfit + [complaint(tree, at, e, Rule) for e in errors]


def _checked_publisher(tree: Tree) -> tuple[Publisher | None, list[Mistake]]:
    mistakes = [
        tree.mistake((key, ""), f"key `{key}` is unknown", "choose publisher, rules")
        for key in tree.data
        if key not in PublisherFile.model_fields
    ]
    if "publisher" not in tree.data:
        way_out = "write `publisher:` and `rules:`, or a plain list of rules"
        return None, [*mistakes, tree.mistake((), "a mapping without `publisher`", way_out)]
    publisher, errors = validated(tree.data["publisher"], Publisher)
    return publisher, mistakes + [complaint(tree, ("publisher",), e, Publisher) for e in errors]
