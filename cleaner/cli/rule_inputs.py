"""The articles that commands on rules look at: files, and what a check takes from folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cleaner.checker.files import Files
from cleaner.checker.parts import parts_of
from cleaner.checker.records import Fields, Record, records_of
from cleaner.checker.settings import project_settings
from cleaner.cli import streams
from cleaner.cli.codes import Code
from cleaner.data import Document
from cleaner.errors import InputError, MissingLibraryError
from cleaner.findings import Problem, folded
from cleaner.given import domain_of
from cleaner.languages import language_of


class Inputs:
    """Files of articles; what cannot be read is told and passed over.

    Args:
        paths: files and folders.
        fields: of records that may hold the text; without any those of the project.
        more: patterns of files that are taken from folders besides those of the project.

    Attributes:
        paths: of the files.
        code: for the command to end with.
    """

    def __init__(
        self, paths: Sequence[str], fields: Sequence[str], more: Sequence[str] = ()
    ) -> None:
        settings = project_settings()
        files = Files(replace(settings, include=(*settings.include, *more)))
        self.code = Code.FINE
        self.paths = files.below(paths)
        self._fields = Fields(tuple(fields) or settings.fields, labels=("labels",))
        for folder, _ in files.bare(paths):
            self.complain(folder, "no article in it that is not left out; name files")

    def records(self, path: str) -> Iterator[tuple[str, Record]]:
        """Yield the records of a file that have a text, each behind its place."""
        shown = streams.shown(path)
        problems: list[Problem] = []
        try:
            for part in parts_of(path):
                for record in records_of(part, self._fields):
                    number = part.first + record.number if record.number else 0
                    if record.problem:
                        problems.append((shown, number, record.problem))
                    else:
                        yield f"{shown}:{number}" if number else shown, record
        except (InputError, MissingLibraryError) as error:
            problems.append((shown, 0, str(error)))
        for _, number, why in folded(problems):
            self.complain(f"{shown}:{number}" if number else shown, why)

    def complain(self, place: str, problem: str) -> None:
        """Tell what is wrong with a file or record."""
        streams.complain(problem if problem.startswith(place) else f"{place}: {problem}")
        self.code = Code.WRONG


def document_of(record: Record, place: str) -> Document:
    """Return the text of a record, with what is known of it."""
    domain = domain_of(record.url) if record.url else None
    return Document(record.text, place, domain, language_of(record.language))
