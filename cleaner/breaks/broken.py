"""Telling sentences that are broken into lines: at links and bold words, not at their ends.

A page that is written out node by node has a line for each piece of a sentence: "Here at",
"Stilbruch", ", the store, they sell old goods." None of them says what it is; together they do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, compress

from cleaner.breaks.guess import going_on
from cleaner.sentences import CLOSING, GOES_ON, LINE_ENDS, STOPS, WIDE_STOPS

SENTENCE_WORDS = 8  # of the pieces together
PIECE_WORDS = 4  # of one of them at least: those of a menu have fewer
LINK_WORDS = 25  # at most of a piece between two others that begins like a sentence
OPEN_WORDS = 2  # at least of the piece before it
MIN_BROKEN = 3  # sentences in pieces: fewer may be verse, or a menu in small letters
FEW_LINES = 10  # that begin with small letters: in a longer text twice as many begin otherwise
_INSIDE = frozenset(GOES_ON + ":]%»?!」؟")  # begin no line of their own
_WIDE = "\u2e80"
_APOSTROPHE, _QUOTE = "'\""
_CLOSERS = CLOSING + LINE_ENDS
_STOPS = frozenset(STOPS + WIDE_STOPS)
_ENDS = _STOPS | frozenset(":;")


def broken_lines(folded: str, starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    """Return the numbers of the lines whose sentence goes on in the next one, ascending.

    A line goes on where the next one begins like the middle of a sentence and it does not end one.
    So does a line that breaks off before a link, which is a line that goes on itself. In a text
    without capitals, small letters tell nothing. Where some sentences show that a text is
    written out node by node, other lines go on that do not show it: words and lengths tell (see
    `going_on`).

    Args:
        folded: the text.
        starts, ends: of its lines, terminators included.

    >>> broken_lines("Here at\\nStilbruch\\n, they sell old goods.\\n", [0, 8, 18], [8, 18, 41])
    [0, 1]
    >>> broken_lines("share\\ntweet\\nprint", [0, 6, 12], [6, 12, 17])
    []
    """

    def text(line: int) -> str:
        return folded[starts[line] : ends[line]].strip()

    sure = sure_lines(folded, starts, ends)
    if 1 not in sure:
        return []
    known = set(compress(range(len(sure)), sure))
    links = {
        line - 1
        for line in known
        if line and line - 1 not in known and _breaks_off(text(line - 1), text(line))
    }
    runs = [
        run
        for run in _runs(sorted(known | links))
        if _is_sentence([*map(text, run), text(run.stop)])
    ]
    found = list(chain.from_iterable(runs))
    if len(runs) < MIN_BROKEN:
        return found
    guessed = going_on(unbroken(folded), starts, sure)
    unended = (line for line in guessed if text(line).rstrip(CLOSING)[-1:] not in _STOPS)
    return sorted({*found, *unended})


def sure_lines(folded: str, starts: Sequence[int], ends: Sequence[int]) -> bytes:
    """Return for each line 1 if the next one begins like the middle of its sentence, else 0.

    Args:
        folded, starts, ends: see `broken_lines`.
    """

    def text(line: int) -> str:
        return folded[starts[line] : ends[line]].strip()

    sure = bytearray(len(starts))
    firsts = list(map(folded.__getitem__, starts))
    looked_at = set(filter(_may_begin_inside, set(firsts)))
    if not looked_at:
        return bytes(sure)
    perhaps = {n: text(n) for n, first in enumerate(firsts) if first in looked_at}
    inside = {line: said for line, said in perhaps.items() if _begins_inside(said)}
    small = [line for line, said in inside.items() if said[0].islower()]
    if len(small) > FEW_LINES and len(small) > 2 * sum(map(str.isupper, firsts)):
        for line in small:
            del inside[line]
    for line, said in inside.items():
        if line and _goes_on(text(line - 1), said):
            sure[line - 1] = 1
    return bytes(sure)


def unbroken(folded: str) -> str:
    """Return a folded text with blanks for its line ends."""
    for sign in LINE_ENDS:
        folded = folded.replace(sign, " ")
    return folded


def _runs(numbers: Sequence[int]) -> Iterator[range]:
    """Ascending numbers as ranges of neighbours."""
    begin = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] > numbers[at - 1] + 1:
            yield range(numbers[begin], numbers[at - 1] + 1)
            begin = at


@lru_cache(1_000)
def _may_begin_inside(first: str) -> bool:
    """True for the first signs of lines to be looked at: most lines have another, few a blank."""
    return first in (" ", _QUOTE) or _begins_inside(f"{first}a")


def _begins_inside(text: str) -> bool:
    """True for a small letter, a sign that follows a word, and what an apostrophe cuts off.

    A name such as iPhone, with a capital behind its first letter or two, may begin a line.
    """
    first, second = text[:1], text[1:2]
    if first == _APOSTROPHE:
        return second.islower()
    if first == _QUOTE:
        return second == " " or second in _INSIDE  # it closes
    if first.islower():
        return not any(map(str.isupper, text[1:3]))
    return first in _INSIDE and not (first == second == ".")


def _goes_on(text: str, below: str) -> bool:
    """True if a line may go on in one that begins inside a sentence."""
    if not below[0].islower():
        return bool(text)  # a comma follows whatever there is
    bare = text.rstrip(_CLOSERS)
    if not bare:
        return bool(text)
    if "@" in below and len(below.split()) == 1 and not bare.split()[-1].islower():
        return False  # an address alone on its line, below a name or a heading
    return bare[-1] not in _ENDS


def _breaks_off(text: str, link: str) -> bool:
    """True if a line ends inside a sentence and another, that goes on itself, may be a link."""
    if _words(text) < OPEN_WORDS or _words(link) > LINK_WORDS:
        return False
    last = text.split()[-1]
    if last == _QUOTE or last.rstrip(_QUOTE)[-1:] in (",", "("):
        return True
    return last[-1].isalpha() and last == last.lower()


def _is_sentence(pieces: Sequence[str]) -> bool:
    """False for what is rather a menu in small letters."""
    sizes = list(map(_words, pieces))
    return sum(sizes) >= SENTENCE_WORDS and max(sizes) >= PIECE_WORDS


def _words(text: str) -> int:
    """The number of words, as far as it matters; of scripts without blanks, half the signs."""
    words = len(text.split(None, LINK_WORDS + 1))
    if words > LINK_WORDS or text.isascii():
        return words
    return max(words, sum(map(_WIDE.__le__, text)) // 2)
