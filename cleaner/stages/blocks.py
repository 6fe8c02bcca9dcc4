"""Document -> Blocks: lines, the sentences of lines that are long or glued, wrapped paragraphs.

Blocks tile the text. Cuts have no width, so that no offset ever moves; line ends stay with
the line that they end.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, pairwise

from cleaner.data import BLANK, LINE, SENTENCE, Blocks, Document
from cleaner.folding import fold
from cleaner.sentences import BYTE_ORDER_MARK, LINE_ENDS, line_end, sentence_cuts, title_cuts
from cleaner.wraps import wrapped_lines

MAX_LINE_CHARS = 1_200  # longer lines are cut into sentences; 1 in 1,000 paragraphs is longer
MAX_PIECE_CHARS = 2_000  # longer sentences are cut at a blank
MAX_WORD_CHARS = 50  # a longer run of letters is no word before a seam
MENU_WORDS = 20  # of a menu without line breaks are judged together
MIN_GLUED_WORDS = 3  # on each side of a seam, so that "YouTube" or "example.Com" is none

_DOMAIN_ENDS = frozenset({"Com", "Co", "Org", "Net", "De", "Tv", "Fm"})
_CLASS = bytes(
    ord("U") if c.isupper() else ord("l") if c.islower() else ord(".") if c in ".!?" else ord(" ")
    for c in map(chr, range(256))
)


def split_blocks(document: Document) -> Blocks:
    """Cut a document into blocks.

    >>> [b.text for b in split_blocks(Document("One.\\r\\n\\nTwo"))]
    ['One.\\r\\n', '\\n', 'Two']
    """
    text = document.text
    lines = text.splitlines(keepends=True)
    folded = fold(text)
    wraps = wrapped_lines(lines) if document.markup is None else None
    if wraps:
        lines, folded = _unwrapped(lines, folded, wraps)
    ends = list(accumulate(map(len, lines)))
    starts = [0, *ends[:-1]] if ends else []
    kinds = bytes([BLANK if line.isspace() else LINE for line in lines])
    if document.markup is not None:
        return Blocks(document, folded, starts, ends, kinds)  # the tree has cut it
    seams = _seams(folded)
    if seams or (lines and max(map(len, lines)) > MAX_LINE_CHARS):
        starts, ends, kinds = _refined(folded, starts, ends, kinds, seams)
    if text[:1] == BYTE_ORDER_MARK:
        starts, ends, kinds = _apart_from_mark(starts, ends, kinds)
    return Blocks(document, folded, starts, ends, kinds)


def cut_blocks(blocks: Blocks, cuts: set[int]) -> Blocks:
    """Return the blocks with further cuts inside sentences: where rules found edges, behind titles.

    Running text has no line ends to tell a date line from the headline before it; the edges of what
    rules found there do, and capitals (see `title_cuts`). These come after the rules, which reach
    over whole sentences.
    """
    if SENTENCE not in blocks.kinds:
        return blocks
    starts: list[int] = []
    kinds: list[int] = []
    inner = sorted(cuts)
    for start, end, kind in zip(blocks.starts, blocks.ends, blocks.kinds, strict=True):
        edges = [start]
        if kind == SENTENCE:
            edges += inner[bisect_right(inner, start) : bisect_left(inner, end)]
            edges = _with_menu_cuts(blocks.folded, [*edges, end])
        starts += edges
        if len(edges) == 1:
            kinds.append(kind)
        else:
            kinds += (_piece_kind(blocks.folded[s:e]) for s, e in pairwise([*edges, end]))
    ends = [*starts[1:], blocks.ends[-1]]
    return Blocks(blocks.document, blocks.folded, starts, ends, bytes(kinds))


def _with_menu_cuts(folded: str, edges: list[int]) -> list[int]:
    """Return the edges but the last, and between them where long menus are cut."""
    pieces = pairwise(edges)
    return [c for s, e in pieces for c in (s, *title_cuts(folded, s, e, most=MENU_WORDS))]


def _unwrapped(lines: list[str], folded: str, wraps: list[int]) -> tuple[list[str], str]:
    """Take wrapped lines together; for comparing, the line ends inside are blanks."""
    joined: list[str] = []
    shapes: list[str] = []
    wrapped = set(wraps)
    start = 0
    for number, line in enumerate(lines):
        end = start + len(line)
        if number in wrapped:
            body = line_end(folded, start, end)
            shapes += (folded[start:body], " " * (end - body))
        else:
            shapes.append(folded[start:end])
        if number - 1 in wrapped:
            joined[-1] += line
        else:
            joined.append(line)
        start = end
    return joined, "".join(shapes)


def _apart_from_mark(
    starts: list[int], ends: list[int], kinds: bytes
) -> tuple[list[int], list[int], bytes]:
    """Give a byte order mark a blank block of its own: it belongs to the file, not to the line."""
    if ends[0] == 1:
        return starts, ends, bytes([BLANK]) + kinds[1:]
    return [0, 1, *starts[1:]], [1, *ends], bytes([BLANK]) + kinds


def _piece_kind(folded: str) -> int:
    return SENTENCE if folded.strip() else BLANK


def _refined(
    folded: str, starts: list[int], ends: list[int], kinds: bytes, seams: list[int]
) -> tuple[list[int], list[int], bytes]:
    """Cut the lines that are long or glued."""
    new_starts: list[int] = []
    new_kinds: list[int] = []
    at = 0
    for start, end, kind in zip(starts, ends, kinds, strict=True):
        cuts: list[int] = []
        while at < len(seams) and seams[at] < end:
            cuts.append(seams[at])
            at += 1
        if end - start > MAX_LINE_CHARS and kind == LINE:
            cuts = _long_line_cuts(folded, start, end, cuts)
        elif cuts:
            cuts = _glued_line_cuts(folded, start, end, cuts)
        new_starts += (start, *cuts)
        new_kinds += [SENTENCE] * (len(cuts) + 1) if cuts else [kind]
        body = line_end(folded, start, end)
        if cuts and body < end:  # so that the line can lose its last sentence and still end
            new_starts.append(body)
            new_kinds.append(BLANK)
    return new_starts, [*new_starts[1:], ends[-1]], bytes(new_kinds)


def _long_line_cuts(folded: str, start: int, end: int, seams: list[int]) -> list[int]:
    edges = {start, *seams, *sentence_cuts(folded, start, end), *_bullets(folded, start, end), end}
    titles = [c for s, e in pairwise(sorted(edges)) for c in title_cuts(folded, s, e)]
    cuts = sorted({*edges, *titles} - {start, end})
    out: list[int] = []
    for cut in (*cuts, end):
        begin = out[-1] if out else start
        while cut - begin > MAX_PIECE_CHARS:
            blank = folded.rfind(" ", begin + 1, begin + MAX_PIECE_CHARS)
            begin = blank + 1 if blank >= 0 else begin + MAX_PIECE_CHARS
            out.append(begin)
        out.append(cut)
    return [c for c in out if start < c < end]


def _glued_line_cuts(folded: str, start: int, end: int, seams: list[int]) -> list[int]:
    cuts: list[int] = []
    for seam, after in zip(seams, [*seams[1:], end], strict=True):
        before = folded[cuts[-1] if cuts else start : seam]
        if min(len(before.split()), len(folded[seam:after].split())) >= MIN_GLUED_WORDS:
            cuts.append(seam)
    return cuts


def _bullets(folded: str, start: int, end: int) -> Iterator[int]:
    for bullet in "•●▪■►▶":
        at = folded.find(bullet, start, end)
        while at >= 0:
            yield at
            at = folded.find(bullet, at + 1, end)


def _seams(folded: str) -> list[int]:
    """Return where a sentence begins right behind another, without a blank between.

    Two forms are met: "the difference.The government" and "logged inPlease refresh". The
    word before the seam begins in lower case, or it is a name ("YouTube", "McDonald").
    """
    shape = folded.encode("latin-1", "replace").translate(_CLASS)
    seams = []
    for form in (b"lUl", b"l.Ul"):
        at = shape.find(form)
        while at >= 0:
            seam = at + len(form) - 2
            if _is_seam(folded, shape, at, seam):
                seams.append(seam)
            at = shape.find(form, seam)
    return sorted(seams)


def _is_seam(folded: str, shape: bytes, at: int, seam: int) -> bool:
    """Judge the words on both sides of a seam: `at` is the last letter before it."""
    right = seam + 1
    while right < len(shape) and shape[right : right + 1] == b"l":
        right += 1
    if folded[right : right + 1] not in (" ", ",", "'") or folded[seam:right] in _DOMAIN_ENDS:
        return False
    left, least = at, max(0, at - MAX_WORD_CHARS)
    while left > least and shape[left - 1 : left].isalpha():
        left -= 1
    if at - left < 1 or left == least > 0 or shape[left : left + 1] == b"U":
        return False
    return left == 0 or folded[left - 1] in " (\"-'" + LINE_ENDS
