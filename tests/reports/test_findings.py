"""Findings in every format: valid for those who read them, and saying the same."""

import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attr
import jsonschema
import junitparser
import pytest
import sarif_om
from sarif_pydantic import Sarif

from cleaner.findings import Finding
from cleaner.reports.findings import concise_lines, full_lines
from cleaner.reports.findings_ci import github_lines, junit
from cleaner.reports.findings_json import json_lines, json_list
from cleaner.reports.findings_sarif import Help, sarif


def finding(**fields: Any) -> Finding:
    known: dict[str, Any] = {
        "path": "a b/é.txt", "record": 0, "field": "", "line": 4, "column": 3, "end_line": 4,
        "end_column": 9, "code": "donation/appeal", "message": "donation: “Give, now: 100%”",
        "reasons": ("rule donation/appeal says drop",), "confidence": 0.9, "digest": "00ff",
        "excerpt": "x Give now", "mark": (2, 6), "span": (40, 46), "cut": (38, 47),
    }  # fmt: skip
    return Finding(**{**known, **fields})


FINDINGS = (
    finding(),
    finding(line=9, end_line=11, message="a\x1b[31m\x00line\nwith <odd> & \ud800 characters"),
    finding(path="/corpus/c.jsonl", record=7, field="text", code="text/mojibake", cut=None),
)
PROBLEMS = (("b.txt", 0, "no such file; check the name"), ("/corpus/c.jsonl", 3, "not JSON"))


def test_sarif_is_valid_and_says_everything() -> None:
    """Names and demanded properties as in the model made from the official schema; types too."""
    text = sarif(FINDINGS, {"donation/appeal": Help("An appeal", "Why", "Out")}, PROBLEMS)
    run = json.loads(text)["runs"][0]
    first, _, third = run["results"]

    assert [] == list(wrong_names(json.loads(text), attr.fields(sarif_om.SarifLog)))
    assert 3 == len(Sarif.model_validate_json(text).runs[0].results or ())
    assert ["donation/appeal", "text/mojibake"] == [r["id"] for r in run["tool"]["driver"]["rules"]]
    assert "a%20b/%C3%A9.txt" == place(first)["artifactLocation"]["uri"]
    assert {"startLine": 4, "startColumn": 3, "endLine": 4, "endColumn": 9} == place(first)[
        "region"
    ]
    assert {"startLine": 7, "startColumn": 1} == place(third)["region"]
    assert "file:///corpus/c.jsonl" == place(third)["artifactLocation"]["uri"]
    assert 1 == third["ruleIndex"]
    assert "fixes" not in third
    assert run["invocations"][0]["executionSuccessful"] is False


@pytest.mark.parametrize("findings", [(), FINDINGS], ids=["none", "some"])
def test_sarif_fits_the_official_schema(findings: tuple[Finding, ...]) -> None:
    """The schema's own file is not ours to ship: npm's @microsoft/sarif-multitool-linux has it."""
    path = os.environ.get("SARIF_SCHEMA")
    if not path:
        pytest.skip("set SARIF_SCHEMA to the file of the SARIF 2.1.0 schema to check against it")
    schema = json.loads(Path(path).read_text(encoding="utf-8"))
    log = json.loads(sarif(findings, {"donation/appeal": Help("A", "Why", "Out")}, PROBLEMS))

    validator = jsonschema.validators.validator_for(schema)(schema)
    assert "SARIF" in schema["title"]
    assert [] == [error.message for error in validator.iter_errors(log)]


def test_an_empty_sarif_log_is_valid() -> None:
    log = Sarif.model_validate_json(sarif((), {}))

    assert [] == log.runs[0].results


def place(result: dict[str, Any]) -> Any:
    return result["locations"][0]["physicalLocation"]


