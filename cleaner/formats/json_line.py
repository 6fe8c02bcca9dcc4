"""One line of JSON: where its values stand, and the line again without parts of its text.

The standard library's scanner reads it once. What comes out is the line's own characters but for
those cut out, so that all other fields, their order, blanks, escapes, number spellings, and doubled
names come out as they came in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]
from json.encoder import encode_basestring_ascii
from typing import Any, NamedTuple

from cleaner.sentences import BYTE_ORDER_MARK

_ESCAPED = '"\\\n\r\t\b\f'  # with a sign of their own; all else is written as it is, or named
_BLANK_SIGNS = frozenset(" \t\n\r")
_BLANKS = re.compile(r"[ \t\n\r]*")
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)"
)
# Numbers stay the text they are: nothing is rounded, and no integer is too long.
_scan = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str).scan_once  # type: ignore[attr-defined]


class Member(NamedTuple):
    """One name and value of an object, and where the value stands in the line."""

    name: str
    value_start: int
    end: int
    value: Any


class Line(NamedTuple):
    """A line that has been read.

    Attributes:
        text: its characters.
        members: of the object, in order.
        member: the one with the text; None where there is none to be cleaned.
        close: offset of the closing brace.
    """

    text: str
    members: Sequence[Member]
    member: Member | None
    close: int


def read_line(text: str) -> tuple[Sequence[Member], int]:
    """Return the members of the object in a line and the place of its closing brace.

    Raises:
        TypeError: JSON, but no object; says what.
        ValueError: no JSON, or more than one object; says where.
        RecursionError: nested beyond what can be read.
    """
    at = _skip(text, int(text.startswith(BYTE_ORDER_MARK)))
    if text[at : at + 1] != "{":
        value_end = _value(text, at)[1]
        raise TypeError(f"is no object but {text[at:value_end][:20]}")
    members: list[Member] = []
    at = _skip(text, at + 1)
    if text[at : at + 1] != "}":
        while True:
            member = _member(text, at)
            members.append(member)
            at = _skip(text, member.end)
            if text[at : at + 1] == "}":
                break
            at = _skip(text, _expect(text, at, ","))
    if _skip(text, at + 1) != len(text):
        raise json.JSONDecodeError("Extra data", text, at + 1)
    return members, at


def cut_line(line: Line, kept: Iterable[tuple[int, int]], added: str = "") -> bytes:
    """Return a line whose text is only what is kept.

    Args:
        line: as read.
        kept: spans of the text, in order, code points.
        added: members to add behind the others, as JSON without braces.
    """
    text, member = line.text, line.member
    head, tail = text[: line.close], text[line.close :]
    if member is not None:
        literal = _cut_member(line.text, member, list(kept))
        head = f"{text[: member.value_start]}{literal}{text[member.end : line.close]}"
    if added:
        head = f"{head}{', ' if line.members else ''}{added}"
    return (head + tail).encode()


def cut_literal(literal: str, kept: Sequence[tuple[int, int]]) -> str:
    """Return the inside of a JSON string without what is not kept; nothing is spelt anew.

    >>> cut_literal(r"a\\u00e9\\n\\ud83d\\ude00b", [(1, 2), (3, 5)])
    '\\\\u00e9\\\\ud83d\\\\ude00b'
    """
    if "\\" not in literal:
        return "".join([literal[start:end] for start, end in kept])
    edges = _raw_offsets(literal, [edge for span in kept for edge in span])
    return "".join([literal[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)])


def _cut_member(line: str, member: Member, kept: Sequence[tuple[int, int]]) -> str:
    """Return the literal of a text without what is not kept, in its quotes.

    Where no escape names a code point, each takes two characters, so that counting tells where the
    characters of the text stand. Where all are named as the standard library names them, what is
    kept can be spelt again. Else their places have to be found, which takes many times longer.
    """
    literal, text = line[member.value_start : member.end], member.value
    if list(kept) == [(0, len(text))]:
        return literal
    if "\\u" not in literal and "\\/" not in literal:
        edges = _counted_offsets(text, [edge for span in kept for edge in span])
        return f'"{"".join([literal[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)])}"'
    if encode_basestring_ascii(text) == literal:
        return encode_basestring_ascii("".join([text[start:end] for start, end in kept]))
    return f'"{cut_literal(literal[1:-1], kept)}"'


def _counted_offsets(text: str, wanted: Sequence[int]) -> list[int]:
    """Where characters stand in a literal, its quotes counted, if each escape takes two there."""
    signs = [sign for sign in _ESCAPED if sign in text]
    out: list[int] = []
    shift, last = 1, 0
    for edge in wanted:
        for sign in signs:
            shift += text.count(sign, last, edge)
        out.append(edge + shift)
        last = edge
    return out


def _member(text: str, at: int) -> Member:
    if text[at : at + 1] != '"':
        raise json.JSONDecodeError("Expecting a name in double quotes", text, at)
    name, end = scanstring(text, at + 1, True)
    value_start = _skip(text, _expect(text, _skip(text, end), ":"))
    value, value_end = _value(text, value_start)
    return Member(name, value_start, value_end, value)


def _value(text: str, at: int) -> tuple[Any, int]:
    try:
        return _scan(text, at)  # type: ignore[no-any-return]
    except StopIteration as error:
        raise json.JSONDecodeError("Expecting a value", text, error.value) from None


def _expect(text: str, at: int, sign: str) -> int:
    if text[at : at + 1] != sign:
        raise json.JSONDecodeError(f"Expecting {sign!r}", text, at)
    return at + 1


def _skip(text: str, at: int) -> int:
    if text[at : at + 1] not in _BLANK_SIGNS:
        return at
    return _BLANKS.match(text, at).end()  # type: ignore[union-attr]


def _raw_offsets(literal: str, wanted: Sequence[int]) -> list[int]:
    """Where characters of a string stand in its literal; `wanted` is in order."""
    out: list[int] = []
    shift = 0  # how much longer the literal is, up to here
    for escape in _ESCAPE.finditer(literal):
        at = escape.start() - shift
        while len(out) < len(wanted) and wanted[len(out)] <= at:
            out.append(wanted[len(out)] + shift)
        if len(out) == len(wanted):
            return out
        shift += escape.end() - escape.start() - 1
    return [*out, *(edge + shift for edge in wanted[len(out) :])]
