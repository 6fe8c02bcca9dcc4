"""JSON lines: only the inside of the text's string is touched, and there only cuts are made."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator, Sequence
from math import isfinite, isnan
from textwrap import shorten
from typing import Any, BinaryIO

from cleaner.formats.gathering import in_pieces
from cleaner.formats.inlet import Inlet
from cleaner.formats.json_line import Line, Member, cut_line, read_line
from cleaner.formats.records import (
    NO_STRING,
    NO_TEXT,
    Chunks,
    Cleaned,
    DamagedInput,
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
    oversized_problem,
)
from cleaner.sentences import BYTE_ORDER_MARK


def pieces(
    source: Source, start: Position, limits: Limits, inlet: Inlet, names: Names
) -> Iterator[Piece | SetAside]:
    """Yield the lines of a source from a position on.

    Raises:
        DamagedInput: it is in an encoding in which no line can be told.
    """
    with inlet.at(source, start) as stream:
        if start.number == 0 and _is_wide(stream.peek(4)[:4]):  # type: ignore[attr-defined]
            raise DamagedInput("is UTF-16 or UTF-32; `iconv -f UTF-16 -t UTF-8` makes it UTF-8")
        lines = lines_of(source, stream, limits.record_bytes)
        yield from in_pieces(source, start, lines, limits)


def lines_of(source: Source, stream: BinaryIO, limit: int) -> Iterator[Item | SetAside]:
    """Yield each line with its terminator; a longer one than the limit as chunks."""
    while line := stream.readline(limit + 1):
        if len(line) > limit and not line.endswith(b"\n"):
            chunks = Chunks.of_line(line, stream)
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
    """Return all values of a record by their names, as JSON has them.

    Numbers that no float holds are text, and so are integers too long to be read.
    """
    return dict(loaded(record.raw.decode().lstrip(BYTE_ORDER_MARK)))


def names_of(record: Record) -> list[str]:
    """Return the names of a record's fields; none of a blank line."""
    return [member.name for member in record.origin.members] if record.origin else []


def rendered(items: Iterable[Cleaned], style: Style, piece: Piece) -> Lines:
    """Return the lines of cleaned records."""
    return Lines(b"".join([_rendered(item, style.names) for item in items]))


def dumped(value: Any) -> bytes:
    """Return a value as a line of JSON; half a surrogate pair, which no UTF-8 holds, as escape."""
    try:
        return (json.dumps(value, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps(value) + "\n").encode()


def loaded(line: str) -> Any:
    """Return the value in a line of JSON, with any numbers in it.

    Raises:
        ValueError: it is no JSON.
        RecursionError: it is nested beyond what can be read.
    """
    return json.loads(line, parse_int=_integer, parse_float=_number, parse_constant=_number)


def finite(value: Any) -> Any:
    """Return a value that JSON has a word for: null for not-a-number, text for infinity."""
    if not isinstance(value, float) or isfinite(value):
        return value
    return None if isnan(value) else f"{'-' * (value < 0)}Infinity"


def _integer(literal: str) -> Any:
    """An integer; the text it is where it has more digits than Python reads (4,300)."""
    try:
        return int(literal)
    except ValueError:
        return literal


def _number(literal: str) -> Any:
    """A number of JSON with a point or an exponent, or one of the words that Python adds."""
    value = float(literal)
    return value if isfinite(value) else finite(value) if "n" in literal.lower() else literal


def _is_wide(head: bytes) -> bool:
    """True for the beginning of UTF-16 or UTF-32: a byte order mark, or a sign half of noughts."""
    return head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in head[:2]


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
    if not raw.removeprefix(codecs.BOM_UTF8).strip():
        record.is_blank = True
        return record
    try:
        text = raw.decode()
        members, close = read_line(text)
    except UnicodeDecodeError as error:
        at = f"byte 0x{raw[error.start]:02x} at offset {error.start:,} of the line"
        record.problem = Problem("not UTF-8", f"{at}: {error.reason}")
    except json.JSONDecodeError as error:
        said = error.msg.removesuffix(" at")
        detail = f"{said} at character {error.pos:,}{_hint(text, number, error)}"
        record.problem = Problem("broken JSON", detail)
    except TypeError as error:
        record.problem = Problem("not an object", str(error))
    except (ValueError, RecursionError) as error:
        record.problem = Problem("broken JSON", str(error))
    else:
        _take_members(record, Line(text, members, None, close), names)
    return record


def _hint(text: str, number: int, error: json.JSONDecodeError) -> str:
    """What to do about files that look like JSON lines, and are not."""
    if number == 1 and text.lstrip().startswith("["):
        return "; a JSON array is no JSON lines: `jq -c '.[]'` makes it so"
    if number == 1 and text.strip() == "{":
        return "; an object over several lines is no JSON line: `jq -c .` makes it one"
    if error.msg == "Extra data" and text[error.pos : error.pos + 1] == "\r":
        return "; lines that end in CR alone are one: `tr '\\r' '\\n'` makes them lines"
    return ""


def _missing(members: Sequence[Member]) -> str:
    """That none of them holds the text, for people, who need not see all names of very many."""
    listed = shorten(", ".join(member.name for member in members), 200, placeholder=" …")
    return f"is not among {listed}" if listed else "is not there, nor any other field"


def _way_out(members: Sequence[Member], name: str) -> str:
    outer = name.partition(".")[0]
    if outer != name and any(member.name == outer for member in members):
        return f"fields within fields are not read: `jq -c '.text = .{name}'` brings it out"
    return "name the text's with --text-field"


def _take_members(record: Record, line: Line, names: Names) -> None:
    """Fill a record from the members of its line."""
    found = [m for m in line.members if m.name == names.text]
    known = {m.name: m.value for m in line.members if isinstance(m.value, str)}
    record.id, record.url = known.get(names.id), known.get(names.url)
    record.lang = known.get(names.lang)
    if len(found) != 1:
        why = "stands in it more than once" if found else _missing(line.members)
        kind = "text twice" if found else NO_TEXT
        way_out = _way_out(line.members, names.text)
        record.problem = Problem(kind, f"{names.text!r} {why}; {way_out}")
        return
    member = found[0]
    if line.text[member.value_start] == '"':
        record.text = member.value
        record.origin = line._replace(member=member)
    elif member.value is None:
        record.origin = line
    else:
        shown = line.text[member.value_start : member.end][:20]
        record.problem = Problem(NO_STRING, f"{names.text!r} is {shown}")
