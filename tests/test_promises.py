"""The promises of the README, as properties."""

import json
import pickle
import textwrap
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, Result, clean, restore
from cleaner.api import PROFILES
from cleaner.corpus.examples import LabelledArticle, load_corpus
from cleaner.lines import MIN_ARTICLE_CHARS
from tests.documents import documents

CORPUS = load_corpus(Path(__file__).resolve().parent.parent / "corpus")
CLEAN = [a for a in CORPUS if {p.label for p in a.parts} == {"body"}]


@given(documents)
def test_verdicts_tile_the_text_and_the_output_is_the_kept_ones(text: str) -> None:
    result = clean(text)

    spans = [(v.start, v.end) for v in result.verdicts]
    assert "".join(text[a:b] for a, b in spans) == text
    assert "".join(text[v.start : v.end] for v in result.kept) == result.text
    assert all(v.reasons for v in result.verdicts)


@given(documents)
def test_the_input_comes_back_from_output_and_record(text: str) -> None:
    result = clean(text)
    record = json.loads(json.dumps(result.to_dict()))

    assert text == result.restore()
    assert text == restore(result.text, record["removed"])


@given(documents)
@pytest.mark.parametrize("profile", PROFILES)
def test_cleaning_twice_changes_nothing_more(profile: str, text: str) -> None:
    once = clean(text, profile=profile).text

    assert once == clean(once, profile=profile).text


@given(documents, st.sampled_from([60, 72, 0]))
def test_so_it_is_for_wrapped_text_and_for_one_line(text: str, width: int) -> None:
    article = CORPUS[len(text) % len(CORPUS)].text
    lines = (text + "\n" + article).splitlines()
    formed = "\n".join(textwrap.fill(x, width) for x in lines) if width else " ".join(lines)
    result = clean(formed)

    assert formed == result.restore()
    assert result.text == clean(result.text).text


@given(documents)
def test_keeping_roles_is_idempotent_too(text: str) -> None:
    cleaner = _keeping()
    once = cleaner.clean(text).text

    assert once == cleaner.clean(once).text


def test_a_batch_gives_what_each_text_gives_alone(cleaner: Cleaner) -> None:
    @given(documents, documents, documents)
    def holds(one: str, two: str, three: str) -> None:
        texts = [one, two, three]

        assert [_facts(cleaner.clean(t)) for t in texts] == [
            _facts(r) for r in cleaner.clean_many(texts)
        ]

    holds()


def test_threads_and_pickles_give_the_same(cleaner: Cleaner, seed_text: str) -> None:
    expected = _facts(cleaner.clean(seed_text))
    copy = pickle.loads(pickle.dumps(cleaner))
    got: list[object] = []
    threads = [
        threading.Thread(target=lambda: got.append(_facts(copy.clean(seed_text)))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [expected] * 4 == got


@pytest.mark.parametrize("article", CLEAN, ids=lambda a: a.path.stem)
def test_clean_articles_are_left_as_they_are(article) -> None:  # type: ignore[no-untyped-def]
    result = clean(article.text)

    assert article.text == result.text


SMALL_PRINT = (
    "Copyright 2024 Example Media. All rights reserved.",
    "This website uses cookies to personalise content.",
    "By continuing to read these pages, you consent to the placement of cookies.",
    "Sign up for our daily newsletter here.",
    "Support independent journalism: donate today.",
    "Be the first to comment!",
    "Leave a Reply Cancel reply",
)


def brief_of(article: LabelledArticle) -> str:
    """The first sentences of an article's body on one line."""
    prose = [
        line.strip()
        for part in article.parts
        if part.label == "body"
        for line in article.text[part.start : part.end].splitlines()
        if line.count(" ") > 14 and line.rstrip()[-1:] in ".!?"
    ]
    start = " ".join(prose[:5])[:1_100]
    return start[: start.rfind(".") + 1]


BRIEFS = [b for b in map(brief_of, CORPUS) if len(b) > MIN_ARTICLE_CHARS]


@pytest.mark.parametrize("small_print", SMALL_PRINT)
@pytest.mark.parametrize("brief", BRIEFS, ids=lambda b: b[:30])
def test_an_article_on_one_line_is_not_lost_to_the_small_print_beside_it(
    brief: str, small_print: str
) -> None:
    assert len(clean(f"{brief} {small_print}").text) > 0.9 * len(brief)
    assert len(clean(f"{small_print} {brief}").text) > 0.7 * len(brief)  # a sentence may be glued


@given(documents)
def test_more_text_costs_no_more_than_its_share(text: str) -> None:
    """A hostile document repeated many times still ends; the limit is generous."""
    import time

    start = time.process_time()
    clean(text * 20)

    assert time.process_time() - start < 5


def _facts(result: Result) -> dict[str, object]:
    return result.to_dict()


def _keeping(cache: list[Cleaner] = []) -> Cleaner:  # noqa: B006
    if not cache:
        cache.append(Cleaner(keep=["title", "byline", "date", "standfirst"]))
    return cache[0]
