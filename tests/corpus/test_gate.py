"""The labelled corpus is as promised, and the cleaner holds its floors on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import cleaner
from cleaner.corpus import floors as floors_module
from cleaner.corpus.floors import floors_of, raise_floors, read_floors, write_floors
from cleaner.corpus.gate import Counts, Floors, Interval, complaints, judge, measure, pool
from cleaner.corpus.labelled_article import (
    KINDS,
    LabelledArticle,
    LabelledSpan,
    fingerprint,
    load_corpus,
)
from cleaner.data import Span
from cleaner.errors import InputError, UsageError

CORPUS = Path(__file__).parents[2] / "corpus"
ARTICLES = load_corpus(CORPUS)
WITHOUT_FAILURES = tuple(a for a in ARTICLES if not any(p.known_failure for p in a.parts))
LEAST_BY_LANG = {"en": 24, "de": 6, "fr": 5, "es": 4, "it": 3, "pt": 3, "nl": 3}

ARTICLE = """\
kind: news
lang: en
publisher: local blog
url: null
title: Fair moved
byline: null
date: null
parts:
  - label: headline
    text: |
      Fair moved
  - label: body
    text: |
      The spring fair will be held on the lower meadow this year because of the wet.
  - label: share
    text: |
      Share this
"""


@dataclass(frozen=True, slots=True)
class Stub:
    """What a stub cleaner gives."""

    kept: Sequence[Interval]
    removed: Sequence[Interval]


def keep_everything(text: str, *, url: str | None, lang: str | None) -> Stub:
    return Stub(kept=(Span(0, len(text)),), removed=())


def remove_everything(text: str, *, url: str | None, lang: str | None) -> Stub:
    return Stub(kept=(), removed=(Span(0, len(text)),))


def keep_by_label(text: str, *, url: str | None, lang: str | None) -> Stub:
    """The oracle: keep what is labelled body."""
    parts = next(article.parts for article in ARTICLES if article.text == text)
    return Stub(
        kept=tuple(part for part in parts if part.is_body),
        removed=tuple(part for part in parts if not part.is_body),
    )


def article_of(*parts: tuple[str, str, str | None], kind: str = "news") -> LabelledArticle:
    """An article of (label, text, known failure) parts."""
    text, spans = "", []
    for label, words, known_failure in parts:
        spans.append(LabelledSpan(len(text), len(text) + len(words), label, known_failure))
        text += words
    base = ARTICLES[0]
    return replace(base, kind=kind, lang="en", text=text, parts=tuple(spans))


def removing(article: LabelledArticle, *numbers: int) -> Stub:
    """The outcome of a cleaner that removes the parts with these numbers, from 1."""
    parts = list(enumerate(article.parts, 1))
    return Stub(
        kept=tuple(part for number, part in parts if number not in numbers),
        removed=tuple(part for number, part in parts if number in numbers),
    )


@pytest.fixture(scope="module")
def floors() -> Floors:
    return read_floors(CORPUS / "floors.yaml")


# The corpus


def test_the_corpus_is_as_large_as_promised():
    counts = Counter(article.lang for article in ARTICLES)

    assert {lang: n for lang, n in LEAST_BY_LANG.items() if counts[lang] < n} == {}
    assert len(ARTICLES) >= 48


def test_every_kind_of_article_is_there():
    assert set(KINDS) == {article.kind for article in ARTICLES}


def test_clean_articles_come_in_several_languages():
    clean = [article for article in ARTICLES if article.kind == "clean"]

    assert len(clean) >= 6
    assert len({article.lang for article in clean}) >= 4


def test_chrome_stands_before_inside_and_after_the_body():
    places = {"before": 0, "inside": 0, "after": 0}
    for article in ARTICLES:
        bodies = [n for n, part in enumerate(article.parts) if part.is_body]
        chrome = [n for n, part in enumerate(article.parts) if part.is_chrome]
        places["before"] += any(n < bodies[0] for n in chrome)
        places["inside"] += any(bodies[0] < n < bodies[-1] for n in chrome)
        places["after"] += any(n > bodies[-1] for n in chrome)

    assert min(places.values()) >= 20


def test_line_ends_and_spaces_of_several_kinds_are_there():
    texts = [article.text for article in ARTICLES]

    assert any("\r\n" in text for text in texts)
    assert any("\u00a0" in text for text in texts)
    assert any("\n" not in text for text in texts)


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.path.as_posix())
def test_the_parts_tile_the_text(article: LabelledArticle):
    joined = "".join(article.words_of(part) for part in article.parts)

    assert article.text == joined
    assert [0, *(part.end for part in article.parts)] == [
        *(part.start for part in article.parts),
        len(article.text),
    ]


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: article.path.as_posix())
def test_a_file_is_named_after_its_kind(article: LabelledArticle):
    assert article.path.name.startswith(f"{article.kind}-")


# The loader


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("label: share", "label: foo", 'en/x.yaml: part 3 has label "foo"; choose one of headline'),
        ("kind: news", "kind: gossip", 'kind "gossip" is unknown; choose one of clean'),
        ("kind: news", "kind: clean", "a clean article has parts that are not body"),
        ("lang: en", "lang: english", 'lang "english" is no code; give two letters, such as en'),
        ("lang: en", "lang: en-GB", 'lang "en-GB" goes by another code here; give en'),
        ("lang: en", "lang: und", 'lang "und" goes by another code here; give two letters'),
        ("lang: en", "lang: no", 'lang "no" stands in folder "en"'),
        ("title: Fair moved", "title: Fare moved", 'title "Fare moved" is not in the text'),
        ("url: null\n", "", 'has no "url"; add it'),
        ("url: null", "url: null\nurn: 1", 'has "urn", which is unknown'),
        ("label: body", "label: share", "no part is body"),
        ("parts:", "parts: []\nrest:", 'has "rest", which is unknown'),
        (
            "label: share\n    text: |\n      Share this",
            "label: share\n    text: ''",
            "has no text",
        ),
        ("label: share", "label: standfirst\n    known_failure: hard", "neutral and cannot fail"),
        ("kind: news", "kind: [news", "cannot be read"),
        ("kind: news", "kind: [news", "; mend the YAML"),
    ],
)
def test_a_mistake_in_a_file_is_named(tmp_path: Path, old: str, new: str, message: str):
    write_article(tmp_path, ARTICLE.replace(old, new, 1))

    with pytest.raises(InputError) as caught:
        load_corpus(tmp_path)

    assert message in str(caught.value)


def test_mistakes_of_all_files_are_reported_at_once(tmp_path: Path):
    write_article(tmp_path, ARTICLE.replace("kind: news", "kind: gossip"), "a")
    write_article(tmp_path, ARTICLE.replace("label: share", "label: foo"), "b")

    with pytest.raises(InputError) as caught:
        load_corpus(tmp_path)

    assert len(str(caught.value).splitlines()) == 2


def test_an_empty_folder_is_no_corpus(tmp_path: Path):
    with pytest.raises(InputError, match="no article"):
        load_corpus(tmp_path)


def test_the_fingerprint_changes_with_a_label(tmp_path: Path):
    write_article(tmp_path, ARTICLE)
    before = fingerprint(load_corpus(tmp_path))
    write_article(tmp_path, ARTICLE.replace("label: share", "label: related"))

    assert before != fingerprint(load_corpus(tmp_path))


def write_article(folder: Path, content: str, name: str = "x") -> None:
    path = folder / "en" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(content, encoding="utf-8")


# The measures


def test_keeping_everything_keeps_the_body_and_removes_no_chrome():
    counts = pool(measure(ARTICLES, keep_everything))["pooled"]

    assert (counts.body_kept, counts.chrome_removed) == (1.0, 0.0)
    assert 0.5 < counts.precision < 0.8


def test_removing_everything_loses_the_body():
    counts = pool(measure(ARTICLES, remove_everything))["pooled"]

    assert (counts.body_kept, counts.chrome_removed) == (0.0, 1.0)


def test_the_labels_themselves_are_the_best_cleaner():
    judgements = measure(ARTICLES, keep_by_label)
    counts = pool(judgements)["pooled"]

    assert (counts.body_kept, counts.chrome_removed, counts.precision) == (1.0, 1.0, 1.0)
    assert tuple(passage for judgement in judgements for passage in judgement.lost) == ()


def test_blank_characters_and_standfirsts_count_for_nothing():
    article = article_of(("standfirst", "In short\n\n", None), ("body", "a b\n\n", None))

    assert Counts(body=2, body_left=2) == judge(article, removing(article, 1)).counts


def test_spans_that_leave_a_gap_are_refused():
    article = article_of(("body", "One. Two.", None))

    with pytest.raises(ValueError, match="gap or overlap"):
        judge(article, Stub(kept=(Span(0, 4),), removed=(Span(5, 9),)))


@pytest.mark.parametrize(
    ("lost", "expected"),
    [
        ("One two three four five six seven.\n", ()),
        ("One two three four\n\nfive six seven eight.\n", True),
    ],
)
def test_eight_words_of_body_in_a_row_are_a_lost_passage(lost: str, expected: object):
    article = article_of(("body", "Kept.\n", None), ("body", lost, None))

    assert (expected and (lost.strip(),)) == judge(article, removing(article, 2)).lost


# The gate


def test_the_cleaner_passes_the_gate(floors: Floors):
    found = complaints(measure(ARTICLES, cleaner.clean), floors)

    assert not found, "\n".join(found)


def test_a_cleaner_that_removes_nothing_fails_the_gate(floors: Floors):
    found = complaints(measure(ARTICLES, keep_everything), floors)

    assert any(line.startswith("pooled: chrome_removed is 0.0000") for line in found)


def test_a_cleaner_that_removes_everything_fails_the_gate(floors: Floors):
    found = complaints(measure(ARTICLES, remove_everything), floors)

    assert any(line.startswith("pooled: body_kept is 0.0000") for line in found)
    assert any("clean, but" in line for line in found)
    assert any("body lost: " in line for line in found)


def test_one_lost_passage_fails_the_gate_by_itself():
    passage = "Nobody had seen the mayor since the fire, and nobody asked."
    article = article_of(("body", passage, None), ("share", " Share", None))
    judgement = judge(article, removing(article, 1, 2))

    assert (f"{article.path.as_posix()}: body lost: {passage!r}",) == complaints(
        (judgement,), floors_of((judgement,))
    )


def test_a_clean_article_may_not_even_lose_a_blank_line():
    article = article_of(("body", "One.\n", None), ("body", "\n", None), kind="clean")
    judgement = judge(article, removing(article, 2))

    assert [line.split(": ")[1] for line in complaints((judgement,), floors_of((judgement,)))] == [
        "clean, but 1 characters are removed"
    ]


@pytest.mark.parametrize(("removed", "n_complaints"), [((), 0), ((1,), 1)])
def test_a_known_failure_has_to_fail(removed: tuple[int, ...], n_complaints: int):
    article = article_of(("share", "Share\n", "looks like a name"), ("body", "One.", None))
    judgement = judge(article, removing(article, *removed))

    assert n_complaints == len(complaints((judgement,), floors_of((judgement,))))


def test_body_that_is_known_to_get_lost_is_not_reported_as_lost():
    words = "Ten green bottles and a cat were found under it."
    article = article_of(("body", words, "reads like a caption"), ("body", "One.", None))

    assert judge(article, removing(article, 1)).lost == ()


def test_floors_of_another_corpus_fail_the_gate():
    judgements = measure(WITHOUT_FAILURES, keep_by_label)
    found = complaints(judgements, replace(floors_of(judgements), fingerprint="0"))

    assert [line.split(";")[0] for line in found] == ["floors.yaml: measured on another corpus"]


def test_a_language_without_floors_fails_the_gate():
    judgements = measure(WITHOUT_FAILURES, keep_by_label)
    floors = floors_of(judgements)
    shares = {group: named for group, named in floors.shares.items() if group != "nl"}
    found = complaints(judgements, replace(floors, shares=shares))

    assert len(found) == 2


# The floors


LOW = Floors("a", {"pooled": {"body_kept": 0.9, "chrome_removed": 0.5}})
HIGH = Floors("b", {"pooled": {"body_kept": 0.95, "chrome_removed": 0.5}})


def test_floors_rise_by_themselves():
    assert raise_floors(LOW, HIGH) == HIGH


def test_floors_sink_only_when_told_to():
    with pytest.raises(UsageError, match=r"pooled body_kept would sink from 0\.95 to 0\.9"):
        raise_floors(HIGH, LOW)

    assert raise_floors(HIGH, LOW, lower=True) == LOW


def test_a_floor_cannot_vanish_unseen():
    with pytest.raises(UsageError, match="pooled chrome_removed"):
        raise_floors(LOW, Floors("b", {}))


def test_floors_are_rounded_down():
    judgements = measure(ARTICLES[:9], keep_everything)

    assert all(
        share <= getattr(counts, name)
        for group, counts in pool(judgements).items()
        for name, share in floors_of(judgements).shares[group].items()
    )


def test_floors_are_read_as_they_were_written(tmp_path: Path):
    write_floors(HIGH, tmp_path / "floors.yaml")

    assert read_floors(tmp_path / "floors.yaml") == HIGH


@pytest.mark.parametrize("content", ["", "floors: 3", "fingerprint: a\nfloors: {pooled: 1}"])
def test_a_broken_floors_file_is_named(tmp_path: Path, content: str):
    (tmp_path / "floors.yaml").write_text(content)

    with pytest.raises(InputError, match=r"floors\.yaml: no readable floors"):
        read_floors(tmp_path / "floors.yaml")


def test_the_command_refuses_to_sink_a_floor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    write_article(tmp_path, ARTICLE)
    run_floors = floors_command(tmp_path, monkeypatch)

    assert run_floors(keep_everything) == 0
    before = (tmp_path / "floors.yaml").read_text()
    assert run_floors(remove_everything) == 1
    assert before == (tmp_path / "floors.yaml").read_text()
    assert "pooled body_kept would sink from 1.0 to 0.0; say --lower" in capsys.readouterr().err
    assert run_floors(remove_everything, "--lower") == 0
    assert before != (tmp_path / "floors.yaml").read_text()


def test_the_command_names_a_missing_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert floors_module.main(["--corpus", str(tmp_path)]) == 2
    assert "no article" in capsys.readouterr().err
    assert floors_module.main(["--corpus", str(tmp_path / "corpus")]) == 2
    assert "is in the source checkout, not in the package" in capsys.readouterr().err


def floors_command(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """The command on a folder, with a stub in the cleaner's place."""

    def run(stub: Callable[..., Stub], *options: str) -> int:
        monkeypatch.setattr(cleaner, "clean", stub, raising=False)
        return floors_module.main(["--corpus", str(folder), *options])

    return run
