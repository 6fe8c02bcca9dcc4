"""`clean check` as it is typed: formats, fixes, baseline, settings, exit codes."""

import json
import os
from importlib import metadata
from pathlib import Path

import pytest

from cleaner.checker import run as checker_run
from cleaner.checker.cache import ResultCache
from cleaner.checker.fix import FixedFile
from cleaner.cli import check
from cleaner.packs.finding import part
from tests.checker.articles import APPEAL, BODY, DIRTY, FIRST, body, written

from .conftest import Run

APPEAL_CODE = "donation/contribution-as-little-as"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one dirty article and one clean one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text(
        '[tool.cleaner.check]\nprofile = "rules-only"\nexclude = ["drafts/"]\n'
    )
    return written(tmp_path, a=DIRTY, b=body(1))


def concise(*rows: str) -> bytes:
    return "".join(f"{row}\n" for row in rows).encode()


SHARE_ROW = "a.txt:1:1: share/share-line share: “Share this article”"
APPEAL_ROW = (
    f"a.txt:4:1: {APPEAL_CODE} donation: “Support our journalism from as little as $1 a month.”"
)


def test_findings_are_told_by_place_rule_and_words(run: Run, folder: Path) -> None:
    ran = run("check", "--output-format", "concise")

    assert (1, concise(SHARE_ROW, APPEAL_ROW)) == ran[:2]
    assert ran.err == "clean: note: 2 findings in 1 of 2 files; 2 can be taken out by --fix\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_fix_of_sarif_does_not_count_a_byte_order_mark(
    run: Run, folder: Path, encoding: str
) -> None:
    """What applies it reads the text without the mark."""
    (folder / "a.txt").write_bytes(DIRTY.encode(encoding))
    ran = run("check", "--output-format", "sarif", "--ignore", "text", "a.txt")
    results = json.loads(ran.out)["runs"][0]["results"]
    text = DIRTY
    for result in reversed(results):
        (change,) = result["fixes"][0]["artifactChanges"]
        gone = change["replacements"][0]["deletedRegion"]
        start, end = gone["charOffset"], gone["charOffset"] + gone["charLength"]
        text = text[:start] + text[end:]
    run("check", "--fix", "a.txt")

    assert [1, 1] == [
        r["locations"][0]["physicalLocation"]["region"]["startColumn"] for r in results
    ]
    assert (folder / "a.txt").read_bytes() == text.encode(encoding)


def test_weights_that_nobody_asks_are_not_read(run: Run, folder: Path) -> None:
    settings = '[tool.cleaner.check]\nweights = "none.yaml"\n'
    (folder / "pyproject.toml").write_text(settings)
    asked = run("check", "-q")
    ran = run("check", "-q", "--profile", "rules-only", "--output-format", "concise")

    assert asked.code == 2
    assert "none.yaml: cannot be read" in asked.err
    assert (1, concise(SHARE_ROW, APPEAL_ROW), "") == ran


def test_the_offending_line_is_shown_with_a_mark(run: Run, folder: Path) -> None:
    ran = run("check", "a.txt", "-q")

    assert ran.out.decode().startswith(
        f"{SHARE_ROW}\n"
        "1 | Share this article\n"
        "  | ^^^^^^^^^^^^^^^^^^\n"
        "  = rule share/share-line says drop\n"
        "  = fix: clean check --fix takes it out\n\n"
    )


def test_a_clean_corpus_is_fine(run: Run, folder: Path) -> None:
    assert (0, b"", "") == run("check", "-q", "b.txt")


def test_trouble_outranks_findings(run: Run, folder: Path) -> None:
    (folder / "c.txt").write_bytes(b"\0")
    ran = run("check", "-q", "--output-format", "concise", "--exit-zero")

    assert (2, concise(SHARE_ROW, APPEAL_ROW)) == ran[:2]
    assert ran.err.startswith("clean: c.txt: binary: NUL byte at offset 0")


def test_exit_zero_and_max_findings(run: Run, folder: Path) -> None:
    ran = run("check", "--exit-zero", "--max-findings", "1", "--output-format", "concise")

    assert (0, concise(SHARE_ROW)) == ran[:2]
    assert "1 more are not shown" in ran.err


def test_statistics_count_by_code(run: Run, folder: Path) -> None:
    written(folder, c=body(2) + APPEAL)
    ran = run("check", "-q", "--statistics")

    assert ran.out == f"2\t*\t{APPEAL_CODE}\n1\t*\tshare/share-line\n".encode()


