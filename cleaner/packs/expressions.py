"""Regular expressions as `re` reads them, for those that look into them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

TEXT = "TEXT"  # name of a part; those of the others are the operations of `re`
MAX_NESTING = 50  # groups within groups; all that walks a pattern does it by recursion
_GROUPS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(\()|(\))", re.DOTALL)


def unusable(source: str) -> str | None:
    """Return why a pattern cannot be used; None if it can.

    >>> unusable("(?u)(?a)harbour"), unusable("harbour")
    ('ASCII, LOCALE and UNICODE flags are mutually incompatible', None)
    """
    import regex

    depth = deepest = 0
    for token in _GROUPS.finditer(source):
        depth += bool(token[1]) - bool(token[2])
        deepest = max(deepest, depth)
    if deepest > MAX_NESTING:
        return f"its groups nest too deeply, in more than {MAX_NESTING} levels"
    try:
        regex.compile(source)
    except (regex.error, ValueError, OverflowError) as error:  # flags that exclude each other too
        return str(error)
    except (RecursionError, MemoryError):  # what else nests: classes, branches
        return "is too much for the library"
    return None


def read_expression(source: str) -> Any:
    """Return a pattern of `regex` as `re` reads it.

    Returns:
        None where `re` cannot read it, and where it would take for plain text what `regex` alone
        knows: classes like [[:alpha:]] and fuzzy matching like (?:word){e<=1}.
    """
    readable = re.sub(r"\\[pP]\{[^}]*\}", r"\\w", source)  # `regex` knows more classes than `re`
    if "[[" in readable or re.search(r"\{[^{}]*[eids][^{}]*\}", readable):
        return None
    try:
        return re._parser.parse(readable)  # type: ignore[attr-defined]
    except re.error:
        return None


def parts_of(expression: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Yield name and value of each part, letters in a row as one TEXT.

    >>> [name for name, _ in parts_of(read_expression("ab[cd]e?f"))]
    ['TEXT', 'IN', 'MAX_REPEAT', 'TEXT']
    """
    run: list[str] = []
    for op, value in expression:
        name = str(op)
        if name == "LITERAL":
            run.append(chr(value))
            continue
        if run:
            yield TEXT, "".join(run)
            run = []
        yield name, value
    if run:
        yield TEXT, "".join(run)
