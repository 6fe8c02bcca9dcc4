"""One run of a cleaner over labelled texts: making it, keeping it in a file, reading it again."""

from __future__ import annotations

import hashlib
import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cleaner.api import Cleaner
from cleaner.errors import InputError, UsageError
from cleaner.measure.labelled_text import LabelledText
from cleaner.measure.outputs import write_output
from cleaner.measure.problems import first_problem
from cleaner.measure.scores import PageScore, grouped, score_page, summarize

KIND, VERSION = "clean eval", 1
GROUPS: Final = ("source", "language", "file")
RUN_SUFFIX: Final = ".json"
OUTPUTS_FORM: Final = "give JSON lines with `id` and `text`"
MOST_NAMED: Final = 5  # texts without output

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


class RunRecord(BaseModel):
    """What is read of a file of a run; the figures in it follow from its pages."""

    model_config = ConfigDict(strict=True)
    kind: Literal["clean eval"]  # KIND
    version: Literal[1]  # VERSION
    about: dict[str, str]
    pages: Annotated[list[PageScore], Field(min_length=1)]


class OutputRecord(BaseModel):
    """What another program made of a text; other fields are passed over."""

    model_config = ConfigDict(strict=True)
    id: str | int
    text: str


def run_over(texts: Sequence[LabelledText], clean: Clean, about: Mapping[str, str]) -> Run:
    """Clean and score the texts that are to be measured.

    Raises:
        UsageError: there is none.
        MissingLibraryError: rapidfuzz is not installed.
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


def cleaned_elsewhere(path: str, texts: Sequence[LabelledText]) -> Clean:
    """Return what another program made of texts: JSON lines with `id` and `text`.

    Raises:
        InputError: the file cannot be read; of the texts that are to be measured some are missing
            in it, or two have the same id.
    """
    found = _outputs(path)
    measured = [text for text in texts if text.is_measured]
    missing = [repr(text.id) for text in measured if text.id not in found]
    if missing:
        named = ", ".join(missing[:MOST_NAMED])
        others = f" and {len(missing) - MOST_NAMED} more" if missing[MOST_NAMED:] else ""
        raise InputError(f"{path}: no output for {named}{others}; give one for each text")
    files: dict[str, str] = {}
    for text in measured:
        file = files.setdefault(text.id, text.file)
        if file != text.file:
            raise InputError(
                f"{path}: id {text.id!r} is in {file} and in {text.file}; "
                "measure one file at a time, or give each text an `id` of its own"
            )
    return lambda text: found[text.id]


def write_run(run: Run, path: str) -> None:
    """Write a run to a file, whole or not at all.

    Raises:
        OutputError: it cannot be written.
    """
    text = json.dumps(run.to_dict(), ensure_ascii=False, indent=1) + "\n"
    write_output(path, text.encode())


def read_run(path: str) -> Run:
    """Read what `write_run` wrote.

    Raises:
        InputError: it cannot be read, or is something else.
    """
    try:
        record = RunRecord.model_validate_json(_read(path, f"make it with clean eval … -o {path}"))
    except ValidationError as error:
        raise InputError(
            f"{path}: no result of clean eval: {first_problem(error)}; "
            f"make one with clean eval … -o {path}"
        ) from None
    return Run(record.about, tuple(record.pages))


def digest_of(texts: Iterable[LabelledText]) -> str:
    """Return a digest of texts, labels and bodies, the same wherever the files lie."""
    digest = hashlib.sha256()
    for text in texts:
        known = (text.id, text.text, text.parts, text.body, text.optional, text.group, text.weight)
        digest.update(repr(known).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:12]


def _outputs(path: str) -> dict[str, str]:
    """Return the text of each id."""
    found: dict[str, str] = {}
    lines = _read(path, OUTPUTS_FORM).removeprefix(BOM_UTF8).split(b"\n")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            output = OutputRecord.model_validate_json(line)
        except ValidationError as error:
            problem = f"{first_problem(error)}; {OUTPUTS_FORM}"
            raise InputError(f"{path}:{number}: {problem}") from None
        id = str(output.id)
        if id in found:
            raise InputError(f"{path}:{number}: id {id!r} stands here twice; give one text for it")
        found[id] = output.text
    return found


def _read(path: str, way_out: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}; {way_out}") from None
