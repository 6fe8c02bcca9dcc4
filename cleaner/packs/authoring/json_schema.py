"""The JSON Schema of rule files, draft 7, for the YAML plug-ins of editors."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from cleaner.packs.schema import KINDS, PublisherFile, Rule

DRAFT = "http://json-schema.org/draft-07/schema#"
_TITLE = "Rules of news-cleaner"
_TEXT_KINDS = [kind for kind in KINDS if kind not in ("block", "signs")]


def rule_file_schema() -> dict[str, Any]:
    """Return the schema of a file: a list of rules, or a publisher and its rules.

    It says what one value may be and which keys a kind needs; what else must fit together is said
    by the loader.
    """
    made = TypeAdapter(PublisherFile | list[Rule]).json_schema(
        ref_template="#/definitions/{model}", by_alias=True
    )
    definitions = {name: _tidied(model) for name, model in made.pop("$defs").items()}
    definitions["Rule"]["allOf"] = [
        _needs_by_kind(["block"], ["from", "max_lines"]),
        _needs_by_kind(_TEXT_KINDS, ["any"]),
        _needs_by_kind(["signs"], ["all"]),
    ]
    return {"$schema": DRAFT, "title": _TITLE, **_tidied(made), "definitions": definitions}


def _needs_by_kind(kinds: list[str], keys: list[str]) -> dict[str, Any]:
    is_kind = {"properties": {"kind": {"enum": kinds}}, "required": ["kind"]}
    return {"if": is_kind, "then": {"required": keys}}


def _tidied(schema: Any) -> Any:
    """Drop the titles made of names, and let one item stand for a list of it where it may."""
    if isinstance(schema, list):
        return [_tidied(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    tidied = {
        key: {k: _tidied(v) for k, v in value.items()} if key == "properties" else _tidied(value)
        for key, value in schema.items()
        if key != "title"
    }
    if tidied.get("type") == "array" and "minLength" in tidied:  # so pydantic says it of a list
        tidied["minItems"], tidied["maxItems"] = tidied.pop("minLength"), tidied.pop("maxLength")
        return {"anyOf": [tidied["items"], tidied]}
    return tidied
