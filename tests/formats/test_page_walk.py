"""What the walk over a page's tree says of each block."""

from collections.abc import Sequence
from itertools import compress

from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from cleaner.formats.class_names import families_of
from cleaner.formats.page_walk import walk
from cleaner.markup import ANCESTORS, FAMILIES, Markup


def markup_of(html: str) -> Markup:
    return walk(document_fromstring(html).find("body"))[1]


def names(bits: int, all_names: tuple[str, ...]) -> set[str]:
    return {name for number, name in enumerate(all_names) if bits >> number & 1}


def test_a_block_knows_links_bold_class_and_breaks() -> None:
    markup = markup_of(
        "<p><a href=x>one</a> two</p><p><b>three</b></p><p><span class=Lead>four</span><br>five</p>"
    )

    assert ["one two", "three", "four", "five"] == markup.texts
    assert [3, 0, 0, 0] == markup.link_chars
    assert [1, 0, 0, 0] == markup.links
    assert [0, 5, 0, 0] == markup.bold_chars
    assert [False, False, True, False] == [wrapper > 0 for wrapper in markup.wrappers]
    assert {"deck"} == names(markup.wrapper_families[2], FAMILIES)
    assert [False, False, True, True] == markup.is_broken


def test_a_link_around_blocks_is_in_each_of_them() -> None:
    markup = markup_of("<a href=x><h3>Rain</h3><p>It rained.</p></a><p>Sun</p>")

    assert [4, 9, 0] == markup.link_chars
    assert [1, 1, 0] == markup.links


def test_elements_know_what_they_stand_in() -> None:
    markup = markup_of(
        "<main><ul><li hidden>a</ul></main><div role=dialog>b</div>"
        "<nav style='Display: none'>c</nav>"
        "<div itemprop='articleBody'><div role=main>d</div></div>"
    )
    inside = [names(markup.elements.inside[e], ANCESTORS) for e in markup.element]

    assert [
        {"main", "list", "hidden"},
        {"role_other"},
        {"nav", "hidden"},
        {"article_body", "role_main"},
    ] == inside


def test_elements_know_their_place_and_their_classes() -> None:
    markup = markup_of("<div class='story'><p id=byline-1>a</p><p id=byline-2>b</p></div><p>c</p>")
    elements = markup.elements
    first, second, last = markup.element

    assert ["p", "p", "p"] == [elements.tags[e] for e in markup.element]
    assert elements.signatures[first] == elements.signatures[second] != elements.signatures[last]
    assert {"byline"} == names(elements.families[first], FAMILIES)
    assert {"content"} == names(elements.above[first], FAMILIES)
    assert [2, 2, 1] == [elements.depths[e] for e in markup.element]
    assert elements.parents[first] == elements.parents[second] != elements.parents[last]
    assert elements.ends[elements.parents[first]] == last


def test_a_row_of_short_cells_is_one_block() -> None:
    markup = markup_of("<table><tr><td>Aldorf<td><p>3.1 m</p></tr><tr><td>Besk</table>")

    assert ["Aldorf | 3.1 m", "Besk"] == markup.texts
    assert ["tr", "td"] == [markup.elements.tags[e] for e in markup.element]


def test_a_bar_of_the_writer_stays() -> None:
    assert ["Home |", "a | |"] == markup_of("<p>Home |</p><table><tr><td>a<td>|</table>").texts


def test_class_names_are_told_by_the_words_in_them() -> None:
    told = ["c-storyBody", "related-items newsletter", "ad", "adagio radar leading"]

    assert [{"body", "content"}, {"related", "news"}, {"promo"}, set()] == [
        names(bits, FAMILIES) for bits in families_of(told)
    ]


NAMES = st.lists(st.sampled_from("ad ads - _ É tag <date bio post story x 1 \t \n İ".split(" ")))


@given(st.lists(NAMES.map("".join), max_size=8))
def test_names_know_nothing_of_one_another(names: list[str]) -> None:
    assert [families_of([name])[0] for name in names] == families_of(names)


def test_a_word_is_bounded_where_it_must_be() -> None:
    spelt = ["ad", "x-ad", "ad x", "éad", "ad_x", "xad", "a d"]

    assert ["ad", "x-ad", "ad x"] == [*compress(spelt, families_of(spelt))]


def test_another_extractor_is_asked_once() -> None:
    asked: list[list[str]] = []

    def ask(texts: Sequence[str]) -> None:
        asked.append(list(texts))

    markup = walk(document_fromstring("<p>Rain</p>").find("body"), ask)[1]

    assert markup.ask() is markup.ask() is None
    assert [["Rain"]] == asked


TAGS = "p div ul li table tr td th br h2 pre span a b nav figure section /p /div /ul /a script svg"
PIECES = st.sampled_from([f"<{tag}>" for tag in TAGS.split()] + ["Rain fell.", " ", "|", "雨"])


@given(st.lists(PIECES, max_size=40).map("".join))
def test_elements_lie_in_one_another(html: str) -> None:
    markup = markup_of(f"<body>{html}<p>.")
    elements = markup.elements
    n = len(elements.parents)

    for number, (parent, end) in enumerate(zip(elements.parents, elements.ends, strict=True)):
        assert number < end <= n
        assert parent < number
        assert parent < 0 or end <= elements.ends[parent]
    for column in (markup.element, markup.is_broken, markup.links, markup.wrappers):
        assert len(column) == len(markup)
    for text, linked, bold in zip(markup.texts, markup.link_chars, markup.bold_chars, strict=True):
        assert max(linked, bold) <= len("".join(text.split()))
