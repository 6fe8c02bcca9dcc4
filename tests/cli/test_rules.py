"""`clean rules …`, and which rules the filter and explain use."""

import gzip
import json
import random
from pathlib import Path

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from cleaner.packs.cache import builtin_rules
from cleaner.packs.finding import part
from cleaner.packs.load import rule_files
from cleaner.packs.schema import KINDS
from cleaner.packs.tree import read_tree
from tests.rules import DEFAULTS

from .conftest import ARTICLE, RULES, Run

SAMPLED = random.Random(3).sample(rule_files(Path(builtin_rules())), 60)
SHARE = "small/share-line\tline\tdrop\tshare\tany\tstable\n"
PACK = f"""
publisher: {{name: The Town Herald, domains: [town.example], languages: [en]}}
rules:{RULES.replace(chr(10), chr(10) + "  ").rstrip(" ")}"""
WRONG = RULES.replace("match: [Share this article]", "match: [Share it]").replace(
    "no_match: [They support the newsroom.]", "no_match: [Support our newsroom today!]"
)
ARTICLE_YAML = """kind: news
lang: en
publisher: a daily
url: null
title: null
byline: null
date: null
parts:
  - label: share
    text: "Share this article\\n"
  - label: body
    text: "The mayor spoke for an hour.\\nPlease support our newsroom today.\\n"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose `pyproject.toml` names the small rules, and is the current folder."""
    (tmp_path / "small.yaml").write_text(RULES)
    (tmp_path / "pyproject.toml").write_text('[tool.cleaner]\nrules = ["small.yaml"]\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def say(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text("[tool.cleaner]\n" + text)


def test_list_is_a_table_of_the_rules_in_use(run: Run, project: Path) -> None:
    ran = run("rules", "list")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.decode().splitlines(keepends=True)[0] == SHARE
    assert ran.out.count(b"\n") == 3
    assert all(line.count(b"\t") == 5 for line in ran.out.splitlines())


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--category", "share"], ["herald/share-line"]),
        (["--search", "FUNDRAISERS"], ["herald/support-sentence"]),
        (["--search", "partagez"], ["herald/share-line"]),
        (["--language", "de"], []),
        (["--language", "en", "--category", "byline"], ["herald/byline-by"]),
        (["--language", "EN_gb", "--category", "byline"], ["herald/byline-by"]),
        (["--language", "eng_Latn", "--category", "byline"], ["herald/byline-by"]),
        (["--publisher", "town h", "--search", "by {name}"], ["herald/byline-by"]),
        (["--publisher", "town.example", "--category", "rights"], []),
    ],
)
def test_list_filters(run: Run, tmp_path: Path, options: list[str], expected: list[str]) -> None:
    (tmp_path / "herald.yaml").write_text(PACK)
    ran = run("rules", "list", "--rules", tmp_path, *options)

    assert [line.split("\t")[0] for line in ran.out.decode().splitlines()] == expected
    assert ran.err == ("" if expected else "clean: note: no rule fits\n")


def test_show_tells_all_that_a_rule_says(run: Run, tmp_path: Path) -> None:
    (tmp_path / "herald.yaml").write_text(PACK)
    ran = run("rules", "show", "herald/share-line", "herald/byline-by", "--rules", tmp_path)
    text = "".join(ran.out.decode().split())  # lines are wrapped, long paths too

    assert ran.code == 0
    for word in (
        "A share button", "Interface words.", "kind line", "share this article", "category",
        "The Town Herald", "Share this article", "article of faith.", "by {name}", "herald.yaml:4",
    ):  # fmt: skip
        assert "".join(word.split()) in text


