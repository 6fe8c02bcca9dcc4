"""Labelled texts in the documented form."""

import gzip
import json
from itertools import accumulate, pairwise, product
from pathlib import Path

import pytest

from cleaner.errors import InputError
from cleaner.measure.labelled_text import BODY, CHROME, NEUTRAL, LabelledText, Part, lines_of_parts
from cleaner.measure.reading import read_labelled
from cleaner.measure.words import words_of

TEXT = "Menu\nRain fell on the town. Share\n\nThe river rose."
RAIN = (TEXT.index("Rain"), TEXT.index(" Share"))
RIVER = (TEXT.index("The river"), len(TEXT))


def read(folder: Path, *records: dict) -> list[LabelledText]:
    path = folder / "a.jsonl"
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return read_labelled([str(path)])


def test_labels_are_one_for_each_line(tmp_path: Path):
    (text,) = read(tmp_path, {"text": TEXT, "labels": [0, -1, None, 1], "mixed": {"1": "Rain."}})

    assert (CHROME, NEUTRAL, NEUTRAL, BODY) == text.labels
    assert ("Rain.", "The river rose.") == text.body
    assert TEXT == "".join(TEXT[part.start : part.end] for part in text.parts)


def test_the_examples_of_the_documentation_are_read(tmp_path: Path):
    page = (Path(__file__).parents[2] / "docs" / "training.md").read_text("utf-8")
    examples = page.partition("```json\n")[2].partition("```")[0].splitlines()
    texts = read(tmp_path, *map(json.loads, examples))

    assert [("Rain fell all day.",)] * 3 == [text.body for text in texts]
    assert [1, 0, 1] == [text.labels.count(BODY) for text in texts]


def test_spans_say_the_same_as_labels(tmp_path: Path):
    spans = [{"start": start, "end": end} for start, end in (RAIN, RIVER)]
    (text,) = read(tmp_path, {"text": TEXT, "spans": spans})

    assert (CHROME, NEUTRAL, NEUTRAL, BODY) == text.labels
    assert {1: "Rain fell on the town."} == text.mixed
    assert ("Rain fell on the town.", "The river rose.") == text.body
    assert [CHROME, BODY, CHROME, BODY] == [part.label for part in text.parts]


def test_spans_may_be_chrome_or_neutral(tmp_path: Path):
    spans = [
        {"start": 0, "end": 4, "label": "neutral"},
        {"start": 5, "end": RIVER[0], "label": "chrome"},
        {"start": RIVER[0], "end": RIVER[1], "label": "body"},
    ]
    (text,) = read(tmp_path, {"text": TEXT, "spans": spans})

    assert (NEUTRAL, CHROME, NEUTRAL, BODY) == text.labels


@pytest.mark.parametrize("body", ["The river\nrose.", ["The river rose."]])
def test_an_expected_body_is_found_in_the_text(tmp_path: Path, body: object):
    (text,) = read(tmp_path, {"text": TEXT, "body": body})

    assert (CHROME, CHROME, NEUTRAL, BODY) == text.labels


def test_a_line_that_is_partly_in_the_expected_body_is_neutral(tmp_path: Path):
    (text,) = read(tmp_path, {"text": TEXT, "body": "Rain fell on the town.\nThe river rose."})

    assert (CHROME, NEUTRAL, NEUTRAL, BODY) == text.labels


def test_a_text_only_to_be_learnt_from_needs_no_body(tmp_path: Path):
    (text,) = read(tmp_path, {"text": "Menu", "labels": [0], "measured": False})

    assert ((), False) == (text.body, text.is_measured)


