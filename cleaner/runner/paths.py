"""Which paths a run writes, and that none of them is in the way of another or of an input."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence

from cleaner.errors import UsageError
from cleaner.formats.inlet import is_remote
from cleaner.formats.plain import STDIN
from cleaner.formats.records import Source
from cleaner.runner.journal import NAMES
from cleaner.runner.options import Options
from cleaner.runner.outputs import shard_stem

STREAM, FILE, FOLDER = "stream", "file", "folder"
MANIFEST = ".manifest.json"
_SHARD = re.compile(r"-\d{5,}\.[^/]*\Z")  # what the name of a shard has behind its source's


def manifest_path(output: str, layout: str) -> str:
    """Return where the manifest of an output is."""
    if layout == FOLDER:
        return os.path.join(output, MANIFEST.lstrip("."))
    return output + MANIFEST


def check_paths(
    options: Options, layout: str, beside: Iterable[str], sources: Sequence[Source]
) -> None:
    """Refuse to write over an input, twice to one file, or into what is being read."""
    summary = [options.summary] if options.summary else []
    paths = [*beside, *summary, *([options.output] if layout == FILE else ())]
    real = [os.path.realpath(path) for path in paths]
    if len(set(real)) < len(real):
        raise UsageError("two outputs have the same name; give each its own")
    own = _own_files(options.output, layout)
    for path in paths:
        if os.path.realpath(path) in own:
            raise UsageError(f"{path} is where the run notes how far it is; write elsewhere")
        if os.path.exists(path) and not os.path.isfile(path):
            raise UsageError(f"{path} is no file that could be replaced; give a file's name")
    main = os.path.realpath(options.output) + os.sep
    for source in sources:
        if source.path == STDIN or is_remote(source.path):
            continue
        path = os.path.realpath(source.path)
        if path in real:
            raise UsageError(f"{source.path} is an input; write elsewhere")
        if layout == FOLDER and path.startswith(main):  # an output could take its place
            raise UsageError(f"{source.path} lies in the output {options.output}; write elsewhere")
    if layout == FOLDER:
        _check_shards(options, paths, sources)
    if layout == STREAM:
        return
    for folder in filter(os.path.isdir, options.inputs):
        if main.startswith(os.path.realpath(folder) + os.sep):
            raise UsageError(f"{options.output} lies in the input {folder}; write elsewhere")


def _check_shards(options: Options, paths: Iterable[str], sources: Sequence[Source]) -> None:
    """Refuse a file beside the records that has the name of one of theirs."""
    main = os.path.realpath(options.output)
    for path in paths:
        relative = os.path.relpath(os.path.realpath(path), main)
        stem = _SHARD.sub("", relative)
        if stem != relative and any(stem == shard_stem(source) for source in sources):
            raise UsageError(f"{path} may be an output of the records; give it another name")


def _own_files(output: str, layout: str) -> set[str]:
    """Where the run keeps its books: the manifest, in a folder also the names of its files."""
    if layout == STREAM:
        return set()
    found = {manifest_path(output, layout)}
    if layout == FOLDER:
        found.add(os.path.join(output, NAMES))
    return set(map(os.path.realpath, found))
