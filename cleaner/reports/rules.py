"""Rules in words: tables of them, one rule's documentation, what its examples did, its hits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from cleaner.reports.terminal import visible

LABEL_COLUMNS = 11
_LISTS = (
    ("any", "texts"),
    ("all", "signs"),
    *((key, key) for key in ("from", "to", "before", "needs", "unless")),
)
_IN_SHORT = ("kind", "anchor", "reach", "max_lines", "action", "role", "confidence", "status",
             "since", "until")  # fmt: skip
_EXAMPLES = (("match", "hits"), ("no_match", "leaves"))


def plain_rows(rows: Iterable[Sequence[str]]) -> str:
    """Return rows for a pipe: one a line, columns separated by tabs.

    >>> plain_rows([("share/a", "line"), ("share/b", "phrase")])
    'share/a\\tline\\nshare/b\\tphrase\\n'
    """
    return "".join("\t".join(map(_in_one_line, row)) + "\n" for row in rows)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> RenderableType:
    """Return rows for a terminal."""
    made = Table(box=None, padding=(0, 2, 0, 0))
    for index, head in enumerate(heads):
        made.add_column(head, overflow="fold", style="cyan" if index == 0 else "")
    for row in rows:
        made.add_row(*(Text(_in_one_line(cell)) for cell in row))
    return made


def rule_page(
    id: str, place: str, about: Mapping[str, str], written: Mapping[str, Any]
) -> RenderableType:
    """Return a rule's documentation, made from its own fields.

    Args:
        id: of the rule.
        place: file and line.
        about: what its file says of it: category, languages, publisher.
        written: the fields, as in the file; defaults may be among them.
    """
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(width=LABEL_COLUMNS, style="dim")
    grid.add_column(ratio=1, overflow="fold")
    for label, text in _page_rows(about, written):
        grid.add_row(label, Text(visible(text)))
    grid.add_row("stands in", Text(place))
    head = Text(f"{id}\n", style="bold cyan")
    head.append(visible(str(written["summary"])) + "\n", style="not bold default")
    return Group(head, grid, Text(""))


def wrong_example(
    rule: str, key: str, number: int, found: Sequence[str], *, is_in_time: bool
) -> str:
    """Return one line for an example that a rule does not do as it says.

    >>> wrong_example("share/a", "match", 2, (), is_in_time=True)
    'share/a: match example 2 is not hit'
    """
    hit = ", ".join(f'"{_in_one_line(text)}"' for text in found)
    what = f"is hit, by {hit}" if found else "is not hit" if is_in_time else "took too long"
    return f"{rule}: {key} example {number} {what}"


def quoted_lines(text: str) -> str:
    """Return a text as it is printed under a finding."""
    return "".join(f"    {line}\n" for line in visible(text).rstrip("\n").split("\n"))


def _page_rows(about: Mapping[str, str], written: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "why", str(written["why"])
    facts = [f"{key} {written[key]}" for key in _IN_SHORT if written.get(key) is not None]
    yield "does", ", ".join(facts)
    yield from ((label, text) for label, text in about.items() if text)
    for key, label in _LISTS:
        yield from _listed(label, written.get(key))
    for key, value in (written.get("where") or {}).items():
        yield "where", f"{key} {_condition(value)}"
    for key, label in _EXAMPLES:
        yield from _listed(label, written["examples"][key])


def _listed(label: str, texts: Any) -> Iterator[tuple[str, str]]:
    """Each text on lines of its own, the label at the first."""
    for index, text in enumerate([texts] if isinstance(texts, str) else texts or ()):
        lines = text if isinstance(text, str) else "\nand ".join(text)
        yield ("" if index else label), "- " + lines.rstrip("\n").replace("\n", "\n  ")


def _condition(value: Any) -> str:
    if isinstance(value, Mapping):
        return f"within {value['lines']} lines: {_condition(value['any'])}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _in_one_line(text: str) -> str:
    return " ".join(visible(text).split())
