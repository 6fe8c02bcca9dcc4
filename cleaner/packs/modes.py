"""The modes of an entry, shared by the compiler of rules and the engine."""

from typing import Any

PHRASE, TEMPLATE, PATTERN, BLOCK_FROM, BLOCK_TO, FLOW_LINE, FINGERPRINT, NEAR = range(8)

HEAD, LONG_HEAD = 3, 6  # characters of a line's beginning by which templates are filed

Tables = dict[str, Any]
"""Compiled rules as plain data: strings, bytes, numbers, lists and dicts."""

REPEATABLE = 2
"""The version of marshalled data in which equal values are the same bytes."""

ANY_LENGTH = 1 << 30
"""For entries that may stand in a line of any length."""

MAX_DECORATION = 12
"""Characters of bullets and the like around a template that fills a line."""
