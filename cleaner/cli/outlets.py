"""Where results go: text, JSON, a diff, the file itself; and the annotations beside them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from cleaner.api import Cleaner
from cleaner.cli import streams
from cleaner.cli.codes import Code
from cleaner.cli.inputs import Article, identity_of
from cleaner.cli.options import Settings
from cleaner.errors import InputError, OutputError
from cleaner.formats.atomic import AtomicFile
from cleaner.formats.plain import encode, read_bytes

Complaint = tuple[str, Exception]


class Outlet:
    """The plain way: bodies to standard output, one after the other. The others differ from it.

    `take` returns the exit code for one article; `finish` yields what went wrong at the end.
    """

    def __init__(self, settings: Settings, inputs: int) -> None:
        self.settings = settings
        self.inputs = inputs

    def take(self, article: Article) -> int:
        streams.write(encode(article.result.text, article.encoding))
        return Code.FINE

    def finish(self) -> Iterator[Complaint]:
        yield from ()

    def close(self) -> None:
        """Leave nothing half done."""

    def __enter__(self) -> Outlet:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class JsonOutlet(Outlet):
    """One object, or a list of them where several inputs were given."""

    taken = 0

    def take(self, article: Article) -> int:
        from json import dumps

        text = dumps(_object(article), ensure_ascii=False, indent=2)
        if self.inputs > 1:
            text = (",\n" if self.taken else "[\n") + text
        self.taken += 1
        streams.write(f"{text}\n".encode() if self.inputs == 1 else text.encode())
        return Code.FINE

    def finish(self) -> Iterator[Complaint]:
        if self.inputs > 1:
            streams.write(b"\n]\n" if self.taken else b"[]\n")
        yield from ()


class LinesOutlet(Outlet):
    """One object a line."""

    def take(self, article: Article) -> int:
        streams.write(_line(_object(article)))
        return Code.FINE


class DiffOutlet(Outlet):
    """What would change, in the encoding of the input where a diff can be."""

    def take(self, article: Article) -> int:
        from cleaner.reports.diff import colored, unified_diff

        lines = unified_diff(article.result, article.name)
        if streams.wants_color(self.settings.color, sys.stdout):
            lines = colored(lines)
        encoding = "utf-8" if article.encoding.startswith("utf") else article.encoding
        diff = "".join(lines)
        streams.write(diff.encode(encoding, "backslashreplace"))
        return Code.FOUND if diff else Code.FINE


class InPlaceOutlet(Outlet):
    """Each file replaced by its body; with annotations, only once these are on the disk."""

    def __init__(self, settings: Settings, inputs: int) -> None:
        super().__init__(settings, inputs)
        self._waiting: list[tuple[Article, AtomicFile]] = []

    def take(self, article: Article) -> int:
        if article.is_html:
            raise InputError("is HTML, which --write would replace by its text; leave out --write")
        if article.result.text == article.result.document.text:
            return Code.FINE
        _refuse_unwritable(article.path)
        data = encode(article.result.text, article.encoding)
        try:
            file = AtomicFile(article.path)
            file.write(data)
            file.finish()
        except OSError as error:
            raise _unwritten(error) from None
        if self.settings.annotations:
            self._waiting.append((article, file))
        else:
            self._replace(article, file)
        return Code.FINE

    def finish(self) -> Iterator[Complaint]:
        waiting, self._waiting = self._waiting, []
        for i, (article, file) in enumerate(waiting):
            self._waiting = waiting[i + 1 :]
            try:
                self._replace(article, file)
            except InputError as error:
                yield article.name, error

    def close(self) -> None:
        for _, file in self._waiting:
            file.discard()

    def _replace(self, article: Article, file: AtomicFile) -> None:
        """Put the new file in place, unless somebody else has written another one meanwhile."""
        with file:
            if identity_of(article.path) != article.version:
                if read_bytes(article.path) == encode(article.result.text, article.encoding):
                    return
                raise InputError("has changed while it was being cleaned; clean it again")
            try:
                file.commit()
            except OSError as error:
                raise _unwritten(error) from None


class AnnotationsFile:
    """The file of annotations: it appears whole at the end, or not at all.

    Args:
        path: of the file; None for none.
        cleaner: whose profile and kept roles go into every record.
    """

    def __init__(self, path: str | None, cleaner: Cleaner) -> None:
        self._path = path
        self._file: AtomicFile | None = None
        if self._path is None:
            return
        about = cleaner.about
        self._asked = {name: about[name] for name in ("profile", "keep")}
        try:
            self._file = AtomicFile(self._path)
        except OSError as error:
            raise self._failed(error) from None

    def take(self, article: Article) -> None:
        if self._file is None:
            return
        from cleaner.reports.annotations import record_of

        form = "html" if article.is_html else "text"
        record = record_of(article.result, article.name, article.encoding, form)
        try:
            self._file.write(_line(record | self._asked))
        except OSError as error:
            raise self._failed(error) from None

    def commit(self) -> None:
        if self._file is None:
            return
        try:
            self._file.commit()
        except OSError as error:
            raise self._failed(error) from None

    def __enter__(self) -> AnnotationsFile:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.discard()

    def _failed(self, error: OSError) -> OutputError:
        name = streams.shown(self._path or "")
        why = error.strerror or str(error)
        return OutputError(f"{name}: annotations cannot be written: {why}; write elsewhere")


def make_outlet(settings: Settings, inputs: int) -> Outlet:
    """Return the outlet that was asked for.

    Args:
        settings: as parsed.
        inputs: how many there are.
    """
    if settings.write:
        return InPlaceOutlet(settings, inputs)
    if settings.diff:
        return DiffOutlet(settings, inputs)
    return {"text": Outlet, "json": JsonOutlet, "jsonl": LinesOutlet}[settings.format](
        settings, inputs
    )


def _object(article: Article) -> dict[str, object]:
    """What JSON output says of an article."""
    return {**article.result.to_dict(), "encoding": article.encoding}


def _line(record: dict[str, object]) -> bytes:
    from json import dumps

    return (dumps(record, ensure_ascii=False) + "\n").encode()


def _refuse_unwritable(path: str) -> None:
    """A file that its owner has write-protected stays, though its folder would allow replacing."""
    if not os.path.isfile(path):
        raise InputError("is no regular file, so nothing can be written in its place; redirect")
    if not os.access(path, os.W_OK):
        raise InputError("is write-protected; allow writing (chmod u+w) or leave out --write")


def _unwritten(error: OSError) -> InputError:
    return InputError(f"cannot be written in place: {error.strerror}; the file is unchanged")
