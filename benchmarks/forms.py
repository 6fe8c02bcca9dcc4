"""Measure how well the same pages are cleaned in other forms than one line for each paragraph.

    python benchmarks/forms.py --data ../shared/data --flavour wet --form one-line

Each page is written in the form, cleaned with weights that have not seen its site (`quality.py`
learns them), and what is kept is traced back to the page as it was, so that all forms are scored
alike, as by `clean eval`: `plain`; `double-spaced` and `unspaced`, with a blank line after every
line and with none; `wrapped` at 72 columns; `markdown`, with headings, bullets, links and bold
words; and `one-line`, without any line break. Without the data it says so and stops.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from labelled_pages import FLAVOURS, add_data, convert, has_pages

from cleaner.api import Cleaner
from cleaner.measure.labelled_text import LabelledText
from cleaner.measure.learning import read_folds
from cleaner.measure.reading import read_labelled
from cleaner.measure.runs import Clean, run_over
from cleaner.measure.tables import run_table
from cleaner.policy import PROFILES
from cleaner.result import Result
from cleaner.scoring.labelled import fold_of

COLUMNS = 72
Piece = tuple[str, int | None]


@dataclass(frozen=True)
class Formed:
    """A page in another form.

    Attributes:
        text: the page in the form.
        origins: for each character of it the one of the plain page that it is; None if new.
    """

    text: str
    origins: Sequence[int | None]


def main() -> int:
    options = _options()
    data, labelled = Path(options.data), Path(options.labelled)
    if not has_pages(data):
        return 0
    if not (labelled / "training.jsonl.gz").exists():
        convert(data, labelled)
    cleaners = [Cleaner(profile=options.profile, weights=w) for w in read_folds(options.folds)]
    for flavour in options.flavour or FLAVOURS:
        texts = read_labelled([str(labelled / f"{flavour}.jsonl.gz")])
        for form in options.form or FORMS:
            about = {"flavour": flavour, "form": form, "profile": options.profile}
            print(run_table(run_over(texts, cleaning_in(form, cleaners), about)), flush=True)
    return 0


def cleaning_in(form: str, cleaners: Sequence[Cleaner]) -> Clean:
    """Return how to clean a page in a form, with what was learnt without its site."""

    def clean(text: LabelledText) -> str:
        formed = in_form(text.text, form)
        result = cleaners[fold_of(text.group, len(cleaners))].clean(formed.text)
        return traced_back(text.text, formed, result)

    return clean


def in_form(text: str, form: str) -> Formed:
    """Return a page in a form.

    >>> in_form("One.\\nTwo.", "one-line").text
    'One. Two.'
    >>> in_form("One.\\n\\nTwo.", "unspaced").text
    'One.\\nTwo.'
    """
    lines = [(line, start) for line, start in _lines(text) if form == "plain" or line.strip()]
    between, write = FORMS[form]
    pieces: list[Piece] = []
    for line, start in lines:
        pieces += write(line, start)
        pieces.append((between, None))
    origins: list[int | None] = []
    for piece, origin in pieces[:-1]:
        origins += [None] * len(piece) if origin is None else range(origin, origin + len(piece))
    return Formed("".join(piece for piece, _ in pieces[:-1]), origins)


def traced_back(page: str, formed: Formed, result: Result) -> str:
    """Return the lines of the plain page with the characters of them that the result keeps."""
    kept = bytearray(len(page))
    for span in result.kept:
        for origin in formed.origins[span.start : span.end]:
            if origin is not None:
                kept[origin] = 1
    lines = ("".join(page[i] for i in range(s, s + len(x)) if kept[i]) for x, s in _lines(page))
    return "\n".join(line for line in lines if line.strip())


def _lines(text: str) -> Iterator[tuple[str, int]]:
    start = 0
    for line in text.split("\n"):
        yield line, start
        start += len(line) + 1


def _as_it_is(line: str, start: int) -> list[Piece]:
    return [(line, start)]


def _wrapped(line: str, start: int) -> list[Piece]:
    """Break the line at the last blank before each column 72."""
    pieces: list[Piece] = []
    at = 0
    while len(line) - at > COLUMNS:
        cut = line.rfind(" ", at + 1, at + COLUMNS + 1)
        if cut < 0:
            cut = line.find(" ", at + COLUMNS)
        if cut < 0:
            break
        pieces += [(line[at:cut], start + at), ("\n", start + cut)]
        at = cut + 1
    return [*pieces, (line[at:], start + at)]


def _as_markdown(line: str, start: int) -> list[Piece]:
    """Write a short line as heading, item or link; in a long one set words in bold or as a link.

    Which it is hangs on the line alone, so that a line that stands twice looks twice the same.
    """
    body, choice = (line, start), zlib.crc32(line.encode()) % 4
    if len(line.split()) < 10:
        return {
            0: [("## ", None), body],
            1: [("- ", None), body],
            2: [("[", None), body, ("](https://www.example.org/page)", None)],
        }.get(choice, [body])
    first = line.find(" ", 20)
    second = line.find(" ", first + 12)
    if min(first, second) < 0 or choice > 1:
        return [body]
    before, words, after = line[: first + 1], line[first + 1 : second], line[second:]
    signs = ("**", "**") if choice else ("[", "](https://www.example.org/story)")
    return [
        (before, start), (signs[0], None), (words, start + first + 1), (signs[1], None),
        (after, start + second),
    ]  # fmt: skip


FORMS: dict[str, tuple[str, Callable[[str, int], list[Piece]]]] = {
    "plain": ("\n", _as_it_is),
    "double-spaced": ("\n\n", _as_it_is),
    "unspaced": ("\n", _as_it_is),
    "wrapped": ("\n\n", _wrapped),
    "markdown": ("\n\n", _as_markdown),
    "one-line": (" ", _as_it_is),
}
"""For each form what stands between two lines, and how a line is written."""


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add_data(parser)
    parser.add_argument("--labelled", default="build/labelled", help="see labelled_pages.py")
    parser.add_argument("--profile", default="balanced", choices=PROFILES)
    parser.add_argument("--flavour", action="append", choices=FLAVOURS)
    parser.add_argument("--form", action="append", choices=FORMS)
    parser.add_argument("--folds", default="build/folds", help="folder of the folds' weights")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
