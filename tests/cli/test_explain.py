"""`clean explain`: words and signs for people."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.reports.terminal import visible

from .conftest import ARTICLE, BODY, Ran, Run


@pytest.fixture
def explain(run: Run, rules: str) -> Run:
    def explain_here(*arguments: object, stdin: bytes | None = None) -> Ran:
        return run("explain", "--rules", rules, "--profile", "rules-only", *arguments, stdin=stdin)

    return explain_here


def test_every_block_is_shown_with_its_verdict(explain: Run, article: Path) -> None:
    ran = explain(article)
    lines = ran.out.decode().splitlines()

    assert (ran.code, ran.err) == (0, "")
    assert sum(line.startswith("- share") and "Share this article" in line for line in lines) == 2
    assert sum(line.startswith("  small/share-line") for line in lines) == 2
    assert sum(line.startswith("  body") for line in lines) == 2
    assert any("cleaned; " in line for line in lines)


def test_it_fits_into_80_columns_and_has_no_colour_in_a_pipe(explain: Run) -> None:
    out = explain("-", stdin=(ARTICLE * 3).encode()).out.decode()

    assert max(map(len, out.splitlines())) <= 80
    assert "\x1b" not in out


def test_colour_holds_to_what_is_asked(
    explain: Run, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert b"\x1b[2;9mShare this article\x1b[0m" in explain("--color", "always", article).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert b"\x1b" in explain(article).out
    assert b"\x1b" not in explain("--color", "never", article).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert b"\x1b" not in explain(article).out


def test_only_the_removed_spans_one_a_line(explain: Run, article: Path) -> None:
    ran = explain("--removed-only", article)

    assert ran.out.splitlines() == [b"share small/share-line Share this article"] * 2


def test_nothing_removed_shows_nothing(explain: Run) -> None:
    assert explain("--removed-only", "-", stdin=BODY.encode()) == (0, b"", "")


def test_keep_holds(explain: Run) -> None:
    text = f"By Jon Stone\n\n{BODY}".encode()

    assert b"- byline" in explain("-", stdin=text).out
    assert b"- byline" not in explain("--keep", "byline", "-", stdin=text).out


def test_an_article_cannot_steer_the_terminal(explain: Run) -> None:
    text = f"{BODY}\x1b]0;owned\x07 \x9b31m\u202ereversed\n"
    out = explain("-", stdin=text.encode()).out.decode()

    assert not set("\x1b\x07\x9b\u202e") & set(out)


@given(text=st.text())
def test_what_is_shown_has_no_control_characters(text: str) -> None:
    assert not [c for c in visible(text) if c not in "\t\n" and (c < " " or "\x7f" <= c < "\xa0")]


def test_empty_input_is_explained(explain: Run) -> None:
    ran = explain("-", stdin=b"")

    assert ran.code == 0
    assert b"empty" in ran.out


def test_markup_in_the_article_is_text(explain: Run) -> None:
    assert b"[bold]Bridge[/bold]" in explain("-", stdin=b"[bold]Bridge[/bold] :smile:\n").out


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["/no/such/file"], "clean: /no/such/file: no such file"),
        ([], "nothing to explain"),
        (["--bogus"], "see clean explain --help"),
        (["a", "b"], "see clean explain --help"),
        (["--profile", "wild"], "'--profile': 'wild' is not one of 'safe', 'balanced',"),
        (["--profile", "wild"], "see clean explain --help"),
        (["--keep", "hat", "a"], "'hat' is unknown"),
    ],
)
def test_wrong_use(explain: Run, arguments: list[str], problem: str) -> None:
    ran = explain(*arguments)

    assert ran[:2] == (2, b"")
    assert problem in ran.err
    assert ran.err.count("\n") == 1


def test_a_file_without_a_name_is_not_standard_input(run: Run) -> None:
    ran = run("explain", "", stdin=b"Rain fell.")

    assert (2, b"") == ran[:2]
    assert "the name of a file is empty" in ran.err
