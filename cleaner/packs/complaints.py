"""What pydantic finds wrong with a rule file, in words of ours and at its place."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel

from cleaner.errors import Mistake
from cleaner.packs.schema import SHAPES
from cleaner.packs.tree import Path_, Tree

MAX_SHOWN = 40  # characters of what is written
_MANUAL = "see `clean rules schema`, or docs/rules.md, for what it may hold"
_KEYS = "see `clean rules schema`, or docs/rules.md, for the keys"
_WANTED = {
    "string_type": ("text", "quote it"),
    "tuple_type": ("a list of texts", "begin each with `- `, or put them in [square brackets]"),
    "list_type": ("a list", "begin each with `- `"),
    "model_type": ("a mapping", "write `key: value`, a line each"),
    "int_type": ("a whole number", "write digits alone, without quotes"),
    "float_type": ("a number", "write it as 0.9, without quotes"),
    "bool_type": ("true or false", "write one of them"),
}
"""By the kind of an error what is wanted, and how it is written."""

_BOUNDS = {
    "greater_than_equal": ("is below {ge}", "write at least {ge}"),
    "less_than_equal": ("is above {le}", "write at most {le}"),
    "string_too_short": ("is too short", "write at least {min_length} signs"),
    "string_too_long": ("has more than {max_length:,} signs", "write less, or divide it"),
    "too_short": ("is empty", "write one at least"),
    "too_long": ("has more than {max_length:,} entries", "leave some out, or divide them"),
}


def complaint(tree: Tree, at: Path_, error: Mapping[str, Any], model: type[BaseModel]) -> Mistake:
    """Return an error as a mistake.

    Args:
        tree: the file.
        at: place of what was checked.
        error: of pydantic, as `ValidationError.errors` has it.
        model: what it was checked by.
    """
    inside: Path_ = error["loc"]
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    name = ".".join(map(str, inside or at[-1:]))
    if kind == "extra_forbidden":
        near = get_close_matches(str(inside[-1]), _keys_at(model, inside[:-1]), 1)
        way_out = f"did you mean `{near[0]}`?" if near else _KEYS
        return tree.mistake((*at, *inside, ""), f"key `{name}` is unknown", way_out)
    if kind == "missing":
        return tree.mistake((*at, *inside[:-1]), f"`{name}` is missing", "write it")
    where = (*at, *inside)
    if kind == "literal_error":
        choice = context["expected"].replace("'", "")
        return tree.mistake(where, f"{name} {shown(given)} is unknown", f"choose {choice}")
    if kind == "value_error":
        problem, _, way_out = str(context["error"]).partition("; ")
        return tree.mistake(where, f"`{name}` {problem}", way_out)
    if kind == "string_pattern_mismatch":
        way_out = SHAPES[context["pattern"]]
        return tree.mistake(where, f"`{name}` may not be {shown(given)}", way_out)
    if kind in _WANTED:
        wanted, way_out = _WANTED[kind]
        way_out = "write it" if given is None else way_out
        return tree.mistake(where, f"`{name}` must be {wanted}, not {shown(given)}", way_out)
    if kind in _BOUNDS:
        problem, way_out = (text.format(**context) for text in _BOUNDS[kind])
        return tree.mistake(where, f"`{name}` {problem}", way_out)
    return tree.mistake(where, f"`{name}`: {error['msg']}", _MANUAL)


def _keys_at(model: type[BaseModel], path: Path_) -> list[str]:
    """The keys that a model knows at a place inside it, as they are written."""
    for name in path:
        kind = model.model_fields[str(name)].annotation
        models = (k for k in (kind, *get_args(kind)) if isinstance(k, type))
        model = next(k for k in models if issubclass(k, BaseModel))
    return [field.alias or name for name, field in model.model_fields.items()]


def shown(value: Any) -> str:
    """Return a value as it is written in YAML, or what it is.

    >>> shown("ab"), shown(True), shown(None), shown(7), shown(["a"])
    ('"ab"', 'true', 'nothing', '7', 'a list')
    """
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    if value is None or isinstance(value, bool):
        return "nothing" if value is None else str(value).lower()
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 3] + "..."