CLASSES = {
    "runs": sarif_om.Run, "tool": sarif_om.Tool, "driver": sarif_om.ToolComponent,
    "rules": sarif_om.ReportingDescriptor, "results": sarif_om.Result,
    "message": sarif_om.Message, "locations": sarif_om.Location,
    "physicalLocation": sarif_om.PhysicalLocation, "artifactLocation": sarif_om.ArtifactLocation,
    "region": sarif_om.Region, "logicalLocations": sarif_om.LogicalLocation,
    "invocations": sarif_om.Invocation, "toolExecutionNotifications": sarif_om.Notification,
    "fixes": sarif_om.Fix, "artifactChanges": sarif_om.ArtifactChange,
    "replacements": sarif_om.Replacement, "deletedRegion": sarif_om.Region,
    "description": sarif_om.Message, "shortDescription": sarif_om.MultiformatMessageString,
    "fullDescription": sarif_om.MultiformatMessageString,
    "help": sarif_om.MultiformatMessageString,
}  # fmt: skip
"""For each property that holds objects, their class in the model made from the schema."""


def wrong_names(value: dict[str, Any], model: Any) -> Iterator[str]:
    """Properties that the schema does not have, and those it demands and that are missing."""
    fields = {attribute.metadata["schema_property_name"]: attribute for attribute in model}
    yield from (f"unknown {name}" for name in value if name not in fields)
    for name, attribute in fields.items():
        if attribute.default is attr.NOTHING and name not in value:
            yield f"missing {name}"
    for name, inner in value.items():
        for one in inner if isinstance(inner, list) else [inner]:
            if isinstance(one, dict) and name != "partialFingerprints":
                yield from wrong_names(one, attr.fields(CLASSES[name]))


def test_junit_is_read_by_who_reads_junit() -> None:
    text = junit(["clean.txt", "a b/é.txt"], FINDINGS, PROBLEMS)
    (suite,) = junitparser.JUnitXml.fromfile(io.BytesIO(text.encode()))
    cases = {case.name: [type(result).__name__ for result in case.result] for case in suite}

    assert {
        "clean.txt": [],
        "a b/é.txt": ["Failure"],
        "/corpus/c.jsonl": ["Error", "Failure"],
        "b.txt": ["Error"],
    } == cases
    assert (4, 2, 2) == (suite.tests, suite.failures, suite.errors)


def test_github_commands_escape_what_would_end_them() -> None:
    first, second, third = github_lines(FINDINGS)

    assert first == (
        "::error file=a b/é.txt,line=4,col=3,endLine=4,endColumn=9,title=donation/appeal::"
        "donation/appeal donation: “Give, now: 100%25”\n"
    )
    assert "endLine=11,title" in second  # GitHub wants no columns over several lines
    assert 1 == second.count("\n")
    assert "%0A" in second
    assert third.startswith("::error file=/corpus/c.jsonl,line=7,col=1,title=")


def test_json_and_json_lines_say_the_same() -> None:
    rows = [json.loads(line) for line in json_lines(FINDINGS)]

    assert json.loads(json_list(FINDINGS)) == rows
    assert [None, None, 7] == [row["record"] for row in rows]
    assert [[38, 47], [38, 47], None] == [row["fix"] for row in rows]


def test_words_stay_on_their_line_and_steer_no_terminal() -> None:
    lines = list(concise_lines(FINDINGS))

    assert lines[0] == "a b/é.txt:4:3: donation/appeal donation: “Give, now: 100%”\n"
    assert all(line.count("\n") == 1 and "\x1b" not in line for line in lines)
    assert lines[2].endswith("(field text, line 4, column 3)\n")
    assert "\x1b[31m" in "".join(concise_lines(FINDINGS, is_colored=True))


@pytest.mark.parametrize(
    ("excerpt", "mark", "shown"),
    [("x Give now", (2, 6), "  ^^^^"), ("橋 Give", (2, 6), "   ^^^^"), ("\tGive", (1, 5), " ^^^^")],
)
def test_the_mark_stands_under_what_it_marks(
    excerpt: str, mark: tuple[int, int], shown: str
) -> None:
    lines = "".join(full_lines([finding(excerpt=excerpt, mark=mark)])).split("\n")

    assert f"  | {shown}" == lines[2]
