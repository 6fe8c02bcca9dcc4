"""What cues count, as it was learnt: the files, and reading each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from cleaner.caching import beside

STARTS, GOING_ON = beside(__file__, "starts.txt going-on.txt")
"""The file on lines that begin in text without line breaks; that on lines that go on in the next
one."""

ANYWHERE: Final = "anywhere"
"""Names the points that each place has."""


@cache
def shipped_table(path: str) -> Mapping[str, int]:
    """Return the points of each cue, hundredths of a logit, and those of ANYWHERE."""
    with open(path, encoding="utf-8", newline="\n") as file:
        return parse_table(file.read())


def parse_table(text: str) -> Mapping[str, int]:
    """Return the points of each cue in a file.

    >>> parse_table("# made by hand\\n-210 anywhere\\n35 after read\\n")
    {'anywhere': -210, 'after read': 35}
    """
    lines = [line.split(" ", 1) for line in text.split("\n") if line and line[0] != "#"]
    return {cue: int(points) for points, cue in lines}


def dump_table(points: Mapping[str, int], about: Iterable[str]) -> str:
    """Return the text of a file; cues that count nothing are left out."""
    lines = [f"# {line}" for line in about]
    lines += [f"{points[ANYWHERE]} {ANYWHERE}"]
    lines += [f"{n} {cue}" for cue, n in sorted(points.items()) if n and cue != ANYWHERE]
    return "\n".join(lines) + "\n"
