"""Some of the rules of a pack: by id, category or file."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from cleaner.data import CHROME_CATEGORIES, ROLES
from cleaner.errors import UsageError
from cleaner.packs.modes import FINGERPRINT, Tables
from cleaner.packs.pack import RulePack
from cleaner.packs.packed import Rows, packed_part, packed_rows, unpacked_part

CATEGORY, FILE = "category:", "file:"
MAX_NEAR = 3


def chosen(pack: RulePack, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> RulePack:
    """Return the pack with the selected rules only, and without the ignored ones.

    Args:
        pack: the compiled rules.
        select, ignore: ids (`donation/fund-the-newsroom`), categories (`donation`,
            `category:donation`) or files (`independent`, `file:independent`). A plain name that
            is both is the category. Nothing selected means all.

    Raises:
        UsageError: a name that means nothing, with those that are near.
    """
    select, ignore = words_of(select), words_of(ignore)
    if not select and not ignore:
        return pack
    known, ids = pack.categories, {row[0] for row in pack.rows}
    wanted = named(select, known) & ids if select else ids
    wanted -= named(ignore, known)
    return pack if len(wanted) == len(pack) else RulePack(_reduced(pack.tables, wanted))


def words_of(names: Iterable[str]) -> tuple[str, ...]:
    """Return names that may be separated by commas, each once."""
    given = (names,) if isinstance(names, str) else names
    words = (word.strip() for some in given for word in some.split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def named(names: Sequence[str], ids: Mapping[str, str]) -> set[str]:
    """Return the ids of the rules that any of the names means.

    Args:
        names: as for `chosen`.
        ids: of all rules, each with its category.

    Raises:
        UsageError: a name that means nothing.
    """
    return {id for name in names for id in _meant(name, ids)}


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return the way out for an unknown name: those that are near."""
    from difflib import get_close_matches

    known = list(known)
    near = get_close_matches(name, known, MAX_NEAR, 0.5)
    near = near or [id for id in known if name in id.partition("/")[2].split("-")][:MAX_NEAR]
    return f"did you mean {', '.join(near)}?" if near else "see `clean rules list`"


def _meant(name: str, ids: Mapping[str, str]) -> Collection[str]:
    if name in ids:
        return (name,)
    files = {id.partition("/")[0] for id in ids}
    categories = {*CHROME_CATEGORIES, *ROLES, *ids.values()}
    category, file = name.removeprefix(CATEGORY), name.removeprefix(FILE)
    if "/" not in name:
        if category in categories and not name.startswith(FILE):
            return [id for id, its in ids.items() if its == category]
        if file in files and not name.startswith(CATEGORY):
            return [id for id in ids if id.startswith(f"{file}/")]
    known = ids if "/" in name else categories if name != category else {*files, *categories}
    problem = f"{name!r} is no rule, category or file of rules"
    raise UsageError(f"{problem}; {suggestion(category if name != category else file, known)}")


def _reduced(tables: Tables, wanted: Collection[str]) -> Tables:
    """The tables without the other rules; sites stay, they only switch rules on."""
    rows = Rows(tables["rules"])
    rules = _renumbered(rows, lambda row: row[0] in wanted)
    parts = [_reduced_part(part, rules) for part in tables["parts"]]
    around = {name for part in parts for _, name in part["asks_around"]}
    return {
        **tables,
        "rules": packed_rows(map(rows.__getitem__, rules)),
        "parts": parts,
        "min_hits": {id: n for id, n in tables["min_hits"].items() if id in wanted},
        "around": {name: its for name, its in tables["around"].items() if name in around},
        "fingerprint": _fingerprint(tables, wanted),
    }


def _reduced_part(packed: Tables, rules: Mapping[int, int]) -> Tables:
    part = unpacked_part(packed)
    entries = _renumbered(part["entries"], lambda e: e[0] == FINGERPRINT or e[1] in rules)
    rows = map(part["entries"].__getitem__, entries)
    lines = (
        (key, tuple(rules[i] for i in its if i in rules)) for key, its in part["lines"].items()
    )
    reduced = {
        "lines": {key: its for key, its in lines if its},
        "entries": tuple(e if e[0] == FINGERPRINT else (e[0], rules[e[1]], *e[2:]) for e in rows),
        **{k: _owned(part[k], entries) for k in ("literals", "flow_literals", "heads")},
        "short_lines": tuple(entries[e] for e in part["short_lines"] if e in entries),
        "near_times": tuple((entries[e], lines) for e, lines in part["near_times"] if e in entries),
        "asks_around": tuple((rules[i], name) for i, name in part["asks_around"] if i in rules),
    }
    return packed_part(reduced)


def _renumbered(rows: Iterable[Any], is_kept: Any) -> dict[int, int]:
    """Old index to new, of the rows that stay."""
    kept = (i for i, row in enumerate(rows) if is_kept(row))
    return {old: new for new, old in enumerate(kept)}


def _owned(
    table: Mapping[str, Sequence[Sequence[Any]]], numbers: Mapping[int, int]
) -> dict[str, tuple[tuple[Any, ...], ...]]:
    """A table of owners, each with its entry first, without those that went."""
    left = (
        (key, tuple((numbers[entry], *more) for entry, *more in owners if entry in numbers))
        for key, owners in table.items()
    )
    return {key: owners for key, owners in left if owners}


def _fingerprint(tables: Tables, wanted: Collection[str]) -> str:
    from hashlib import blake2b

    names = "\0".join((RulePack(tables).fingerprint, *sorted(wanted)))
    return blake2b(names.encode(), digest_size=8).hexdigest()
