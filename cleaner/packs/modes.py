"""The modes of an entry, shared by the compiler of rules and the engine."""

from typing import Any

PHRASE, TEMPLATE, PATTERN, BLOCK_FROM, BLOCK_TO, FLOW_LINE, FINGERPRINT = range(7)

Tables = dict[str, Any]
"""Compiled rules as plain data: strings, numbers, lists and dicts."""
