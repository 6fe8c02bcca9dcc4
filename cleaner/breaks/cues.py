"""What stands around a place between two words: the cues that a line may have begun there.

Capitals, the words themselves and the distance to the end of a sentence tell it. No list of words
is written by hand: a cue counts what it was learnt to count (`table`), in any language. Where a
line does begin, the same cues, and how long the two lines are, tell whether it goes on the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from cleaner.sentences import OPENING, STOPS, WIDE_STOPS, sentence_cuts

FAR: Final = 12  # words since the end of a sentence; more tell nothing more
LONG: Final = 24  # the same, until the next end
LONG_WORD: Final = 6  # times three letters
MOST_SIZE: Final = 5
"""Of a line, see `_size`."""

MARKS: Final = ".,:;!?)(\"'«»…[]"
_SIGNS: Final = "|-•·›/>+#@"
KINDS: Final = "lUADo." + _SIGNS
LASTS: Final = "ad~,:;)|\"'-%" + STOPS + WIDE_STOPS
FIRST_END: Final = LASTS.index(STOPS[0])
"""From this place on, the signs of `LASTS` end a sentence."""

_ENDS: Final = frozenset(LASTS[FIRST_END:])
_DIGIT: Final = re.compile(r"\d")


class Words(NamedTuple):
    """The n words of a text: what stands between blanks.

    Attributes:
        starts: where each begins.
        keys: in lower case, without marks around, digits as 0.
        kinds: one sign for each, see `_kind`.
        lasts: one sign for each, see `_last`.
        firsts: one sign for each that begins with neither letter nor digit, else empty.
        ends: which of them end a sentence, ascending; then n - 1, if that is not among them.
    """

    starts: Sequence[int]
    keys: Sequence[str]
    kinds: str
    lasts: str
    firsts: Sequence[str]
    ends: Sequence[int]


def words_of(text: str) -> Words:
    """Return the words of a text.

    >>> words_of("Home  12 May The BBC said so.")
    ... # doctest: +NORMALIZE_WHITESPACE
    Words(starts=[0, 6, 9, 13, 17, 21, 26],
          keys=('home', '00', 'may', 'the', 'bbc', 'said', 'so'),
          kinds='UDUUAll', lasts='adaaaa.', firsts=('', '', '', '', '', '', ''), ends=[6])
    """
    parts = text.split(" ")
    starts = list(accumulate([len(part) + 1 for part in parts[:-1]], initial=0))
    if "" in parts:
        starts = [start for start, part in zip(starts, parts, strict=True) if part]
        parts = list(filter(None, parts))
    if not parts:
        return Words((), (), "", "", (), ())
    keys, kinds, lasts, firsts = zip(*map(shape, parts), strict=True)
    ends = [number for number, last in enumerate(lasts) if last in _ENDS]
    if ends[-1:] != [len(parts) - 1]:
        ends.append(len(parts) - 1)
    return Words(starts, keys, "".join(kinds), "".join(lasts), firsts, ends)


def places_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the places in a folded text where a line may have begun, each with its cues.

    Lines begin with a small letter too rarely to look there, and the ends of sentences are known.

    >>> [at for at, _ in places_of("Home News It rained. Share this")]
    [5, 10]
    """
    words = words_of(text)
    starts, known = words.starts, set(sentence_cuts(text, 0, len(text)))
    for at, kind in enumerate(words.kinds):
        if kind != "l" and at and starts[at] not in known:
            yield starts[at], _cues(words, at)


def ends_of(text: str, starts: Sequence[int], sure: bytes) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that have another right below them, each with the cues of the place between.

    Args:
        text: folded, with blanks for its line ends.
        starts: of its lines.
        sure: for each line 1 if it surely goes on in the next one, else 0.

    >>> ends = ends_of("We ask The board . ", [0, 7, 17], b"\\0\\1\\0")
    >>> [(line, cues[-1]) for line, cues in ends]
    [(0, 'beside 001 laU'), (1, 'beside 010 la.')]
    """
    words = words_of(text)
    first = [*(bisect_left(words.starts, start) for start in starts), len(words.keys)]
    sizes = [_size(below - at) for at, below in pairwise(first)]
    known = "".join(map(str, (0, *sure)))
    for line, (size, below) in enumerate(pairwise(sizes)):
        if size and below:
            at = first[line + 1]
            a, last, b = words.kinds[at - 1], words.lasts[at - 1], words.kinds[at]
            cues = _cues(words, at)
            cues += [f"above {size} {a}{last}", f"below {below} {b}"]
            yield line, [*cues, f"beside {known[line : line + 3]} {a}{last}{b}"]


def _size(words: int) -> int:
    """How long a line is: 1 for a word, 2 for up to three, then for up to 7, 15 and more."""
    return min(words.bit_length(), MOST_SIZE)


def _cues(words: Words, at: int) -> list[str]:
    """Return the cues of the place before a word: what each is, then what is there.

    Of kinds, ^ stands for none. The end of a sentence is counted on to in threes.
    """
    _, keys, kinds, lasts, firsts, ends = words
    before, after, last = keys[at - 1], keys[at], lasts[at - 1]
    a, b = kinds[at - 1], kinds[at]
    far, far_kind = (keys[at - 2], kinds[at - 2]) if at > 1 else ("", "^")
    next_, next_kind = (keys[at + 1], kinds[at + 1]) if at + 1 < len(keys) else ("", "^")
    end = bisect_left(ends, at)
    since = at - 1 - ends[end - 1] if end else at
    until = ends[end] - at + 1
    cues = [
        f"kinds {far_kind}{a}{b}{next_kind}",
        f"last {a}{last}{b}",
        f"before {before}",
        f"after {after}",
        f"before-kind {before} {b}",
        f"after-kind {after} {a}",
        f"second-before {far}",
        f"second-after {next_}",
        f"ends {before} {far}",
        f"around {before} {after}",
        f"begins {after} {next_}",
        f"since {last}{min(since, FAR)}",
        f"until {b}{min(until, LONG) // 3}",
    ]
    if "o" in (a, b):  # without capitals, lengths tell something: most of these scripts join words
        sizes = [min(len(word) // 3, LONG_WORD) for word in (before, after)]
        cues.append(f"lengths {a}{sizes[0]}{b}{sizes[1]}")
    if firsts[at]:
        cues.append(f"first {firsts[at]}")
    return cues


@lru_cache(1 << 12)
def shape(word: str) -> tuple[str, str, str, str]:
    """Return a word's key, kind, last and first sign, see `Words`."""
    first = word[0]
    return _key(word), _kind(word), _last(word[-1]), "" if first.isalnum() else first


def _key(word: str) -> str:
    key = word.lower()
    return key if key.isalpha() else _DIGIT.sub("0", key.strip(MARKS))


def _kind(word: str) -> str:
    """Say how a word begins: l small, U and A capital, all of A; D a digit, o another letter."""
    first = word.lstrip(OPENING)[:1]
    if first.islower():
        return "l"
    if first.isupper():
        return "A" if len(word) > 1 and word.isupper() else "U"
    if first.isdigit():
        return "D"
    if first.isalpha():
        return "o"
    return first if first and first in _SIGNS else "."


def _last(sign: str) -> str:
    """Say how a word ends: a letter, d digit, ~ something else, or the mark."""
    if sign.isalpha():
        return "a"
    return "d" if sign.isdigit() else sign if sign in LASTS else "~"
