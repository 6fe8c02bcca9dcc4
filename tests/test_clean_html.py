"""Pages: the body stays, the chrome goes, and every line of the page is accounted for."""

import json
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner import Cleaner, clean, clean_html
from cleaner.formats.html import read_page
from cleaner.policy import PROFILES

STORY = [
    "Rain fell on the valley all day, and the river rose by a metre before midnight, police said.",
    "The mayor, Ida Brandt, said that the bridge would stay closed until Friday at least, and that "
    "lorries would be sent round by the northern road.",
    "“We have seen worse,” said a baker whose shop stands by the water, “but never in May.”",
    "Forecasters expect the weather to clear on Thursday, when the wind turns to the east.",
    "Forty houses in the lower town were still without power on Tuesday evening.",
]
MENU = ["Home", "Sport", "Weather", "Business"]
RELATED = ["Ten recipes for a rainy day", "Why your boiler fails in winter", "Quiz of the week"]
HTML = (
    "<!doctype html><html><head><title>Valley under water</title></head><body>"
    "<header class='masthead'><nav class='main-menu'><ul>"
    + "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in MENU)
    + "</ul></nav></header><main><article><h1>Valley under water</h1>"
    "<div class='article-body'>"
    + "".join(f"<p>{text}</p>" for text in STORY)
    + "</div></article><aside class='related-stories'><h3>Most read</h3><ul>"
    + "".join(f"<li><a href='/{k}'>{name}</a></li>" for k, name in enumerate(RELATED))
    + "</ul></aside></main><footer class='footer'><p>Imprint</p><p>Contact</p></footer>"
    "</body></html>"
)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_story_stays_and_the_chrome_goes(profile: str) -> None:
    result = clean_html(HTML, profile=profile)
    kept = [line for line in result.text.split("\n") if line]

    assert STORY == [line for line in kept if line in STORY]
    assert not {*MENU, *RELATED, "Imprint", "Contact"} & set(kept)
    assert result.status == "cleaned"


@pytest.mark.parametrize("profile", PROFILES)
def test_every_line_of_the_page_is_accounted_for(profile: str) -> None:
    result = clean_html(HTML, profile=profile, url="https://news.example/1")

    assert read_page(HTML).text == result.document.text == result.restore()
    assert [0, *(v.end for v in result.verdicts)] == [
        *(v.start for v in result.verdicts),
        len(result.document.text),
    ]
    assert all(v.reasons for v in result.verdicts)
    assert json.loads(json.dumps(result.to_dict()))["text"] == result.text


def test_the_tree_is_told_in_words() -> None:
    result = clean_html(HTML)
    reasons = {v.text.strip(): " ".join(v.reasons) for v in result.removed}

    assert "score -" in reasons["Sport"]
    assert "page_weights" in result.fingerprints
    assert all((v.score or 0) >= 0.5 for v in result.kept if v.score is not None)
    assert all(v.score < 0.5 for v in result.removed if v.score is not None and not v.rule)


def test_rules_alone_leave_it_to_trafilatura() -> None:
    result = clean_html(HTML, profile="rules-only")
    reasons = [reason for v in result.removed for reason in v.reasons]

    assert any("trafilatura leaves it out" in reason for reason in reasons)
    assert set(result.fingerprints) == {"rules"}


def test_rules_reach_into_blocks() -> None:
    appeal = "Sign up to our free weekly newsletter."
    page = HTML.replace(STORY[1], f"{STORY[1]} {appeal}")
    alone = clean(f"{STORY[0]}\n{STORY[1]} {appeal}\n{STORY[2]}", profile="rules-only")
    result = clean_html(page)

    assert STORY[1] in result.text
    assert (appeal in result.text) == (appeal in alone.text)


@pytest.mark.parametrize("profile", PROFILES)
def test_its_text_needs_no_more_cleaning(profile: str) -> None:
    text = clean_html(HTML, profile=profile).text

    assert text == clean(text, profile=profile).text


def test_a_page_that_is_all_doubt_is_left_to_rules() -> None:
    result = clean_html("<div>Home</div><div>Video</div>")

    assert result.status.startswith("abstained")
    assert [span.rule for span in result.removed] == ["navigation/top-and-home", None]  # a blank


@pytest.mark.parametrize("html", ["", "<", b"", b"\xff\xfe", "<html></html>", "<!-- x -->"])
def test_nothing_gives_an_empty_result(html: str | bytes) -> None:
    result = clean_html(html)

    assert result.text.strip("<") == ""
    assert result.restore() == result.document.text


def test_title_and_byline_are_found() -> None:
    page = HTML.replace("</h1>", "</h1><p class='byline'>By Ida Brandt</p>")

    assert ("Valley under water", "Ida Brandt") == (
        clean_html(page).title,
        clean_html(page).byline,
    )


def test_results_travel_without_the_tree() -> None:
    result = pickle.loads(pickle.dumps(clean_html(HTML)))

    assert result.document.markup is None
    assert result.restore() == result.document.text
    assert clean_html(HTML).text == pickle.loads(pickle.dumps(Cleaner())).clean_html(HTML).text


TAGS = "p div ul li table tr td br h1 h2 pre span a b nav figure article aside /p /div /ul /article"
PIECES = st.sampled_from(
    [f"<{tag}>" for tag in TAGS.split()]
    + ["<div class=related>", "<p class=byline>", "Sign up to our newsletter", "雨が降った。"]
    + STORY
    + MENU
    + RELATED
)


@settings(max_examples=40)
@given(st.lists(PIECES, max_size=40).map("".join), st.sampled_from(list(PROFILES)))
def test_any_page_keeps_the_promises(html: str, profile: str) -> None:
    result = clean_html(html, profile=profile)

    assert result.restore() == result.document.text == read_page(html).text
    assert "".join(result.document.text[v.start : v.end] for v in result.kept) == result.text
    assert clean_html(html, profile=profile).to_dict() == result.to_dict()
    assert clean(result.text, profile=profile).text == result.text


@pytest.mark.parametrize(
    ("head", "headings", "title"),
    [
        ("<title>Bridge closed | The Gull</title>", "<h1>Bridge  closed</h1>", "Bridge closed"),
        ('<meta property="og:title" content="Rain">', "<h1>The Gull</h1><h1>Rain</h1>", "Rain"),
        (
            "<title>Rain at last - Gull</title>",
            "<h1>Gull</h1><h1>Rain at last</h1>",
            "Rain at last",
        ),
        ("<title>The Gull</title>", "<h1>Something else</h1>", None),
        ("<title>Rain | Gull</title>", f"{'<h1>Fog</h1>' * 20}<h1>Rain</h1>", None),
        ("<title>The Gull</title>", "<svg><title>Close it</title></svg><h1>Close it</h1>", None),
        ("<title>県道で土砂崩れ｜北川新聞</title>", "<h1>県道で土砂崩れ</h1>", "県道で土砂崩れ"),
    ],
)
def test_the_title_is_the_heading_that_the_head_names(
    head: str, headings: str, title: str | None
) -> None:
    prose = "<p>The ferry ran aground at noon, and forty people were taken off by boat.</p>" * 4
    result = clean_html(f"<html><head>{head}</head><body>{headings}{prose}</body></html>")

    assert title == result.title
    assert title == pickle.loads(pickle.dumps(result)).title
