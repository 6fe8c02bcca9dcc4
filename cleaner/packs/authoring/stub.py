"""The beginning of a new rule: everything that has to be said, nothing said yet."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cleaner.data import CHROME_CATEGORIES
from cleaner.errors import UsageError
from cleaner.packs.schema import KINDS, MAX_NAME, NAME

_FILE = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)(?:\.[a-z]{2})?")
_TEXTS = "  any: []\n"
_OTHERS = {"block": "  from: []\n  to: []\n  max_lines:\n", "signs": "  all: []\n"}


def stub_rule(id: str, kind: str, known: Mapping[str, str]) -> str:
    """Return a rule as YAML that does not load until it is filled in.

    Args:
        id: `file/name`.
        kind: of the rule.
        known: ids that are taken, each with its place.

    Raises:
        UsageError: an id that cannot be or is taken, an unknown kind.
    """
    file, _, name = id.partition("/")
    parts = _FILE.fullmatch(file)
    if parts is None or not re.fullmatch(NAME, name):
        raise UsageError(f"{id!r} is no id; write file/name, in small letters, digits and hyphens")
    if len(name) > MAX_NAME:
        raise UsageError(f"{name!r} has more than {MAX_NAME} signs; shorten it")
    if id in known:
        raise UsageError(f"rule {id} stands at {known[id]}; choose another name")
    if kind not in KINDS:
        raise UsageError(f"kind {kind!r} is unknown; choose {', '.join(KINDS)}")
    category = "" if parts[1] in CHROME_CATEGORIES else "  category:\n"
    return (
        f"# {file}.yaml\n"
        f"- name: {name}\n"
        "  summary:        # what it is, in a line\n"
        "  why:            # why it is not journalism\n"
        f"{category}"
        f"  kind: {kind}\n"
        f"{_OTHERS.get(kind, _TEXTS)}"
        "  examples:\n"
        "    match: []     # texts that it must hit\n"
        "    no_match: []  # two or more: the nearest honest sentences of journalism\n"
    )