def test_the_group_is_the_site_or_else_the_text_itself(tmp_path: Path):
    known = {"text": TEXT, "body": "The river rose."}
    texts = read(
        tmp_path,
        known | {"id": "a", "url": "https://www.example.org/a"},
        known | {"id": "b", "url": "https://www.example.org/b", "group": "example"},
        known | {"id": "c"},
        known,
    )

    assert ["example.org", "example", "c", "4"] == [text.group for text in texts]


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ({"text": "a"}, "no labels; give `labels`, `spans` or `body`"),
        ({"labels": [1]}, "text: Field required"),
        ({"text": "a\nb", "labels": [1]}, "1 `labels` for 2 lines"),
        ({"text": "a\nb", "labels": [1, 2]}, "labels.1: "),
        ({"text": "a", "spans": [{"start": 0, "end": 1}, {"start": 1}]}, "spans.1.end: "),
        ({"text": "a", "body": ["a", 7]}, "body"),
        ({"text": "a", "labels": [0]}, "no body"),
        ({"text": "a", "labels": [1], "spans": []}, "both `labels` and `spans`"),
        ({"text": "a b", "spans": [{"start": 0, "end": 9}]}, "span 0..9 overlaps"),
        ({"text": "a b", "spans": [{"start": 0, "end": 2}, {"start": 1, "end": 3}]}, "span 1..3"),
        ({"text": "a", "labels": [-1], "mixed": {"4": "a"}}, "`mixed` names a line"),
        ({"text": "a", "body": "a", "mixed": {"0": "a"}}, "`mixed` without `labels`"),
        ({"text": "a", "labels": [1], "mixed": {"0": "a"}}, "`mixed` names line 0, which has a"),
        ({"text": "a b", "labels": [-1], "mixed": {"0": "c"}}, "`mixed` gives line 0 words"),
        ({"text": "Menu Jobs Rain fell. Share", "body": "Rain fell."}, "no line of `text` is"),
        ({"text": "Snow", "body": "Rain fell on the town."}, "no line of `text` is mostly of"),
        ({"text": "a", "labels": [1], "titles": ["A"]}, "no body to measure with besides"),
        ({"text": "a", "body": "a", "optional": [1]}, "`optional` names a paragraph"),
        ({"text": "a", "body": "a", "lang": "english"}, "`lang` 'english' is no code; give two"),
        ({"text": "a", "body": "a", "lang": "e1"}, "`lang` 'e1' is no code; give two letters"),
        ({"text": "a", "body": "a", "id": True}, "id: neither text nor a whole number"),
        ({"text": "a", "body": "a", "id": 3.5}, "id: neither text nor a whole number"),
        ({"text": "a", "body": "a", "weight": 0}, "weight: "),
        ({"text": "a", "body": "a", "weight": float("inf")}, "weight: "),
        ({"text": "a", "body": "a", "weight": float("nan")}, "weight: "),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, record: dict, problem: str):
    with pytest.raises(InputError) as caught:
        read(tmp_path, {"text": "fine", "labels": [1]}, record)

    assert f"a.jsonl:2: {problem}" in str(caught.value)


def test_mistakes_of_all_lines_are_told_at_once(tmp_path: Path):
    with pytest.raises(InputError) as caught:
        read(tmp_path, {"text": "a"}, {"text": "b"})

    assert len(str(caught.value).split("\n")) == 2


def test_very_many_mistakes_are_counted(tmp_path: Path):
    with pytest.raises(InputError, match="and 10 more mistakes"):
        read(tmp_path, *[{"text": "a"}] * 30)


def test_an_id_may_be_a_number_as_in_outputs_and_a_language_is_its_code(tmp_path: Path):
    known = {"text": TEXT, "body": "The river rose."}
    texts = read(tmp_path, known | {"id": 7, "lang": "EN_gb"}, known | {"id": 0, "lang": ""}, known)

    assert [("7", "en"), ("0", None), ("3", None)] == [(t.id, t.language) for t in texts]

    texts = read(tmp_path, *(known | {"lang": code} for code in ("deu_Latn", "nb", "und")))

    assert ["de", "no", None] == [t.language for t in texts]


def test_an_id_may_stand_only_once_in_a_file(tmp_path: Path):
    record = {"id": "x", "text": "a", "body": "a"}

    with pytest.raises(InputError, match="id 'x' stands here twice"):
        read(tmp_path, record, record)


def test_an_empty_path_is_not_the_folder_one_is_in():
    with pytest.raises(InputError, match="a path is empty; name a file or folder"):
        read_labelled([""])


def test_what_is_not_there_is_told():
    with pytest.raises(InputError, match=r"missing\.jsonl: cannot be read"):
        read_labelled(["missing.jsonl"])


