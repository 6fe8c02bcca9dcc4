"""One run of a cleaner over labelled texts: making it, keeping it in a file, reading it again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from cleaner.api import Cleaner
from cleaner.errors import InputError, UsageError
from cleaner.formats.atomic import write_atomically
from cleaner.measure.labelled import LabelledText
from cleaner.measure.scores import PageScore, grouped, score_page, summarize

KIND, VERSION = "clean eval", 1
GROUPS: Final = ("source", "language", "file")
RUN_SUFFIX: Final = ".json"
OUTPUTS_FORM: Final = "give JSON lines with `id` and `text`"

Clean = Callable[[LabelledText], str]


@dataclass(frozen=True, slots=True)
class Run:
    """What a cleaner did on labelled texts.

    Attributes:
        about: how it was run: profile, fingerprints of rules, weights and texts.
        pages: their scores, in order.
    """

    about: Mapping[str, str]
    pages: tuple[PageScore, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return all of it, ready for JSON; figures are in per cent, those of pages are shares."""
        groups = {
            name: {group: asdict(summary) for group, summary in grouped(self.pages, name).items()}
            for name in GROUPS
        }
        return {
            "kind": KIND,
            "version": VERSION,
            "about": dict(self.about),
            "all": asdict(summarize(self.pages)),
            **groups,
            "pages": [asdict(page) for page in self.pages],
        }


def run_over(texts: Sequence[LabelledText], clean: Clean, about: Mapping[str, str]) -> Run:
    """Clean and score the texts that are to be measured.

    Raises:
        UsageError: there is none, or rapidfuzz is not installed.
    """
    measured = [text for text in texts if text.is_measured]
    if not measured:
        raise UsageError("no text to measure: all say `measured: false`; give others")
    pages = tuple(score_page(text, clean(text)) for text in measured)
    return Run({**about, "texts": digest_of(measured)}, pages)


def cleaning_with(cleaner: Cleaner, *, is_text_alone: bool = False) -> Clean:
    """Return how a cleaner cleans labelled texts.

    Args:
        cleaner: the cleaner.
        is_text_alone: do not tell it address and language.
    """

    def clean(text: LabelledText) -> str:
        if is_text_alone:
            return cleaner.clean(text.text).text
        return cleaner.clean(text.text, url=text.url, lang=text.language).text

    return clean


def untouched(text: LabelledText) -> str:
    """Return the raw text: what any cleaner has to be better than."""
    return text.text


def cleaned_elsewhere(path: str) -> Clean:
    """Return what another program made of the texts: JSON lines with `id` and `text`.

    Raises:
        InputError: the file cannot be read; and, in use, a text is missing in it.
    """
    found = dict(_outputs(path))

    def clean(text: LabelledText) -> str:
        if text.id not in found:
            raise InputError(f"{path}: no output for {text.id!r}; give one for each text")
        return found[text.id]

    return clean


def write_run(run: Run, path: str) -> None:
    """Write a run to a file, whole or not at all.

    Raises:
        UsageError: it cannot be written.
    """
    text = json.dumps(run.to_dict(), ensure_ascii=False, indent=1) + "\n"
    try:
        write_atomically(path, text.encode("utf-8", "surrogatepass"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}; write elsewhere") from None


def read_run(path: str) -> Run:
    """Read what `write_run` wrote.

    Raises:
        InputError: it cannot be read, or is something else.
    """
    try:
        data = json.loads(Path(path).read_bytes())
        if (data["kind"], data["version"]) != (KIND, VERSION):
            raise ValueError("of another version")
        return Run(data["about"], tuple(PageScore(**page) for page in data["pages"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{path}: no result of clean eval: {error}; make one with clean eval … -o {path}"
        ) from None


def digest_of(texts: Iterable[LabelledText]) -> str:
    """Return a digest of texts, labels and bodies, the same wherever the files lie."""
    digest = hashlib.sha256()
    for text in texts:
        known = (text.id, text.text, text.parts, text.body, text.optional, text.group, text.weight)
        digest.update(repr(known).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:12]


def _outputs(path: str) -> Iterator[tuple[str, str]]:
    try:
        lines = Path(path).read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {error}; {OUTPUTS_FORM}") from None
    for number, line in enumerate(lines, 1):
        try:
            if line.strip():
                record = json.loads(line)
                yield str(record["id"]), str(record["text"])
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"{path}:{number}: {error!r}; {OUTPUTS_FORM}") from None
