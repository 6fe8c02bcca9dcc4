"""Findings for continuous integration: notes of GitHub Actions, and JUnit XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.etree import ElementTree as Xml

from cleaner.findings import Finding, Problem
from cleaner.reports.terminal import visible

SUITE = "clean check"
_ESCAPED = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))
_ESCAPED_VALUE = (*_ESCAPED, (":", "%3A"), (",", "%2C"))
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def github_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield workflow commands that GitHub shows beside the lines."""
    for one in findings:
        line, column = one.place
        values = {"file": one.path, "line": str(line), "col": str(column)}
        if not one.record:
            values |= {"endLine": str(one.end_line)}
            if one.end_line == one.line:
                values |= {"endColumn": str(one.end_column)}
        values["title"] = one.code
        told = ",".join(f"{k}={_escaped(v, _ESCAPED_VALUE)}" for k, v in values.items())
        yield f"::error {told}::{_escaped(f'{one.code} {one.told}', _ESCAPED)}\n"


def junit(
    paths: Sequence[str], findings: Sequence[Finding], problems: Sequence[Problem] = ()
) -> str:
    """Return JUnit XML: a suite, a case for each file, in it a failure for each finding.

    Args:
        paths: of all files that were checked.
        findings: in reading order.
        problems: path, record and text of what could not be read: errors.
    """
    by_path: dict[str, list[Finding]] = {path: [] for path in paths}
    for one in findings:
        by_path.setdefault(one.path, []).append(one)
    errors: dict[str, list[str]] = {}
    for path, record, text in problems:
        by_path.setdefault(path, [])
        errors.setdefault(path, []).append(f"record {record}: {text}" if record else text)
    suite = Xml.Element("testsuite", _counts(by_path, errors))
    for path, found in by_path.items():
        suite.append(_case(path, found, errors.get(path, ())))
    root = Xml.Element("testsuites", suite.attrib)
    root.append(suite)
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _counts(
    by_path: Mapping[str, Sequence[Finding]], errors: Mapping[str, object]
) -> dict[str, str]:
    return {
        "name": SUITE,
        "tests": str(len(by_path)),
        "failures": str(sum(bool(found) for found in by_path.values())),
        "errors": str(len(errors)),
    }


def _case(path: str, found: Sequence[Finding], errors: Sequence[str]) -> Xml.Element:
    case = Xml.Element("testcase", {"name": _safe(path), "classname": SUITE, "file": _safe(path)})
    for text in errors:
        error = Xml.SubElement(case, "error", {"message": _safe(text), "type": "unreadable"})
        error.text = _safe(text)
    if found:
        message = _safe(found[0].told if len(found) == 1 else f"{len(found)} findings")
        kind = found[0].code if len(found) == 1 else "findings"
        failure = Xml.SubElement(case, "failure", {"message": message, "type": kind})
        failure.text = _safe("\n".join(map(str, found)))
    return case


def _escaped(text: str, table: Sequence[tuple[str, str]]) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8")
    for old, new in table:
        text = text.replace(old, new)
    return text


def _safe(text: str) -> str:
    """Text without what XML cannot hold."""
    return _NO_XML.sub("\ufffd", visible(text))
