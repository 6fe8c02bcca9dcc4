"""The compiled twin of the finder, made from a part's tables; see `native/finder.c`.

Here is what it has to be told of letters and slots. For each slot that is a regular expression
it knows with which ASCII letters a match may begin, which it may hold and how long it can be, so
that most places need not be asked; other letters are always taken for possible. Tests hold these
against the expressions.
"""

from __future__ import annotations

import marshal
from functools import cache
from string import ascii_letters, ascii_uppercase, digits
from typing import TYPE_CHECKING, Any, NamedTuple

from cleaner.folding import _INVISIBLE, _TWINS, DECORATION, lower
from cleaner.native import twin
from cleaner.packs.matcher import LONG_LINE, slot_pattern
from cleaner.packs.page import MAX_SHORT_LINE, Spot
from cleaner.packs.slots import DATE_SLOTS, MAX_WORDS, MOST_CHARS, SLOT_CHARS, SLOTS, is_date

if TYPE_CHECKING:
    from cleaner.packs.part import Part

_ALNUM = ascii_letters + digits
_WORD = _ALNUM + "_"
_ANY = "".join(map(chr, range(128)))
_NO_BLANK = _ANY.replace(" ", "")
_COMBINING = "".join(map(chr, range(0x300, 0x380)))


class Shape(NamedTuple):
    """What is known of a slot's matches.

    Attributes:
        begins, holds: ASCII letters; any other letter may stand there too.
        longest: in characters.
        digit_within: among the first so many characters stands a digit; 0 if none need.
    """

    begins: str
    holds: str
    longest: int
    digit_within: int = 0


SHAPES = {
    "name": Shape(ascii_uppercase + "do", _WORD + " '.&-", 200),
    "names": Shape(ascii_uppercase + "do", _WORD + " '.&-,;/+", 1_300),
    "n": Shape(digits, digits + ".,' km+", 40),
    "date": Shape(_ALNUM, _WORD + " .,-/()", 100, 48),
    "time": Shape(digits, _WORD + " :.+-", 40),
    "datetime": Shape(_ALNUM, _WORD + " :.,+-/()|", 240, 48),
    "ago": Shape(_ALNUM, _WORD + " .", 60),
    "price": Shape(_ALNUM + "$", _WORD + " .,'$", 60),
    "publisher": Shape(ascii_uppercase + digits, _WORD + " '.&!+-", 200),
    "place": Shape(ascii_uppercase, _WORD + " '.&-,", 150),
    "topic": Shape(_NO_BLANK, _ANY, 0),
    "text": Shape(_NO_BLANK, _ANY, 0),
    "email": Shape(_WORD + ".+-", _WORD + ".+-@", 400),
    "url": Shape(_WORD + "-", _NO_BLANK, 600),
    "handle": Shape("@", _WORD + "@", 31),
}


def finder_of(part: Part) -> Any:
    """Return the compiled finder of a part, None where the module is not built."""
    module = twin("finder")
    if module is None:
        return None
    return module.Finder(
        _basis(),
        part.entries,
        part.lines,
        part.literals,
        part.flow_literals,
        part.heads,
        part.short_lines,
        MAX_SHORT_LINE,
    )


@cache
def _basis() -> Any:
    module = twin("finder")
    letters = "".join(map(chr, range(module.LOWERED)))
    late = [pair for pair in _TWINS if ord(pair[0]) >= module.LOWERED]
    slots = tuple(map(_slot, SLOTS))
    return module.Basis(
        *(lower(letters), "".join(late), DECORATION, _INVISIBLE + _COMBINING),
        *(slots, LONG_LINE, slot_pattern, is_date, Spot, marshal.loads),
    )


def _slot(name: str) -> tuple[object, ...]:
    shape = SHAPES[name]
    most = MOST_CHARS.get(name, 0)
    return (
        *(name, MAX_WORDS.get(name, 0), shape.longest, most, most or SLOT_CHARS[name]),
        *(shape.digit_within, name in DATE_SLOTS, shape.begins, shape.holds),
    )
