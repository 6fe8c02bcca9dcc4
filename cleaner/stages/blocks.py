"""Document -> Blocks: lines, the sentences of lines that are long or glued, paragraphs in lines.

Blocks tile the text. Cuts have no width, so that no offset ever moves; line ends stay with
the line that they end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain
from operator import sub

from cleaner.breaks.guess import line_starts
from cleaner.breaks.joined import joined_lines
from cleaner.columns import cut, runs
from cleaner.data import BLANK, LINE, SENTENCE, Blocks, Document, Match
from cleaner.lines import MIN_ARTICLE_CHARS, Swept, article_line, swept_lines
from cleaner.markdown import unmarked
from cleaner.sentences import BULLETS, BYTE_ORDER_MARK, line_end, sentence_cuts

MAX_LINE_CHARS = 1_200  # longer lines are cut into sentences; 1 in 1,000 paragraphs is longer
MAX_PIECE_CHARS = 2_000  # longer sentences are cut at a blank
MIN_GLUED_WORDS = 3  # on each side of a seam, so that "YouTube" or "example.Com" is none


def split_blocks(document: Document) -> Blocks:
    """Cut a document into blocks.

    >>> [b.text for b in split_blocks(Document("One.\\r\\n\\nTwo"))]
    ['One.\\r\\n', '\\n', 'Two']
    """
    text = document.text
    if document.markup is not None:  # the tree has cut it, and what stands there is its text
        lines = swept_lines(text)
    else:
        text = unmarked(text)
        lines = joined_lines(text)
        article = article_line(lines.starts, lines.ends, lines.longest)
        if lines.seams or lines.longest > MAX_LINE_CHARS or article is not None:
            lines = _refined(lines, article)
        if text[:1] == BYTE_ORDER_MARK:
            lines = _apart_from_mark(lines)
    return Blocks(document, lines.folded, lines.starts, lines.ends, lines.kinds, text)


def cut_blocks(blocks: Blocks, matches: Sequence[Match]) -> Blocks:
    """Return the blocks with further cuts inside sentences, where lines seem to have begun.

    Running text has no line ends to tell a date line from the headline before it; the edges of what
    rules found there do, and words and capitals (see `line_starts`). These come after the rules,
    which reach over whole sentences: a rule for a whole line would take a word out of a sentence
    that is wrongly cut.
    """
    if SENTENCE not in blocks.kinds:
        return blocks
    found: list[int] = []
    inner = sorted({edge for match in matches for edge in (match.start, match.end)})
    for first, last in runs(blocks.kinds, SENTENCE):
        begins, end = blocks.starts[first:last], blocks.ends[last - 1]
        own = set(inner[bisect_right(inner, begins[0]) : bisect_left(inner, end)])
        if end - begins[0] > MIN_ARTICLE_CHARS:  # shorter ones are lines that are glued
            text = blocks.folded[begins[0] : end]
            own.update(begins[0] + begun for begun in line_starts(text))
        found += sorted(own.difference(begins))
    return blocks.cut(found)[0] if found else blocks


def _apart_from_mark(lines: Swept) -> Swept:
    """Give a byte order mark a blank block of its own: it belongs to the file, not to the line."""
    folded, starts, ends, kinds, *_ = lines
    if ends[0] == 1:
        return lines._replace(kinds=bytes([BLANK]) + kinds[1:])
    if folded[1 : ends[0]].isspace():  # with the mark before it the line seemed to hold something
        kinds = bytes([BLANK]) + kinds[1:]
    return lines._replace(starts=[0, 1, *starts[1:]], ends=[1, *ends], kinds=bytes([BLANK]) + kinds)


def _refined(lines: Swept, article: int | None) -> Swept:
    """Cut the lines that are long or glued, and such lines from their ends.

    So a line can lose its last sentence and still end.

    Args:
        lines: of a text, and where sentences are glued.
        article: number of the line that is the article, however long it is.
    """
    folded, starts, ends, kinds, seams, *_ = lines
    rows = {bisect_right(starts, seam) - 1 for seam in seams}
    sizes = map(sub, ends, starts)
    long = {r for r, size in enumerate(sizes) if size > MAX_LINE_CHARS and kinds[r] == LINE}
    if article is not None and kinds[article] == LINE:
        long.add(article)
    rows |= long
    cuts: list[int] = []
    bodies: set[int] = set()
    for row in sorted(rows):
        start, end = starts[row], ends[row]
        body = line_end(folded, start, end)
        own = seams[bisect_right(seams, start) : bisect_left(seams, end)]
        if row in long:
            own = _long_line_cuts(folded, start, end, own)
        elif own:
            own = _glued_line_cuts(folded, start, end, own)
        own = [offset for offset in own if offset < body]
        cuts += own
        if own and body < end:
            cuts.append(body)
            bodies.add(body)
    made = cut(starts, kinds, cuts)
    for piece in chain.from_iterable(made.new):
        made.kinds[piece] = BLANK if made.starts[piece] in bodies else SENTENCE
    return lines._replace(
        starts=made.starts, ends=[*made.starts[1:], ends[-1]], kinds=bytes(made.kinds)
    )


def _long_line_cuts(folded: str, start: int, end: int, seams: list[int]) -> list[int]:
    edges = {start, *seams, *sentence_cuts(folded, start, end), *_bullets(folded, start, end), end}
    out: list[int] = []
    begin = start
    for edge in sorted(edges):
        while edge - begin > MAX_PIECE_CHARS:
            blank = folded.rfind(" ", begin + 1, begin + MAX_PIECE_CHARS)
            begin = blank + 1 if blank >= 0 else begin + MAX_PIECE_CHARS
            out.append(begin)
        out.append(edge)
        begin = edge
    return [c for c in out if start < c < end]


def _glued_line_cuts(folded: str, start: int, end: int, seams: list[int]) -> list[int]:
    cuts: list[int] = []
    for seam, after in zip(seams, [*seams[1:], end], strict=True):
        before = folded[cuts[-1] if cuts else start : seam]
        if min(len(before.split()), len(folded[seam:after].split())) >= MIN_GLUED_WORDS:
            cuts.append(seam)
    return cuts


def _bullets(folded: str, start: int, end: int) -> Iterator[int]:
    for bullet in BULLETS:
        at = folded.find(bullet, start, end)
        while at >= 0:
            yield at
            at = folded.find(bullet, at + 1, end)
