"""From what was asked for to what will be done: which sources, which outputs, how cut."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from cleaner.api import Cleaner
from cleaner.errors import UsageError
from cleaner.formats.compression import split_suffix
from cleaner.formats.detect import FORMATS, format_named, format_of_name
from cleaner.formats.inlet import Inlet, is_remote, version_of
from cleaner.formats.plain import STDIN
from cleaner.formats.records import Limits, Source, Style
from cleaner.runner.options import Options
from cleaner.runner.outputs import shard_name
from cleaner.runner.paths import FILE, FOLDER, STREAM, check_paths, manifest_path
from cleaner.runner.sources import digest_of_folder, find_sources
from cleaner.runner.work import Task

ERRORS = ".errors.jsonl"
_STREAM_PIECE = 32 * 1024  # of standard input: somebody may be waiting at the other end


class Plan(NamedTuple):
    """What will be done.

    Attributes:
        sources: in order.
        task: for the workers.
        limits: for the readers.
        layout: STREAM, FILE or FOLDER.
        output: path of the file or folder, `-` for standard output.
        compression: of the output, "" for none.
        beside: paths of the files `annotations`, `removed`, `errors`.
        manifest: path of the manifest, "" where there is none: of streams and dry runs.
        header: what has to be the same for a run to be gone on with; JSON-ready.
        options: as asked for.
    """

    sources: tuple[Source, ...]
    task: Task
    limits: Limits
    layout: str
    output: str
    compression: str
    beside: dict[str, str]
    manifest: str
    header: dict[str, Any]
    options: Options

    @property
    def can_resume(self) -> bool:
        """True if a run that was stopped can be gone on with: the inputs can be read again."""
        return bool(self.manifest) and not any(map(_is_read_once, self.sources))


def _is_read_once(source: Source) -> bool:
    """True for standard input, a pipe, a device."""
    path = source.path
    is_other = os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)
    return path == STDIN or (is_other and not is_remote(path))


def make_plan(options: Options, cleaner: Cleaner, inlet: Inlet) -> Plan:
    """Work out what is to be done.

    Raises:
        UsageError: it cannot be done so.
        InputError: an input is not there.
    """
    sources = find_sources(options.inputs, options.source_format, inlet)
    layout = _layout(options)
    to = _target(options, sources)
    _check_target(to, layout, sources, options)
    beside = _beside(options, layout)
    check_paths(options, layout, beside.values(), sources)
    about = cleaner.about
    has_manifest = layout != STREAM and not options.dry_run
    is_stdin = options.inputs == (STDIN,)
    task = Task(
        style=Style(options.names, options.annotate),
        to=to,
        lang=options.lang,
        sample=options.sample,
        has_annotations="annotations" in beside,
        has_removed="removed" in beside,
        max_chars=options.max_record,
        asked=tuple((name, about[name]) for name in ("profile", "keep")),
        strict=options.strict,
    )
    compression = _compression(options, layout, to, sources)
    header = {
        "cleaner": about,
        "inputs": {s.name: [s.format, *_version(s)] for s in sources if not is_stdin},
        "options": _lasting(options, to, compression),
        "outputs": {"main": options.output, **beside},
    }
    limits = Limits(record_bytes=options.max_record, records=options.limit)
    return Plan(
        sources,
        task,
        limits._replace(piece_bytes=_STREAM_PIECE) if is_stdin else limits,
        layout,
        options.output,
        compression,
        beside,
        manifest_path(options.output, layout) if has_manifest else "",
        header,
        options,
    )


def _layout(options: Options) -> str:
    output = options.output
    given = (output, options.annotations, options.removed, options.errors, options.summary)
    for path in filter(None, given):
        if is_remote(path):
            raise UsageError(f"{path}: outputs are local; write here, then copy")
    if STDIN in given[1:]:
        raise UsageError("only records go to standard output; give each other output a file")
    if output == STDIN:
        return STREAM
    if os.path.isdir(output) or output.endswith(("/", os.sep)):
        return FOLDER
    if format_of_name(output) is not None or (os.path.exists(output) and options.to):
        return FILE
    unknown = f"{output}: the name does not tell the format; say news.jsonl.gz"
    if os.path.exists(output):
        raise UsageError(unknown)
    if os.path.splitext(output)[1]:
        raise UsageError(f"{unknown}, or {output}/ for a folder")
    return FOLDER


def _target(options: Options, sources: Sequence[Source]) -> str:
    """The format that comes out: as asked, by the output's name, or what comes in."""
    if options.to:
        return format_named(options.to).name
    named = None if options.output.endswith(("/", os.sep)) else format_of_name(options.output)
    if named is not None and not os.path.isdir(options.output):
        return named.name
    found = sorted({s.format for s in sources})
    if len(found) > 1:
        raise UsageError(f"inputs are of several formats ({', '.join(found)}); give --to jsonl")
    return found[0] if format_named(found[0]).is_written else "jsonl"


