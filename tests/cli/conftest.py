"""A command line in this process, a small pack of rules, and an article for them."""

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from cleaner.cli.main import main

RULES = """
- name: share-line
  summary: A share button
  why: Interface words.
  kind: line
  any: [share this article, partagez cet article à un ami]
  category: share
  examples:
    match: [Share this article]
    no_match: [She asked them to share this article of faith.]
- name: support-sentence
  summary: Asks for money
  why: Written by fundraisers.
  kind: phrase
  any: [support our newsroom today]
  reach: sentence
  category: donation
  examples:
    match: [Please support our newsroom today.]
    no_match: [They support the newsroom.]
- name: byline-by
  summary: Who wrote it
  why: Metadata.
  kind: template
  any: ["by {name}"]
  category: byline
  examples:
    match: [By Jon Stone]
    no_match: [By the river the bakers were up before dawn.]
"""
BODY = "The council voted on Tuesday to close the bridge for six months, the mayor said.\n"
MORE = "Engineers found cracks in two of the nine arches last autumn, and closed a lane.\n"
ARTICLE = f"Share this article\n\n{BODY}\n{MORE}\nShare this article\n"
CLEANED = f"{BODY}\n{MORE}"


class Ran(NamedTuple):
    """How a command went."""

    code: int
    out: bytes
    err: str


Run = Callable[..., Ran]


class Stdin(io.TextIOWrapper):
    """Standard input with these bytes; a terminal where there are none."""

    def __init__(self, data: bytes | None) -> None:
        super().__init__(io.BytesIO(data or b""))
        self._is_terminal = data is None

    def isatty(self) -> bool:
        return self._is_terminal


@pytest.fixture(scope="session")
def rules(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("rules") / "small.yaml"
    path.write_text(RULES, encoding="utf-8")
    os.utime(path, (1e9, 1e9))  # older than the cache, beyond any doubt of its clock
    return str(path)


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `clean` here; without `stdin`, standard input is a terminal."""
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)

    def run_here(*arguments: object, stdin: bytes | None = None) -> Ran:
        monkeypatch.setattr(sys, "stdin", Stdin(stdin))
        code = main([str(a) for a in arguments])
        out, err = capsysbinary.readouterr()
        return Ran(code, out, err.decode())

    return run_here


@pytest.fixture
def clean(run: Run, rules: str) -> Run:
    """The filter with the small rules and without the scorer."""

    def clean_here(*arguments: object, stdin: bytes | None = None) -> Ran:
        return run("--rules", rules, "--profile", "rules-only", *arguments, stdin=stdin)

    return clean_here


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_bytes(ARTICLE.encode())
    return path
