"""JSON lines: only the inside of the text's string is touched, and there only cuts are made.

A line is read once by the standard library's scanner, which also says where each value stands. The
output is the line's own characters without those that were removed, so that all other fields, their
order, blanks, escapes, number spellings, and doubled names come out as they came in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, BinaryIO, NamedTuple

from cleaner.formats.inlet import Inlet
from cleaner.formats.records import (
    Chunks,
    Cleaned,
    Fields,
    Item,
    Limits,
    Lines,
    Names,
    Piece,
    Position,
    Problem,
    Record,
    SetAside,
    Source,
    Style,
    in_pieces,
    oversized_problem,
)

NAME = "jsonl"
_CHUNK = 1 << 20
_BLANKS = re.compile(r"[ \t\n\r]*")
_ESCAPE = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)"
)
_BOM = "\ufeff"
# Numbers stay the text they are: nothing is rounded, and no integer is too long.
_scan = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str).scan_once  # type: ignore[attr-defined]


class Member(NamedTuple):
    """One name and value of an object: where they stand in the line, and the value."""

    name: str
    start: int
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


def pieces(
    source: Source, start: Position, limits: Limits, inlet: Inlet
) -> Iterator[Piece | SetAside]:
    """Yield the lines of a source from a position on."""
    with inlet.at(source, start) as stream:
        lines = lines_of(source, stream, limits.record_bytes)
        yield from in_pieces(source, start, lines, limits)


def lines_of(source: Source, stream: BinaryIO, limit: int) -> Iterator[Item | SetAside]:
    """Yield each line with its terminator; a longer one than the limit as chunks."""
    while line := stream.readline(limit + 1):
        if len(line) > limit and not line.endswith(b"\n"):
            chunks = Chunks(rest_of_line(line, stream))
            yield SetAside(source.name, Position(), chunks, oversized_problem(limit))
        else:
            yield Item(line, len(line))


def records(piece: Piece, names: Names) -> Iterator[Record]:
    """Yield a record for each line of a piece, blank and broken ones too."""
    offset = piece.start.offset
    for number, raw in enumerate(piece.payload, piece.start.number + 1):
        yield _record(raw, number, offset, names)
        offset += len(raw)


def fields(record: Record) -> Fields:
    """Return all values of a record by their names, as JSON has them."""
    return dict(json.loads(record.raw.decode().lstrip(_BOM)))


def rendered(items: Iterable[Cleaned], style: Style, piece: Piece) -> Lines:
    """Return the lines of cleaned records."""
    return Lines(b"".join([_rendered(item, style.names) for item in items]))


def dumped(value: Any) -> bytes:
    """Return a value as a line of JSON; half a surrogate pair, which no UTF-8 holds, as escape."""
    try:
        return (json.dumps(value, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps(value) + "\n").encode()


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
        literal = cut_literal(text[member.value_start + 1 : member.end - 1], list(kept))
        head = f'{text[: member.value_start]}"{literal}"{text[member.end : line.close]}'
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


def read_line(text: str) -> tuple[Sequence[Member], int]:
    """Return the members of the object in a line and the place of its closing brace.

    Raises:
        ValueError: no JSON object, or more than one; says where.
        RecursionError: nested beyond what can be read.
    """
    at = _skip(text, len(_BOM) if text.startswith(_BOM) else 0)
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


def _rendered(item: Cleaned, names: Names) -> bytes:
    line = item.record.origin
    if item.record.is_blank:
        return item.record.raw
    if item.fields is not None:
        return dumped({**item.fields, names.text: item.text, **item.added})
    added = dumped(item.added).decode().strip()[1:-1] if item.added else ""
    return cut_line(line, item.kept, added)


def _record(raw: bytes, number: int, offset: int, names: Names) -> Record:
    record = Record(number, raw, offset)
    if not raw.strip():
        record.is_blank = True
        return record
    try:
        text = raw.decode()
        members, close = read_line(text)
    except UnicodeDecodeError as error:
        at = f"byte 0x{raw[error.start]:02x} at offset {error.start:,} of the line"
        record.problem = Problem("not UTF-8", f"{at}: {error.reason}")
    except json.JSONDecodeError as error:
        record.problem = Problem("broken JSON", f"{error.msg} at character {error.pos:,}")
    except TypeError as error:
        record.problem = Problem("not an object", str(error))
    except (ValueError, RecursionError) as error:
        record.problem = Problem("broken JSON", str(error))
    else:
        _take_members(record, Line(text, members, None, close), names)
    return record


def _take_members(record: Record, line: Line, names: Names) -> None:
    """Fill a record from the members of its line."""
    found = [m for m in line.members if m.name == names.text]
    known = {m.name: m.value for m in line.members if isinstance(m.value, str)}
    record.id, record.url = known.get(names.id), known.get(names.url)
    record.lang = known.get(names.lang)
    if len(found) != 1:
        why = "stands in it more than once" if found else "is not in it"
        kind = "text twice" if found else "no text field"
        record.problem = Problem(kind, f"{names.text!r} {why}; see --text-field")
        return
    member = found[0]
    if line.text[member.value_start] == '"':
        record.text = member.value
        record.origin = line._replace(member=member)
    elif member.value is None:
        record.origin = line
    else:
        shown = line.text[member.value_start : member.end][:20]
        record.problem = Problem("text is no string", f"{names.text!r} is {shown}")


def _member(text: str, at: int) -> Member:
    if text[at : at + 1] != '"':
        raise json.JSONDecodeError("Expecting a name in double quotes", text, at)
    name, end = scanstring(text, at + 1, True)
    value_start = _skip(text, _expect(text, _skip(text, end), ":"))
    value, value_end = _value(text, value_start)
    return Member(name, at, value_start, value_end, value)


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


def rest_of_line(head: bytes, stream: BinaryIO) -> Iterator[bytes]:
    """The chunks of a long line; nothing of it is kept."""
    yield head
    while chunk := stream.readline(_CHUNK):
        yield chunk
        if chunk.endswith(b"\n"):
            return
