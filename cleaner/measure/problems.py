"""What is wrong with a record of JSON, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from pydantic import ValidationError

_PLACE: Final = re.compile(r" at line 1 column (\d+)$")  # of a record, which is one line


def told_problems(error: ValidationError) -> Iterator[str]:
    """Yield what is wrong with a labelled text, each field once, with the way out."""
    fields = set()
    for mistake in error.errors(include_url=False, include_input=False):
        field = str(mistake["loc"][0]) if mistake["loc"] else ""
        if field in fields:
            continue
        fields.add(field)
        problem = _PLACE.sub(r", column \1", mistake["msg"])
        if mistake["type"] == "value_error":  # our own, which says the way out
            yield problem.removeprefix("Value error, ")
        elif field:
            yield f"{field}: {problem}; see docs/training.md"
        else:
            yield f"{problem}; give one JSON object a line"


def first_problem(error: ValidationError) -> str:
    """Return the first mistake, the whole way to its place in front of it."""
    mistake = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, mistake["loc"]))
    problem = _PLACE.sub(r", column \1", mistake["msg"])
    return f"{place}: {problem}" if place else problem
