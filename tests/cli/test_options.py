"""The fast parser, typer's, the help and the completion tell the same story."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.cli import app as typer_app
from cleaner.cli.main import COMMANDS, FILTER
from cleaner.cli.options import FLAG, OPTIONS, Option, Settings, parse
from cleaner.errors import UsageError

from .conftest import Run

VALUES = {
    "url": ["https://example.org/a?b=c", "example.org"],
    "lang": ["en", "pt-BR"],
    "keep": ["title", "byline,date", ""],
    "rules": ["rules/a.yaml", "builtin"],
    "select": ["share", "donation/it,login"],
    "ignore": ["category:share", ""],
    "weights": ["w.yaml"],
    "annotations": ["notes.jsonl"],
    "stdin_filename": ["a b.txt"],
}
FILES = st.sampled_from([["a.txt"], ["-"], ["explain"], ["./b", "c"]])


def words_of(option: Option) -> st.SearchStrategy[list[str]]:
    flags = st.sampled_from(option.flags)
    if option.kind == FLAG:
        return flags.map(lambda flag: [flag])
    pairs = st.tuples(flags, st.sampled_from(option.choices or VALUES[option.name]))
    joined = pairs.filter(lambda p: p[0].startswith("--")).map(lambda p: [f"{p[0]}={p[1]}"])
    return pairs.map(list) | joined


LINES = st.lists(st.one_of(FILES, *map(words_of, OPTIONS)), max_size=7).map(
    lambda parts: [word for part in parts for word in part]
)


def by_typer(arguments: list[str]) -> Settings | None:
    seen: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("cleaner.cli.filter.run_filter", lambda s: seen.append(s) or 0)
        typer_app.run_app([FILTER, *arguments])
    return seen[0] if seen else None


def outcome(parser: Any, arguments: list[str]) -> Any:
    try:
        return parser(arguments)
    except UsageError as error:
        return str(error)


@given(arguments=LINES)
@example(["-wq", "a"])
@example(["--", "--diff", "-w"])
@example(["a", "--", "-"])
@example([])
def test_both_parsers_agree(arguments: list[str]) -> None:
    assert outcome(parse, arguments) == outcome(by_typer, arguments)


def test_every_option_is_a_setting_with_a_default() -> None:
    assert {option.name for option in OPTIONS} == set(Settings._fields) - {"files"}
    assert Settings() == parse([])


def test_the_commands_are_the_apps() -> None:
    app = typer_app.app
    named = {x.name for x in (*app.registered_commands, *app.registered_groups)}

    assert {*COMMANDS, FILTER} == named


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["a.txt", "--help"]])
def test_the_help_names_every_option_and_command(run: Run, arguments: list[str]) -> None:
    ran = run(*arguments)
    text = ran.out.decode()

    assert (ran.code, ran.err) == (0, "")
    assert [f for o in OPTIONS for f in o.flags if f not in text] == []
    assert [c for c in COMMANDS if c not in text] == []
    assert "Exit codes" in text


@pytest.mark.parametrize("command", [*COMMANDS, FILTER])
def test_every_command_has_help(run: Run, command: str) -> None:
    ran = run(command, "--help")

    assert (ran.code, ran.err) == (0, "")
    assert b"Usage: clean" in ran.out


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("clean --pro", "--profile"),
        ("clean a.txt --pro", "--profile"),
        ("clean a.txt --profile ", "rules-only"),
        ("clean exp", "explain"),
        ("clean explain --rem", "--removed-only"),
    ],
)
def test_shells_can_complete(
    run: Run, monkeypatch: pytest.MonkeyPatch, line: str, wanted: str
) -> None:
    monkeypatch.setenv("_CLEAN_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(line.count(" ")))

    assert wanted.encode() in run().out.split()