def test_names_choose_rules_and_checks(run: Run, folder: Path) -> None:
    written(folder, c=body(1), d="Nothing.\n")
    told = {}
    for option in (
        "--select=corpus", "--select=rules", "--select=share,corpus/little-body", "--ignore=rules",
        "--ignore=donation,corpus", "--select=score",
    ):  # fmt: skip
        lines = run("check", "-q", "--output-format", "jsonl", option).out.splitlines()
        told[option] = [json.loads(line)["code"] for line in lines]

    assert {
        "--select=corpus": ["corpus/exact-duplicate", "corpus/little-body"],
        "--select=rules": ["share/share-line", APPEAL_CODE],
        "--select=share,corpus/little-body": ["share/share-line", "corpus/little-body"],
        "--ignore=rules": ["corpus/exact-duplicate", "corpus/little-body"],
        "--ignore=donation,corpus": ["share/share-line"],
        "--select=score": [],
    } == told


@pytest.mark.parametrize(("given", "used"), [([], 3), (["-j", "0"], 3), (["-j", "2"], 2)])
def test_no_number_of_processes_means_all(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], used: int
) -> None:
    asked: list[int] = []

    def found(paths: list[str], *others: object) -> check.Outcome:
        asked.append(int(str(others[-1])))
        return check.Outcome(paths)

    monkeypatch.setattr(check, "processors", lambda: 3)
    monkeypatch.setattr(check, "check_files", found)

    assert 0 == run("check", *given).code
    assert [used] == asked


@pytest.mark.parametrize(
    ("option", "problem"),
    [
        ("--select=corpus/near-duplicat", "is no check; choose corpus/exact-duplicate"),
        ("--ignore=share/share-lin", "is no rule, category or file of rules; did you mean"),
        ("--min-confidence=much", "--min-confidence 'much' is no share; give a number from 0 to 1"),
        ("--min-confidence=-1", "--min-confidence '-1' is no share; give a number from 0 to 1"),
        ("--min-confidence=2", "--min-confidence 2.0 is no share; give a number from 0 to 1"),
        ("--max-findings=x", "--max-findings 'x' is no count; give a whole number, 0 or more"),
        ("--jobs=-1", "--jobs '-1' is no number of processes; give 1 or more, 0 for all"),
        ("--jobs=x", "--jobs 'x' is no number of processes; give 1 or more, 0 for all"),
        ("--output-format=xml", "xml"),
        ("--baseline=nowhere.json", "make it with --write-baseline"),
        ("--write-baseline=", "--write-baseline is empty; give FILE"),
        ("--select=", "--select is empty; give NAMES"),
        ("--lang=", "--lang is empty; give CODE"),
        ("--lang=7", "--lang '7' is no code"),
        ("--lang=english", "--lang 'english' is no code; give two letters, such as en"),
        ("--nonsense", "see clean check --help"),
        ("--explain=no/such", "rule 'no/such' is unknown"),
    ],
)
def test_wrong_use_is_told(run: Run, folder: Path, option: str, problem: str) -> None:
    ran = run("check", option)

    assert (2, b"") == ran[:2]
    assert problem in ran.err


@pytest.mark.parametrize(
    "options",
    [
        ("--fix", "--diff"),
        ("-", "a.txt"),
        ("--write-baseline=x", "--fix"),
        ("--write-baseline=x", "-"),
        ("--statistics", "--output-format=sarif"),
        ("--diff", "--output-format=json"),
    ],
)
def test_options_that_exclude_each_other_are_refused(
    run: Run, folder: Path, options: tuple[str, ...]
) -> None:
    assert 2 == run("check", *options).code
    assert not (folder / "x").exists()


def test_fix_takes_out_and_says_so_and_nothing_the_second_time(run: Run, folder: Path) -> None:
    ran = run("check", "--fix")
    before = os.stat("a.txt").st_mtime_ns

    assert (0, b"") == ran[:2]
    assert "1 article fixed in 1 file\n" in ran.err
    assert (folder / "a.txt").read_text() == BODY
    assert (0, b"", "") == run("check", "--fix", "-q")
    assert before == os.stat("a.txt").st_mtime_ns


def test_fix_reports_what_it_leaves(run: Run, folder: Path) -> None:
    written(folder, a=DIRTY + "the may\u200bor\n")
    ran = run("check", "--fix", "-q", "--output-format", "concise", "a.txt")

    assert 1 == ran.code
    assert ran.out.startswith(b"a.txt:4:8: text/invisible-character")


