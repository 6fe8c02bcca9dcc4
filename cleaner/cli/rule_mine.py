"""`clean rules mine`: which articles, and the YAML that is printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from cleaner.checker.files import Files
from cleaner.checker.mine import Candidate, mine
from cleaner.checker.parts import parts_of
from cleaner.checker.records import Fields, records_of
from cleaner.checker.settings import project_settings
from cleaner.cli import streams
from cleaner.cli.streams import counted
from cleaner.data import Document
from cleaner.errors import InputError, MissingLibraryError, UsageError
from cleaner.given import domain_of
from cleaner.languages import language_of
from cleaner.packs.cache import load_pack

FINE, WRONG = 0, 2
_HEAD = "# Candidates: say what each is and why, prove it by examples, delete the rest.\n"
_NO_NAME = re.compile("[^a-z0-9]+")
MAX_NAME_WORDS = 5


class _Articles:
    """The articles of files; what cannot be read is told and passed over."""

    def __init__(self, paths: Sequence[str], fields: Sequence[str]) -> None:
        settings = project_settings()
        self.paths = Files(settings).below(paths)
        self.fields = Fields(text=tuple(fields) or settings.fields)
        self.code = FINE

    def __iter__(self) -> Iterator[tuple[str, Document]]:
        for path in self.paths:
            try:
                yield from self._of(path)
            except (InputError, MissingLibraryError) as error:
                self._complain(streams.shown(path), str(error))

    def _of(self, path: str) -> Iterator[tuple[str, Document]]:
        for part in parts_of(path):
            for record in records_of(part, self.fields):
                number = part.first + record.number
                place = f"{streams.shown(path)}:{number}" if record.number else streams.shown(path)
                if record.problem:
                    self._complain(place, record.problem)
                    continue
                domain = domain_of(record.url) if record.url else None
                yield place, Document(record.text, place, domain, language_of(record.language))

    def _complain(self, place: str, problem: str) -> None:
        streams.complain(f"{place}: {problem}")
        self.code = WRONG


def show_mined(
    paths: Sequence[str], fields: Sequence[str], rules: Sequence[str], least: int, most: int
) -> int:
    """Print candidates as YAML; return the exit code.

    Args:
        paths: of the articles.
        fields: of records that may hold the text; without any those of the project.
        rules: what they know is no candidate.
        least: in so many articles a line must stand.
        most: so many candidates at most.

    Raises:
        UsageError: counts that cannot be.
    """
    if least < 2 or most < 1:
        raise UsageError("--min-files must be 2 or more, --max-lines 1 or more; give larger ones")
    articles = _Articles(paths, fields)
    found = mine(articles, load_pack(rules), least, most)
    if found:
        streams.write(_HEAD.encode())
    names: set[str] = set()
    for candidate in found:
        streams.write(_stub(candidate, names).encode("utf-8", "backslashreplace"))
    candidates, files = counted(len(found), "candidate"), counted(len(articles.paths), "file")
    streams.complain(f"note: {candidates} in {files}")
    return articles.code


def _stub(one: Candidate, names: set[str]) -> str:
    """A rule that does not load until somebody has said what it is."""
    kind, text = ("template", one.template) if one.has_slots else ("line", one.lines[0])
    examples = "".join(f"      - {_quoted(line)}\n" for line in one.examples)
    return (
        f"\n# stands in {one.articles:,} articles, in {one.edge:.0%} of them near an end; "
        f"first in {one.place}\n"
        f"- name: {_name(one, names)}\n"
        "  summary:        # what it is, in a line\n"
        "  why:            # why it is not journalism\n"
        "  category:\n"
        f"  kind: {kind}\n"
        f"  any: [{_quoted(text)}]\n"
        "  examples:\n"
        f"    match:\n{examples}"
        "    no_match: []  # two or more: the nearest honest sentences of journalism\n"
    )


def _quoted(text: str) -> str:
    """Text as YAML has it; JSON is YAML."""
    return json.dumps(text, ensure_ascii=False)


def _name(one: Candidate, names: set[str]) -> str:
    """A name made of the first words, like no other."""
    words = _NO_NAME.sub(" ", one.lines[0].lower()).split()
    base = "-".join(word for word in words if word.isalpha())
    base = "-".join(base.split("-")[:MAX_NAME_WORDS]) or "line"
    name, number = base, 2
    while name in names:
        name, number = f"{base}-{number}", number + 1
    names.add(name)
    return name
