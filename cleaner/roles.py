"""What the lines of an article are besides body: headline, standfirst, byline, dateline, caption.

Rules know bylines and datelines by their wording. The headline has none of its own: it is the line
before the body that shares most words with it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import chain

from cleaner.data import BLANK, LINE, ROLES, Blocks, Match
from cleaner.dates import dates_in
from cleaner.folding import fold
from cleaner.scripts import UNSPACED_OR_HANGUL, chars_a_word, is_plain
from cleaner.sentences import (
    CLOSING,
    FULL_STOPS,
    GOES_ON,
    OPENING,
    STOPS,
    WIDE_STOPS,
    count_words_of_parts,
)

MAX_LINES_BEFORE = 25  # from the headline to the body, non-blank
MAX_LINES_OF_NAME = 4  # before the body, those that may be a writer's name alone
MIN_BODY_WORDS = 8
HEADLINE_WORDS = range(3, 31)
SHORT_HEADLINE_WORDS = range(3, 21)  # a longer line beside chrome is more often the first paragraph
STANDFIRST_WORDS = range(6, 80)
MIN_SHARED = 2  # content words that a headline shares with the body
CONTENT_LETTERS = 4  # shorter words are seldom content
BODY_CHARS = 6_000  # of the body, looked at for shared words
MIN_BODY_CHARS = 250  # so long a line is no headline, whatever it ends in
_SPECIAL_ROLES = frozenset(ROLES) - {"body"}
_CLOCK = re.compile(r"\d{1,2}[:.h]\d\d(?!\d)")
_SENTENCE_MARKS = STOPS + WIDE_STOPS
_STRIP = f"{OPENING}{CLOSING}{_SENTENCE_MARKS}{GOES_ON}\t\r\n:-–—「『【"


def find_roles(
    pieces: Blocks, keeps: Sequence[int], spoken: Mapping[int, tuple[Match, ...]]
) -> dict[int, str]:
    """Return the role of every piece that has one besides body.

    Args:
        pieces: n pieces that tile the text.
        keeps: n flags: what stays so far.
        spoken: the matches on each piece, the deciding one first.
    """
    roles = _told_by_rules(pieces, spoken)
    lines = [r for r, kind in enumerate(pieces.kinds) if kind != BLANK]
    first = next((i for i, r in enumerate(lines) if _is_body(pieces, keeps, roles, r)), None)
    if first is None:
        return roles
    before = lines[max(0, first - MAX_LINES_BEFORE) : first]
    free = [r for r in before if r not in roles and r not in spoken]
    body = lines[first:]
    headline = _headline(pieces, free, _body_words(pieces, keeps, body))
    if headline is not None and "headline" not in roles.values():
        roles[headline] = "headline"
        for row in free:
            if row > headline and count_words_of_parts(pieces.bare(row)) in STANDFIRST_WORDS:
                roles[row] = "standfirst"
    if "byline" not in roles.values():
        name = _name(pieces, before, free, roles)
        if name is not None:
            roles[name] = "byline"
    return roles


def is_headline_shaped(pieces: Blocks, row: int) -> bool:
    """True for a line of a headline's length that does not end like a sentence, or go on.

    A line that begins with a time is an entry of a live blog.
    """
    text = pieces.bare(row)
    if _CLOCK.match(text):
        return False
    ends = text.rstrip(CLOSING)[-1:]
    is_line = pieces.kinds[row] == LINE  # in running text a standfirst may come with it
    sizes = SHORT_HEADLINE_WORDS if is_line else HEADLINE_WORDS
    return count_words_of_parts(text) in sizes and ends not in _SENTENCE_MARKS + GOES_ON + ":-–—"


def has_headline_above(
    pieces: Blocks, keeps: Sequence[int], spoken: Mapping[int, tuple[Match, ...]], row: int
) -> bool:
    """True if a line above a row, of which no rule speaks, shares its words with what stays below.

    Args:
        pieces, keeps, spoken: as for `find_roles`.
        row: of the line.
    """
    lines = [r for r, kind in enumerate(pieces.kinds) if kind != BLANK]
    at = bisect_left(lines, row)
    above = [r for r in lines[max(0, at - MAX_LINES_BEFORE) : at] if r not in spoken]
    if not above:  # mostly
        return False
    return _headline(pieces, above, _body_words(pieces, keeps, lines[at + 1 :])) is not None


def _told_by_rules(pieces: Blocks, spoken: Mapping[int, tuple[Match, ...]]) -> dict[int, str]:
    """The rule that says most exactly what a piece is: the one that covers least besides.

    A date alone is no byline, though its weekday looks like a name.
    """
    roles = {}
    for row, matches in spoken.items():
        told = [m for m in matches if m.category in _SPECIAL_ROLES and m.action != "keep"]
        if told:
            role = min(told, key=lambda m: (m.end - m.start, m.rule)).category
            is_date = role == "byline" and _is_date(pieces.bare(row))
            roles[row] = "dateline" if is_date else role
    return roles


def _is_date(text: str) -> bool:
    return next(dates_in(text), None) == (0, len(text))


def _is_body(pieces: Blocks, keeps: Sequence[int], roles: Mapping[int, str], row: int) -> bool:
    """True for the first line of the text proper: kept, long, and not shaped like a headline."""
    if not keeps[row] or row in roles:
        return False
    text = pieces.bare(row)
    ends = text.rstrip(CLOSING)[-1:] in _SENTENCE_MARKS + ":"
    return (count_words_of_parts(text) >= MIN_BODY_WORDS and ends) or len(text) >= MIN_BODY_CHARS


def _headline(pieces: Blocks, rows: Sequence[int], body: frozenset[str]) -> int | None:
    """The line that shares the largest part of its content words with the body.

    One shared word is taken off, so that of two lines the longer one wins: the label of a column
    shares all of its two words.
    """
    best, best_share = None, 0.0
    for row in rows:
        text = pieces.bare(row)
        if count_words_of_parts(text) not in HEADLINE_WORDS or text[-1:] in FULL_STOPS:
            continue
        own = _content_words(text)
        shared = len(own & body)
        share = (shared - 1) / len(own) if own else 0.0
        if shared >= MIN_SHARED and share > best_share:
            best, best_share = row, share
    return best


def _name(
    pieces: Blocks, before: Sequence[int], free: Sequence[int], roles: Mapping[int, str]
) -> int | None:
    """The line that is a writer's name alone: below the headline, or else last before the body.

    What looks like a name above the headline is the site's, or a menu.
    """
    title = fold(pieces.document.title or "")
    heads = (r for r in before if roles.get(r) == "headline" or pieces.bare(r) == title)
    headline = max(heads, default=None)
    lines = free[-1:] if headline is None else [r for r in free if r > headline]
    names = [r for r in lines[-MAX_LINES_OF_NAME:] if r not in roles and _is_name(pieces.bare(r))]
    return names[-1] if names else None


def _body_words(pieces: Blocks, keeps: Sequence[int], rows: Sequence[int]) -> frozenset[str]:
    words: set[str] = set()
    seen = 0
    for row in rows:
        if keeps[row] and seen < BODY_CHARS:
            text = pieces.bare(row)
            seen += len(text)
            words |= _content_words(text)
    return frozenset(words)


def _content_words(text: str) -> frozenset[str]:
    """The words of a text that are long enough; of scripts without blanks, letters in a row.

    >>> sorted(_content_words("The bridge")), sorted(_content_words("「橋の修理」"))
    (['bridge'], ['の修', '修理', '橋の'])
    """
    words = (w.strip(_STRIP) for w in text.lower().split())
    if not is_plain(text) and _no_blanks().search(text):
        return frozenset(chain.from_iterable(map(_content_pieces, words)))
    return frozenset(w for w in words if len(w) >= CONTENT_LETTERS)


def _content_pieces(word: str) -> Sequence[str]:
    """The word; without blanks all that is a letter shorter than most words: two of Chinese."""
    if found := _no_blanks().search(word):
        size = chars_a_word(found[0]) - 1
        return [word[at : at + size] for at in range(len(word) - size + 1)]
    return [word] if len(word) >= CONTENT_LETTERS else []


@cache
def _no_blanks() -> re.Pattern[str]:
    """A letter of a script without blanks; made when first needed, which takes long."""
    return re.compile(f"[{UNSPACED_OR_HANGUL}]")


def _is_name(text: str) -> bool:
    """True for two to four capitalised words and nothing else."""
    words = text.split()
    return 2 <= len(words) <= 4 and all(
        w[0].isupper() and w.replace("-", "").replace("'", "").replace(".", "").isalpha()
        for w in words
    )
