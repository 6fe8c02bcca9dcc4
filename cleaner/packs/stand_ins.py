"""Reading what has mistakes: stand-ins for its wrong values, so that all others can be looked at.

A wrong entry of a list is replaced, not left out: the entries behind it keep their places, at which
the compiler tells its own mistakes.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from functools import reduce
from operator import getitem
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cleaner.packs.tree import Path_

_Model = TypeVar("_Model", bound=BaseModel)

_TEXT = "stand-in"  # a sound text of every kind
_TIME = "{date}"  # the same in `where`: whether all of `near` are times is asked elsewhere
_STAND_INS: dict[str | int, Any] = {
    **dict.fromkeys(("summary", "why", "any", "match", "no_match"), _TEXT),
    "examples": {"match": _TEXT, "no_match": _TEXT},
    "name": "unnamed",
    "kind": "line",
    "lines": 1,
    "domains": "stand.in",
}
_NO_TEXTS = ("domains", "not_domains", "languages", "position")  # lists of something else


def validated(item: Any, model: type[_Model]) -> tuple[_Model | None, list[Any]]:
    """Return what a mapping says, and the errors that pydantic finds.

    One with errors is read with stand-ins. None of what is no mapping.
    """
    try:
        return model.model_validate(item), []
    except ValidationError as error:
        errors = list(error.errors())
    if not isinstance(item, dict):
        return None, errors
    mended = deepcopy(item)
    for place in {_replaceable(item, error["loc"]) for error in errors}:
        _replace(mended, place)
    return validated(mended, model)[0], errors  # of a list, all may be stand-ins, which is wrong


def _replaceable(item: Any, place: Path_) -> Path_:
    """The place of an error, or of the whole list where one entry has no stand-in."""
    *above, key = place
    is_entry = isinstance(_value_at(item, above), list) and above[-1] not in _NO_TEXTS
    return place if isinstance(key, str) or is_entry else tuple(above)


def _replace(item: Any, place: Path_) -> None:
    """Put a stand-in there; take away what may be missing."""
    *above, key = place
    holder = _value_at(item, above)
    if above == ["all"]:
        holder[key] = [_TEXT, _TEXT]
    elif isinstance(key, int) or (above[:1] == ["where"] and key == "any"):
        holder[key] = _TIME if above[0] == "where" else _TEXT  # those behind it keep their places
    elif key in _STAND_INS:
        holder[key] = _STAND_INS[key]
    else:
        del holder[key]


def _value_at(item: Any, place: Iterable[str | int]) -> Any:
    return reduce(getitem, place, item)
