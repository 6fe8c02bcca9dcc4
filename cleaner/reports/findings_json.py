"""Findings for programs: JSON and JSON lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from cleaner.findings import Finding


def finding_object(one: Finding) -> dict[str, Any]:
    """Return a finding, JSON-ready; lines and columns are in the text, from 1."""
    return {
        "path": one.path,
        "record": one.record or None,
        "field": one.field or None,
        "line": one.line,
        "column": one.column,
        "end_line": one.end_line,
        "end_column": one.end_column,
        "code": one.code,
        "message": one.message,
        "reasons": list(one.reasons),
        "confidence": one.confidence,
        "digest": one.digest,
        "span": list(one.span),
        "fix": list(one.cut) if one.cut else None,
    }


def json_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield one object a line."""
    for one in findings:
        yield json.dumps(finding_object(one), ensure_ascii=False) + "\n"


def json_list(findings: Iterable[Finding]) -> str:
    """Return a list of objects."""
    return (
        json.dumps([finding_object(one) for one in findings], ensure_ascii=False, indent=2) + "\n"
    )


def json_statistics(rows: Sequence[tuple[str, int, bool]]) -> str:
    """Return counts as a list of objects."""
    objects = [{"code": code, "count": count, "fixable": fix} for code, count, fix in rows]
    return json.dumps(objects, ensure_ascii=False, indent=2) + "\n"
