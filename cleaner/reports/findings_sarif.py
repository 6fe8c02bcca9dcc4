"""Findings as SARIF 2.1.0, which code hosts show beside the lines."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from cleaner import __version__
from cleaner.findings import Finding, Problem

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
VERSION = "2.1.0"
TOOL = "news-cleaner"


class Help(NamedTuple):
    """What is said of a code: what it finds, why that matters, what to do."""

    summary: str
    why: str = ""
    way_out: str = ""


def sarif(
    findings: Sequence[Finding], helps: Mapping[str, Help], problems: Sequence[Problem] = ()
) -> str:
    """Return a SARIF log of one run.

    Args:
        findings: the results.
        helps: for codes, what is said of them.
        problems: path, record and text of what could not be read.
    """
    codes = sorted({one.code for one in findings})
    run = {
        "tool": {
            "driver": {
                "name": TOOL,
                "version": __version__,
                "rules": [_rule(code, helps.get(code, Help(code))) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(problems)],
        "results": [_result(one, codes.index(one.code)) for one in findings],
    }
    log = {"$schema": SCHEMA, "version": VERSION, "runs": [run]}
    text = json.dumps(log, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "replace").decode("utf-8")  # half a character is no JSON


def _rule(code: str, help: Help) -> dict[str, Any]:
    rule: dict[str, Any] = {"id": code, "shortDescription": {"text": help.summary}}
    if help.why:
        rule["fullDescription"] = {"text": help.why}
    if help.way_out:
        rule["help"] = {"text": help.way_out}
    return rule


def _invocation(problems: Sequence[Problem]) -> dict[str, Any]:
    invocation: dict[str, Any] = {"executionSuccessful": not problems}
    if problems:
        invocation["toolExecutionNotifications"] = [
            {
                "level": "error",
                "message": {"text": text},
                "locations": [_location(path, {"startLine": record} if record else None)],
            }
            for path, record, text in problems
        ]
    return invocation


def _result(one: Finding, index: int) -> dict[str, Any]:
    line, column = one.place
    region: dict[str, int] = {"startLine": line, "startColumn": column}
    if not one.record:
        region |= {"endLine": one.end_line, "endColumn": one.end_column}
    location = _location(one.path, region)
    if one.record:
        name = f"{one.record}.{one.field}:{one.line}:{one.column}"
        location["logicalLocations"] = [{"name": one.field, "fullyQualifiedName": name}]
    result: dict[str, Any] = {
        "ruleId": one.code,
        "ruleIndex": index,
        "level": "warning",
        "message": {"text": "\n".join((one.told, *one.reasons))},
        "locations": [location],
        "partialFingerprints": {"text/v1": one.digest},
        "rank": round(100 * one.confidence, 1),
    }
    if one.cut and not one.record:
        result["fixes"] = [_fix(one.path, one.cut, one.unseen)]
    return result


def _fix(path: str, cut: tuple[int, int], unseen: int) -> dict[str, Any]:
    start = max(cut[0], unseen)
    deleted = {"charOffset": start - unseen, "charLength": cut[1] - start}
    change = {
        "artifactLocation": {"uri": _uri(path)},
        "replacements": [{"deletedRegion": deleted}],
    }
    return {"description": {"text": "Take it out"}, "artifactChanges": [change]}


def _location(path: str, region: Mapping[str, int] | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(path)}}
    if region:
        physical["region"] = dict(region)
    return {"physicalLocation": physical}


def _uri(path: str) -> str:
    if os.path.isabs(path):
        return Path(path).as_uri()
    return quote(os.path.normpath(path).replace(os.sep, "/").encode("utf-8", "surrogateescape"))
