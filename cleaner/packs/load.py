"""Rule files -> checked rules. Slow and careful; the cache keeps it off the hot path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from cleaner.data import CHROME_CATEGORIES
from cleaner.errors import Mistake, RuleError
from cleaner.packs.schema import Publisher, PublisherFile, Rule
from cleaner.packs.tree import Path_, Tree, read_tree

MAX_RULES = 5_000  # in one file


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
    """

    id: str
    rule: Rule
    category: str
    languages: tuple[str, ...]
    publisher: Publisher | None
    path: str
    line: int


def load_rules(paths: Iterable[Path]) -> tuple[LoadedRule, ...]:
    """Read rule files and folders of them, in alphabetical order.

    Raises:
        RuleError: with every mistake of every file.
    """
    loaded: list[LoadedRule] = []
    mistakes: list[Mistake] = []
    for path in paths:
        for file in rule_files(path):
            _load_file(file, loaded, mistakes)
    mistakes += _repeated_ids(loaded)
    if mistakes:
        raise RuleError(mistakes)
    return tuple(loaded)


def rule_files(path: Path) -> tuple[Path, ...]:
    """Return the rule files at `path`: itself, or those below it, sorted."""
    if path.is_dir():
        found = (*path.rglob("*.yaml"), *path.rglob("*.yml"))
        return tuple(sorted(p for p in found if not p.name.startswith(".")))
    return (path,)


def _load_file(file: Path, loaded: list[LoadedRule], mistakes: list[Mistake]) -> None:
    try:
        source = file.read_bytes()
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        mistakes.append(Mistake(str(file), 1, 1, problem, "give a file or folder of rules"))
        return
    tree, found = read_tree(source, str(file))
    mistakes += found
    if found and tree.data is None:
        return
    rules, publisher, found = _checked(tree)
    mistakes += found
    stem, _, language = file.name.removesuffix(".yml").removesuffix(".yaml").partition(".")
    for index, rule in rules:
        at: Path_ = (index,) if publisher is None else ("rules", index)
        category = rule.category or (stem if stem in CHROME_CATEGORIES else None)
        if category is None and rule.action == "drop":
            ways = "give it a `category`, or name the file after one"
            mistakes.append(tree.mistake((*at, "name"), f"rule {rule.name} has no category", ways))
            continue
        line = tree.places.get(at, (1, 1))[0]
        languages = (language,) if language else (publisher.languages or () if publisher else ())
        pack = file.name.removesuffix(".yml").removesuffix(".yaml")
        loaded.append(
            LoadedRule(
                f"{pack}/{rule.name}", rule, category or rule.role or "body",
                tuple(languages), publisher, str(file), line,
            )  # fmt: skip
        )


def _checked(tree: Tree) -> tuple[list[tuple[int, Rule]], Publisher | None, list[Mistake]]:
    """Check each rule of a file by itself, so that no mistake hides another."""
    data, publisher, base = tree.data, None, ()
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
    rules: list[tuple[int, Rule]] = []
    for index, item in enumerate(data):
        rule, found = _check(tree, (*base, index), item, Rule)
        mistakes += found
        if rule is not None:
            rules.append((index, rule))
    return rules, publisher, mistakes


def _checked_publisher(tree: Tree) -> tuple[Publisher | None, list[Mistake]]:
    mistakes = [
        tree.mistake((key, ""), f"key `{key}` is unknown", "choose publisher, rules")
        for key in tree.data
        if key not in PublisherFile.model_fields
    ]
    if "publisher" not in tree.data:
        way_out = "write `publisher:` and `rules:`, or a plain list of rules"
        return None, [*mistakes, tree.mistake((), "a mapping without `publisher`", way_out)]
    publisher, found = _check(tree, ("publisher",), tree.data["publisher"], Publisher)
    return publisher, mistakes + found


def _check(tree: Tree, at: Path_, item: Any, model: Any) -> tuple[Any, list[Mistake]]:
    try:
        return TypeAdapter(model).validate_python(item), []
    except ValidationError as error:
        return None, [_mistake(tree, at, e) for e in error.errors()]


def _mistake(tree: Tree, at: Path_, error: Any) -> Mistake:
    """Say a pydantic error in our words, at its place."""
    where = (*at, *error["loc"])
    name = ".".join(str(x) for x in error["loc"]) or "the rule"
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return tree.mistake((*where, ""), f"key `{name}` is unknown", "see docs/rules.md for the keys")
    if kind == "missing":
        return tree.mistake(at, f"`{name}` is missing", "write it")
    if kind == "literal_error":
        given, choice = error["input"], context["expected"].replace("'", "")
        return tree.mistake(where, f"{name} {_shown(given)} is unknown", f"choose {choice}")
    if kind == "value_error":
        problem, _, way_out = str(context["error"]).partition("; ")
        return tree.mistake(where, problem, way_out)
    if kind == "string_type":
        return tree.mistake(where, f"`{name}` must be text, not {_shown(error['input'])}", "quote it")
    return tree.mistake(where, f"`{name}`: {error['msg']}", "see docs/rules.md for what it may hold")


def _shown(value: Any) -> str:
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else text[:37] + "..."


def _repeated_ids(loaded: Iterable[LoadedRule]) -> list[Mistake]:
    first: dict[str, LoadedRule] = {}
    mistakes = []
    for rule in loaded:
        other = first.setdefault(rule.id, rule)
        if other is not rule:
            problem = f"rule {rule.id} stands also at {other.path}:{other.line}"
            mistakes.append(Mistake(rule.path, rule.line, 1, problem, "rename one of them"))
    return mistakes
