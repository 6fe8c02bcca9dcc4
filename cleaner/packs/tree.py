"""YAML into plain data, with the place of every value, and nothing surprising.

`yaml.compose` gives the tree of nodes; scalars are resolved here, because YAML 1.1 takes `no` for
false. Aliases, tags and duplicate keys are refused, sizes are bounded, and all mistakes are
reported at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from cleaner.errors import Mistake

MAX_BYTES = 1_000_000
MAX_DEPTH = 12
MAX_READ_DEPTH = 100  # up to here the rest of the file is read all the same
MAX_NODES = 100_000

Path_ = tuple[str | int, ...]

_TOO_DEEP = ("nested too deeply", f"stay within {MAX_DEPTH} levels")
_NUMBER = re.compile(r"[-+]?\d{1,18}(\.\d{1,18})?\Z", re.ASCII)
_BOOLEANS = {"true": True, "false": False}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Tree:
    """Data read from one YAML file.

    Attributes:
        path: what the file is called in messages.
        data: dicts, lists, strings, numbers, booleans and None.
        places: for each path of keys and indexes, its line and column, from 1; under
            `(*path, "")` the place of the key instead of the value.
    """

    path: str
    data: Any
    places: dict[Path_, tuple[int, int]] = field(repr=False)

    def mistake(self, at: Path_, problem: str, way_out: str) -> Mistake:
        """Return a mistake at the nearest known place of `at`."""
        while at not in self.places and at:
            at = at[:-1]
        line, column = self.places.get(at, (1, 1))
        return Mistake(self.path, line, column, problem, way_out)


def read_tree(source: bytes, path: str) -> tuple[Tree, list[Mistake]]:
    """Read one YAML file; the mistakes are those of YAML, not of rules."""
    empty = Tree(path, None, {(): (1, 1)})
    if len(source) > MAX_BYTES:
        return empty, [
            Mistake(
                path, 1, 1, f"the file has {len(source):,} bytes", f"split it below {MAX_BYTES:,}"
            )
        ]
    try:
        text = source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        at = _place_behind(error.object[: error.start].decode())  # without a BOM
        return empty, [Mistake(path, *at, "the file is not UTF-8", "save it as UTF-8")]
    mistakes: list[Mistake] = []
    try:
        if not _is_bounded(text, path, mistakes):
            return empty, mistakes
        node = _first_document(text)
    except yaml.reader.ReaderError as error:
        return empty, [*mistakes, _refused_character(error, text, path)]
    except yaml.YAMLError as error:
        return empty, [*mistakes, _syntax_mistake(error, text, path)]
    reader = _Reader(path)
    data = reader.value(node, (), 0) if node is not None else None
    return Tree(path, data, reader.places), mistakes + reader.mistakes


def _is_bounded(text: str, path: str, mistakes: list[Mistake]) -> bool:
    """False if the tree of the first document would be too large to build.

    Notes a second document, levels that are too deep, anchors, aliases and tags.
    """
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        at = (path, *_place(event))
        mistakes += (Mistake(*at, *refused) for refused in _refused(event))
        if isinstance(event, yaml.DocumentStartEvent) and count > 1:  # 0 is the stream, 1 the first
            mistakes.append(Mistake(*at, "a second document is refused", "write one list of rules"))
            return True
        is_start = isinstance(event, yaml.CollectionStartEvent)
        depth += is_start - isinstance(event, yaml.CollectionEndEvent)
        if is_start and depth == MAX_DEPTH + 1:
            mistakes.append(Mistake(*at, *_TOO_DEEP))
        if depth > MAX_READ_DEPTH:
            return False
        if count > MAX_NODES:
            problem, way_out = "too many values in one file", f"split it below {MAX_NODES:,}"
            mistakes.append(Mistake(*at, problem, way_out))
            return False
    return True


def _first_document(text: str) -> yaml.Node | None:
    loader = _Loader(text)
    try:
        return loader.get_node() if loader.check_node() else None
    finally:
        loader.dispose()


def _refused(event: Any) -> Iterator[tuple[str, str]]:
    """Problem and way out of what YAML has but rules have not."""
    if isinstance(event, yaml.AliasEvent):
        yield f"alias *{event.anchor} is refused", "write the value out"
    elif getattr(event, "anchor", None):
        yield f"anchor &{event.anchor} is refused", "write the value out"
    if getattr(event, "tag", None):
        yield f"tag {event.tag} is refused", "write plain YAML"


def _place(thing: Any) -> tuple[int, int]:
    """Line and column, from 1, of a node or an event."""
    return thing.start_mark.line + 1, thing.start_mark.column + 1


def _place_behind(text: str) -> tuple[int, int]:
    """Line and column, from 1, of what follows a text."""
    lines = f"{text}.".splitlines()
    return len(lines), len(lines[-1])


def _refused_character(error: Any, text: str, path: str) -> Mistake:
    sign = chr(error.character)
    at = _place_behind(text.partition(sign)[0])  # the error's own position counts bytes, or signs
    problem = f"not YAML: U+{error.character:04X} is a character that may not stand in it"
    return Mistake(path, *at, problem, "take it out, or save the file as plain text")


def _syntax_mistake(error: yaml.YAMLError, text: str, path: str) -> Mistake:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    if "nesting depth" in problem:  # newer parsers stop by themselves, before they tell of a level
        return Mistake(path, line, column, *_TOO_DEEP)
    way_out = "quote texts that hold signs of YAML"
    if mark is not None and text.startswith("\t", mark.index):
        problem, way_out = "a tab in the indentation", "indent with blanks"
    return Mistake(path, line, column, f"not YAML: {problem}", way_out)


class _Reader:
    """Turns nodes into data and notes every place. Aliases, complained of already, are followed."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.left = MAX_NODES  # aliases of aliases could explode
        self.places: dict[Path_, tuple[int, int]] = {}
        self.mistakes: list[Mistake] = []

    def value(self, node: yaml.Node, at: Path_, depth: int) -> Any:
        self.places[at] = _place(node)
        self.left -= 1
        if depth > MAX_DEPTH or self.left < 0:
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, at, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*at, i), depth + 1) for i, item in enumerate(node.value)]
        return _scalar(node) if isinstance(node, yaml.ScalarNode) else None

    def _mapping(self, node: yaml.MappingNode, at: Path_, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._complain(key_node, "a key must be a word", "write `key: value`")
                continue
            key = key_node.value
            if key in data:
                self._complain(key_node, f"key `{key}` stands twice", "keep one of them")
                continue
            data[key] = self.value(value_node, (*at, key), depth + 1)
            self.places[(*at, key, "")] = _place(key_node)
        return data

    def _complain(self, node: yaml.Node, problem: str, way_out: str) -> None:
        self.mistakes.append(Mistake(self.path, *_place(node), problem, way_out))


def _scalar(node: yaml.ScalarNode) -> Any:
    """Plain numbers, true and false are what they look like; all else is text."""
    text = node.value
    if node.style:  # quoted; plain is None or, of the C loader, empty
        return text
    if text in ("", "null", "~"):
        return None
    if text in _BOOLEANS:
        return _BOOLEANS[text]
    if _NUMBER.match(text):
        return float(text) if "." in text else int(text)
    return text
