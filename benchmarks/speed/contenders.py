"""Who is measured: this project and its peers, each as a function from pages to nothing.

A contender names the environment that it lives in, since peers cannot all be installed together.
Its loader imports what it needs, there, and returns the function that is timed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Run = Callable[[Sequence[str]], object]

OWN, PURE = "own", "own, pure"
"""This project's environment, and the same with the compiled modules left alone; the others are
those of `environments.PEERS`."""

OURS = (OWN, PURE)


@dataclass(frozen=True, slots=True)
class Contender:
    """One of those that are measured.

    Attributes:
        name: as the table has it.
        environment: where it is installed.
        load: imports it and returns what is timed: a function that takes all pages.
        does: what its work is, in a few words, since no two do the same.
        share: of the pages that it is given; below 1.0 for the very slow.
    """

    name: str
    environment: str
    load: Callable[[], Run]
    does: str
    share: float = 1.0


def each(one: Callable[[str], object]) -> Run:
    """Return the function that does `one` on page after page."""

    def run(pages: Sequence[str]) -> None:
        for page in pages:
            one(page)

    return run
