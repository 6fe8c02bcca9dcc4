"""The beginning of a new rule: everything that has to be said, nothing said yet."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cleaner.data import CHROME_CATEGORIES
from cleaner.errors import UsageError
from cleaner.packs.schema import KINDS

_ID = re.compile(r"([a-z0-9]+(?:-[a-z0-9]+)*)((?:\.[a-z]{2})?)/([a-z0-9]+(?:-[a-z0-9]+)*)")
_BLOCK = "  from: []\n  to: []\n  max_lines:\n"


def stub_rule(id: str, kind: str, known: Mapping[str, str]) -> str:
    """Return a rule as YAML that does not load until it is filled in.

    Args:
        id: `file/name`.
        kind: of the rule.
        known: ids that are taken, each with its place.

    Raises:
        UsageError: an id that cannot be or is taken, an unknown kind.
    """
    parts = _ID.fullmatch(id)
    if parts is None:
        raise UsageError(f"{id!r} is no id; write file/name, in small letters, digits and hyphens")
    if id in known:
        raise UsageError(f"rule {id} stands at {known[id]}; choose another name")
    if kind not in KINDS:
        raise UsageError(f"kind {kind!r} is unknown; choose {', '.join(KINDS)}")
    file, language, name = parts.groups()
    category = "" if file in CHROME_CATEGORIES else "  category:\n"
    return (
        f"# {file}{language}.yaml\n"
        f"- name: {name}\n"
        "  summary:        # what it is, in a line\n"
        "  why:            # why it is not journalism\n"
        f"{category}"
        f"  kind: {kind}\n"
        f"{_BLOCK if kind == 'block' else '  any: []' + chr(10)}"
        "  examples:\n"
        "    match: []     # texts that it must hit\n"
        "    no_match: []  # two or more: the nearest honest sentences of journalism\n"
    )