def test_fix_takes_out_only_what_was_selected(run: Run, folder: Path) -> None:
    assert 0 == run("check", "--fix", "-q", "--select", "donation").code
    assert (folder / "a.txt").read_text() == DIRTY.replace(APPEAL, "")


def test_diff_shows_the_fix_and_writes_nothing(run: Run, folder: Path) -> None:
    ran = run("check", "--diff", "-q")

    assert 1 == ran.code
    assert f"\n-{APPEAL}".encode() in ran.out
    assert ran.out.startswith(b"--- a.txt\n+++ a.txt\n@@ -1,6 +1,3 @@\n-Share this article\n")
    assert (folder / "a.txt").read_text() == DIRTY


def test_compressed_lines_are_fixed_too(run: Run, folder: Path) -> None:
    import gzip

    (folder / "c.jsonl.gz").write_bytes(gzip.compress(json.dumps({"text": DIRTY}).encode()))
    ran = run("check", "--fix", "-q", "--output-format", "concise", "c.jsonl.gz")

    assert (0, b"", "") == ran
    fixed = json.loads(gzip.decompress((folder / "c.jsonl.gz").read_bytes()))
    assert {"text": BODY} == fixed


def test_a_baseline_lets_only_new_findings_through(run: Run, folder: Path) -> None:
    assert 0 == run("check", "-q", "--write-baseline", "base.json").code
    assert (0, b"", "") == run("check", "-q", "--baseline", "base.json")
    written(folder, a=body(2) + DIRTY, b=body(1) + APPEAL)
    ran = run("check", "-q", "--baseline", "base.json", "--output-format", "concise")

    assert 1 == ran.code
    assert ran.out.startswith(f"b.txt:2:1: {APPEAL_CODE}".encode())
    assert 1 == len(ran.out.splitlines())


def test_a_broken_baseline_is_written_anew_once_it_is_deleted(run: Run, folder: Path) -> None:
    broken = folder / "base.json"
    broken.write_text("<<<<<<< HEAD\n")
    refused = run("check", "--write-baseline", "base.json")

    assert (2, True) == (refused.code, "delete it and make it anew" in refused.err)
    assert broken.read_text() == "<<<<<<< HEAD\n"
    broken.unlink()
    assert 0 == run("check", "-q", "--write-baseline", "base.json").code


def test_stale_entries_are_told(run: Run, folder: Path) -> None:
    run("check", "--write-baseline", "base.json")
    written(folder, a=DIRTY.replace(APPEAL, ""))
    (folder / "pyproject.toml").write_text(
        '[tool.cleaner.check]\nprofile = "rules-only"\nbaseline = "base.json"\n'
    )
    ran = run("check")

    assert 0 == ran.code
    assert f"note: baseline: a.txt: {APPEAL_CODE} is no longer found" in ran.err
    assert "baseline: " not in run("check", "b.txt").err  # of others nothing is known
    assert "baseline: " not in run("check", "--select", "text").err  # nor of what is not asked


def test_a_baseline_is_renewed_for_the_files_that_were_checked(run: Run, folder: Path) -> None:
    written(folder, c=body(3) + APPEAL)
    run("check", "--write-baseline", "base.json")
    written(folder, a=BODY)
    run("check", "--write-baseline", "base.json", "a.txt")
    rows = json.loads((folder / "base.json").read_text())["findings"]

    assert [("c.txt", APPEAL_CODE)] == [(row["path"], row["code"]) for row in rows]


@pytest.mark.parametrize(
    "narrowed",
    [
        ("--select", "share"),
        ("--ignore", "donation"),
        ("--select", "text"),
        ("--select", "score", "--profile", "balanced"),
        ("--ignore", "rules"),
    ],
)
def test_a_narrowed_check_renews_of_a_baseline_only_what_it_looks_for(
    run: Run, folder: Path, narrowed: tuple[str, ...]
) -> None:
    run("check", "--write-baseline", "base.json")
    before = (folder / "base.json").read_text()
    run("check", "--write-baseline", "base.json", *narrowed)

    assert APPEAL_CODE in before
    assert before == (folder / "base.json").read_text()


def test_a_narrowed_check_takes_out_of_a_baseline_what_is_no_longer_there(
    run: Run, folder: Path
) -> None:
    run("check", "--write-baseline", "base.json")
    written(folder, a=BODY)
    run("check", "--write-baseline", "base.json", "--select", "donation")
    rows = json.loads((folder / "base.json").read_text())["findings"]

    assert rows
    assert APPEAL_CODE not in {row["code"] for row in rows}


