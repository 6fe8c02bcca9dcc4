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


def decode_page(data: bytes) -> str:
    """Return the text of a page's bytes, by its byte order mark or by what it declares.

    Pages that declare a one-byte encoding, or none, and are valid UTF-8 are UTF-8. Without
    declaration and not UTF-8, the encoding is guessed. Bytes that fit nothing become U+FFFD.

    >>> decode_page('<meta charset="iso-8859-2"><p>Łódź'.encode("iso-8859-2"))
    '<meta charset="iso-8859-2"><p>Łódź'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    declared = _declared_encoding(data)
    if declared.startswith(_WIDE):
        return data.decode(declared, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(declared or _guessed_encoding(data), "replace")


def _declared_encoding(data: bytes) -> str:
    """The codec that the page names in its head; "" if it names none that a page can have."""
    found = _DECLARED.search(data, 0, HEAD_BYTES)
    if not found:
        return ""
    label = found[1].decode("ascii").lower().removeprefix("x-")
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return ""
    if name.startswith("utf"):
        return "utf-8"  # UTF-16 would have kept us from reading that it says so
    name = _READ_AS.get(name, name)
    return name if name.startswith(_ONE_BYTE + _WIDE) else ""


def _guessed_encoding(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:GUESS_BYTES]).best()
    names = (best.encoding, *best.could_be_from_charset) if best else (_WESTERN,)
    return _WESTERN if _WESTERN in names else names[0]
