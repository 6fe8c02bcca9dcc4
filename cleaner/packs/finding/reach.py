"""How far a removal reaches: from the words that matched to the phrase, sentence or line."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from cleaner.data import Blocks
from cleaner.folding import DECORATION
from cleaner.lines import MIN_ARTICLE_CHARS
from cleaner.packs.finding.page import Hit, Page
from cleaner.packs.modes import RuleRow
from cleaner.sentences import LINE_ENDS

MAX_PARAGRAPH_CHARS = 2_000
_PARTS = " \n([{"  # behind one of these a blank less glues nothing
MAX_REST_WORDS = 24  # in running text more of a sentence beside a hit is rather another line


def reached(page: Page, row: RuleRow, hit: Hit, end: Hit | None) -> tuple[int, int]:
    """Return what a hit covers, in the document's offsets.

    Args:
        page: the document as the rules see it.
        row: the rule.
        hit: where it matched; for a block, where it begins.
        end: for a block, where it ends.
    """
    if end is not None:
        return _block_span(page, row, hit, end)
    if row.reach == "phrase":
        return _widened(page, hit, hit.start, hit.end)
    if row.reach == "sentence":
        return _sentence_span(page, hit)
    if row.reach == "paragraph":
        return _paragraph_span(page, hit)
    if row.kind == "line":
        return _widened(page, hit, hit.start, hit.end)
    return _sentence_span(page, hit) if page.is_running_text(hit.unit) else page.span(hit.unit)


def _block_span(page: Page, row: RuleRow, hit: Hit, end: Hit) -> tuple[int, int]:
    is_running = page.is_running_text(hit.unit)  # no line ends: what stands before is not of it
    start = hit.start if is_running else _sentence_span(page, hit)[0]
    if row.is_end_kept:
        return start, max(start, page.span(end.unit)[0])
    if end.start == end.end:
        return start, page.span(end.unit)[1]
    return start, _sentence_span(page, end)[1]


def _widened(page: Page, hit: Hit, start: int, end: int) -> tuple[int, int]:
    """Take the whole block if nothing but decoration is left of it, else the blanks behind.

    Those stay where nothing else would part what stands before from what comes behind.
    """
    begin, stop = page.span(hit.unit)
    folded = page.blocks.folded
    if start == begin and folded[end:stop] in ("\n", ""):
        return begin, stop  # mostly
    if not folded[begin:start].strip(DECORATION) and not folded[end:stop].strip(DECORATION):
        return begin, stop
    is_apart = start == begin or folded[start - 1] in _PARTS
    return start, min(stop, _behind_blanks(folded, end)) if is_apart else end


def _sentence_span(page: Page, hit: Hit) -> tuple[int, int]:
    first, last = page.span(hit.unit)
    for cuts in (page.sentence_cuts(hit.unit), page.line_edges):
        before, behind = bisect_right(cuts, hit.start), bisect_left(cuts, hit.end)
        first = max(first, cuts[before - 1]) if before else first
        last = min(last, cuts[behind]) if behind < len(cuts) else last
    return _bounded(page, hit, first, last) if page.is_running_text(hit.unit) else (first, last)


def _bounded(page: Page, hit: Hit, first: int, last: int) -> tuple[int, int]:
    """Leave out of a sentence in running text what rather is another line that lost its end.

    A capital begins a line where the hit begins, and right behind it.
    """
    folded, after = page.blocks.folded, _behind_blanks(page.blocks.folded, hit.end)
    if folded[hit.start].isupper() or _is_too_long(folded[first : hit.start]):
        first = hit.start
    is_begun = after > hit.end and folded[after : after + 1].isupper()
    if is_begun or _is_too_long(folded[hit.end : last]):
        last = min(last, after)
    return first, last


def _is_too_long(rest: str) -> bool:
    return len(rest) > 2 * MAX_REST_WORDS and len(rest.split()) > MAX_REST_WORDS


def _behind_blanks(folded: str, place: int) -> int:
    while folded[place : place + 1] == " ":
        place += 1
    return place


def _paragraph_span(page: Page, hit: Hit) -> tuple[int, int]:
    """The whole line, also where it was glued; of what is no paragraph only the sentence.

    That is a very long line, or one that is most of the text: the article itself.
    """
    blocks = page.blocks
    if not page.is_running_text(hit.unit):
        return page.span(hit.unit)
    most = min(MAX_PARAGRAPH_CHARS, max(MIN_ARTICLE_CHARS, len(blocks.folded) // 2))
    starts, ends = blocks.starts, blocks.ends
    first = last = page.index[hit.unit]
    while first > 0 and ends[last] - starts[first] <= most and not _ends_a_line(blocks, first - 1):
        first -= 1
    behind = len(blocks) - 1
    while last < behind and ends[last] - starts[first] <= most and not _ends_a_line(blocks, last):
        last += 1
    start, end = starts[first], ends[last]
    return (start, end) if end - start <= most else _sentence_span(page, hit)


def _ends_a_line(blocks: Blocks, row: int) -> bool:
    return blocks.folded[blocks.ends[row] - 1] in LINE_ENDS
