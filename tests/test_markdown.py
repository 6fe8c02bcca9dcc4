"""Signs of Markdown are blanks for rules and scorer, and stay in what is kept."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import clean, clean_html
from cleaner.markdown import unmarked

BODY = (
    "Rain fell all day in the **north** of the country, and the [rivers](https://a.example/r) rose "
    "by more than a metre, officials said on Monday.\n\n"
)
PIECES = st.sampled_from([*'[]()!*_#> \n"a', "](", "**", "https://a.example/b_c_d", "word"])


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("## Floods close roads", "Floods close roads"),
        ("> It was dark", "It was dark"),
        ("*By Ada Byron*", "By Ada Byron"),
        ("**Read more:** _Storm_ hits", "Read more: Storm hits"),
        ("[Sign up](https://a.example/x_(y)_z) now", "Sign up now"),
        ('[![Logo](/l.png)](/ "Home")', "Logo"),
        ("**Bold [link](/a)** text", "Bold link text"),
    ],
)
def test_the_words_of_markdown_are_left(marked: str, words: str) -> None:
    assert words.split() == unmarked(marked).split()


@pytest.mark.parametrize(
    "plain",
    [
        *("snake_case_name", "5 * 3 and 4*2*1", "* item\n* item", "def __del__(self):", "#hashtag"),
        *("the law [sic] (of 1990)", "{* #form *} {* name *}", "*Terms apply. * Offers", "a > b"),
    ],
)
def test_signs_that_are_no_markdown_stay(plain: str) -> None:
    assert plain == unmarked(plain)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_other_character_stays_in_its_place(text: str) -> None:
    found = unmarked(text)

    assert len(text) == len(found)
    assert all(a == b or (b == " " and a != "\n") for a, b in zip(text, found, strict=True))


@pytest.mark.parametrize("piece", ["[", "[](", "[a](b", "**a ", "*a", "_a", "[a](" + "b" * 1_900])
def test_no_text_makes_it_slow(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    start = time.process_time()
    unmarked(text)

    assert time.process_time() - start < 5


def test_chrome_in_markdown_goes_and_the_body_keeps_its_signs() -> None:
    chrome = "[Sign up for our newsletter](https://a.example/n)\n\n"
    shares = "- [Share on Facebook](https://b.example)\n- [Share on Twitter](https://c.example)\n"
    text = f"# Rivers rise in the north after rain\n\n*By Ada Byron*\n\n{chrome}{BODY * 3}{shares}"

    result = clean(text)

    assert (BODY * 3).strip() == result.text.strip()
    assert ("Rivers rise in the north after rain", "Ada Byron") == (result.title, result.byline)
    assert text == result.restore()


def test_a_page_that_shows_signs_of_markdown_is_read_as_it_is() -> None:
    body = "<p>Rain fell all day in the north, and the rivers rose by more than a metre.</p>" * 5

    result = clean_html(f"<article>{body}<p>![](a.png)</p><p>[](b)</p>{body}</article>")

    assert "![](a.png)" in result.document.text
    assert result.document.text == result.restore()


@pytest.mark.parametrize("text", ["[](x)", "![](a)\n![](b)\n", "** a **\n[](x)\n" * 3])
def test_a_text_of_signs_alone_is_left(text: str) -> None:
    assert text == clean(text).restore()
