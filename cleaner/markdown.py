"""Markdown seen as the text it stands for; for comparing only, so every offset stays.

What an extractor writes as Markdown has its links' targets, headings' signs and emphasis among the
words. Blanks in their place leave the words where they are, and rules and scorer see the line that
a reader sees. Nothing is taken for a document's format: each sign counts by itself, where it is
whole.
"""

from __future__ import annotations

import re
from functools import cache

_SIGNS = ("](", "*", "_", "# ", "> ")
_MAX_NESTED = 3  # a link around a picture is two


def unmarked(text: str) -> str:
    """Return a text of the same length with blanks for the signs of Markdown.

    >>> unmarked("## [Sign up](https://example.org) for **more**")
    '    Sign up                       for   more  '
    """
    if not any(sign in text for sign in _SIGNS):
        return text
    links, others = _patterns()
    for _ in range(_MAX_NESTED):
        text, n = links.subn(_blanked, text)
        if not n:
            break
    return others.sub(_blanked, text)


def _blanked(found: re.Match[str]) -> str:
    """Keep the words of a match, its last group, where they are."""
    start, end = found.span()
    first, last = found.span(found.lastindex or 0) if found.lastindex else (end, end)
    return " " * (first - start) + found.string[first:last] + " " * (end - last)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    target = r"(?:[^()\s]|\([^()\s]{0,200}\)){0,2000}"
    return (
        re.compile(rf"!?\[([^\[\]\n]{{0,400}})\]\({target}(?: \"[^\"\n]{{0,200}}\")?\)"),
        re.compile(
            r"^[ \t]{0,3}(?:#{1,6}|>)[ \t]+(?=\S)"
            r"|(?<![\w*])(\*{2,3})(?=[^\s*])([^*\n]{1,400})\1(?![\w*])"
            r"|(?<![\w_])(_{2,3})(?=[^\s_]+ )([^_\n]{1,400})\3(?![\w_])"
            r"|(?<![\w*{])(\*)(?=[^\s*}])([^*\n]{1,400})(?<=\S)\*(?![\w*])"
            r"|(?<![\w_])(_)(?=[^\s_])([^_\n]{1,400})(?<=\S)_(?![\w_])",
            re.MULTILINE,
        ),
    )