def test_show_in_colour_and_columns(run: Run, rules: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    out = run("rules", "show", "small/share-line", "--rules", rules).out.decode()
    monkeypatch.setenv("FORCE_COLOR", "1")

    assert max(map(len, out.splitlines())) <= 60
    assert "\x1b" not in out
    assert b"\x1b" in run("rules", "show", "small/share-line", "--rules", rules).out


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["show", "small/shareline"], "did you mean small/share-line"),
        (["list", "--category", "shrae"], "category 'shrae' is unknown; did you mean share"),
        (["list", "--publisher", "x"], "publisher 'x' is unknown"),
        (["new", "share"], "'share' is no id; write file/name"),
        (["list", "--language", "english"], "--language 'english' is no code; give two letters"),
        (["list", "--language", "und"], "--language 'und' has no rules of its own"),
        (["list", "--rules", "empty"], "empty:1:1: the folder holds no rule file"),
        (["new", f"share/{'a' * 81}"], "has more than 80 signs; shorten it"),
        (["new", "share.deu/a"], "'share.deu/a' is no id"),
        (["new", "small/share-line"], "stands at small.yaml:2; choose another name"),
        (["new", "a/b", "--kind", "x"], "kind 'x' is unknown; choose line, phrase"),
        (["test", ""], "a path of rules is empty; name a file or folder"),
        (["list", "--rules", ""], "a path of rules is empty; name a file or folder"),
        (["stats", ""], "the name of a file is empty"),
        (["lint", "small.yaml", ""], "a path of rules is empty; name a file or folder"),
        (["test", "none.yaml"], "none.yaml:1:1: cannot be read: No such file"),
        (["lint", "none.yaml"], "none.yaml:1:1: cannot be read"),
        (["lint", "--ignore", "exmaple"], "code 'exmaple' is unknown; choose duplicate-text"),
        (["stats", "none.txt"], "none.txt: no such file"),
        (["stats", "a.yaml"], "a.yaml: cannot be read: No such file or directory; check the name"),
        (["frob"], "see clean rules --help"),
        (["list", "--frob"], "No such option: --frob; see clean rules list --help"),
        (["mine", "--min-files", "x", "."], "this is no integer; see clean rules mine --help"),
        ([], "see clean rules --help"),
    ],
)
def test_wrong_use(run: Run, project: Path, arguments: list[str], problem: str) -> None:
    (project / "empty").mkdir()
    ran = run("rules", *arguments)

    assert ran.code == 2
    assert problem in ran.err


def test_examples_that_hold_are_counted(run: Run, rules: str) -> None:
    assert run("rules", "test", rules) == (0, b"3 rules, 6 examples, 0 wrong\n", "")


