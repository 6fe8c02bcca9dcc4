"""The diff is what the output is, and a patch."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given

from cleaner import Cleaner
from cleaner.reports.diff import unified_diff

from .conftest import ARTICLE, BODY, CLEANED, MORE, Run
from .test_restore import TEXTS


def test_a_diff_that_shows_something_exits_with_1(clean: Run, article: Path) -> None:
    ran = clean("--diff", article)

    assert ran.code == 1
    assert ran.out.startswith(f"--- {article}\n+++ {article}\n@@ -1,7 +1,3 @@\n".encode())
    assert article.read_text() == ARTICLE


def test_no_difference_exits_with_0(clean: Run) -> None:
    assert clean("--diff", "-", stdin=CLEANED.encode()) == (0, b"", "")


def test_an_unreadable_input_outranks_a_difference(clean: Run, article: Path) -> None:
    assert clean("--diff", "/no/such/file", article).code == 2
    assert clean("--diff", article, "/no/such/file").code == 2


def test_colours_only_on_demand(clean: Run, article: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert b"\x1b" not in clean("--diff", article).out
    assert b"\x1b[31m-Share" in clean("--diff", "--color=always", article).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert b"\x1b" in clean("--diff", article).out
    assert b"\x1b" not in clean("--diff", "--color=never", article).out
    monkeypatch.setenv("NO_COLOR", "1")
    assert b"\x1b" not in clean("--diff", article).out


def test_a_cut_inside_a_line_shows_the_line_twice(clean: Run) -> None:
    line = f"{BODY.strip()} Please support our newsroom today. {MORE.strip()}\n"
    ran = clean("--diff", "-", stdin=line.encode())

    assert [b"-" + line.encode().strip()] == re.findall(rb"^-The.*", ran.out, re.M)
    assert len(re.findall(rb"^\+The.*", ran.out, re.M)) == 1


@given(text=TEXTS)
def test_applied_to_the_input_the_diff_gives_the_output(rules: str, text: str) -> None:
    result = _cleaner(rules).clean(text)

    assert result.text == applied(text, list(unified_diff(result, "a")))


@pytest.mark.skipif(not shutil.which("patch"), reason="needs patch")
def test_patch_takes_it(clean: Run, article: Path) -> None:
    diff = clean("--diff", article).out
    subprocess.run(["patch", "-s", str(article)], input=diff, check=True)

    assert article.read_text() == CLEANED


_CLEANERS: dict[str, Cleaner] = {}


def _cleaner(rules: str) -> Cleaner:
    return _CLEANERS.setdefault(rules, Cleaner(rules=rules, profile="rules-only"))


def applied(text: str, diff: list[str]) -> str:
    """Apply a diff as the format says."""
    lines = [line for line in re.split(r"(?<=\n)", text) if line]
    out: list[str] = []
    at = 0
    for line in diff[2:]:
        head = re.match(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@\n$", line)
        if head:
            first, size, first_new, size_new = map(int, head.groups())
            start = first - (size > 0)
            out += lines[at:start]
            at = start
            assert first_new - (size_new > 0) == len(out)
            continue
        sign, body = line[0], line[1:].removesuffix("\n\\ No newline at end of file\n")
        if sign in " -":
            assert lines[at] == body
            at += 1
        if sign in " +":
            out.append(body)
    return "".join(out + lines[at:])
