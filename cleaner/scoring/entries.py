"""The entries of word lists as 64-bit hashes: the lexicon's words by kind, the learnt by points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cleaner.scoring.characters import N_CODES, folded_codes
from cleaner.scoring.lexicon import KINDS, STEM_LENGTH, words_by_kind

BASE: Final = 0x9E3779B97F4A7C15  # odd, so it has an inverse modulo 2**64
MIX: Final = 0xD6E8FEB86659FD93
PAIR: Final = 0xA0761D6478BD642F
FIRST: Final = 0xE7037ED1A0B428DB
_BITS: Final = (1 << 64) - 1
_POWERS: Final = tuple(pow(BASE, place, 1 << 64) for place in range(STEM_LENGTH))


@dataclass(frozen=True, slots=True)
class Entries:
    """Distinct entries of the word lists, all shape (k,).

    Attributes:
        hashes: of words, pairs and first words, see `hash_of`.
        kinds: number of an entry in KINDS, -1 if none.
        points: learnt points, 0 if none.
    """

    hashes: tuple[int, ...]
    kinds: tuple[int, ...]
    points: tuple[int, ...]


def entries_of(words: Mapping[str, int]) -> Entries:
    """Return the entries of the lexicon and of learnt words.

    Args:
        words: points by entry.
    """
    lexicon = words_by_kind()
    kinds = {hash_of(word): number for number, k in enumerate(KINDS) for word in lexicon[k]}
    points = {hash_of(entry): value for entry, value in words.items()}
    hashes = tuple(dict.fromkeys([*kinds, *points]))
    return Entries(
        hashes, tuple(kinds.get(h, -1) for h in hashes), tuple(points.get(h, 0) for h in hashes)
    )


def hash_of(entry: str) -> int:
    """Return the hash of an entry of a word list: `word`, `two words`, or `^word` for first.

    >>> hash_of("Newsletters") == hash_of("newsletter")
    True
    """
    stems = [_stem_hash(stem) for stem in entry.removeprefix("^").split(" ")]
    if len(stems) > 1:
        return _mixed(stems[0] * PAIR + stems[1])
    return _mixed(stems[0] ^ FIRST) if entry.startswith("^") else stems[0]


def _stem_hash(word: str) -> int:
    folded = folded_codes()
    codes = [min(ord(character), N_CODES - 1) for character in word[:STEM_LENGTH]]
    return _mixed(sum(folded.get(c, c) * power for c, power in zip(codes, _POWERS, strict=False)))


def _mixed(number: int) -> int:
    number &= _BITS
    return (number ^ number >> 29) * MIX & _BITS
