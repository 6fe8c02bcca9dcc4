"""A page's bytes to text: by its byte order mark, by what it declares, or by a guess."""

from __future__ import annotations

import codecs
import re
from typing import Final

GUESS_BYTES: Final = 1 << 16  # looked at for an encoding that nothing declares
HEAD_BYTES: Final = 4096  # looked at for the declared encoding

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WESTERN: Final = "cp1252"
_READ_AS: Final = {
    "ascii": _WESTERN,
    "iso8859-1": _WESTERN,
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}  # as browsers do: pages name the smaller set and use the larger
_ONE_BYTE: Final = ("iso8859", "cp125", "koi8", "mac", "tis", "cp874")
_WIDE: Final = ("gb", "big5", "euc", "cp9", "iso2022", "hz", "johab", "shift")
_DECLARED: Final = re.compile(
    rb"<(?:meta\b[^>]{0,400}?\bcharset|\?xml\b[^>]{0,100}?\bencoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})",
    re.IGNORECASE,
)


def decode_page(data: bytes, told: str | None = None) -> str:
    """Return the text of a page's bytes, by its byte order mark or by what is said of it.

    Pages of which a one-byte encoding is said, or none, and that are valid UTF-8 are UTF-8. Where
    nothing is said and they are not, the encoding is guessed. Bytes that fit nothing become U+FFFD.

    Args:
        data: the page.
        told: the encoding that its server names; else the page's own word counts.

    >>> decode_page('<meta charset="iso-8859-2"><p>Łódź'.encode("iso-8859-2"))
    '<meta charset="iso-8859-2"><p>Łódź'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    declared = (told and _codec_named(told, data)) or _declared_encoding(data)
    if declared.startswith((*_WIDE, "utf-16")):
        return data.decode(declared, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(declared or _guessed_encoding(data), "replace")


def _declared_encoding(data: bytes) -> str:
    """The codec that the page names in its head; "" if it names none that a page can have."""
    found = _DECLARED.search(data, 0, HEAD_BYTES)
    return _codec_named(found[1].decode("ascii"), b"") if found else ""


def _codec_named(label: str, data: bytes) -> str:
    """The codec of a name, if a page can have it, else ""; UTF-16 only if the data look like it."""
    try:
        name = codecs.lookup(label.lower().removeprefix("x-")).name
    except (LookupError, ValueError):
        return ""
    if name.startswith("utf-16") and 0 in data[:HEAD_BYTES]:
        return name
    if name.startswith("utf"):
        return "utf-8"
    name = _READ_AS.get(name, name)
    return name if name.startswith(_ONE_BYTE + _WIDE) else ""


def _guessed_encoding(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:GUESS_BYTES]).best()
    names = (best.encoding, *best.could_be_from_charset) if best else (_WESTERN,)
    return _WESTERN if _WESTERN in names else names[0]
