"""A result on a terminal: what stays, what goes, and why, readable in 80 columns and in a pipe."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cleaner.data import Verdict
from cleaner.result import Result
from cleaner.views.telling import said_by

KEPT_SIGN, REMOVED_SIGN = " ", "-"  # colour is never the only difference
MARGIN = 26  # columns for role and reasons
RULE_COLUMNS = 40  # of a rule's id, where there is one line for each span
ROLE_COLUMNS = 14
MAX_RULES = 3  # named in the margin
MAX_FIRST_CHARS = 500  # of a span, looked at for its first words
_LINE_ENDS = dict.fromkeys(map(ord, "\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
_CONTROLS = {code: chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n"}
_BIDI = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)), "�")
_VISIBLE = _CONTROLS | dict.fromkeys(range(0x7F, 0xA0), "�") | {0x7F: "␡"} | _BIDI | _LINE_ENDS
"""Control characters made visible: an article must not steer the reader's terminal."""


def explanation(result: Result) -> RenderableType:
    """Return every block with its verdict: kept plain, removed dim and struck through.

    The sign `-` marks what goes; the margin tells the role, the rule's id, and the score with its
    largest terms.
    """
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(width=1)
    table.add_column(width=MARGIN, overflow="fold")
    table.add_column(ratio=1, overflow="fold")
    for verdict in result.verdicts:
        if verdict.role != "blank":
            sign = _styled(KEPT_SIGN if verdict.keep else REMOVED_SIGN, _color(verdict))
            table.add_row(sign, _margin(verdict), _shown(result, verdict))
    return Group(_head(result), table)


def removed_lines(result: Result) -> RenderableType:
    """Return one line for each removed span: role, rule or score, first words."""
    spans = [verdict for verdict in result.removed if verdict.role != "blank"]
    deciders = [_decider(verdict) for verdict in spans]
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    for texts, most in ([v.role for v in spans], ROLE_COLUMNS), (deciders, RULE_COLUMNS):
        width = min(most, max(map(len, texts), default=0))
        table.add_column(width=width, no_wrap=True, overflow="ellipsis")
    table.add_column(ratio=1, no_wrap=True, overflow="ellipsis")
    for verdict, decider in zip(spans, deciders, strict=True):
        words = " ".join(visible(verdict.text[:MAX_FIRST_CHARS]).split())
        table.add_row(_styled(verdict.role, "red"), _styled(decider, "cyan"), words)
    return table


def rendered(what: RenderableType, width: int, is_colored: bool) -> str:
    """Return the characters to print.

    Args:
        what: the renderable.
        width: columns.
        is_colored: False gives plain text without any escape sequence.
    """
    file = StringIO()
    console = Console(
        file=file,
        width=width,
        color_system="standard" if is_colored else None,
        force_terminal=is_colored,
        no_color=not is_colored,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(what)
    lines = file.getvalue().split("\n")
    return "\n".join(lines if is_colored else (line.rstrip(" ") for line in lines))


def visible(text: str) -> str:
    """Return text with every line end a line feed, and control characters made visible.

    >>> visible("One.\\r\\nTwo\\x1b[31m.")
    'One.\\nTwo␛[31m.'
    """
    return text.replace("\r\n", "\n").translate(_VISIBLE)


def _head(result: Result) -> RenderableType:
    """What is known of the whole: status, how much stays, metadata, what decided."""
    size, left = len(result.document.text), len(result.text)
    lines = [
        ("article", result.document.id),
        ("status", f"{result.status}; {left:,} of {size:,} characters kept"),
        ("title", result.title),
        ("byline", result.byline),
        ("date", result.date),
        ("decided by", ", ".join(f"{k} {v}" for k, v in sorted(result.fingerprints.items()))),
    ]
    table = Table.grid(padding=(0, 1, 0, 0))
    for label, value in lines:
        if value:
            table.add_row(_styled(label, "dim"), _styled(visible(value), "bold"))
    return Padding(table, (0, 0, 1, 0))


def _margin(verdict: Verdict) -> Text:
    """Role, rules, and the other reasons, one under the other."""
    margin = _styled(verdict.role, _color(verdict))
    if verdict.score is not None:
        margin.append(f"  {verdict.score:.2f}", style="dim")
    for rule in verdict.rules[:MAX_RULES]:
        style = "cyan" if rule == verdict.rule else "dim cyan"
        margin.append("\n" + "\n".join(_broken(rule)), style=style)
    if len(verdict.rules) > MAX_RULES:
        margin.append(f"\nand {len(verdict.rules) - MAX_RULES} more", style="dim cyan")
    for reason in _reasons(verdict):
        margin.append(f"\n{reason}", style="dim")
    return margin


def _broken(rule: str) -> Iterator[str]:
    """Cut a rule's id that is too long for the margin, behind a dash or slash if there is one."""
    while len(rule) > MARGIN:
        cut = max(rule.rfind("-", 0, MARGIN), rule.rfind("/", 0, MARGIN)) + 1 or MARGIN
        yield rule[:cut]
        rule = rule[cut:]
    yield rule


def _reasons(verdict: Verdict) -> Iterator[str]:
    """The reasons besides the rules that agree; none where a block merely stays."""
    if verdict.keep and verdict.score is None and len(verdict.reasons) == 1 and not verdict.rules:
        return
    told = {said_by(rule, "keep" if verdict.keep else "drop") for rule in verdict.rules}
    yield from (visible(reason) for reason in verdict.reasons if reason not in told)


def _decider(verdict: Verdict) -> str:
    if verdict.rule:
        return verdict.rule
    if verdict.score is not None and len(verdict.reasons) == 1:  # it is the only reason
        return f"score {verdict.score:.2f}"
    return verdict.reasons[0].partition(",")[0]


def _shown(result: Result, verdict: Verdict) -> Text:
    """The span's lines without the blank ones, styled by the verdict."""
    text = visible(result.document.text[verdict.start : verdict.end])
    lines = (line.strip() for line in text.split("\n"))
    return _styled("\n".join(line for line in lines if line), "" if verdict.keep else "dim strike")


def _styled(text: str, style: str) -> Text:
    """Text whose style ends where it does: nothing is struck through to the column's edge."""
    return Text().append(text, style=style)


def _color(verdict: Verdict) -> str:
    return "green" if verdict.keep else "red"
