"""What is wrong with a record of JSON, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pydantic import ValidationError

_PLACE: Final = re.compile(r" at line 1 column (\d+)$")  # of a record, which is one line

SPAN_FIELDS: Final = ("start", "end", "label")

_NO_WHOLE_NUMBER: Final = {"int_type", "int_from_float"}


def told_problems(error: ValidationError) -> Iterator[str]:
    """Yield what is wrong with a labelled text, each field once, with the way out."""
    fields = set()
    mistakes = error.errors(include_url=False, include_input=False)
    for mistake in mistakes:
        field = str(mistake["loc"][0]) if mistake["loc"] else ""
        if field in fields:
            continue
        fields.add(field)
        kinds = {m["type"] for m in mistakes if m["loc"][:1] == mistake["loc"][:1]}
        problem = _PLACE.sub(r", column \1", mistake["msg"])
        if "string_type" in kinds and kinds & _NO_WHOLE_NUMBER:  # each kind is wrong by itself
            problem = "neither text nor a whole number"
        if mistake["type"] == "value_error":  # our own, which says the way out
            yield problem.removeprefix("Value error, ")
        elif field:
            yield f"{_place(mistake['loc'])}: {problem}; see docs/training.md"
        else:
            yield f"{problem}; give one JSON object a line"


def _place(path: Sequence[int | str]) -> str:
    """A field, and where in it, counted from 0: `spans.3.end`; unions name their kinds too.

    >>> _place(("labels", 12)), _place(("spans", 3, "end")), _place(("body", "list[str]", 2))
    ('labels.12', 'spans.3.end', 'body.2')
    """
    inner = (str(one) for one in path[1:] if isinstance(one, int) or one in SPAN_FIELDS)
    return ".".join((str(path[0]), *inner))


def first_problem(error: ValidationError) -> str:
    """Return the first mistake, the whole way to its place in front of it."""
    mistake = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, mistake["loc"]))
    problem = _PLACE.sub(r", column \1", mistake["msg"])
    return f"{place}: {problem}" if place else problem
