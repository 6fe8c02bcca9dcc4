"""The manifest: what a run is, how far its outputs are on the disk, and what has been counted.

It is replaced as a whole after so many bytes of input, when what came of them is on the disk.
Whatever happens in between, what it says is true: output behind it is cut off, and made again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from cleaner.errors import InputError, UsageError
from cleaner.formats.plain import read_bytes
from cleaner.runner.partfile import write_whole

FORMAT = 1


@dataclass(slots=True)
class Progress:
    """How far a run is: all that is needed to go on.

    Attributes:
        source: index of the source that is being read.
        offset, number: the position in it.
        shard: how many shards of it are done.
        before: records (lines, files) in the sources before it.
        lengths: bytes of the files beside the main output.
        main: what the main output needs to go on.
        tally: counts up to here.
        is_finished: everything is in place.
    """

    source: int = 0
    offset: int = 0
    number: int = 0
    shard: int = 0
    before: int = 0
    lengths: dict[str, int] = field(default_factory=dict)
    main: dict[str, Any] = field(default_factory=dict)
    tally: dict[str, dict[str, int]] = field(default_factory=dict)
    is_finished: bool = False


def read_manifest(path: str) -> tuple[dict[str, Any], Progress] | None:
    """Return what a run is and how far it is; None if there is no manifest.

    Raises:
        UsageError: there is something else under this name.
    """
    if not os.path.exists(path):
        return None
    try:
        data = read_bytes(path)
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
    try:
        content = json.loads(data.decode("utf-8", "surrogateescape"))
        if content["format"] != FORMAT:
            raise ValueError("another version")
        return content["run"], Progress(**content["progress"])
    except (ValueError, KeyError, TypeError):
        raise UsageError(f"{path}: is no manifest of this version; --restart begins anew") from None


def write_manifest(path: str, run: Mapping[str, Any], progress: Progress) -> None:
    """Replace the manifest, whole, on the disk.

    Raises:
        OutputError: it cannot be written; the former one stays.
    """
    content = {"format": FORMAT, "run": run, "progress": asdict(progress)}
    data = json.dumps(content, ensure_ascii=False, indent=1)
    write_whole(path, data.encode("utf-8", "surrogateescape") + b"\n")


def differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Yield in words what is not as it was when the run began."""
    words = {"cleaner": "", "options": "--", "outputs": "output "}
    for part, lead in words.items():
        before, after = then.get(part, {}), now[part]
        for name in sorted({*before, *after}):
            if before.get(name) != after.get(name):
                yield f"{lead}{name} was {_shown(before, name)}, is {_shown(after, name)}"
    before, after = then.get("inputs", {}), now["inputs"]
    for name in sorted({*before, *after}):
        if name not in after:
            yield f"input {name} is no longer among the inputs"
        elif name not in before:
            yield f"input {name} is new"
        elif before[name] != after[name]:
            yield f"input {name} has changed"
    if before == after and [*before] != [*after]:
        yield "the inputs come in another order"


def _shown(values: Mapping[str, Any], name: str) -> str:
    return json.dumps(values[name], ensure_ascii=False) if name in values else "not set"