def _check_target(to: str, layout: str, sources: Sequence[Source], options: Options) -> None:
    written = ", ".join(f.name for f in FORMATS if f.is_written)
    if not format_named(to).is_written:
        raise UsageError(f"{to} is only read; write {written}")
    others = sorted({s.format for s in sources} - {to})
    if to in ("csv", "files") and others:
        raise UsageError(f"{others[0]} cannot be written as {to}; give --to jsonl or parquet")
    if layout == FOLDER and to != "files":  # a tree refuses them when it comes to them
        _check_names(to, sources)
    is_nowhere = options.dry_run and layout == STREAM
    if to == "files" and layout != FOLDER and not is_nowhere:
        raise UsageError("files come out in a folder; give -o FOLDER/, or --to jsonl")
    if to == "parquet" and layout == STREAM and not is_nowhere:
        raise UsageError("Parquet cannot be streamed; give -o FILE or -o FOLDER")
    if to in ("csv", "files") and options.annotate:
        raise UsageError(f"--annotate needs jsonl or parquet, not {to}; use --annotations FILE")


def _check_names(to: str, sources: Sequence[Source]) -> None:
    """Refuse inputs that would come out under one and the same name."""
    named: dict[str, Source] = {}
    for source in sources:
        other = named.setdefault(shard_name(source, 0, to), source)
        if other is not source:
            raise UsageError(
                f"{other.name} and {source.name} would come out under one name; "
                "clean them one by one, or into one file"
            )


def _beside(options: Options, layout: str) -> dict[str, str]:
    errors = options.errors
    if errors is None and layout == FILE:
        errors = options.output + ERRORS
    if errors is None and layout == FOLDER:
        errors = os.path.join(options.output, ERRORS.lstrip("."))
    given = {"annotations": options.annotations, "removed": options.removed, "errors": errors}
    return {name: path for name, path in given.items() if path}


def _compression(options: Options, layout: str, to: str, sources: Sequence[Source]) -> str:
    """By the output's name; in a folder, as the inputs are, where their names agree."""
    if layout == STREAM or to in ("parquet", "files"):
        return ""
    if layout == FILE:
        return split_suffix(options.output)[1]
    found = {split_suffix(s.path)[1] for s in sources}
    return found.pop() if len(found) == 1 else ""


def _lasting(options: Options, to: str, compression: str) -> dict[str, Any]:
    """The options that the outputs depend on."""
    return {
        "to": to,
        "compression": compression,
        "fields": list(options.names),
        "lang": options.lang,
        "annotate": options.annotate,
        "limit": options.limit,
        "sample": options.sample,
        "max-record": options.max_record,
        "shard-size": options.shard_bytes,
    }


def _version(source: Source) -> list[Any]:
    if source.format == "files" and os.path.isdir(source.path):
        return digest_of_folder(source.path)
    return version_of(source.path)
