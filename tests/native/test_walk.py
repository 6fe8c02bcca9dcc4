"""The compiled walk gives what the Python one gives, whatever the page, and takes no harm."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaner.formats import page_tags
from cleaner.formats.html import _CONTROLS, _parsed
from cleaner.formats.page_blocks import MAX_ROW_CHARS, MIN_CELLS, walked
from cleaner.formats.page_tags import CODES, TAG_BITS, mark
from cleaner.formats.page_walk import compiled_walk
from cleaner.native import twin

WALK = twin("walk")
pytestmark = pytest.mark.skipif(WALK is None, reason="not built; the Python does the work")

TAGS = (
    *("div", "p", "a", "b", "strong", "span", "br", "li", "ul", "table", "tr", "td", "th", "h1"),
    *("script", "style", "title", "pre", "svg", "xmp", "article", "nav", "button", "o:p", "img"),
)
ATTRIBUTES = (
    *(
        "",
        " class='a1 b'",
        ' id="x&amp;y"',
        ' class="it\'s"',
        ' class="&quot;q&quot; >"',
        " hidden",
    ),
    *(" style='DISPLAY : none'", " style='display: None'", " aria-hidden=true", " role=main"),
    *(" role=dialog", " itemprop='x articleBody'", " name=n", " =odd=1", ' "="', " @click='a>b'"),
    *(" class", " class='é\u00a0ü'", " xmlns='urn:x'", " a<b=1", " class='1' class='2' id=''"),
)
TEXTS = (
    *("Rain", " ", "\n\t", " | ", "a | b", "&lt;b&gt;", "&amp;amp;", "&#13;", "&nbsp;", "\u2003"),
    *("it \u3000 rained", "雨", "😀", "&#x1F600;", "]]>", "<![CDATA[x]]>", "<!-- c -->", "<?p q?>"),
    *("x" * 260, "\u0085", "&#28;", "&bogus;", "é", "\u180e", "\u200b", "e\u0301"),
)
opened = st.builds("<{}{}>".format, st.sampled_from(TAGS), st.sampled_from(ATTRIBUTES))
closed = st.builds("</{}>".format, st.sampled_from(TAGS))
pages = st.lists(opened | closed | st.sampled_from(TEXTS) | st.text(max_size=4), max_size=40).map(
    "".join
)
rows = st.lists(
    st.sampled_from(
        ("<tr>", "</tr>", "<td>", "</td>", "<th>", "<b>", "</b>", "<a>", "<p>", "<br>", "<table>")
    )
    | st.sampled_from(TEXTS),
    max_size=40,
).map(lambda parts: "<table>" + "".join(parts))
HEADS = (
    "",
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html lang="en">',
)


def same(page: str) -> None:
    tree = _parsed(page)
    if tree is None:
        return
    slow = walked(tree)
    fast = compiled_walk(tree)

    assert plain(slow) == plain(fast)


def plain(found: object) -> object:
    return [plain(one) for one in found] if isinstance(found, list | tuple) else found


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(HEADS), pages)
def test_it_walks_any_page_as_python_does(head: str, page: str) -> None:
    same(head + page)


@settings(max_examples=300, deadline=None)
@given(rows)
def test_it_puts_rows_on_one_line_as_python_does(page: str) -> None:
    same(page)


def test_it_splits_at_the_white_space_that_python_splits_at() -> None:
    signs = (chr(code) for code in range(32, 0x3100) if chr(code) not in "<&")

    same("<p>" + "".join(f"a{sign}b " for sign in signs))


def test_a_page_of_many_levels_and_rows() -> None:
    same("<div>" * 1500 + "deep" + "</div>" * 1500)
    same("<table>" + "<tr><td>a<td>b" * 500)
    same(f"<table><tr><td>{'x' * MAX_ROW_CHARS}<td>y<tr><td>{'x' * (MAX_ROW_CHARS - 1)}<td>y")


def test_the_codes_of_tags_are_those_of_python() -> None:
    names = ("BREAK", "INLINE", "BLOCK", "LINK", "BOLD", "ITEM", "ROW", "CELL")

    assert tuple(getattr(page_tags, f"IS_{name}") for name in names) == WALK.CODES


@pytest.mark.parametrize("before", ["", "x" * 100])
def test_it_finds_the_control_characters_that_python_takes_away(before: str) -> None:
    for code in range(256):
        page = before.encode() + bytes((code,)) + b"y"

        assert (page.translate(None, _CONTROLS) != page) == WALK.has_controls(page)


odd_bytes = st.lists(
    st.sampled_from(
        (
            *(
                b"<",
                b">",
                b"</",
                b"/>",
                b"<div",
                b"<a ",
                b'class="',
                b'"',
                b"=",
                b"&",
                b"&#x",
                b"&#",
            ),
            *(
                b";",
                b"<![CDATA[",
                b"]]>",
                b"<!--",
                b"-->",
                b"<?",
                b"\xe2",
                b"\xc2",
                b"\xf0",
                b"a",
                b" ",
            ),
            *(b"<tr>", b"<td>", b"</td>", b"<script>", b"<br/>", b"99999999999999999999"),
        )
    )
    | st.binary(max_size=3),
    max_size=40,
).map(b"".join)


@settings(max_examples=600, deadline=None)
@given(odd_bytes)
def test_bytes_that_no_parser_writes_do_no_harm(page: bytes) -> None:
    try:
        found = WALK.walk(page, CODES, TAG_BITS, mark, MAX_ROW_CHARS, MIN_CELLS)
    except UnicodeDecodeError:
        return

    assert 4 == len(found)


def test_what_a_mark_raises_is_raised() -> None:
    def fails(key: str, value: str) -> int:
        raise LookupError(key)

    with pytest.raises(LookupError):
        WALK.walk(b'<p hidden="">x</p>', CODES, TAG_BITS, fails, MAX_ROW_CHARS, MIN_CELLS)