def test_a_line_that_is_no_record_is_told_with_the_way_out(tmp_path: Path):
    (tmp_path / "a.jsonl").write_text('[1]\n{"text": }\n')

    with pytest.raises(InputError) as caught:
        read_labelled([str(tmp_path / "a.jsonl")])
    told = str(caught.value).split("\n")

    assert all(line.endswith("; give one JSON object a line") for line in told)
    assert "a.jsonl:2: Invalid JSON: expected value, column 10;" in told[1]


def test_a_byte_order_mark_is_passed_over_and_utf_16_told(tmp_path: Path):
    path, line = tmp_path / "a.jsonl", '{"text": "a", "body": "a"}\n'
    path.write_text(line, encoding="utf-8-sig")

    assert ["a"] == [text.text for text in read_labelled([str(path)])]
    path.write_text(line, encoding="utf-16")
    with pytest.raises(InputError, match=r"a\.jsonl: is UTF-16 or UTF-32; `iconv"):
        read_labelled([str(path)])


def test_a_file_that_is_given_twice_is_told(tmp_path: Path):
    (tmp_path / "a.jsonl").write_text('{"text": "a", "body": "a"}')

    with pytest.raises(InputError, match=r"a\.jsonl: is given twice; give it once"):
        read_labelled([str(tmp_path), str(tmp_path / "a.jsonl")])


def test_what_cannot_be_read_in_a_folder_is_told_and_folders_in_it_are_not_read(tmp_path: Path):
    for name in ("a.yaml", "b.jsonl"):
        (tmp_path / name).symlink_to(tmp_path / f"nowhere-{name}")
    for name in ("c.yaml", "d.jsonl"):
        (tmp_path / name).mkdir()

    with pytest.raises(InputError) as caught:
        read_labelled([str(tmp_path)])
    assert [True, True] == ["cannot be read" in line for line in str(caught.value).split("\n")]


def test_folders_and_packed_files_are_read(tmp_path: Path):
    packed = gzip.compress(json.dumps({"text": "a", "body": "a"}).encode())
    (tmp_path / "a.jsonl.gz").write_bytes(packed)
    (tmp_path / "notes.txt").write_text("not mine")

    assert ["a"] == [text.text for text in read_labelled([str(tmp_path)])]


def test_a_folder_without_labelled_texts_is_told(tmp_path: Path):
    with pytest.raises(InputError, match="no labelled text"):
        read_labelled([str(tmp_path)])


def test_an_article_may_have_a_name_that_is_no_text(tmp_path: Path):
    (article, *_) = sorted((Path(__file__).parents[2] / "corpus" / "en").glob("*.yaml"))
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "news-\udcff.yaml").write_bytes(article.read_bytes())
    (text,) = read_labelled([str(tmp_path)])

    assert text.id.encode().endswith(rb"en/news-\udcff.yaml")
    assert text.group == text.id


def test_the_labelled_corpus_is_read_too():
    corpus = Path(__file__).parents[2] / "corpus"
    texts = read_labelled([str(corpus / "en")])

    assert len(texts) >= 24
    assert all(text.body and len(text.labels) == len(text.lines) for text in texts)


def test_the_label_of_a_line_is_that_of_the_parts_it_meets() -> None:
    text = "Rain fell.\n\nShare\nThe mayor said so. Read more\n  \nEnd"
    labels = (BODY, CHROME, NEUTRAL)
    for cuts in product(range(1, len(text), 7), range(2, len(text), 5)):
        edges = sorted({0, *cuts, len(text)})
        parts = [Part(a, b, labels[a % 3]) for a, b in pairwise(edges)]
        starts = accumulate((len(line) + 1 for line in text.split("\n")), initial=0)
        expected = []
        for start, line in zip(starts, text.split("\n"), strict=False):
            end = start + len(line)
            met = [(p.label, text[max(p.start, start) : min(p.end, end)]) for p in parts]
            said = {label for label, piece in met if words_of(piece)}
            expected.append(said.pop() if len(said) == 1 else NEUTRAL)

        assert tuple(expected) == lines_of_parts(text, parts)[0]