def test_accepted_findings_are_not_fixed(run: Run, folder: Path) -> None:
    run("check", "--write-baseline", "base.json", "--select", "share")
    run("check", "--fix", "-q", "--baseline", "base.json")

    assert (folder / "a.txt").read_text() == DIRTY.replace(APPEAL, "")


def test_a_rule_that_runs_out_of_time_is_trouble_each_time(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hangs = f"Slow {'a' * 60}\n"
    rule = {
        "name": "slow", "summary": "S", "why": "W", "kind": "pattern", "category": "share",
        "any": [r"slow (?:a|a|aa)+[bc]"],
        "examples": {"match": ["slow ab"], "no_match": ["x", "y"]},
    }  # fmt: skip
    (folder / "slow.yaml").write_text(json.dumps([rule]))
    written(folder, a=BODY + hangs, b=body(1))
    checked = ("check", "--rules", "slow.yaml", "-j", "1")
    problem = "rule slow/slow ran out of time (0.05 s); mend the rule"
    monkeypatch.setattr(part, "PATTERN_SECONDS", 0.05)

    for _ in range(2):  # it is not remembered
        told = run(*checked)
        assert (2, True) == (told.code, f"a.txt: {problem}" in told.err)
    piped = run(*checked, "-", "--fix", stdin=(BODY + hangs).encode())
    assert (2, (BODY + hangs).encode()) == piped[:2]
    assert f"-: {problem}" in piped.err
    monkeypatch.setattr(part, "PATTERN_SECONDS", 60)
    (folder / "a.txt").write_text(BODY)
    assert 0 == run(*checked).code


def test_what_a_fix_leaves_of_the_scorer_is_told(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = FixedFile("a.txt", "", b"", (), keep_scored=1)
    monkeypatch.setattr(check, "fix_file", lambda *_: left)
    note = "note: what the scorer complains of stays in 1 article"

    assert note in run("check", "--fix").err
    assert note in run("check", "--diff").err
    assert note not in run("check", "--fix", "-q").err
    assert DIRTY == (folder / "a.txt").read_text()


def test_no_row_of_a_table_is_taken_for_a_line(run: Run, folder: Path) -> None:
    rows = f"id,text\n1,{APPEAL}2,{FIRST}"
    (folder / "a.csv").write_text(rows)
    refused = run("check", "--fix", "a.csv")

    assert (2, True) == (refused.code, "a.csv: is not written by --fix" in refused.err)
    assert rows == (folder / "a.csv").read_text()
    assert 2 == run("check", "-", "--fix", "--stdin-filename", "a.csv", stdin=rows.encode()).code


def test_standard_input_has_a_name_and_can_be_fixed(run: Run, folder: Path) -> None:
    text = DIRTY.encode()
    told = run("check", "-", "-q", "--stdin-filename", "z.txt", "--output-format", "concise",
               stdin=text)  # fmt: skip

    assert (1, concise(SHARE_ROW, APPEAL_ROW).replace(b"a.txt", b"z.txt")) == told[:2]
    assert (0, BODY.encode(), "") == run("check", "-", "--fix", stdin=text)
    assert run("check", "-", "--diff", stdin=text).out.startswith(b"--- -\n")
    assert 2 == run("check", "-", stdin=b"\0").code
    run("check", "--write-baseline", "base.json")
    known = ("check", "-", "-q", "--stdin-filename", "a.txt", "--baseline", "base.json")
    assert (0, b"", "") == run(*known, stdin=text)
    assert (0, text, "") == run(*known, "--fix", stdin=text)


def test_standard_input_is_left_alone_as_its_file_would_be(run: Run, folder: Path) -> None:
    record = json.dumps({"text": DIRTY}).encode()
    excluded = ("check", "-", "--stdin-filename", "drafts/a.txt")

    assert (0, b"") == run(*excluded, stdin=DIRTY.encode())[:2]
    assert (0, DIRTY.encode()) == run(*excluded, "--fix", stdin=DIRTY.encode())[:2]
    refused = run("check", "-", "--fix", "--stdin-filename", "a.jsonl", stdin=record)
    assert (2, b"") == refused[:2]
    assert "a.jsonl: is no text" in refused.err


def test_files_and_settings_can_be_shown(run: Run, folder: Path) -> None:
    (folder / "drafts").mkdir()
    written(folder / "drafts", c=DIRTY)
    shown = run("check", "--show-settings", "--min-confidence", "0.9", "--exclude", "x/").out

    assert b"a.txt\nb.txt\n" == run("check", "--show-files", ".", "drafts/c.txt").out
    assert b'profile = "rules-only"\n' in shown
    assert b'exclude = ["drafts/", "x/"]\n' in shown
    assert b"min-confidence = 0.9\n" in shown


def test_what_is_shown_can_be_written_into_the_project(run: Run, folder: Path) -> None:
    (folder / "pyproject.toml").write_text(
        '[tool.cleaner.check]\nlang = "en"\n\n[tool.cleaner.check.languages]\n"de/**" = "de"\n'
        '\n[tool.cleaner.check.per-file-ignores]\n"press/" = ["donation"]\n'
    )
    shown = run("check", "--show-settings").out
    (folder / "pyproject.toml").write_bytes(shown)

    assert shown == run("check", "--show-settings").out
    assert b'"press/" = ["donation"]' in shown


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ("colour = 1", "[tool.cleaner.check] colour is unknown; choose include"),
        ("near-duplicate = 2", "near-duplicate 2 is no share; give a number from 0 to 1"),
        ("min-body-words = 1.5", "min-body-words 1.5 is no count; give a whole number, 0 or more"),
        ("include = 1", "include must be a text or a list of texts"),
        ("include = []", "include names nothing; leave it out for all files of texts"),
        ('fields = [""]', "fields names nothing; leave it out for the field text"),
        ("languages = 1", "languages must be a table"),
        ('profile = "harsh"', "profile 'harsh' is unknown; choose safe"),
        ('ignore = ["corpus/typo"]', "ignore: 'corpus/typo' is no check; choose"),
        ('select = ["nosuch"]', "[tool.cleaner.check] select: 'nosuch' is no rule, category"),
        ('per-file-ignores = {"*" = "nosuch"}', "per-file-ignores '*': 'nosuch' is no rule"),
        ('keep = ["nosuch"]', "[tool.cleaner.check] keep 'nosuch' is unknown; choose from title"),
    ],
)
def test_wrong_settings_are_told(run: Run, folder: Path, table: str, problem: str) -> None:
    (folder / "pyproject.toml").write_text(f"[tool.cleaner.check]\n{table}\n")
    ran = run("check")

    assert (2, b"") == ran[:2]
    assert problem in ran.err
    assert "pyproject.toml: [tool.cleaner.check]" in ran.err