def test_examples_that_do_not_hold_are_shown(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(WRONG)
    ran = run("rules", "test", file)

    assert (ran.code, ran.err) == (1, "")
    assert ran.out.decode().splitlines() == [
        f"{file}:9:13: small/share-line: match example 1 is not hit",
        "    Share it",
        f"{file}:20:16: small/support-sentence: no_match example 1 is hit, "
        'by "Support our newsroom today"',
        "    Support our newsroom today!",
        "3 rules, 6 examples, 2 wrong",
    ]


def test_every_mistake_is_told_before_anything_is_tested(run: Run, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(RULES.replace("kind: line", "kind: lime"))
    (tmp_path / "more.yaml").write_text(RULES.replace("by {name}", "by {nam}"))
    for command in ("test", "lint"):
        ran = run("rules", command, tmp_path)

        assert ran[:2] == (2, b"")
        assert ran.err.count("\n") == 2


def test_a_pattern_out_of_time_stops_neither_tests_nor_counts(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(part, "PATTERN_SECONDS", 0.05)
    hangs = f"slow {'a' * 60}"
    slow = {
        **DEFAULTS, "name": "slow", "kind": "pattern", "any": [r"slow (?:a|a|aa)+[bc]"],
        "category": "share", "examples": {"match": ["slow ab", hangs], "no_match": ["slow", "x"]},
    }  # fmt: skip
    file, texts = tmp_path / "slow.yaml", tmp_path / "texts.jsonl"
    file.write_text(json.dumps([slow]))
    texts.write_text("".join(json.dumps({"text": text}) + "\n" for text in (hangs, "slow ab")))
    tested = run("rules", "test", file)
    linted = run("rules", "lint", file)
    counted = run("rules", "stats", texts, "--rules", file)
    mined = run("rules", "mine", texts, "--rules", file)

    assert tested.code == 1
    assert b"slow/slow: match example 2 took too long" in tested.out
    assert linted.code == 1
    assert b"slow-pattern" in linted.out
    assert b"slow/slow: match example 2 took too long; mend either" in linted.out
    assert counted.code == 2
    assert f"{texts}:1: rule slow/slow ran out of time" in counted.err
    assert b"rule\tslow/slow\tshare\t1\t1" in counted.out
    assert mined.code == 2
    assert f"{texts}:1: rule slow/slow ran out of time" in mined.err
    assert "note: 0 candidates in 1 file" in mined.err


def test_lint_tells_findings_and_examples(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(WRONG)
    ran = run("rules", "lint", file)
    lines = ran.out.decode().splitlines()

    assert ran.code == 1
    assert ran.err == "clean: note: 3 rules, 5 findings\n"
    assert (
        f"{file}:9:13: example small/share-line: match example 1 is not hit; mend either" in lines
    )
    assert [line.split(": ")[1].split()[0] for line in lines].count("few-examples") == 3


def test_lint_may_be_narrowed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text(WRONG)

    assert run("rules", "lint", tmp_path, "--select", "example").out.count(b"\n") == 2
    assert run("rules", "lint", tmp_path, "--select", "").code == 1
    assert run("rules", "lint", tmp_path, "--ignore", "example,few-examples").code == 0


def test_lint_of_sound_rules_is_silent(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "small.yaml"
    file.write_text(
        RULES.replace("    no_match: [", "    no_match: [They share support by the hour., ")
    )

    assert run("rules", "lint", file) == (0, b"", "clean: note: 3 rules, 0 findings\n")


def test_the_schema_is_one_and_takes_the_shipped_rules(run: Run) -> None:
    schema = json.loads(run("rules", "schema").out)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)

    for file in SAMPLED:
        data = read_tree(file.read_bytes(), str(file))[0].data

        assert [file for _ in validator.iter_errors(data)] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kind: line", "kind: lime"), ("kind: line", "kind: block"), ("any: [share", "ayn: [share"),
        ("reach: sentence", "reach: 1"), ("category: share", "category: shrae"),
        ("no_match: [They support the newsroom.]", "no_match: []"),
    ],
)  # fmt: skip
def test_the_schema_refuses_what_does_not_load(run: Run, old: str, new: str) -> None:
    schema = json.loads(run("rules", "schema").out)
    validator = jsonschema.Draft7Validator(schema)

    assert validator.is_valid(yaml.safe_load(RULES))
    assert old in RULES
    assert not validator.is_valid(yaml.safe_load(RULES.replace(old, new)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_rule_loads_when_it_is_filled_in(run: Run, tmp_path: Path, kind: str) -> None:
    text = run("rules", "new", "mine/one", "--kind", kind).out.decode()
    hit = "Read on here in the story of the day" if kind == "signs" else "Read on here"
    file = tmp_path / "mine.yaml"
    file.write_text(text)

    assert run("rules", "test", file).code == 2
    for blank, words in (
        ("summary:", "summary: s"), ("why:", "why: w"), ("category:", "category: share"),
        ("any: []", "any: [read on here]"), ("from: []", "from: [read on here]"),
        ("all: []", "all: [[read on here, of the day]]"), ("to: []", "to: end"),
        ("max_lines:", "max_lines: 3"),
    ):  # fmt: skip
        text = text.replace(blank, words)
    file.write_text(text)
    ran = run("rules", "test", file)
    assert (ran.code, ran.err.count("\n")) == (2, 2)
    assert "`examples.match`" in ran.err
    file.write_text(
        text.replace("no_match: []", "no_match: [no, none]").replace(
            " match: []", f" match: [{hit}]"
        )
    )
    assert run("rules", "test", file).code == 0


def test_stats_count_hits_and_false_drops(run: Run, rules: str, tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "news-a.yaml").write_text(ARTICLE_YAML)
    (tmp_path / "a.txt").write_text(ARTICLE)
    records = [
        {"text": ARTICLE, "url": "https://town.example/a", "lang": "en"},
        {"text": "Share this article\nIt rained.", "labels": [1, 1]},
    ]
    (tmp_path / "b.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
    ran = run("rules", "stats", tmp_path, "--rules", rules)
    rows = [line.split("\t") for line in ran.out.decode().splitlines()]

    assert ran.code == 0
    assert ran.err == ("clean: note: 4 texts, 7 hits, 1 of 3 rules never hit, 2 false drops\n")
    assert ["rule", "small/share-line", "share", "6", "4", "1"] in rows
    assert ["category", "donation", "1"] in rows
    assert ["never", "small/byline-by"] in rows
    drops = {row[1]: row[3] for row in rows if row[0] == "false-drop"}
    assert ">>>Share this article<<<" in drops["small/share-line"].replace(" <<<", "<<<")
    assert "for an hour. >>>Please support our newsroom today." in drops["small/support-sentence"]


def test_stats_pass_over_what_cannot_be_read(run: Run, rules: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        '{"txt": 1}\n\n{\n{"text": "Share this article"}\n{"text": "a", "lang": "german"}\n'
    )
    (tmp_path / "b.txt").write_text(ARTICLE)
    ran = run("rules", "stats", tmp_path / "a.jsonl", tmp_path / "b.txt", "--rules", rules)

    assert ran.code == 2
    assert "a.jsonl:1: no text in field text; name it with --field" in ran.err
    assert "a.jsonl:3: not JSON" in ran.err
    assert "a.jsonl:5: `lang` 'german' is no code; give two letters, such as en" in ran.err
    assert b"rule\tsmall/share-line\tshare\t3" in ran.out


@pytest.mark.parametrize("ending", ["jsonl", "ndjson", "jsonl.gz", "ndjson.gz"])
def test_stats_read_json_lines_packed_or_not(
    run: Run, rules: str, tmp_path: Path, ending: str
) -> None:
    data = b'{"text": "Share this article"}\n'
    (tmp_path / f"a.{ending}").write_bytes(gzip.compress(data) if "gz" in ending else data)
    ran = run("rules", "stats", tmp_path, "--rules", rules)

    assert (0, True) == (ran.code, b"rule\tsmall/share-line\tshare\t1" in ran.out)


def test_stats_find_an_article_that_begins_with_its_parts(
    run: Run, rules: str, tmp_path: Path
) -> None:
    head, _, parts = ARTICLE_YAML.partition("parts:")
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "news-a.yaml").write_text(f"parts:{parts}{head}")
    (tmp_path / "en" / "other.yaml").write_text("rows: []\n")
    ran = run("rules", "stats", tmp_path, "--rules", rules)

    assert (0, True) == (ran.code, "1 text, " in ran.err)


def test_stats_read_tables_fields_by_name_and_labels_in_both(
    run: Run, rules: str, tmp_path: Path
) -> None:
    record = {"content": "Share this article\nIt rained.", "language": "en", "labels": [1, 1]}
    (tmp_path / "a.jsonl").write_text(json.dumps(record))
    pq.write_table(pa.Table.from_pylist([record]), tmp_path / "b.parquet")
    ran = run("rules", "stats", tmp_path, "--field", "content", "--rules", rules)

    assert 0 == ran.code
    assert ran.err.startswith("clean: note: 2 texts, 2 hits, ")
    assert ran.err.endswith(", 2 false drops\n")


def test_stats_tell_labels_that_are_not_one_for_each_line(
    run: Run, rules: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.jsonl"
    rows = [{"text": "One.\nTwo.", "labels": of} for of in ([1, 0], [1], ["news", "uk", "sport"])]
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    told = run("rules", "stats", file, "--rules", rules)

    assert 2 == told.code
    assert [f"clean: {file}:2: `labels` are not as many as the lines; give one for each"] == [
        line for line in told.err.splitlines() if "labels" in line
    ]


@pytest.mark.parametrize("command", ["stats", "mine"])
def test_a_folder_in_which_there_is_nothing_is_told(
    run: Run, rules: str, tmp_path: Path, command: str
) -> None:
    (tmp_path / "a.html").write_text("<p>It rained.</p>")
    ran = run("rules", command, tmp_path, "--rules", rules)

    assert 2 == ran.code
    assert f"{tmp_path}: no article in it that is not left out; name files" in ran.err


def test_stats_tell_the_place_of_a_wrong_file_once(run: Run, rules: str) -> None:
    ran = run("rules", "stats", "--rules", rules, rules)

    assert ran.code == 2
    assert f"clean: {rules}: the file is no mapping; give" in ran.err


def test_stats_of_no_text_list_no_rules(run: Run, rules: str, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("")
    ran = run("rules", "stats", tmp_path / "a.jsonl", "--rules", rules)

    assert (0, b"") == ran[:2]
    assert "note: 0 texts, 0 hits" in ran.err


def test_one_is_told_in_the_singular(run: Run, tmp_path: Path) -> None:
    file, text = tmp_path / "share.yaml", tmp_path / "a.txt"
    examples = {"match": ["share it now"], "no_match": ["she may share it"]}
    line = {"name": "it", "kind": "line", "any": ["share it now"], "examples": examples}
    file.write_text(json.dumps([DEFAULTS | line]))
    text.write_text("share it now\n")

    assert run("rules", "lint", file).err == "clean: note: 1 rule, 1 finding\n"
    assert run("rules", "test", file).out == b"1 rule, 2 examples, 0 wrong\n"
    expected = "clean: note: 1 text, 1 hit, 0 of 1 rule never hit\n"
    assert run("rules", "stats", text, "--rules", file).err == expected


def test_a_deprecated_rule_may_be_ignored(run: Run, project: Path) -> None:
    file = project / "small.yaml"
    file.write_text(file.read_text().replace("kind: line", "kind: line\n  status: deprecated", 1))
    (project / "a.txt").write_text("It rained.\n")

    assert kept(run, "--ignore", "small/share-line")
    assert run("check", "--ignore", "small/share-line", "a.txt").code in (0, 1)


def kept(run: Run, *options: str) -> str:
    ran = run("--profile", "rules-only", *options, "-", stdin=ARTICLE.encode())

    assert (ran.code, ran.err) == (0, "")
    return ran.out.decode()


def test_the_filter_uses_the_rules_of_the_project(run: Run, project: Path) -> None:
    assert "Share" not in kept(run)
    assert kept(run, "--ignore", "share") == ARTICLE
    assert kept(run, "--select", "small/byline-by,donation") == ARTICLE
    say(project, 'rules = ["small.yaml"]\nignore = ["small/share-line"]\n')
    assert kept(run) == ARTICLE
    assert "Share" not in kept(run, "--rules", "small.yaml")
    say(project, 'rules = ["builtin"]\n')
    assert kept(run, "--no-default-rules") == ARTICLE


def test_explain_uses_them_too(run: Run, project: Path) -> None:
    (project / "a.txt").write_text(ARTICLE)
    command = ("explain", "--removed-only", "--profile", "rules-only", "a.txt")

    assert run(*command).out.count(b"small/share-line") == 2
    assert run(*command, "--ignore", "share") == (0, b"", "")


@pytest.mark.parametrize(
    ("table", "options", "problem"),
    [
        ("", ["--ignore", "small/share-lin"], "did you mean small/share-line"),
        ("", ["--select", "donatoin"], "did you mean donation"),
        ('ignore = ["nosuch"]\n', [], "'nosuch' is no rule, category or file of rules"),
        ("ignor = []\n", [], "pyproject.toml: [tool.cleaner] ignor is unknown"),
    ],
)
def test_names_that_mean_nothing_end_it(
    run: Run, project: Path, table: str, options: list[str], problem: str
) -> None:
    say(project, 'rules = ["small.yaml"]\n' + table)
    ran = run(*options, "-", stdin=ARTICLE.encode())

    assert ran[:2] == (2, b"")
    assert problem in ran.err
