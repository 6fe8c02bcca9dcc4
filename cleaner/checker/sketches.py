"""What is remembered of an article so that it can be compared with all the others.

A sketch is a few hundred bytes: a digest of the body, the values of MinHash (Broder 1997) over its
sequences of five words, and a digest of every line that stays.
"""

from __future__ import annotations

import re
import struct
from hashlib import blake2b
from typing import NamedTuple
from zlib import crc32

import numpy as np

from cleaner.folding import fold

SHINGLE_WORDS = 5
VALUES = 126  # of MinHash: 21 bands of 6
MIN_LINE_CHARS = 16  # of a line that can be chrome; shorter ones repeat by chance
LINE_ROW = np.dtype([("digest", "<u8"), ("offset", "<u4"), ("length", "<u4")])
_LINE = struct.Struct("<8sII")
_DIGITS = re.compile(r"\d+")


class Sketch(NamedTuple):
    """What is remembered of an article.

    Attributes:
        body: digest of the words of the body; empty where there is none.
        values: of MinHash, `VALUES` unsigned 32-bit integers; empty for a short body.
        lines: of each line that stays its digest, offset and length in the text, as `LINE_ROW`.
        encoding: of the file, empty for a record.
    """

    body: bytes
    values: bytes
    lines: bytes
    encoding: str


def sketch_of(text: str, kept: list[tuple[int, int]], encoding: str) -> Sketch:
    """Return the sketch of an article.

    Args:
        text: the whole text.
        kept: spans of it that are kept, in order.
        encoding: of the file.
    """
    words = [word for start, end in kept for word in text[start:end].lower().split()]
    body = blake2b(" ".join(words).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return Sketch(body if words else b"", _min_hash(words), _lines(text, kept), encoding)


def masked(line: str) -> str:
    """Return a line as it is compared with others: folded, small letters, digits as 0.

    >>> masked(" Read  our 12 best stories ")
    'read our 0 best stories'
    """
    return _DIGITS.sub("0", " ".join(fold(line).lower().split()))


def _min_hash(words: list[str]) -> bytes:
    """The least value of each of the hash functions over all sequences of words."""
    if len(words) < 2 * SHINGLE_WORDS:
        return b""
    known: dict[str, int] = {}
    for word in words:
        if word not in known:
            known[word] = crc32(word.encode("utf-8", "surrogatepass"))
    codes = np.fromiter((known[word] for word in words), np.uint64, len(words))
    size = len(words) - SHINGLE_WORDS + 1
    shingles = np.zeros(size, np.uint64)
    for i in range(SHINGLE_WORDS):
        shingles = shingles * np.uint64(0x9E3779B97F4A7C15) + codes[i : i + size]
    shingles ^= shingles >> np.uint64(29)
    high = (shingles * np.uint64(0xBF58476D1CE4E5B9) >> np.uint64(32)).astype(np.uint32)
    least: bytes = (_FACTORS * high + _TERMS).min(axis=1).astype("<u4").tobytes()
    return least


def _lines(text: str, kept: list[tuple[int, int]]) -> bytes:
    packed = bytearray()
    for start, end in kept:
        at = start
        for line in text[start:end].split("\n"):
            shown = line.strip()
            if len(shown) >= MIN_LINE_CHARS:
                name = masked(shown).encode("utf-8", "surrogatepass")
                offset = at + line.find(shown)
                packed += _LINE.pack(blake2b(name, digest_size=8).digest(), offset, len(shown))
            at += len(line) + 1
    return bytes(packed)


def _constants() -> tuple[np.ndarray, np.ndarray]:
    """Odd factors and terms of the hash functions, shape (VALUES, 1): always the same ones."""
    digests = [blake2b(b"%d" % i, digest_size=8).digest() for i in range(VALUES)]
    numbers = np.frombuffer(b"".join(digests), "<u4").reshape(VALUES, 2).astype(np.uint32)
    return numbers[:, :1] | np.uint32(1), numbers[:, 1:]


_FACTORS, _TERMS = _constants()
