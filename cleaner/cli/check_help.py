"""`clean check --explain` and `--show-settings`."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from cleaner.checker.catalogue import CHECKS, SCORE_HELP, find_check
from cleaner.checker.settings import TABLE, CheckSettings
from cleaner.cli import streams
from cleaner.cli.codes import Code
from cleaner.errors import UsageError

_PAIRS = ("per_file_ignores", "languages")


def explain(id: str, rules: tuple[str, ...]) -> int:
    """Say what a check or a rule is; return the exit code.

    Raises:
        UsageError: there is none of that id.
    """
    check = find_check(id)
    if check is None:
        return _explain_rule(id, rules)
    text = f"{check.id}\n\n{check.summary}.\n\n{check.why}\n\nWay out: {check.way_out}\n"
    streams.write(text.encode())
    return Code.FINE


def settings_text(settings: CheckSettings) -> str:
    """Return the settings as the table that one would write for them."""
    plain = {f.name: getattr(settings, f.name) for f in fields(settings)}
    root = plain.pop("root")
    pairs = {name: plain.pop(name) for name in _PAIRS}
    lines = [f"# patterns and baseline from {root}", f"[{TABLE}]"]
    lines += (f"{_key(k)} = {_toml(v)}" for k, v in plain.items() if v is not None)
    for name, rows in pairs.items():
        if rows:
            lines += ("", f"[{TABLE}.{_key(name)}]")
            lines += (f"{_toml(pattern)} = {_toml(value)}" for pattern, value in rows)
    return "\n".join(lines) + "\n"


def _explain_rule(id: str, rules: tuple[str, ...]) -> int:
    from cleaner.cli.rules import show_rules

    try:
        return show_rules([id], list(rules) or None)
    except UsageError as error:
        known = ", ".join(check.id for check in (*CHECKS, SCORE_HELP))
        raise UsageError(f"{error}; checks are {known}") from None


def _key(name: str) -> str:
    return name.replace("_", "-")


def _toml(value: Any) -> str:
    """A text, number or list of texts, as TOML has it."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
