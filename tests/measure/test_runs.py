"""Runs: made, kept in a file, read again."""

import json
from pathlib import Path

import pytest

from cleaner import Cleaner
from cleaner.errors import InputError, OutputError, UsageError
from cleaner.measure.runs import (
    cleaned_elsewhere,
    cleaning_with,
    digest_of,
    read_run,
    run_over,
    untouched,
    write_run,
)
from tests.measure.pages import page_of

TEXTS = [
    page_of(("Menu", 0), ("Rain fell on the town.", 1), id="a", source="mine", language="en"),
    page_of(("Rain fell.", 1), ("Share", 0), id="b"),
    page_of(("Share", 0), id="c", is_measured=False),
]


def test_a_run_measures_what_is_to_be_measured():
    run = run_over(TEXTS, untouched, {"system": "untouched"})

    assert ["a", "b"] == [page.id for page in run.pages]
    assert [1 / 6, 1 / 3] == pytest.approx([page.residue for page in run.pages])


def test_there_has_to_be_something_to_measure():
    with pytest.raises(UsageError, match="no text to measure"):
        run_over(TEXTS[2:], untouched, {})


def test_a_run_comes_back_from_its_file(tmp_path: Path):
    run = run_over(TEXTS, untouched, {"system": "untouched"})
    write_run(run, str(tmp_path / "run.json"))

    assert run == read_run(str(tmp_path / "run.json"))


def test_a_run_in_json_has_its_summaries():
    found = run_over(TEXTS, untouched, {}).to_dict()

    assert (2, 100.0) == (found["all"]["pages"], found["all"]["recall"])
    assert {"-", "mine"} == set(found["source"])
    assert {"-", "en"} == set(found["language"])


def test_a_run_over_files_of_odd_names_comes_back(tmp_path: Path):
    run = run_over([page_of(("Rain.", 1), file="news-\udcff.jsonl")], untouched, {})
    write_run(run, str(tmp_path / "run.json"))

    assert run == read_run(str(tmp_path / "run.json"))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"kind": "clean eval", "version": 0}'])
def test_something_else_is_no_run(tmp_path: Path, content: str):
    path = tmp_path / "run.json"
    path.write_text(content)

    with pytest.raises(InputError, match="no result of clean eval"):
        read_run(str(path))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("pages",), []),
        (("about",), ["balanced"]),
        (("pages", 0, "f1"), "much"),
        (("pages", 0, "source"), 3),
        (("pages", 1, "id"), ["b"]),
    ],
)
def test_a_run_that_somebody_has_changed_is_told_with_the_place(tmp_path: Path, place, value):
    run = inner = run_over(TEXTS, untouched, {}).to_dict()
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    path = tmp_path / "run.json"
    path.write_text(json.dumps(run))

    with pytest.raises(InputError, match=f"no result of clean eval: {'.'.join(map(str, place))}: "):
        read_run(str(path))


def test_a_run_that_cannot_be_written_is_told(tmp_path: Path):
    with pytest.raises(OutputError, match="cannot be written"):
        write_run(run_over(TEXTS, untouched, {}), str(tmp_path / "none" / "run.json"))


def test_outputs_of_another_program_are_measured(tmp_path: Path):
    path = tmp_path / "kept.jsonl"
    outputs = [{"id": "a", "text": "Rain fell on the town."}, {"id": "b", "text": ""}]
    path.write_text("\n".join(map(json.dumps, outputs)))
    run = run_over(TEXTS, cleaned_elsewhere(str(path), TEXTS), {})

    assert [1.0, 0.0] == [page.f1 for page in run.pages]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"id": "a"}', ":1: text: Field required"),
        ("{", ":1: Invalid JSON"),
        ('{"id": "a", "text": null}', ":1: text: Input should be a valid string"),
        ('{"id": "a", "text": ""}\n\n{"id": "a", "text": "Rain."}', ":3: id 'a' stands here twice"),
    ],
)
def test_broken_outputs_are_told_with_their_place(tmp_path: Path, line: str, problem: str):
    path = tmp_path / "kept.jsonl"
    path.write_text(line)

    with pytest.raises(InputError, match=f"kept.jsonl{problem}"):
        cleaned_elsewhere(str(path), TEXTS)


def test_outputs_do_not_tell_texts_of_one_id_in_two_files_apart(tmp_path: Path):
    path = tmp_path / "kept.jsonl"
    path.write_text('{"id": 1, "text": "Rain."}')
    texts = [page_of(("Rain.", 1), id="1", file=file) for file in ("a.jsonl", "b.jsonl")]

    assert run_over(texts[:1], cleaned_elsewhere(str(path), texts[:1]), {}).pages[0].f1 == 1
    with pytest.raises(InputError, match=r"id '1' is in a\.jsonl and in b\.jsonl"):
        cleaned_elsewhere(str(path), texts)


def test_texts_without_output_are_told_at_once(tmp_path: Path):
    path = tmp_path / "kept.jsonl"
    path.write_text('{"id": "a", "text": ""}')
    texts = [page_of(("Rain.", 1), id=id) for id in "abcdefgh"]

    with pytest.raises(InputError, match="no output for 'b'; give one"):
        cleaned_elsewhere(str(path), texts[:2])
    with pytest.raises(InputError, match="no output for 'b', 'c', 'd', 'e', 'f' and 2 more;"):
        cleaned_elsewhere(str(path), texts)


def test_a_cleaner_is_told_the_address_unless_it_is_not(monkeypatch: pytest.MonkeyPatch):
    told = []
    cleaner = Cleaner(profile="rules-only")
    result = cleaner.clean("Rain.")
    monkeypatch.setattr(Cleaner, "clean", lambda self, text, **known: told.append(known) or result)
    text = page_of(("Rain.", 1), url="https://example.org/a", language="de")
    cleaning_with(cleaner)(text)
    cleaning_with(cleaner, is_text_alone=True)(text)

    assert [{"url": "https://example.org/a", "lang": "de"}, {}] == told


def test_the_digest_tells_other_labels_apart():
    assert digest_of(TEXTS) == digest_of(tuple(TEXTS))
    assert digest_of(TEXTS) != digest_of(TEXTS[:2])
    assert digest_of([page_of(("Rain.", 1))]) != digest_of([page_of(("Rain.", 0))])
