"""Markdown seen as the text it stands for; for comparing only, so every offset stays.

What an extractor writes as Markdown has its links' targets, headings' signs and emphasis among the
words. Blanks in their place leave the words where they are, and rules and scorer see the line that
a reader sees. Nothing is taken for a document's format: each sign counts by itself, where it is
whole.
"""

from __future__ import annotations

import re
from functools import cache

_MAX_NESTED = 3  # a link around a picture is two


def unmarked(text: str) -> str:
    """Return a text of the same length with blanks for the signs of Markdown.

    >>> unmarked("## [Sign up](https://example.org) for **more**")
    '    Sign up                       for   more  '
    """
    if "]" in text and "](" in text:  # a single sign is looked for ten times as fast
        for _ in range(_MAX_NESTED):
            text, n = _pattern("link").subn(_blanked, text)
            if not n:
                break
    if _stands_twice(text, "*"):
        text = _pattern("stars").sub(_blanked, text)
    if _stands_twice(text, "_"):
        text = _pattern("low lines").sub(_blanked, text)
    if "#" in text or ">" in text:
        text = _pattern("line").sub(_blanked, "\n" + text)[1:]
    return text


def _stands_twice(text: str, sign: str) -> bool:
    first = text.find(sign)
    return first >= 0 and text.find(sign, first + 1) >= 0


def _blanked(found: re.Match[str]) -> str:
    """Keep the words of a match, its last group, where they are, and a line end before it."""
    start, end = found.span()
    first, last = found.span(found.lastindex) if found.lastindex else (end, end)
    return " " * (first - start) + found.string[first:last] + " " * (end - last)


# Each begins with a sign that is looked for quickly; what stands before it is looked at afterwards.
_TARGET = r"(?:[^()\s]|\([^()\s]{0,200}\)){0,2000}"
_PATTERNS = {
    "link": rf"!?\[([^\[\]\n]{{0,400}})\]\({_TARGET}(?: \"[^\"\n]{{0,200}}\")?\)",
    "stars": r"\*(?<![\w*{]\*)(?:(\*{1,2})(?=[^\s*])([^*\n]{1,400})\*\1"
    r"|(?=[^\s*}])([^*\n]{1,400})(?<=\S)\*)(?![\w*])",
    "low lines": r"_(?<!\w_)(?:(_{1,2})(?=[^\s_]+ )([^_\n]{1,400})_\1"
    r"|(?=[^\s_])([^_\n]{1,400})(?<=\S)_)(?!\w)",
    "line": r"(\n)[ \t]{0,3}(?:#{1,6}|>)[ \t]+(?=\S)",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_PATTERNS[name])
