"""Characters that no article has: mojibake, control characters, what cannot be seen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from cleaner.checker.catalogue import CONTROL, INVISIBLE, MIXED, MOJIBAKE
from cleaner.wording import counted

MAX_NAMED = 3  # characters told by name in one message

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc"
_DIRECTION = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
_HIDDEN = "\u00ad\u034f\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\U000e0001"
_INVISIBLE = re.compile(
    f"[{_HIDDEN}{_DIRECTION}]"
    "|(?<=[A-Za-z])[\u200c\u200d](?=[A-Za-z])"  # elsewhere they join emoji and letters
    "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]"  # else the tag of a flag
)
_ANY_DIRECTION = re.compile(f"[{_DIRECTION}]")
_HAS_RIGHT_TO_LEFT = re.compile(f"[{_RIGHT_TO_LEFT}]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")


class Flaw(NamedTuple):
    """What is wrong with some characters: code of the check, span, and the sentence."""

    code: str
    start: int
    end: int
    message: str


def character_flaws(text: str) -> Iterator[Flaw]:
    """Yield what is wrong with the characters of a text, at most one of a sort for each line."""
    if text.isascii() and not _CONTROL.search(text):
        return
    at = 0
    for line in text.split("\n"):
        if not line.isascii():
            yield from _mojibake(line, at)
            yield from _invisible(line, at)
        yield from _control(line, at)
        at += len(line) + 1


def mixed_encoding(data: bytes) -> int | None:
    """Return the offset of the first byte that is not UTF-8 in a file that mostly is; else None.

    A file in another encoding has hardly a sequence of bytes that happens to be UTF-8; one that was
    joined from two has many.

    >>> mixed_encoding("naïve ".encode() + "naïve".encode("cp1252")), mixed_encoding(b"\\xe9t\\xe9")
    (9, None)
    """
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        valid = sum(len(sequence) for sequence in _UTF8.findall(data))
        stray = len(_HIGH.findall(data)) - valid
        return error.start if valid >= 2 * stray else None
    return None


def _mojibake(line: str, at: int) -> Iterator[Flaw]:
    lost = line.find("\ufffd")
    if lost >= 0:
        message = "U+FFFD: a character was lost when the text was decoded"
        yield Flaw(MOJIBAKE, at + lost, at + lost + 1, message)
        return
    badness, fix_encoding = _ftfy()
    found = badness.search(line)
    if not found:
        return
    mended = fix_encoding(line)
    if mended == line:
        return
    start, end, instead = _difference(line, mended)
    message = f"“{line[start:end]}” was decoded wrongly; it should be “{instead}”"
    yield Flaw(MOJIBAKE, at + start, at + end, message)


def _invisible(line: str, at: int) -> Iterator[Flaw]:
    found = [
        hit
        for hit in _INVISIBLE.finditer(line)
        if not (hit.group() == "\ufeff" and at + hit.start() == 0)  # the mark of a file's beginning
    ]
    if found and _HAS_RIGHT_TO_LEFT.search(line):
        found = [hit for hit in found if not _ANY_DIRECTION.match(hit.group())]
    yield from _told(INVISIBLE, "invisible", found, at)


def _control(line: str, at: int) -> Iterator[Flaw]:
    yield from _told(CONTROL, "control", list(_CONTROL.finditer(line)), at)


def _told(code: str, sort: str, found: list[re.Match[str]], at: int) -> Iterator[Flaw]:
    """One flaw for all the characters of a sort in a line."""
    if not found:
        return
    names = list(dict.fromkeys(_name(hit.group()) for hit in found))
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    said = counted(len(found), f"{sort} character")
    message = f"{said}: {', '.join(names[:MAX_NAMED])}{more}"
    yield Flaw(code, at + found[0].start(), at + found[0].end(), message)


def _name(character: str) -> str:
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}{' ' + name if name else ''}"


def _difference(old: str, new: str) -> tuple[int, int, str]:
    """The first word in which two lines differ: where it is in the old one, and the new one."""
    old_words, new_words = old.split(" "), new.split(" ")
    at = 0
    for before, after in zip(old_words, new_words, strict=False):
        if before != after:
            return at, at + len(before), after
        at += len(before) + 1
    return 0, len(old), new


@cache
def _ftfy() -> tuple[Any, Any]:
    from ftfy import fix_encoding
    from ftfy.badness import BADNESS_RE

    return BADNESS_RE, fix_encoding


def encoding_flaw(offset: int, byte: int) -> Flaw:
    """Return the flaw of a file in two encodings.

    Args:
        offset: of the first character that is not UTF-8, in the text.
        byte: that stands there.
    """
    return Flaw(
        MIXED, offset, offset + 1, f"byte 0x{byte:02x} is not UTF-8, though most of the file is"
    )
