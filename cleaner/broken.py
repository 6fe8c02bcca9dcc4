"""Telling sentences that are broken into lines: at links and bold words, not at their ends.

A page that is written out node by node has a line for each piece of a sentence: "Here at",
"Stilbruch", ", the store, they sell old goods." None of them says what it is; together they do.
"""

from __future__ import annotations

from collections.abc import Sequence

PROSE_WORDS = 8  # of the pieces together
PIECE_WORDS = 5  # of one of them at least: those of a menu have fewer
LINK_WORDS = 25  # at most of a piece between two others that begins like a sentence
OPEN_WORDS = 2  # at least of the piece before it
_INSIDE = frozenset(",.;:)]%»?!、。，）」")  # begin no line of their own
_APOSTROPHE, _QUOTE = "'\""
_CLOSERS = " \t\r\n\"'»)]）」"
_ENDS = frozenset(".!?…。！？:;")


def broken_lines(folded: str, starts: Sequence[int], ends: Sequence[int]) -> list[int]:
    """Return the numbers of the lines whose sentence goes on in the next one, ascending.

    A line goes on where the next one begins like the middle of a sentence and it does not end one.
    So does a line that breaks off before a link, which is a line that goes on itself.

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

    inside = [line for line in _indented_or_inside(folded, starts) if _begins_inside(text(line))]
    going = {line - 1 for line in inside if line and _goes_on(text(line - 1), text(line))}
    going |= {
        line - 1
        for line in going
        if line and line - 1 not in going and _breaks_off(text(line - 1), text(line))
    }
    found: list[int] = []
    run: list[int] = []
    for line in sorted(going):
        if run and line > run[-1] + 1:
            found += run if _is_prose([*map(text, run), text(run[-1] + 1)]) else ()
            run = []
        run.append(line)
    return found + (run if run and _is_prose([*map(text, run), text(run[-1] + 1)]) else [])


def _indented_or_inside(folded: str, starts: Sequence[int]) -> list[int]:
    """Most lines are told by their first sign."""
    firsts = [folded[start] for start in starts]
    known = {s for s in set(firsts) if s.isspace() or s == _QUOTE or _begins_inside(f"{s}a")}
    return [line for line, sign in enumerate(firsts) if sign in known]


def _begins_inside(text: str) -> bool:
    """True for a small letter, a sign that follows a word, and what an apostrophe cuts off."""
    first, second = text[:1], text[1:2]
    if first == _APOSTROPHE:
        return second.islower()
    if first == _QUOTE:
        return second == " " or second in _INSIDE  # it closes
    return first.islower() or (first in _INSIDE and not (first == second == "."))


def _goes_on(text: str, below: str) -> bool:
    """True if a line may go on in one that begins inside a sentence."""
    if not below[0].islower():
        return bool(text)  # a comma follows whatever there is
    bare = text.rstrip(_CLOSERS)
    return bare[-1] not in _ENDS if bare else bool(text)


def _breaks_off(text: str, link: str) -> bool:
    """True if a line ends inside a sentence and another, that goes on itself, may be a link."""
    if len(text.split()) < OPEN_WORDS or len(link.split()) > LINK_WORDS:
        return False
    last = text.split()[-1]
    if last == _QUOTE or last.rstrip(_QUOTE)[-1:] in (",", "("):
        return True
    return last[-1].isalpha() and last.islower()


def _is_prose(pieces: Sequence[str]) -> bool:
    sizes = [len(piece.split()) for piece in pieces]
    return sum(sizes) >= PROSE_WORDS and max(sizes) >= PIECE_WORDS
