"""`clean rules …`: everything about rules."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cleaner.cli import streams
from cleaner.cli.codes import Code
from cleaner.cli.options import refuse_unnamed
from cleaner.cli.pages import is_terminal, print_page, say, write_rows
from cleaner.cli.rule_files import compiled_rules, files_called, paths_in_use, rules_in_use
from cleaner.errors import UsageError
from cleaner.wording import counted

if TYPE_CHECKING:
    from cleaner.corpus.rule_examples import ExampleResult
    from cleaner.packs.load import LoadedRule

HEADS = ("rule", "kind", "action", "category", "languages", "status")
ANY_LANGUAGE = "any"

app = typer.Typer(
    name="rules",
    help="List, show, test, check and count rules.",
    rich_markup_mode="rich",
)

_Rules = Annotated[
    list[str] | None,
    typer.Option("--rules", metavar="PATH", help="Rule file or folder; else those in use here."),
]
_Fields = Annotated[
    list[str] | None,
    typer.Option("--field", metavar="NAME", help="Field of JSONL and Parquet that holds the text."),
]
_Paths = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATH", help="Rule files or folders; else those in use here."),
]


@app.command("list")
def list_rules(
    category: Annotated[str | None, typer.Option(help="Only of this category.")] = None,
    language: Annotated[str | None, typer.Option(help="Only what counts in this one.")] = None,
    publisher: Annotated[
        str | None, typer.Option(help="Only of this publisher: part of a name, file or domain.")
    ] = None,
    search: Annotated[
        str | None, typer.Option(help="Only with this in id, summary, why or texts.")
    ] = None,
    rules: _Rules = None,
) -> int:
    """List rules: id, kind, action, category, languages, status; in a pipe separated by tabs."""
    from cleaner.packs.authoring.query import Query, fitting

    found = fitting(rules_in_use(rules), Query(category, language, publisher, search))
    rows = [_row(item) for item in found]
    if not rows:
        streams.complain("note: no rule fits")
    write_rows(HEADS, rows)
    return Code.FINE


@app.command("show")
def show_rules(
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="File and name: share/line.")],
    rules: _Rules = None,
) -> int:
    """Show what a rule does and why, its texts, conditions and examples, and where it stands."""
    from cleaner.packs.select import suggestion
    from cleaner.reports.rules import rule_page

    files = {id.partition("/")[0] for id in ids}
    known = {item.id: item for item in rules_in_use(rules, files)}
    for id in ids:
        if id not in known:
            near = suggestion(id, [item.id for item in rules_in_use(rules)])
            raise UsageError(f"rule {id!r} is unknown; {near}")
    for id in ids:
        item = known[id]
        place = f"{item.path}:{item.line}"
        print_page(rule_page(id, place, _about(item), _written(item)))
    return Code.FINE


@app.command("test")
def run_tests(paths: _Paths = None) -> int:
    """Run the examples of rules, each rule alone."""
    from cleaner.corpus.rule_examples import run_examples
    from cleaner.reports.rules import quoted_lines

    rules = compiled_rules(paths)
    count = wrong = 0
    for example in run_examples(rules):
        count += 1
        if example.is_right:
            continue
        wrong += 1
        place = f"{example.path}:{example.line}:{example.column}"
        say(f"{place}: {_outcome(example)}\n{quoted_lines(example.text)}")
    say(f"{counted(len(rules), 'rule')}, {counted(count, 'example')}, {wrong:,} wrong\n")
    return Code.FOUND if wrong else Code.FINE


@app.command("lint")
def lint_rules(
    paths: _Paths = None,
    select: Annotated[list[str] | None, typer.Option(help="Only these codes.")] = None,
    ignore: Annotated[list[str] | None, typer.Option(help="Not these codes.")] = None,
) -> int:
    """Find what is wrong with rules that load: loose, repeated, shadowed, slow, never matching."""
    from cleaner.corpus.rule_examples import run_examples
    from cleaner.packs.authoring import lint

    wanted = (_codes(select or ()) or set(lint.CODES)) - _codes(ignore or ())
    rules = compiled_rules(paths)
    found = lint.lint_rules(rules)
    if "example" in wanted:
        found += (
            lint.LintFinding(e.path, e.line, e.column, "example", f"{_outcome(e)}; mend either")
            for e in run_examples(rules)
            if not e.is_right
        )
    found = sorted(one for one in found if one.code in wanted)
    say("".join(f"{one}\n" for one in found))
    streams.complain(f"note: {counted(len(rules), 'rule')}, {counted(len(found), 'finding')}")
    return Code.FOUND if found else Code.FINE


@app.command("schema")
def show_schema() -> int:
    """Write the JSON Schema of rule files, for the YAML plug-in of your editor."""
    import json

    from cleaner.packs.authoring.json_schema import rule_file_schema

    say(json.dumps(rule_file_schema(), indent=2, ensure_ascii=False) + "\n")
    return Code.FINE


@app.command("new")
def new_rule(
    id: Annotated[str, typer.Argument(metavar="ID", help="File and name: share/line.")],
    kind: Annotated[str, typer.Option(help="line, phrase, template, pattern or block.")] = "phrase",
    rules: _Rules = None,
) -> int:
    """Write a rule that does not load until its blanks and examples are filled in."""
    from cleaner.packs.authoring.stub import stub_rule
    from cleaner.packs.load import read_rules

    # mistakes or not: the last stub may not be filled in yet
    found, _ = read_rules(files_called(rules, {id.partition("/")[0]}))
    known = {item.id: f"{item.path}:{item.line}" for item in found}
    say(stub_rule(id, kind, known))
    return Code.FINE


@app.command("stats")
def count_hits(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH",
            help="Text, JSONL or Parquet files, labelled YAML, or folders of them.",
        ),
    ],
    field: _Fields = None,
    rules: _Rules = None,
) -> int:
    """Count what rules hit; on labelled files also what they hit inside the body.

    In a pipe each line begins with what it is: rule, category, never or false-drop.
    """
    from cleaner.cli.rule_stats import show_stats

    refuse_unnamed(paths)
    return show_stats(paths, field or (), paths_in_use(rules), is_terminal())


@app.command("mine")
def mine_lines(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="Text, JSONL or Parquet files, or folders of them."),
    ],
    min_files: Annotated[int, typer.Option(help="In so many articles a line must stand.")] = 5,
    max_lines: Annotated[int, typer.Option(help="So many candidates at most.")] = 50,
    field: _Fields = None,
    rules: _Rules = None,
) -> int:
    """Find lines that stand in many articles and that no rule knows; write rules to fill in.

    Digits do not count. What comes out is YAML: each candidate with how often and where it stands.
    """
    from cleaner.cli.rule_mine import show_mined

    refuse_unnamed(paths)
    return show_mined(paths, field or (), paths_in_use(rules), min_files, max_lines)


def _codes(names: Iterable[str]) -> set[str]:
    """Codes of findings, given one by one or separated by commas."""
    from cleaner.packs.authoring.lint import CODES
    from cleaner.packs.select import words_of

    words = words_of(names)
    unknown = [word for word in words if word not in CODES]
    if unknown:
        raise UsageError(f"code {unknown[0]!r} is unknown; choose {', '.join(CODES)}")
    return set(words)


def _row(item: LoadedRule) -> tuple[str, ...]:
    rule = item.rule
    languages = ",".join(rule.where.languages or item.languages) or ANY_LANGUAGE
    return item.id, rule.kind, rule.action, item.category, languages, rule.status


def _about(item: LoadedRule) -> dict[str, str]:
    publisher = item.publisher
    sites = f"{publisher.name} ({', '.join(publisher.domains)})" if publisher else ""
    languages = "" if item.rule.where.languages else ", ".join(item.languages)
    return {"category": item.category, "languages": languages, "publisher": sites}


def _written(item: LoadedRule) -> dict[str, Any]:
    """The rule's fields with their defaults, but of conditions only what is written."""
    written = item.rule.model_dump(by_alias=True, exclude_none=True, mode="json")
    where = item.rule.where.model_dump(exclude_unset=True, mode="json")
    return written | {"where": where}


def _outcome(one: ExampleResult) -> str:
    """What a rule did with an example that it does not do as it says."""
    from cleaner.reports.rules import wrong_example

    return wrong_example(one.rule, one.key, one.number, one.found, is_in_time=one.is_in_time)
