"""Reading labelled texts: JSON lines in the documented form, and labelled articles in YAML.

See `docs/training.md` for the form.
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from cleaner.corpus.labelled_article import LabelledArticle, load_article, may_be_article
from cleaner.errors import InputError
from cleaner.formats.detect import ARTICLES, format_named
from cleaner.given import domain_of
from cleaner.measure.labelled_record import TextRecord
from cleaner.measure.labelled_text import (
    BODY,
    CHROME,
    LABEL_NAMES,
    NEUTRAL,
    LabelledText,
    Part,
    body_lines,
    lines_of_parts,
    parts_of_lines,
    printable,
    tiled,
)
from cleaner.measure.problems import told_problems
from cleaner.measure.words import words_of

_LINES: Final = tuple(f".{s}{gz}" for s in format_named("jsonl").suffixes for gz in ("", ".gz"))
_ARTICLES: Final = tuple(f".{suffix}" for suffix in ARTICLES)
MOST_TOLD: Final = 20
"""Mistakes told of one reading; more of them help nobody."""


def read_labelled(paths: Iterable[str]) -> list[LabelledText]:
    """Return the labelled texts of files and folders, in the order of the paths.

    Raises:
        InputError: with the mistakes of all files, one a line, or if there is no text at all.
    """
    found: list[LabelledText] = []
    mistakes: list[str] = []
    seen: set[Path] = set()
    named = list(paths)
    if "" in named:  # such as a shell makes of a variable that is not set
        raise InputError("a path is empty; name a file or folder")
    for file in (file for path in named for file in _files(Path(path))):
        try:
            if file.resolve() in seen:
                raise InputError(f"{file}: is given twice; give it once")
            seen.add(file.resolve())
            found += _read_file(file)
        except InputError as error:
            mistakes += str(error).split("\n")
    if mistakes:
        more = len(mistakes) - MOST_TOLD
        tail = [f"and {more} more mistakes"] if more > 0 else []
        raise InputError("\n".join(mistakes[:MOST_TOLD] + tail))
    if not found:
        raise InputError("no labelled text; give files of JSON lines, see docs/training.md")
    return found


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(
        file
        for file in path.rglob("*")
        if not file.is_dir()
        and (file.name.endswith(_LINES) or (file.suffix in _ARTICLES and may_be_article(file)))
    )


def _read_file(file: Path) -> list[LabelledText]:
    if file.suffix in _ARTICLES:
        return [text_of_article(load_article(file), str(file))]
    return _read_lines(file)


def _read_lines(file: Path) -> list[LabelledText]:
    found: list[LabelledText] = []
    mistakes: list[str] = []
    seen: set[str] = set()
    for number, line in _numbered_lines(file):
        try:
            record = TextRecord.model_validate_json(line)
            id = number if record.id in (None, "") else record.id
            text = text_of_record(record, str(file), str(id))
            if text.id in seen:
                raise ValueError(f"id {text.id!r} stands here twice; give each text its own")
            seen.add(text.id)
            found.append(text)
        except ValidationError as error:
            mistakes += (f"{file}:{number}: {told}" for told in told_problems(error))
        except ValueError as error:
            mistakes.append(f"{file}:{number}: {error}")
    if mistakes:
        raise InputError("\n".join(mistakes))
    return found


def _numbered_lines(file: Path) -> Iterator[tuple[int, bytes]]:
    opened = gzip.open if file.name.endswith(".gz") else open
    try:
        with opened(file, "rb") as lines:
            for number, line in enumerate(lines, 1):
                if number == 1:
                    line = _without_mark(line, file)
                if line.strip():
                    yield number, line
    except (OSError, EOFError, zlib.error) as error:
        problem = getattr(error, "strerror", None) or error
        raise InputError(f"{file}: cannot be read: {problem}; give a file of JSON lines") from None


def _without_mark(line: bytes, file: Path) -> bytes:
    """Return the first line without the byte order mark of UTF-8; that of UTF-16 is an error."""
    if line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputError(f"{file}: is UTF-16 or UTF-32; `iconv -f UTF-16 -t UTF-8` makes it UTF-8")
    return line.removeprefix(codecs.BOM_UTF8)


def text_of_record(record: TextRecord, file: str, id: str) -> LabelledText:
    """Return the labelled text that a record describes.

    Raises:
        ValueError: spans that overlap or leave the text; a text to measure without any body.
    """
    parts, labels, mixed = _labels(record)
    lines = record.text.split("\n")
    body = tuple(record.paragraphs) or body_lines(lines, labels, mixed)
    titles = {(), *map(words_of, record.titles)}
    if record.measured and all(words_of(paragraph) in titles for paragraph in body):
        raise ValueError(
            "no body to measure with besides `titles`; say `measured: false`, or leave the text out"
        )
    return LabelledText(
        id=id,
        file=file,
        text=record.text,
        parts=parts,
        labels=labels,
        mixed=mixed,
        body=body,
        optional=tuple(record.optional),
        titles=tuple(record.titles),
        url=record.url,
        language=record.lang,
        source=record.source or "",
        group=record.group or domain_of(record.url or "") or id,
        weight=record.weight,
        is_measured=record.measured,
    )


def _labels(record: TextRecord) -> tuple[tuple[Part, ...], tuple[int, ...], dict[int, str]]:
    """Return parts, labels of lines, and the body's part of mixed lines."""
    if record.spans is not None:
        given = (Part(span.start, span.end, LABEL_NAMES[span.label]) for span in record.spans)
        parts = tiled(len(record.text), given, CHROME)
        return parts, *lines_of_parts(record.text, parts)
    if record.labels is not None:
        labels = tuple(NEUTRAL if label is None else label for label in record.labels)
        mixed = {int(number): part for number, part in record.mixed.items()}
        return parts_of_lines(record.text, labels), labels, mixed
    from cleaner.measure.align import labels_from_body

    labels = labels_from_body(record.text.split("\n"), record.paragraphs)
    if record.paragraphs and BODY not in labels:
        raise ValueError(
            "no line of `text` is mostly of the words of `body`, so that lines tell nothing; "
            "say with `spans` where the body stands, or give the text that it is from"
        )
    return parts_of_lines(record.text, labels), labels, {}


def text_of_article(article: LabelledArticle, file: str) -> LabelledText:
    """Return an article of the labelled corpus; its headline and standfirst are neutral."""
    given = (
        Part(span.start, span.end, BODY if span.is_body else _label_of(span.label))
        for span in article.parts
    )
    parts = tiled(len(article.text), given, NEUTRAL)
    name = printable(article.path.as_posix())
    labels, mixed = lines_of_parts(article.text, parts)
    return LabelledText(
        id=name,
        file=file,
        text=article.text,
        parts=parts,
        labels=labels,
        mixed=mixed,
        body=body_lines(article.text.split("\n"), labels, mixed),
        titles=(article.title,) if article.title else (),
        url=article.url,
        language=article.lang,
        source=article.kind,
        group=name,
    )


def _label_of(label: str) -> int:
    return NEUTRAL if label in ("headline", "standfirst") else CHROME
