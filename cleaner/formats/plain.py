"""Plain text: bytes to text and back, to the byte.

Nothing is normalised on the way: line ends and a byte order mark are characters of the text, and
`encode(decode(data)) == data` for everything that `decode` accepts.
"""

from __future__ import annotations

from typing import NamedTuple

from cleaner.errors import InputError

STDIN = "-"  # what standard input is called among paths
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)  # the longer first: UTF-32 begins like UTF-16
_WESTERN = "cp1252"
_WESTERN_LETTERS = frozenset("àâäáãåæçèéêëìíîïñòóôöõøùúûüýÿßœšžÀÂÄÁÃÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÖÕØÙÚÛÜÝŸŒŠŽªº")
_BETWEEN_LETTERS = frozenset("’‘´·–—…\u00a0\u00ad")
MAX_ACCENTED = 5  # one letter in so many; more is another alphabet read wrongly
_BINARY_CONTROLS = dict.fromkeys((*range(9), *range(14, 27), *range(28, 32), 127))


class Decoded(NamedTuple):
    """Text as it was read.

    Attributes:
        text: every character, line ends and byte order mark included.
        encoding: the codec that turns `text` into the same bytes again.
        is_guessed: True if the encoding was worked out from the bytes alone.
    """

    text: str
    encoding: str
    is_guessed: bool = False


def read_bytes(path: str) -> bytes:
    """Return the content of a file.

    Raises:
        InputError: it is missing, a folder, or not to be read.
    """
    try:
        with open(path, "rb") as file:
            return file.read()
    except IsADirectoryError:
        raise InputError("is a folder; give the files in it") from None
    except FileNotFoundError:
        raise InputError("no such file; check the name") from None
    except PermissionError:
        raise InputError("may not be read; check its permissions") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise InputError(f"cannot be read: {why}; check the file") from None


def decode(data: bytes) -> Decoded:
    """Return the text of bytes: UTF-16 or UTF-32 by its mark, strict UTF-8, else a guess.

    Raises:
        InputError: binary, or in no encoding that gives the same bytes back; names the offset.

    >>> decode("\\ufeffOne.\\r\\n".encode())
    Decoded(text='\\ufeffOne.\\r\\n', encoding='utf-8', is_guessed=False)
    """
    encoding = marked_encoding(data)
    if encoding:
        return _decoded_as(data, encoding)
    refuse_binary(data)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        return _guessed(data, error)


def encode(text: str, encoding: str) -> bytes:
    """Return the bytes of text that `decode` gave, or of a part of it.

    Raises:
        InputError: the encoding cannot express it.
    """
    try:
        return text.encode(encoding)
    except (UnicodeEncodeError, LookupError) as error:
        raise InputError(
            f"cannot be written as {encoding}: {error}; convert it to UTF-8 first"
        ) from None


def marked_encoding(data: bytes) -> str | None:
    """Return the encoding that a byte order mark names, None without one (or UTF-8's)."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), None)


def refuse_binary(data: bytes) -> None:
    """Raise InputError if unmarked bytes hold a NUL."""
    at = data.find(b"\0")
    if at >= 0:
        raise InputError(
            f"binary: NUL byte at offset {at:,}; give text, in UTF-8 or another encoding "
            "(UTF-16 needs its byte order mark)"
        )


def _decoded_as(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"begins like {encoding.upper()} but breaks off at offset {error.start:,}: "
            f"{error.reason}; repair it or convert it to UTF-8"
        ) from None
    at = text.find("\0")
    if at >= 0:
        width = 2 if "16" in encoding else 4
        raise InputError(
            f"binary: NUL character at offset {len(text[:at].encode(encoding)):,} "
            f"({encoding.upper()}, {width} bytes a unit); give text"
        )
    return Decoded(text, encoding)


def _guessed(data: bytes, error: UnicodeDecodeError) -> Decoded:
    """Western European where that reads like text, else the most likely encoding."""
    western = _round_trip(data, _WESTERN)
    if western is not None and _reads_western(western):
        return Decoded(western, _WESTERN, is_guessed=True)
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is not None:
        names = (best.encoding, *best.could_be_from_charset)
        encoding = _WESTERN if _WESTERN in names else best.encoding
        text = _round_trip(data, encoding)
        if text is not None:
            return Decoded(text, encoding, is_guessed=True)
    raise InputError(
        f"neither UTF-8 nor another known encoding: byte 0x{data[error.start]:02x} "
        f"at offset {error.start:,}; convert it to UTF-8, say with iconv"
    )


def _reads_western(text: str) -> bool:
    """True if the letters beyond ASCII are few and of Western languages, and no sign cuts a word.

    In Polish or Russian text read as Western, signs stand inside words, or most letters are
    accented.
    """
    letters = accented = 0
    for i, letter in enumerate(text):
        letters += letter.isalpha()
        if letter.isascii():
            continue
        if letter in _WESTERN_LETTERS:
            accented += 1
        elif letter not in _BETWEEN_LETTERS and (text[i - 1 : i] + text[i + 1 : i + 2]).isalpha():
            return False
    return accented * MAX_ACCENTED <= letters


def _round_trip(data: bytes, encoding: str) -> str | None:
    """The text, None if it does not lead back to the same bytes or holds what no text holds."""
    try:
        text = data.decode(encoding)
        same = text.encode(encoding) == data
    except (UnicodeError, LookupError):
        return None
    return text if same and text.translate(_BINARY_CONTROLS) == text else None
