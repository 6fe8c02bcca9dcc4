"""`clean rules mine`: lines of many articles that no rule knows."""

import json
from pathlib import Path

import pytest
import yaml

from cleaner.packs.load import load_rules
from tests.checker.articles import APPEAL, body, written

from .conftest import Run


def corpus(folder: Path) -> Path:
    for i in range(6):
        bell = f"Tap the blue bell for {i + 2} quiet evenings\n"
        written(
            folder, **{f"a{i}": f"{body(i)}{APPEAL}{bell}{body(i + 30)}Ring the harbour desk\n"}
        )
    return folder


def test_candidates_are_what_no_rule_knows_digits_aside(run: Run, tmp_path: Path) -> None:
    ran = run("rules", "mine", corpus(tmp_path))
    rules = yaml.safe_load(ran.out)

    assert 0 == ran.code
    assert [
        ("ring-the-harbour-desk", "line", ["Ring the harbour desk"]),
        ("tap-the-blue-bell-for", "template", ["Tap the blue bell for {n} quiet evenings"]),
    ] == [(rule["name"], rule["kind"], rule["any"]) for rule in rules]
    assert b"# stands in 6 articles, in 100% of them near an end; first in " in ran.out
    assert "2 candidates in 6 files" in ran.err


def test_a_line_is_one_candidate_whatever_bullets_stand_around_it(run: Run, tmp_path: Path) -> None:
    for i in range(6):
        bell = "Ring the harbour desk" if i % 3 else "• Ring the harbour desk »"
        written(tmp_path, **{f"a{i}": f"{body(i)}{bell}\n{body(i + 30)}"})
    rules = yaml.safe_load(run("rules", "mine", tmp_path).out)

    assert [["Ring the harbour desk"]] == [rule["any"] for rule in rules]


def test_a_candidate_that_is_filled_in_is_a_rule_that_takes_the_line(
    run: Run, tmp_path: Path
) -> None:
    found = run("rules", "mine", corpus(tmp_path), "--min-files", "6").out.decode()
    filled = (
        found.replace("summary:        #", "summary: A prompt #")
        .replace("why:            #", "why: An interface's words. #")
        .replace("category:\n", "category: widget\n")
        .replace("no_match: []", 'no_match: ["She rang the harbour desk.", "He tapped it twice."]')
    )
    path = tmp_path / "ours.yaml"
    path.write_text(filled, encoding="utf-8")
    article = tmp_path / "a0.txt"
    cleaned = run("--rules", path, "--profile", "rules-only", article).out.decode()

    assert 2 == len(load_rules([path]))
    assert "Tap the" not in cleaned
    assert "Ring the" not in cleaned
    assert APPEAL in cleaned
    assert b"" == run("rules", "mine", tmp_path, "--rules", path, "--rules", "builtin").out


LINES = (
    *("Kommentarfeld ({})", "Read all {} replies [{}]", "Page {} | {{next}}", "C:\\news {}"),
    *("{}k likes: join us", "{} m away from us", "{}+ stories a week", "Version {}.{}.{} of us"),
    *(
        "Call 00{}1234567890123 now",
        "• {} of {} seats »",
        "Seats {} 250 taken",
        "Seats {}00.{} taken",
        "Tap (here",
        "a|b]",
    ),
)


@pytest.mark.parametrize("line", LINES)
def test_a_candidate_takes_its_own_examples(run: Run, tmp_path: Path, line: str) -> None:
    for i in range(6):
        shown = line.format(*[i + 8] * line.count("{}")) if "{}" in line else line
        written(tmp_path, **{f"a{i}": f"{body(i)}{shown}\n{body(i + 30)}"})
    found = run("rules", "mine", tmp_path).out.decode()
    filled = found.replace("summary:", "summary: A prompt").replace("why:", "why: No journalism")
    filled = filled.replace("category:", "category: widget").replace("[]", '["No seat.", "None."]')
    path = tmp_path / "ours.yaml"
    path.write_text(filled, encoding="utf-8")

    assert 1 == len(load_rules([path]))
    assert 0 == run("rules", "test", path).code


def test_what_stands_in_few_articles_is_no_candidate(run: Run, tmp_path: Path) -> None:
    assert b"" == run("rules", "mine", corpus(tmp_path), "--min-files", "7").out
    written(tmp_path, **{f"same{i}": body(1) + "Same here\n" for i in range(9)})

    assert b"Same here" not in run("rules", "mine", tmp_path).out  # one text, nine times


def test_the_field_of_the_text_may_be_named(run: Run, tmp_path: Path) -> None:
    line = f"{body(1)}Ring the harbour desk\n"
    records = [json.dumps({"content": f"{body(i)}{line}"}) for i in range(5)]
    (tmp_path / "a.jsonl").write_text("\n".join(records))
    ran = run("rules", "mine", tmp_path, "--field", "content")

    assert b"Ring the harbour desk" in ran.out
    assert (0, True) == (ran.code, " in 1 file\n" in ran.err)
    assert "no text in field text; name it with --field" in run("rules", "mine", tmp_path).err


def test_wrong_use_and_unreadable_files_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\0")

    assert 2 == run("rules", "mine", tmp_path, "--min-files", "1").code
    ran = run("rules", "mine", tmp_path)
    assert 2 == ran.code
    assert "a.txt: binary" in ran.err
