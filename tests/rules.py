"""Small packs of rules for tests."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cleaner import Cleaner, Result
from cleaner.data import Document, Match
from cleaner.packs.compile import compile_rules
from cleaner.packs.load import load_rules
from cleaner.packs.pack import RulePack
from cleaner.stages.blocks import split_blocks
from cleaner.stages.matches import find_matches

DEFAULTS: Mapping[str, Any] = {
    "summary": "What it is",
    "why": "Why it is no journalism",
    "examples": {"match": ["yes"], "no_match": ["no"]},
}


def rule(kind: str, *texts: str, name: str = "it", **fields: Any) -> dict[str, Any]:
    """A rule as written; `from_` stands for the key `from`."""
    fields = {key.rstrip("_"): value for key, value in fields.items()}
    return {
        "name": name,
        "kind": kind,
        **DEFAULTS,
        **({"any": [*texts]} if texts else {}),
        **fields,
    }


def pack_of(
    *rules: Mapping[str, Any], name: str = "related", publisher: Mapping[str, Any] | None = None
) -> RulePack:
    """Write the rules into a file, load and compile them."""
    return packs_of({name: rules}, publisher)


def packs_of(files: Mapping[str, Any], publisher: Mapping[str, Any] | None = None) -> RulePack:
    """The same for several files; `publisher` heads the last one."""
    with tempfile.TemporaryDirectory() as folder:
        for name, rules in files.items():
            is_headed = publisher is not None and name == list(files)[-1]
            content = {"publisher": publisher, "rules": [*rules]} if is_headed else [*rules]
            text = json.dumps(content, ensure_ascii=False)  # which is YAML too
            Path(folder, f"{name}.yaml").write_text(text, encoding="utf-8")
        return RulePack(compile_rules(load_rules([Path(folder)])))


def matches_of(text: str, pack: RulePack, **known: Any) -> tuple[Match, ...]:
    return find_matches(split_blocks(Document(text, **known)), pack)


def hit_texts(text: str, *rules: Mapping[str, Any], **known: Any) -> list[str]:
    """What the rules cover, reach included."""
    return [text[m.start : m.end] for m in matches_of(text, pack_of(*rules), **known)]


def cleaned(text: str, pack: RulePack, keep: tuple[str, ...] = (), **known: Any) -> Result:
    """Clean by these rules alone."""
    return Cleaner(rules=pack, profile="rules-only", keep=keep).clean(text, **known)