def test_checks_and_rules_explain_themselves(run: Run, folder: Path) -> None:
    assert b"Nearly the same body" in run("check", "--explain", "corpus/near-duplicate").out
    assert b"scorer" in run("check", "--explain", "score/caption").out
    assert b"share/share-line" in run("check", "--explain", "share/share-line").out


def test_a_missing_library_is_told_once(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleaner.checker.languages.LIBRARY", "no_such_library")
    note = run("check", "b.txt", "--lang", "en")
    asked = run("check", "b.txt", "--select", "text/wrong-language")

    assert "text/wrong-language is not checked, its library is missing" in note.err
    assert 0 == note.code
    assert 2 == asked.code
    assert "pip install 'news-cleaner[language]'" in asked.err
    assert "library" not in run("check", "b.txt").err


def test_results_are_remembered_until_something_changes(
    run: Run, folder: Path, tmp_path: Path, fresh_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known is not inspected again; other content, settings or programs are."""
    from cleaner.checker.inspect import Inspector

    inspected: list[str] = []
    inspect = Inspector.inspect

    def counting(self: Inspector, work: list[tuple[tuple[str], object]]) -> object:
        inspected.extend(part[0] for part, _ in work)
        return inspect(self, work)  # type: ignore[arg-type]

    monkeypatch.setattr(Inspector, "inspect", counting)

    def asked(*options: str) -> list[str]:
        inspected.clear()
        run("check", *options)
        return list(inspected)

    (tmp_path / "program").mkdir()
    stage = tmp_path / "program" / "stage.py"
    stage.write_text("then")
    monkeypatch.setattr("cleaner.checker.cache.PACKAGE", str(stage.parent))
    first = run("check").out

    assert ["a.txt", "b.txt"] == inspected
    assert [] == asked()
    assert first == run("check").out
    written(folder, b=body(9))
    assert ["b.txt"] == asked()
    assert ["a.txt", "b.txt"] == asked("--profile", "safe")
    assert ["a.txt", "b.txt"] == asked("--ignore", "share")
    assert ["a.txt", "b.txt"] == asked("--no-cache")
    assert [] == asked("--min-confidence", "0.1")
    stage.write_text("later")
    assert ["a.txt", "b.txt"] == asked()


def test_other_libraries_and_an_interrupt_are_heeded_by_the_cache(
    run: Run, folder: Path, fresh_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: list[int] = []
    look_up = ResultCache.known
    monkeypatch.setattr(
        ResultCache,
        "known",
        lambda self, keys: known.append(len(found := look_up(self, keys))) or found,
    )
    inspect_all = checker_run.inspect_all

    def interrupted(*given: object) -> object:
        yield next(iter(inspect_all(*given)))
        raise KeyboardInterrupt

    monkeypatch.setattr(checker_run, "inspect_all", interrupted)
    assert 130 == run("check").code
    monkeypatch.setattr(checker_run, "inspect_all", inspect_all)
    run("check")
    run("check")
    monkeypatch.setattr(metadata, "version", lambda name: f"{name} anew")
    run("check")

    assert [0, 1, 2, 0] == known


def test_a_broken_cache_is_begun_anew(run: Run, folder: Path, fresh_cache: Path) -> None:
    first = run("check").out
    (file,) = fresh_cache.glob("check-*.sqlite")
    whole = file.read_bytes()
    for damaged in (b"no database", whole[:4_096] + b"\xff" * (len(whole) - 4_096)):
        file.write_bytes(damaged)
        assert first == run("check").out
        assert file.read_bytes().startswith(b"SQLite format 3")
        assert damaged != file.read_bytes()


def test_a_file_is_one_case_whatever_its_name(run: Run, folder: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (folder / name).write_text(DIRTY)
    told = run("check", "-q", "--output-format", "junit", name).out.decode()

    assert 'tests="1" failures="1"' in told
    assert 1 == told.count("<testcase")


@pytest.mark.parametrize("path", ["texts", "$", "../texts"])
def test_what_is_accepted_is_so_however_the_path_is_typed(
    run: Run, folder: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = folder / "texts"
    texts.mkdir()
    written(texts, a=body(4), b=body(4) + "One more sentence.\n")
    run("check", ".", "--write-baseline", "base.json")
    if path.startswith(".."):
        monkeypatch.chdir(texts)
    typed = path.replace("$", str(texts))
    ran = run(
        "check", typed, "--baseline", folder / "base.json", "--select", "corpus/near-duplicate"
    )

    assert "near-duplicate" in (folder / "base.json").read_text()
    assert (0, b"") == ran[:2]


def test_a_finding_is_one_line_whatever_the_name_of_its_file(run: Run, folder: Path) -> None:
    (folder / "a\nb.txt").write_text(DIRTY)
    told = run("check", "-q", "--output-format", "concise", "a\nb.txt").out.decode()

    assert told.startswith("a␊b.txt:1:1: ")
    assert 2 == told.count("\n")


def test_what_is_found_beside_others_is_not_stale_without_them(run: Run, folder: Path) -> None:
    written(folder, c=body(1))
    run("check", "--write-baseline", "base.json")

    assert "baseline: " not in run("check", "--baseline", "base.json", "c.txt").err
    written(folder, c=body(2))
    stale = "baseline: c.txt: corpus/exact-duplicate is no longer found"
    assert stale in run("check", "--baseline", "base.json").err


def test_a_named_folder_without_anything_to_check_is_trouble(run: Run, folder: Path) -> None:
    (folder / "labelled").mkdir()
    (folder / "labelled" / "a.yaml").write_text("parts: []\n")
    told = (
        "clean: labelled/: nothing to check: no *.txt *.jsonl *.jsonl.gz *.ndjson *.ndjson.gz "
        "*.parquet *.pq that is not left out; say --include PATTERN, or name files\n"
    )

    assert (2, b"", told) == run("check", "labelled/", "-q")
    assert (2, b"", told) == run("check", "b.txt", "labelled/", "-q", "--exit-zero")
    assert (2, b"b.txt\n", told) == run("check", "--show-files", "b.txt", "labelled/")
    assert 2 == run("check", "--include", "*.tx").code
    assert "clean: .: nothing to check: no *.tx that" in run("check", ".", "--include", "*.tx").err


def test_no_file_at_all_is_fine_where_no_folder_was_named(run: Run, folder: Path) -> None:
    """As from a hook that had no file to name, or only excluded ones."""
    (folder / "drafts").mkdir()
    written(folder / "drafts", a=DIRTY)

    assert 0 == run("check", "drafts/a.txt").code
    for name in "ab":
        (folder / f"{name}.txt").unlink()
    assert 0 == run("check").code
    assert 2 == run("check", "drafts/").code
