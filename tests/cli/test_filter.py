"""The filter: what goes in, what comes out, and its exit codes."""

import json
from pathlib import Path

import pytest

from cleaner import Cleaner, __version__
from cleaner.cli.main import FILTER
from tests.conftest import SEED
from tests.rules import rule

from .conftest import ARTICLE, BODY, CLEANED, MORE, Run


def test_standard_input_is_cleaned_with_a_dash_and_without(clean: Run) -> None:
    for arguments in (("-",), ()):
        ran = clean(*arguments, stdin=ARTICLE.encode())

        assert (0, CLEANED.encode(), "") == ran


def test_several_files_come_out_in_order(clean: Run, article: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.txt"
    second.write_text(MORE)
    ran = clean(second, article, "-", stdin=BODY.encode())

    assert (0, (MORE + CLEANED + BODY).encode()) == ran[:2]


@pytest.mark.parametrize("name", ["text", "filter", FILTER])
def test_a_file_named_like_the_filter_is_cleaned(
    run: Run, rules: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(ARTICLE)
    ran = run(name, "--rules", rules, "--profile=rules-only", stdin=b"")

    assert (0, CLEANED.encode()) == ran[:2]


def test_a_file_named_like_a_command_is_reached_by_its_path(
    clean: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("explain").write_text(ARTICLE)

    assert (0, CLEANED.encode()) == clean("./explain")[:2]


def test_behind_two_dashes_everything_is_a_file(
    clean: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("--diff").write_text(ARTICLE)

    assert (0, CLEANED.encode()) == clean("--", "--diff")[:2]


def test_empty_input_gives_empty_output(clean: Run) -> None:
    assert clean("-", stdin=b"") == (0, b"", "")


def test_a_terminal_and_no_arguments_give_help_and_an_error(run: Run) -> None:
    ran = run()

    assert ran[:2] == (2, b"")
    assert "--annotations" in ran.err


def test_options_without_input_on_a_terminal_give_help(run: Run) -> None:
    assert run("--quiet")[:2] == (2, b"")


def test_the_version(run: Run) -> None:
    assert (0, f"clean {__version__}\n".encode(), "") == run("--version")


def test_keep_adds_roles(clean: Run) -> None:
    text = f"By Jon Stone\n\n{BODY}".encode()

    assert BODY.encode() == clean("-", stdin=text).out
    assert text == clean("--keep", "title,byline", "-", stdin=text).out
    assert text == clean("--keep=title", "--keep", "byline", "-", stdin=text).out


def test_json_is_one_object(clean: Run) -> None:
    ran = clean("--format", "json", "--stdin-filename", "x/a.txt", "-", stdin=ARTICLE.encode())
    said = json.loads(ran.out)

    assert ran.code == 0
    assert tuple(said[key] for key in ("id", "status", "text", "encoding")) == (
        "x/a.txt",
        "cleaned",
        CLEANED,
        "utf-8",
    )
    assert [span["rule"] for span in said["removed"] if span["rule"]] == ["small/share-line"] * 2


def test_json_of_several_files_is_a_list(clean: Run, article: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing.txt"

    assert [str(article)] * 2 == [
        a["id"] for a in json.loads(clean("--format=json", article, article).out)
    ]
    assert [str(article)] == [
        a["id"] for a in json.loads(clean("--format=json", article, missing).out)
    ]
    assert json.loads(clean("--format=json", missing, missing).out) == []


def test_json_lines_are_one_object_a_line(clean: Run, article: Path) -> None:
    odd = "One\u2028two.\r\nThree\x85four.\n"
    ran = clean("--format", "jsonl", article, "-", stdin=odd.encode())
    lines = ran.out.splitlines()

    assert [CLEANED, odd] == [json.loads(line)["text"] for line in ran.out.split(b"\n") if line]
    assert len(lines) == 2


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--bogus"], "option --bogus is unknown"),
        (["--dif"], "did you mean --diff?"),
        (["--nope"], "option --nope is unknown; see clean --help"),
        (["-x"], "option -x is unknown"),
        (["--profile", "wild"], "choose safe, balanced, strict, rules-only"),
        (["--format=xml"], "choose text, json, jsonl"),
        (["--color=pink"], "choose auto, always, never"),
        (["--keep", "title,hat"], "'hat' is unknown"),
        (["--url", "nonsense"], "names no site"),
        (["--lang", "english"], "--lang 'english' is no code; give two letters"),
        (["--url"], "--url needs a value"),
        (["--diff=yes"], "takes no value"),
        (["--html", "--text"], "exclude each other"),
        (["-w", "--diff", "a.txt"], "exclude each other"),
        (["-w", "--format=json", "a.txt"], "leave out --format"),
        (["--diff", "--format=json"], "leave out --format"),
        (["--diff", "--annotations=a.jsonl"], "leave out --annotations"),
        (["-w"], "standard input cannot be written in place"),
        (["-w", "-"], "standard input cannot be written in place"),
        (["-", "-"], "only once"),
        (["--annotations", ""], "--annotations is empty; give FILE, or leave it out"),
        (["--select", ""], "--select is empty; give NAMES, or leave it out"),
        (["--select", ","], "--select is empty"),
        (["--lang="], "--lang is empty; give CODE, or leave it out"),
        ([""], "the name of a file is empty; give FILE, or - for standard input"),
    ],
)
def test_wrong_use_is_said_in_one_line(run: Run, arguments: list[str], problem: str) -> None:
    ran = run(*arguments, stdin=b"x")

    assert ran[:2] == (2, b"")
    assert problem in ran.err
    assert ran.err.startswith("clean: ")
    assert "; " in ran.err or "?" in ran.err
    assert ran.err.count("\n") == 1


def test_a_missing_file_does_not_stop_the_others(clean: Run, article: Path) -> None:
    ran = clean("/no/such/file", article)

    assert (2, CLEANED.encode()) == ran[:2]
    assert ran.err == "clean: /no/such/file: no such file; check the name\n"


def test_a_word_meant_as_a_command_is_recognised(clean: Run) -> None:
    ran = clean("explian")

    assert ran.code == 2
    assert "`clean explain" in ran.err


def test_a_folder_is_refused_with_a_way_out(clean: Run, tmp_path: Path) -> None:
    ran = clean(tmp_path)

    assert (2, b"", f"clean: {tmp_path}: is a folder; give the files in it\n") == ran


def test_an_empty_path_of_rules_is_not_the_current_folder(run: Run) -> None:
    ran = run("--rules", "", "-", stdin=b"x")

    assert (2, b"", "clean: --rules is empty; give PATH, or leave it out\n") == ran


def test_every_mistake_of_the_rules_is_listed(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("rules:\n  - name: a\n    kind: phrse\n  - name: B C\n    kind: line\n")
    ran = run("--rules", bad, "--profile", "rules-only", "-", stdin=b"x")

    assert ran[:2] == (2, b"")
    assert 2 < ran.err.count("\n") == ran.err.count(f"clean: {bad}:")


def test_a_missing_rule_file_is_wrong_use(run: Run) -> None:
    ran = run("--rules", "/no/such.yaml", "-", stdin=b"x")

    assert ran.code == 2
    assert "/no/such.yaml" in ran.err


def test_an_internal_error_shows_no_traceback(clean: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("cleaner.cli.filter.make_cleaner", fail)
    ran = clean("-", stdin=b"x")

    assert ran.code == 2
    assert ran.err.startswith("clean: internal error: RuntimeError: boom; ")


def test_an_interrupt_ends_quietly(clean: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cleaner.cli.filter.make_cleaner", interrupt)

    assert clean("-", stdin=b"x") == (130, b"", "")


def test_an_interrupt_that_comes_as_the_cause_of_another_error_ends_quietly(
    clean: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python 3.11 makes a RuntimeError of one that comes while it makes a class."""

    def interrupt(*_: object) -> None:
        raise RuntimeError("Error calling __set_name__") from KeyboardInterrupt()

    monkeypatch.setattr("cleaner.cli.filter.make_cleaner", interrupt)

    assert clean("-", stdin=b"x") == (130, b"", "")


def test_an_abstention_is_noted_and_quiet_is_quiet(
    clean: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.result.Result.abstained", "thin evidence")
    ran = clean("-", stdin=ARTICLE.encode())

    assert ran.err == "clean: -: note: abstained: thin evidence; the rules alone decided\n"
    assert (0, CLEANED.encode(), "") == clean("-q", "-", stdin=ARTICLE.encode())


def test_a_rule_out_of_time_is_noted_as_what_it_is(
    clean: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.packs.finding.part.PATTERN_SECONDS", 0.05)
    slow = rule("pattern", "slow (?:a|a|aa)+[bc]", needs=["slow"])
    rules = tmp_path / "slow.yaml"
    rules.write_text(json.dumps([{**slow, "category": "related"}]))
    text = f"slow {'a' * 60}\n".encode()
    ran = clean("--rules", rules, "-", stdin=text)

    assert text == ran.out
    assert (
        "note: abstained: rule slow/it ran out of time (0.05 s); nothing was removed\n" in ran.err
    )


def test_a_huge_line_comes_through(clean: Run) -> None:
    line = (BODY.strip() + " ") * 4_000

    assert (0, line.encode()) == clean("-", stdin=line.encode())[:2]


def test_html_is_recognised_by_content(clean: Run) -> None:
    pytest.importorskip("cleaner.formats.html")
    story = f"<article><p>{BODY * 4}</p><p>{MORE * 4}</p></article>"
    page = f"<!doctype html><html><body>{story}</body></html>"
    ran = clean("-", stdin=page.encode())

    assert ran.code == 0
    assert b"<p>" not in ran.out
    assert BODY.strip().encode() in ran.out
    assert b"<p>" in clean("--text", "-", stdin=page.encode()).out


def test_text_that_mentions_html_stays_text(clean: Run) -> None:
    pytest.importorskip("cleaner.formats.html")
    text = f"The tag <html> begins a page, wrote the author.\n{BODY}".encode()

    assert text == clean("-", stdin=text).out


def test_a_page_is_not_replaced_by_its_text(clean: Run, tmp_path: Path) -> None:
    pytest.importorskip("cleaner.formats.html")
    page = tmp_path / "page.html"
    page.write_text(f"<!doctype html><html><body><p>{BODY * 4}</p></body></html>")
    before = page.read_bytes()
    ran = clean("-w", page)

    assert ran.code == 2
    assert "is HTML" in ran.err
    assert before == page.read_bytes()


def test_the_command_line_gives_what_the_library_gives(run: Run) -> None:
    text = SEED.read_bytes().decode()
    for profile in ("rules-only", "balanced"):
        ran = run("--profile", profile, "--keep=title", "--url=independent.co.uk", SEED)
        said = Cleaner(profile=profile, keep=["title"]).clean(text, url="independent.co.uk")

        assert (0, said.text) == (ran.code, ran.out.decode())


def test_a_piece_of_a_page_is_noted(clean: Run) -> None:
    piece = f"<p>{BODY.strip()}</p>\n<p>{MORE.strip()}</p>\n".encode()
    found = clean("-", stdin=piece)

    assert found.out == piece
    assert "--html takes it as a page" in found.err
    for option in ("--html", "--text", "-q"):
        assert clean(option, "-", stdin=piece).err == ""


@pytest.mark.parametrize(
    "records",
    [
        '{"text": "A."}\n',
        '{"id": 1}\n{"id": 2}\n\n',
        '\ufeff{"text": "A."}\n',
        '\n{"text": "A."}\n',
    ],
)
def test_records_are_no_text_unless_one_says_so(clean: Run, tmp_path: Path, records: str) -> None:
    file = tmp_path / "news.jsonl"
    file.write_text(records, encoding="utf-8")
    code, out, said = clean("-w", file)

    assert (code, out, file.read_text(encoding="utf-8")) == (2, b"", records)
    assert "news.jsonl: is JSON lines; `clean run` cleans the records in it, --text" in said
    assert clean("--text", file) == (0, records.encode(), "")


def test_leaked_code_is_text(clean: Run) -> None:
    leaked = '{"@context": "https://schema.org"}\n'

    assert clean("-", stdin=f"{leaked}{BODY}".encode())[0] == 0
