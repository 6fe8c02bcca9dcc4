"""What `clean check` prints: findings in one of the formats, what could not be read, the sum."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from cleaner.checker.catalogue import find_check
from cleaner.checker.fix import FixedFile
from cleaner.checker.run import Outcome
from cleaner.cli import streams
from cleaner.cli.check_options import Request
from cleaner.cli.codes import Code
from cleaner.findings import Finding
from cleaner.reports import findings as words
from cleaner.reports import findings_ci, findings_json
from cleaner.reports.diff import colored, spans_diff
from cleaner.reports.findings_sarif import Help, sarif
from cleaner.wording import counted


def show(outcome: Outcome, request: Request) -> None:
    """Print findings on standard output, problems and the sum on standard error."""
    shown = outcome.findings[: request.max_findings]
    if request.statistics:
        text = _statistics(outcome.findings, request)
    elif request.output_format == "sarif":
        text = sarif(shown, _helps(shown, request.rules), outcome.problems)
    elif request.output_format == "junit":
        text = findings_ci.junit(outcome.files, shown, outcome.problems)
    else:
        text = "".join(_lines(shown, request))
    streams.write(text.encode("utf-8", "backslashreplace"))
    show_problems(outcome)
    if not request.quiet:
        for encoding, files in sorted(outcome.guessed.items()):
            streams.complain(
                f"note: {counted(files, 'file')} read as {encoding}, which is a guess; "
                "convert to UTF-8 to be sure"
            )
        streams.complain(f"note: {_sum(outcome)}")
        if len(shown) < len(outcome.findings):
            more = len(outcome.findings) - len(shown)
            streams.complain(f"note: {more:,} more are not shown; raise --max-findings")


def code_of(found: Sequence[object], outcome: Outcome, request: Request) -> Code:
    """Return what to end with: trouble outranks what was found."""
    if outcome.problems:
        return Code.WRONG
    return Code.FOUND if found and not request.exit_zero else Code.FINE


def show_problems(outcome: Outcome) -> None:
    """Print on standard error what could not be read."""
    for path, record, why in outcome.problems:
        place = f"{streams.shown(path)}:{record}" if record else streams.shown(path)
        streams.complain(f"{place}: {why}".replace("\n", " "))


def show_diff(fixed: FixedFile, request: Request) -> None:
    """Print what a fix would do: of JSONL, what it would do to each text."""
    for article in fixed.articles:
        record = article.record
        name = streams.shown(fixed.path)
        if record.field:
            name = f"{name}:{record.number}:{record.field}"
        lines: Iterable[str] = spans_diff(record.text, article.removed, name)
        if streams.wants_color(request.color, sys.stdout):
            lines = colored(lines)
        encoding = record.encoding if not record.encoding.startswith("utf") else "utf-8"
        streams.write("".join(lines).encode(encoding, "surrogateescape"))


def tell_kept(articles: int, request: Request) -> None:
    """Say in how many articles a fix leaves what the scorer complains of."""
    if articles and not request.quiet:
        streams.complain(
            f"note: what the scorer complains of stays in {counted(articles, 'article')}: beside "
            "what is left out of the fix, more would go each time; leave out less, or mend by hand"
        )


def _lines(findings: list[Finding], request: Request) -> Iterable[str]:
    is_colored = streams.wants_color(request.color, sys.stdout)
    if request.output_format == "full":
        return words.full_lines(findings, is_colored)
    if request.output_format == "concise":
        return words.concise_lines(findings, is_colored)
    if request.output_format == "github":
        return findings_ci.github_lines(findings)
    if request.output_format == "jsonl":
        return findings_json.json_lines(findings)
    return [findings_json.json_list(findings)]


def _statistics(findings: list[Finding], request: Request) -> str:
    rows = words.statistics(findings)
    if request.output_format == "json":
        return findings_json.json_statistics(rows)
    return "".join(words.statistic_lines(rows))


def _sum(outcome: Outcome) -> str:
    found = outcome.findings
    fixable = sum(one.cut is not None for one in found)
    files = len({one.path for one in found})
    total = len(outcome.files)
    told = f"{counted(len(found), 'finding')} in {files:,} of {counted(total, 'file')}"
    return f"{told}; {fixable:,} can be taken out by --fix" if fixable else told


def _helps(findings: list[Finding], asked: tuple[str, ...]) -> dict[str, Help]:
    """What is said of the codes that were found; of rules, only their files are read."""
    codes = {one.code for one in findings}
    helps = {}
    for code in codes:
        check = find_check(code)
        if check:
            helps[code] = Help(check.summary, check.why, check.way_out)
    stems = {code.partition("/")[0] for code in codes - set(helps)}
    return helps | _rule_helps(stems, asked) if stems else helps


def _rule_helps(stems: set[str], asked: tuple[str, ...]) -> dict[str, Help]:
    from cleaner.cli.rule_files import rules_in_use

    way_out = "Take it out: clean check --fix"
    return {i.id: Help(i.rule.summary, i.rule.why, way_out) for i in rules_in_use(asked, stems)}
