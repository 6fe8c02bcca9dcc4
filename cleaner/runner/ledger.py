"""One run's outputs and how far they are: takes outcomes in order, and makes them count."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from cleaner.errors import CleanerError
from cleaner.formats.compression import split_suffix
from cleaner.formats.records import Piece, Position, Problem, SetAside, Source
from cleaner.runner.error_lines import source_line, write_set_aside
from cleaner.runner.manifest import Progress, write_manifest
from cleaner.runner.outputs import MainOutput
from cleaner.runner.partfile import PartFile
from cleaner.runner.paths import STREAM
from cleaner.runner.plan import Plan
from cleaner.runner.tally import Tally
from cleaner.runner.work import Outcome


class Ledger:
    """The books of a run.

    Args:
        plan: what is done.
        progress: where to go on.
        main: where the records go.
        errors: takes the lines of bad records, where no file does.

    Attributes:
        tally: counts, from the beginning of the run, also from before a resumption.
        position: in the source that is being read, behind all that has been taken.
        is_bare: nothing counts yet, so that nothing would be lost.
    """

    def __init__(
        self,
        plan: Plan,
        progress: Progress,
        main: MainOutput,
        errors: Callable[[bytes], None],
    ) -> None:
        self.plan = plan
        self.progress = progress
        self.is_bare = progress == Progress()
        self.tally = Tally.of_dict(progress.tally)
        self.position = Position(progress.offset, progress.number)
        self._main = main
        self._in_shard = 0  # bytes of input since the shard began
        self._since_commit = 0
        wanted = {} if plan.options.dry_run else plan.beside
        lengths = progress.lengths
        self._beside = {
            name: PartFile(path, lengths.get(name, 0), split_suffix(path)[1])
            for name, path in wanted.items()
        }
        self._errors = self._beside["errors"].write if "errors" in self._beside else errors

    def begin_source(self, source: Source) -> None:
        self._main.begin(source, self.progress.shard)

    def take(self, piece: Piece, outcome: Outcome) -> None:
        """Take the outcome of the next piece."""
        self._main.write(outcome.main)
        for name, file in self._beside.items():
            file.write(getattr(outcome, name))
        if "errors" not in self._beside and outcome.errors:
            self._errors(outcome.errors)
        self.tally.add(outcome.tally)
        self._advance(piece.end, piece.size)

    def take_last(self, outcome: Outcome) -> None:
        """Take what stands before a record at which the run ends: of a stream it is all there is.

        Where there is a manifest the same run begins again with what it has not saved.
        """
        if self.plan.layout == STREAM:
            self._main.write(outcome.main)
            for name in self._beside.keys() - {"errors"}:
                self._beside[name].write(getattr(outcome, name))

    def take_set_aside(self, item: SetAside) -> None:
        """Take a record that is too large: it goes to the errors as it is."""
        self.tally.take_error(item.problem.kind)
        counts_bytes = self.plan.sources[self.progress.source].format in ("jsonl", "csv")
        write_set_aside(item, item.start.offset if counts_bytes else None, self._errors)
        start = item.start
        self._advance(Position(start.offset + item.chunks.size, start.number + 1), item.chunks.size)

    def take_damage(self, source: Source, detail: str) -> None:
        """Note that the rest of a source cannot be read."""
        problem = Problem("damaged input", detail)
        self.tally.errors[problem.kind] += 1
        self._errors(source_line(source.name, self.position.number, problem))

    def end_source(self) -> None:
        """A source is through. It counts with the next commit, which may be some sources away."""
        progress = self.progress
        is_last = progress.source + 1 == len(self.plan.sources)
        self._main.end_shard()
        self._main.end_source(is_last)
        progress.before += self.position.number
        progress.source += 1
        progress.shard = 0
        self._in_shard = 0
        self.position = Position()
        if self._since_commit >= self.plan.options.shard_bytes:
            self._commit()

    def save(self) -> None:
        """Make what has been taken count, before it is told why the run cannot go on."""
        if not self._since_commit:
            return
        with suppress(CleanerError):  # the first problem is the one to be told
            if self._in_shard:
                self.progress.shard += 1
                self._main.end_shard()
            self._commit()

    def finish(self) -> None:
        """Give every file its name; the manifest says so first, and again when it is done."""
        self._commit()
        self._main.finish()
        self._finish_beside()
        self.progress.is_finished = True
        self._write_manifest()

    def finish_early(self) -> None:
        """Give the files beside a stream that ends early their names, if they hold anything.

        Without them, what has come out could not be restored.
        """
        with suppress(CleanerError):  # the first problem is the one to be told
            if any(file.commit() for file in self._beside.values()):
                self._finish_beside()

    def close(self) -> None:
        """Leave only what counts."""
        self._main.close()
        for file in self._beside.values():
            file.close()

    def _finish_beside(self) -> None:
        for name, file in self._beside.items():
            is_default = name == "errors" and self.plan.options.errors is None
            file.finish(keeps_empty=not is_default)

    def _advance(self, position: Position, size: int) -> None:
        self.position = position
        self._in_shard += size
        self._since_commit += size
        if self._in_shard >= self.plan.options.shard_bytes:
            self.progress.shard += 1
            self._in_shard = 0
            self._main.end_shard()
            self._commit()
            self._main.begin(self.plan.sources[self.progress.source], self.progress.shard)

    def _commit(self) -> None:
        """Make everything so far count.

        Where this happens hangs on the bytes of input alone, never on when a run was stopped: it
        ends members of compressed outputs, and row groups.
        """
        progress = self.progress
        progress.main = self._main.commit()
        progress.lengths = {name: file.commit() for name, file in self._beside.items()}
        progress.offset, progress.number = self.position
        progress.tally = self.tally.to_dict()
        self._since_commit = 0
        self.is_bare = False
        self._write_manifest()

    def _write_manifest(self) -> None:
        if self.plan.manifest:
            write_manifest(self.plan.manifest, self.plan.header, self.progress)
