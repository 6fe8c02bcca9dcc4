"""The modes of an entry, shared by the compiler of rules and the engine."""

from typing import Any

PHRASE, TEMPLATE, PATTERN, BLOCK_FROM, BLOCK_TO, FLOW_LINE, FINGERPRINT = range(7)

HEAD, LONG_HEAD = 3, 6  # characters of a line's beginning by which templates are filed

Tables = dict[str, Any]
"""Compiled rules as plain data: strings, numbers, lists and dicts."""
