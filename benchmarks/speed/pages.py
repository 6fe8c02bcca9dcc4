"""The pages that are measured: given ones, or made up from the project's own corpus."""

from __future__ import annotations

import gzip
import html
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cleaner.corpus.labelled_article import LabelledArticle, load_corpus

FLAVOURS = ("wet", "residue-resi")
LEFT_OUT = 50_000  # bytes; a single giant page would be the whole measurement
MADE_UP = "made-up"


@dataclass(frozen=True, slots=True)
class PageSet:
    """Pages measured together.

    Attributes:
        name: of the flavour, or `made-up`.
        texts: the pages, raw text or HTML.
    """

    name: str
    texts: tuple[str, ...]

    @property
    def size(self) -> int:
        """Bytes in UTF-8."""
        return sum(len(t.encode()) for t in self.texts)


def text_sets(data: Path | None, corpus: Path, size: int) -> list[PageSet]:
    """Return about `size` bytes of each flavour in `data`, else made-up pages."""
    if data is None:
        return [PageSet(MADE_UP, _upto(size, made_up_texts(corpus)))]
    return [
        PageSet(flavour, _upto(size, _column(data / f"raw-{flavour}.jsonl.gz", "text")))
        for flavour in FLAVOURS
    ]


def html_set(data: Path | None, corpus: Path, size: int) -> PageSet:
    """Return about `size` bytes of HTML pages."""
    if data is None:
        return PageSet(MADE_UP, _upto(size, map(as_html, made_up_texts(corpus))))
    return PageSet("HTML", _upto(size, _column(data / "html-body-gold.jsonl.gz", "html"), size))


def made_up_texts(corpus: Path, count: int = 2_000) -> Iterator[str]:
    """Yield raw texts like news pages: an article, and the chrome of two others around it.

    The articles repeat, the pages do not: each has other chrome and other numbers.
    """
    articles = load_corpus(corpus)
    for i in range(count):
        article = articles[i % len(articles)]
        before = articles[(7 * i + 3) % len(articles)]
        after = articles[(11 * i + 5) % len(articles)]
        parts = [*_chrome(before)[:4], article.text, *_chrome(after), f"{i} Comments", f"Page {i}"]
        yield "\n".join(parts)


def as_html(text: str) -> str:
    """Wrap a raw text as a plain page: a paragraph for each line, a menu and a foot around it."""
    lines = [html.escape(line) for line in text.split("\n") if line.strip()]
    body = "\n".join(f"<p>{line}</p>" for line in lines)
    menu = "".join(f'<li><a href="/{i}">Section {i}</a></li>' for i in range(30))
    return (
        f"<!DOCTYPE html><html><head><title>{lines[0]}</title></head><body><nav><ul>{menu}</ul>"
        f"</nav><main><article>{body}</article></main><footer>{menu}</footer></body></html>"
    )


def grown(texts: Sequence[str], chars: int) -> str:
    """Return one document of `chars` characters: pages one after another, again and again."""
    joined = "\n\n".join(texts)
    return (joined + "\n\n") * (chars // (len(joined) + 2)) + joined[: chars % (len(joined) + 2)]


def rewrapped(text: str, width: int) -> str:
    """Return the same words on lines of about `width` characters.

    >>> rewrapped("a bc d", 4)
    'a bc\\nd'
    """
    lines: list[str] = []
    line: list[str] = []
    room = width
    for word in text.split():
        if line and len(word) > room:
            lines.append(" ".join(line))
            line, room = [], width
        line.append(word)
        room -= len(word) + 1
    return "\n".join([*lines, " ".join(line)])


def _chrome(article: LabelledArticle) -> list[str]:
    return [article.words_of(p).strip("\n") for p in article.parts if p.is_chrome]


def _upto(size: int, texts: Iterator[str], most: int = LEFT_OUT) -> tuple[str, ...]:
    """Take texts until they have `size` bytes, leaving out those with more than `most`."""
    taken: list[str] = []
    for text in texts:
        length = len(text.encode())
        if 0 < length <= most:
            taken.append(text)
            size -= length
        if size <= 0:
            break
    return tuple(taken)


def _column(path: Path, key: str) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record: dict[str, Any] = json.loads(line)
            yield record[key]
