"""What is asked of trafilatura, and what is not."""

import pytest
from lxml.html import document_fromstring

from cleaner.formats import extractor
from cleaner.formats.extractor import MAX_ELEMENTS, ONE, shares_in, votes_on

STORY = [
    "Rain fell on the valley all day, and the river rose by a metre before midnight.",
    "The mayor, Ida Brandt, said that the bridge would stay closed until Friday at least.",
    "“We have seen worse,” said a baker whose shop stands by the water, “but not in May.”",
]
PAGE = (
    "<html><body><nav><ul><li><a href='/'>Home</a><li><a href='/s'>Sport</a></ul></nav><article>"
    + "".join(f"<p>{text}</p>" for text in STORY)
    + "</article></body></html>"
)


def test_it_keeps_the_story_and_leaves_the_menu() -> None:
    assert [0, 0, ONE, ONE, ONE] == votes_on(["Home", "Sport", *STORY], document_fromstring(PAGE))


def test_the_tree_is_left_as_it_is_but_for_scripts() -> None:
    from lxml.html import tostring

    scripts = "<script>var a</script> and <style>b</style><script type='application/ld+json'>c"
    tree = document_fromstring(PAGE.replace("</article>", f"</article>{scripts}</script>"))
    before = tostring(tree, encoding="unicode")
    votes_on(STORY, tree)
    after = tostring(tree, encoding="unicode")

    assert before.replace(">var a<", "><").replace(">b<", "><") == after != before
    assert ">c<" in after


@pytest.mark.parametrize(
    "html",
    [
        "<body></body>",
        "<body>" + "<p>x</p>" * MAX_ELEMENTS + "</body>",
        "<body>" + "<div>" * 300 + STORY[0] + "</div>" * 300 + "</body>",
    ],
    ids=["empty", "large", "deep"],
)
def test_nothing_found_and_not_asked_is_no_verdict(html: str) -> None:
    assert votes_on(STORY, document_fromstring(html)) is None


def test_it_may_stumble(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("trafilatura.extract", stumble)

    assert extractor.extracted_text(document_fromstring(PAGE)) == ""


def test_shares_go_by_runs_of_words_and_short_texts_by_lines() -> None:
    assert [ONE, 0, 0, ONE] == shares_in([STORY[0], STORY[1], "Rain", "Hope!"], f"{STORY[0]}\nHope")
