"""What reads like prose, or like a statement, by its length and its end."""

from __future__ import annotations

from typing import Final

from cleaner.scripts import UNSPACED
from cleaner.sentences import CLOSING, LINE_ENDS, STATEMENT_ENDS, STOPS, WIDE_STOPS

PROSE_WORDS: Final = 10  # for a score to be forgiven; `packs.finding.units` asks for more
WIDE_CHARS: Final = 60  # of a script without blanks are prose, also where no stop ends them
BLANK_EVERY: Final = 12  # characters at most one is a blank in such prose; menus have more
SENTENCE_WORDS: Final = 5  # fewer are more likely a button than a sentence
CLOSERS: Final = CLOSING + LINE_ENDS
UNSPACED_RANGES: Final = UNSPACED.replace("-", "")  # the first and the last sign of each range


def is_prose(text: str) -> bool:
    """True for ten words or more that end like a sentence; wide characters count half a word.

    Many who write without blanks leave out the stop: a long line of such characters is prose, too.

    >>> is_prose("Rain fell. " * 8), is_prose("Rain fell " * 8), is_prose("雨" * 20 + "。")
    (True, False, True)
    >>> is_prose("雨" * 59), is_prose("雨" * 60)
    (False, True)
    """
    bare = text.rstrip(CLOSERS)
    if bare.endswith(tuple(WIDE_STOPS)):
        return len(bare) >= 2 * PROSE_WORDS
    if len(bare) >= WIDE_CHARS and max(bare) >= UNSPACED_RANGES[0] and _is_unspaced(bare):
        return True
    return bare.endswith(tuple(STOPS)) and len(bare.split()) >= PROSE_WORDS


def is_statement(text: str) -> bool:
    """True for five words or more that end like a statement, or a call.

    >>> is_statement("No injuries have been reported."), is_statement("Read more here now")
    (True, False)
    """
    bare = text.rstrip(CLOSERS)
    return bare.endswith(tuple(STATEMENT_ENDS)) and len(bare.split()) >= SENTENCE_WORDS


def _is_unspaced(text: str) -> bool:
    """True if half of the characters are of scripts without blanks, and few are blanks."""
    ranges = list(zip(UNSPACED_RANGES[::2], UNSPACED_RANGES[1::2], strict=True))
    n_unspaced = sum(any(first <= c <= last for first, last in ranges) for c in text)
    return 2 * n_unspaced >= len(text) and BLANK_EVERY * text.count(" ") < len(text)
