"""Reading and raising the floors: `python -m cleaner.corpus.floors [--lower]`.

The file is written by the command, never by hand, and a floor only ever rises unless somebody
says `--lower` and so owns up to it.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import yaml

from cleaner.corpus.gate import MEASURES, Floors, Judgement, measure, pool
from cleaner.corpus.labelled_article import fingerprint, load_corpus
from cleaner.errors import CleanerError, InputError, UsageError

CORPUS: Final = Path(__file__).parents[2] / "corpus"
"""The corpus of a source checkout; it is no part of the wheel."""

STEPS: Final = 200
"""Floors lie on two-hundredths: half a per cent of play, so that a better cleaner which trades
one line for another need not touch them."""

_HEADER: Final = """\
# What the cleaner may not fall below on this corpus: shares of non-blank characters.
# Written by: python -m cleaner.corpus.floors
"""


def read_floors(path: Path) -> Floors:
    """Read a floors file.

    Raises:
        InputError: the file is missing or not of the expected form.
    """
    try:
        tree = yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
        shares = {
            str(group): {str(name): float(share) for name, share in named.items()}
            for group, named in tree["floors"].items()
        }
        return Floors(str(tree["fingerprint"]), shares)
    except (OSError, yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
        way_out = "run python -m cleaner.corpus.floors"
        raise InputError(f"{path.name}: no readable floors ({error}); {way_out}") from error


def write_floors(floors: Floors, path: Path) -> None:
    """Write a floors file, the same bytes for the same floors."""
    lines = [f"fingerprint: {floors.fingerprint}", "floors:"]
    for group, named in floors.shares.items():
        lines.append(f"  {group}:")
        lines += [f"    {name}: {share:.3f}" for name, share in named.items()]
    path.write_text(_HEADER + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def floors_of(judgements: Sequence[Judgement]) -> Floors:
    """Return the highest floors that these judgements pass."""
    shares = {
        group: {name: _round_down(getattr(counts, name)) for name in MEASURES}
        for group, counts in pool(judgements).items()
    }
    return Floors(fingerprint([judgement.article for judgement in judgements]), shares)


def raise_floors(old: Floors, new: Floors, *, lower: bool = False) -> Floors:
    """Return the new floors, provided that none of them lies below an old one.

    Args:
        old: the floors that hold now.
        new: what was measured.
        lower: let floors sink, and let those of vanished groups go.

    Raises:
        UsageError: a floor would sink or vanish and `lower` is not set.

    >>> raise_floors(Floors("a", {"pooled": {"body_kept": 0.9}}), Floors("b", {}))
    Traceback (most recent call last):
    ...
    cleaner.errors.UsageError: pooled body_kept would sink from 0.9 to 0.0; say --lower if it must
    """
    sunk = [] if lower else _sunk(old.shares, new.shares)
    if sunk:
        raise UsageError("\n".join(f"{line}; say --lower if it must" for line in sunk))
    return new


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure `cleaner.clean` on the corpus and write its floors.

    Returns:
        The exit code: 0 fine, 1 a floor would sink, 2 wrong use or an unreadable file.
    """
    parser = argparse.ArgumentParser(
        prog="python -m cleaner.corpus.floors",
        description="Measure the cleaner on the labelled corpus and write its floors.",
    )
    parser.add_argument("--lower", action="store_true", help="let floors sink")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="folder of the corpus")
    options = parser.parse_args(arguments)
    try:
        judgements = _measure_cleaner(options.corpus)
        _update(options.corpus / "floors.yaml", floors_of(judgements), lower=options.lower)
    except CleanerError as error:
        print(error, file=sys.stderr)
        return 1 if isinstance(error, UsageError) else 2
    print(_table(judgements))
    return 0


def _measure_cleaner(folder: Path) -> tuple[Judgement, ...]:
    from cleaner import clean  # this command alone needs the whole cleaner

    if not folder.is_dir():
        raise InputError(
            f"{folder}: no such folder; the corpus is in the source checkout, not in the package: "
            "name a folder by --corpus"
        )
    return measure(load_corpus(folder), clean)


def _update(path: Path, new: Floors, *, lower: bool) -> None:
    old = read_floors(path) if path.exists() else Floors("", {})
    write_floors(raise_floors(old, new, lower=lower), path)


def _table(judgements: Sequence[Judgement]) -> str:
    """Return the shares of each group, one line each, columns aligned."""
    rows = ["group   body kept  chrome removed  precision"]
    for group, counts in pool(judgements).items():
        kept, removed = counts.body_kept, counts.chrome_removed
        rows.append(f"{group:6} {kept:10.4f} {removed:15.4f} {counts.precision:10.4f}")
    return "\n".join(rows)


def _round_down(share: float) -> float:
    return math.floor(share * STEPS + 1e-9) / STEPS


Shares = Mapping[str, Mapping[str, float]]


def _sunk(old: Shares, new: Shares) -> list[str]:
    return [
        f"{group} {name} would sink from {share} to {new.get(group, {}).get(name, 0.0)}"
        for group, named in old.items()
        for name, share in named.items()
        if new.get(group, {}).get(name, 0.0) < share
    ]


if __name__ == "__main__":
    sys.exit(main())
