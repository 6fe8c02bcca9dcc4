"""Lines of a text that are one: those of a wrapped paragraph, the pieces of a broken sentence."""

from __future__ import annotations

from operator import sub

from cleaner.breaks.broken import broken_lines
from cleaner.lines import Swept, swept_lines
from cleaner.sentences import line_end
from cleaner.wraps import may_be_wrapped, wrapped_lines


def joined_lines(text: str) -> Swept:
    """Return the lines of a text; those of a wrapped paragraph or a broken sentence are one.

    >>> joined_lines("We met at\\nStilbruch\\n, the store of old goods in town.\\nShare").starts
    [0, 54]
    """
    swept = swept_lines(text)
    wraps: list[int] = []
    if may_be_wrapped(swept.wider, len(text)):
        wraps = wrapped_lines(text.splitlines(keepends=True))
    together = wraps or broken_lines(swept.folded, swept.starts, swept.ends)
    return _joined(swept, together) if together else swept


def _joined(swept: Swept, together: list[int]) -> Swept:
    """Take lines together with those below them; for comparing, the line ends inside are blanks.

    Args:
        swept: the lines.
        together: numbers of the lines, ascending, that go on in the next one.
    """
    starts, ends = swept.starts, swept.ends
    shapes: list[str] = []
    at = 0
    for number in together:
        body = line_end(swept.folded, starts[number], ends[number])
        shapes += (swept.folded[at:body], " " * (ends[number] - body))
        at = ends[number]
    folded = "".join((*shapes, swept.folded[at:]))
    gone = set(together)
    left = [number for number in range(len(ends)) if number not in gone]
    ends = [ends[number] for number in left]
    starts = [0, *ends[:-1]]
    kinds = bytes([swept.kinds[number] for number in left])  # nor is the one below a blank line
    longest = max(map(sub, ends, starts))
    return swept._replace(folded=folded, starts=starts, ends=ends, kinds=kinds, longest=longest)
