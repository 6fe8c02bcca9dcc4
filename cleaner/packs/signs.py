"""Rules of kind `signs`: a line in which several signs meet, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterable

LEAST_CHARS = 30  # a shorter line is a heading or a button
AT_BEGIN = "^"  # before a sign with which the line or a sentence begins
_MARKS = re.compile(r"(?:[^\w\s\\()\[\]{}|?*+.^$]\|)+")
_OUTSIDE = '[^"«»]*(?:(?:«[^«»]{1,40}»|»[^«»]{1,40}«)[^"«»]*)*'
"""Text outside quotation marks, with names in angled ones: newspapers write their own so."""


def pattern_of(signs: Iterable[str]) -> str:
    r"""Return the regular expression of a line in which all signs stand.

    It has no quotation marks, in which somebody's words would stand, and does not begin with a
    dash, as speech does.

    Args:
        signs: regular expressions between word borders, those of a mark first (`@|email`); behind
            `^` for the beginning of the line or of a sentence.

    >>> import regex
    >>> appeal = regex.compile(pattern_of(["^sign up|subscribe", "our (?:news|letter)s?"]))
    >>> bool(appeal.search("all of it for nothing: subscribe today to our letters"))
    True
    >>> bool(appeal.search('"subscribe today," he said, "and our letters come"'))
    False
    """
    return rf"^(?!-)(?=.{{{LEAST_CHARS}}}){''.join(map(_ahead, signs))}{_OUTSIDE}$"


def _ahead(sign: str) -> str:
    if sign.startswith(AT_BEGIN):
        return rf"(?=(?:{_OUTSIDE}[.!?:;)] )?(?:{sign[len(AT_BEGIN) :]})\b)"
    marks = _MARKS.match(sign)
    if marks is None:
        return rf"(?={_OUTSIDE}\b(?:{sign})\b)"
    return rf"(?={_OUTSIDE}(?:{marks[0]}\b(?:{sign[marks.end() :]})\b))"
