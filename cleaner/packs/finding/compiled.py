"""The compiled twin of the finder, made from a part's tables; see `native/finder.c`."""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any

from cleaner.dates import MONTHS
from cleaner.folding import DECORATION, INVISIBLE, TWINS, lower
from cleaner.native import twin
from cleaner.packs.finding.book import MAX_SHORT_LINE
from cleaner.packs.finding.matcher import LONG_LINE
from cleaner.packs.finding.page import Hit
from cleaner.packs.finding.programs import slot_rows
from cleaner.packs.modes import REPEATABLE, TEMPLATE, Tables, Templates
from cleaner.packs.packed import filed_in, packed_values
from cleaner.scripts import MARKS

if TYPE_CHECKING:
    from cleaner.packs.finding.around import Noting
    from cleaner.packs.finding.part import Part

_COMBINING = "".join(map(chr, range(0x300, 0x380)))


def finder_of(part: Part) -> Any:
    """Return the compiled finder of a part, None where the module is not built."""
    module = twin("finder")
    if module is None:
        return None
    if "image" not in part.tables:
        part.tables = imaged(part)
    entries = part.entries
    return module.Finder(
        basis(),
        lambda entry: marshal.loads(entries.loaded(entry)[2]),  # of the part it holds no more
        part.tables["image"],
        MAX_SHORT_LINE,
    )


def imaged(part: Part) -> Tables:
    """Return the tables of a part with what spares the compiled finder its making.

    `image` is what it searches, `answers` what `Part.around` asks for.
    """
    noting = part.noting()
    answers = marshal.dumps(packed_values(noting.answers), REPEATABLE)
    return part.tables | {"image": _image(part, noting), "answers": answers}


def _image(part: Part, noting: Noting) -> bytes:
    part.forget_tables()
    tables, entries = part.tables, part.entries
    image: bytes = twin("finder").image(
        chain(entries.passing(), noting.entries),
        map(marshal.loads, [tables["lines"]]),
        chain(_passing(tables, "literals"), [noting.literals_from(len(entries))]),
        _passing(tables, "flow_literals"),
        _passing(tables, "heads"),
        _alike(part),
    )
    return image


def _passing(tables: Tables, name: str) -> Iterator[Any]:
    """Yield the rows of a table that is opened no sooner: of four, one at a time is in memory."""
    yield from filed_in(tables, name).passing()


def _alike(part: Part) -> tuple[tuple[int, ...], ...]:
    """The entries that are tried on short lines, in groups of those that look for the same."""
    groups: dict[tuple[Any, ...], list[int]] = {}
    for entry in part.short_lines:
        _, _, *asked = part.entries[entry]
        groups.setdefault(tuple(asked), []).append(entry)
    return tuple(map(tuple, groups.values()))


_MOST_FINDERS = 10_000  # of conditions; packs that are no longer used are forgotten with the rest
_finders: dict[int, tuple[object, Any]] = {}


def templates_finder(templates: Templates) -> Any:
    """Return the same for templates that may stand anywhere in a line, with what each needs.

    Made once for each sequence of templates, told apart by identity: the pack keeps them, and to
    compare them would take as long as to look for them.
    """
    known = _finders.get(id(templates))
    if known is None:
        if len(_finders) >= _MOST_FINDERS:
            _finders.clear()
        known = _finders[id(templates)] = templates, _finder_of(templates)
    return known[1]


def _finder_of(templates: Templates) -> Any:
    module = twin("finder")
    if module is None:
        return None
    entries = [(TEMPLATE, 0, None, 0, musts, "none") for _, musts in templates]
    image = module.image(entries, (), (), (), (), ())
    return module.Finder(basis(), lambda n: templates[n][0], image, 0)


@cache
def basis() -> Any:
    """What the module has to be told of letters and slots, the same for all parts."""
    module = twin("finder")
    letters = "".join(map(chr, range(module.LOWERED)))
    late = [pair for pair in TWINS if ord(pair[0]) >= module.LOWERED]
    return module.Basis(
        *(lower(letters), "".join(late), DECORATION, INVISIBLE, _COMBINING, MARKS),
        *(slot_rows(), LONG_LINE, MONTHS, Hit),
    )
