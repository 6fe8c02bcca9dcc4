"""One verdict in words: role, rule, score and reasons; and neighbours as one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cleaner.data import BLANK, Match, Verdict, Verdicts
from cleaner.views.layers import Row

MAX_TERMS = 3  # of a score, in the reasons


def verdict_on(
    row: Row, layer: Verdicts, roles: Mapping[int, str], text: str, *, has_reasons: bool = True
) -> Verdict:
    """Return the verdict on a row.

    Args:
        row: of the input.
        layer: the verdicts of its pass.
        roles: of the pieces of that pass.
        text: the input.
        has_reasons: tell them; finding the words costs more than all the rest.
    """
    matches = layer.matches.get(row.row, ())
    is_blank = layer.blocks.kinds[row.row] == BLANK
    deciding = [m for m in matches if (m.action == "keep") == row.keep and m.action != "label"]
    rule = deciding[0].rule if deciding and deciding[0].is_decisive else None
    category = None
    if rule is not None and not row.keep and not is_blank:
        category = deciding[0].category
    role = "blank" if is_blank else roles.get(row.row)
    points = layer.points if _is_scored(layer, row) else None
    return Verdict(
        row.start,
        row.end,
        row.keep,
        role or ("body" if row.keep else category or "boilerplate"),
        category,
        rule,
        tuple(dict.fromkeys(m.rule for m in deciding)),
        None if points is None else _score(points[row.row]),
        _reasons(layer, row, is_blank) if has_reasons else (),
        "" if row.keep else text[row.start : row.end],
    )


def merged(verdicts: Iterable[Verdict]) -> Iterable[Verdict]:
    """Join neighbours that the same rule removed, with the blank lines between them."""
    group: list[Verdict] = []  # removed spans of one rule, with the blank ones between
    blanks: list[Verdict] = []  # behind them; perhaps another span of the rule follows
    for verdict in verdicts:
        if group and not verdict.keep and verdict.rule and verdict.rule == group[0].rule:
            group += (*blanks, verdict)
            blanks = []
        elif group and not verdict.keep and verdict.role == "blank":
            blanks.append(verdict)
        else:
            yield from (*_joined(group), *blanks)
            group, blanks = [verdict], []
    yield from (*_joined(group), *blanks)


def said_by(rule: str, action: str, is_decisive: bool = True) -> str:
    """Return the reason that a rule gives.

    >>> said_by("share/share-line", "drop"), said_by("share/on-trial", "drop", False)
    ('rule share/share-line says drop', 'rule share/on-trial says drop, as evidence only')
    """
    return f"rule {rule} says {action}{'' if is_decisive else ', as evidence only'}"


def _joined(verdicts: Sequence[Verdict]) -> Sequence[Verdict]:
    if len(verdicts) < 2:
        return verdicts
    first = verdicts[0]
    joined = replace(
        first,
        end=verdicts[-1].end,
        rules=tuple(dict.fromkeys(r for v in verdicts for r in v.rules)),
        reasons=tuple(dict.fromkeys(r for v in verdicts if v.role != "blank" for r in v.reasons)),
        text="".join(v.text for v in verdicts),
    )
    return (joined,)


def _reasons(layer: Verdicts, row: Row, is_blank: bool) -> tuple[str, ...]:
    if is_blank:
        return ("blank lines beside what was removed" if not row.keep else "blank",)
    reasons = [_said(m) for m in layer.matches.get(row.row, ())]
    if row.row in layer.notes:
        reasons.append(layer.notes[row.row])
    if row.layer:
        reasons.append(f"seen in pass {row.layer + 1}, when its neighbours had gone")
    if layer.points is not None and layer.explain is not None and _is_scored(layer, row):
        terms = layer.explain(row.row)[:-1][:MAX_TERMS]  # the last is what any block has
        told = "; ".join(f"{name} {points / 100:+.1f}" for name, points in terms)
        score = f"score {layer.points[row.row] / 100:+.1f}"
        reasons.append(f"{score}: {told}" if told else score)
    if layer.abstained and row.keep:
        reasons.append(f"scorer not followed: {layer.abstained}")
    return tuple(dict.fromkeys(reasons)) or ("no rule speaks against it",)


def _said(match: Match) -> str:
    """What a rule says; a label decides nothing, however sure it is."""
    return said_by(match.rule, match.action, match.is_decisive or match.action == "label")


def _is_scored(layer: Verdicts, row: Row) -> bool:
    """False for blank pieces and for those that rules dropped before the scorer looked."""
    if layer.blocks.kinds[row.row] == BLANK:
        return False
    first = layer.matches.get(row.row, (None,))[0]
    return not (first is not None and first.is_decisive and first.action == "drop")


def _score(points: int) -> float:
    """Points to 0.0..1.0, rounded to thousandths so that no platform differs."""
    from math import exp

    return round(1 / (1 + exp(-max(-2000, min(2000, points)) / 100)), 3)
