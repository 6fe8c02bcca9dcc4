"""HTML in: structure on lines of its own, encodings, broken pages, and telling pages from texts."""

import socket
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cleaner.errors import UsageError
from cleaner.formats.html import HEAD_CHARS, is_page, looks_like_html, looks_like_part, read_page
from cleaner.formats.page_bytes import decode_page

STORY = [
    "Rain fell on the valley all day, and the river rose by a metre before midnight.",
    "The mayor, Ida Brandt, said that the bridge would stay closed until Friday at least.",
    "“We have seen worse,” said a baker whose shop stands by the water, “but not in May.”",
    "Forecasters expect the weather to clear on Thursday, when the wind turns to the east.",
]


def page(body: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html>\n<html><head><title>Flood</title>{head}</head>"
        f"<body><main><article>{body}</article></main></body></html>"
    )


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def text_of(html: str | bytes) -> str:
    return read_page(html).text


def lines(html: str | bytes) -> list[str]:
    return [line for line in text_of(html).split("\n") if line]


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks the network fails."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_paragraphs_and_headings_stand_apart() -> None:
    html = page(f"<h1>Valley under water</h1>{paragraphs(STORY[:2])}<h2>Hope</h2><p>{STORY[2]}</p>")

    expected = ["Valley under water", *STORY[:2], "Hope", STORY[2]]
    assert "\n\n".join(expected) == text_of(html)


def test_list_items_stand_on_lines_of_their_own() -> None:
    items = ["Two bridges closed", "Forty houses <b>without</b> power", "No one hurt"]
    html = page(
        paragraphs(STORY[:3])
        + "<ul>"
        + "".join(f"<li>{item}</li>" for item in items)
        + f"</ul><p>{STORY[3]}</p>"
    )

    listed = "Two bridges closed\nForty houses without power\nNo one hurt"
    assert "\n\n".join([*STORY[:3], listed, STORY[3]]) == text_of(html)


def test_nested_lists_keep_their_order() -> None:
    html = page(
        paragraphs(STORY)
        + "<ul><li>Roads<ul><li>North road open</li><li>South road closed</li></ul></li>"
        "<li>Trains run</li></ul>"
    )

    expected = [*STORY, "Roads", "North road open", "South road closed", "Trains run"]
    assert expected == lines(html)


def test_table_rows_stand_on_lines_of_their_own() -> None:
    html = page(
        paragraphs(STORY)
        + "<table><tr><th>Town</th><th>Level</th></tr><tr><td>Aldorf</td><td>3.1 m</td></tr>"
        "<tr><td><p>Besk</p></td><td>2.4 m</td></tr></table>"
    )

    assert [*STORY, "Town | Level", "Aldorf | 3.1 m", "Besk | 2.4 m"] == lines(html)


def test_a_table_that_lays_out_the_page_is_no_table() -> None:
    cell = paragraphs(STORY * 3)
    html = f"<html><body><table><tr><td>Menu</td><td>{cell}</td></tr></table></body></html>"

    assert set(STORY) <= set(lines(html))


def test_line_breaks_part_lines() -> None:
    html = page(f"<p>{STORY[0]}<br>{STORY[1]}<br/><br/>{STORY[2]}</p>")

    assert STORY[:3] == lines(html)


def test_inline_tags_join_words() -> None:
    html = page(paragraphs([*STORY, '<a href="/x">The <em>Va</em>lley</a> is <i>green</i>.']))

    assert "The Valley is green." in lines(html)


@pytest.mark.parametrize("html", [None, 3, ["<p>Rain.</p>"], bytearray(b"<p>Rain.</p>")])
def test_what_is_neither_text_nor_bytes_is_told(html: object) -> None:
    with pytest.raises(UsageError, match="html must be str or bytes, not"):
        read_page(html)


def test_preformatted_lines_end_beside_elements_too() -> None:
    html = page("<pre>\none\n<b>two\nthree</b>\nfour<i>\nfive\n</i>six <u>\n</u>seven</pre>")

    assert "one\ntwo\nthree\nfour\nfive\nsix\nseven" == read_page(html).text


def test_preformatted_text_may_name_signs_that_no_tree_can_be_given() -> None:
    html = page("<pre>one&#1;\n<b>two</b>&#xFFFF;\nth&#31;ree</pre>")

    assert "one\ntwo\nthree" == read_page(html).text


def test_preformatted_lines_stay_lines() -> None:
    poem = "The water came by night\nand left by day,\nit took the bridge\nand took the hay."
    html = page(f"{paragraphs(STORY)}<pre>{poem}</pre>")

    assert poem.split("\n") == lines(html)[-4:]


def test_entities_become_characters() -> None:
    html = page(paragraphs([*STORY, "Caf&eacute;s &amp; bars &#8220;stay&nbsp;open&#x201D; &lt;3"]))

    assert "Cafés & bars “stay open” <3" in lines(html)


def test_the_text_is_all_that_a_reader_sees() -> None:
    html = (
        "<html><body><nav><ul><li><a href='/'>Home</a></li><li><a href='/s'>Sport</a></li></ul>"
        f"</nav><article>{paragraphs(STORY)}</article><footer>Imprint and contact</footer></body>"
        "</html>"
    )

    assert ["Home", "Sport", *STORY, "Imprint and contact"] == lines(html)


@pytest.mark.parametrize(
    "html",
    [
        "",
        " \n",
        "<",
        "<html>",
        "<html><body></body></html>",
        "<!-- nothing -->",
        b"",
        "\0",
    ],
)
def test_an_empty_page_is_an_empty_text(html: str | bytes) -> None:
    assert text_of(html).strip("<") == ""


def test_scripts_hold_no_text() -> None:
    html = (
        "<html><head><script>var a = 'Rain fell.';</script><style>p { color: red }</style></head>"
        "<body><script>document.write('<p>Hello</p>')</script></body>"
    )

    assert text_of(html) == ""


def test_a_short_page_keeps_its_lines() -> None:
    html = "<html><body><h1>Rain</h1><p>It rained.</p><p>It stopped.</p></body></html>"

    assert lines(html) == ["Rain", "It rained.", "It stopped."]


def test_a_fragment_is_a_page() -> None:
    assert STORY[:1] == lines(f"<p>{STORY[0]}</p>")


def test_broken_markup_keeps_the_text() -> None:
    html = (
        f"<html><body><div class=a><p>{STORY[0]}<p>{STORY[1]}</b></span></div><p>{STORY[2]}<a href="
        f"'x>broken</a><p title='y'>{STORY[3]}</p></table>"
    )

    assert STORY[:2] == lines(html)[:2]
    assert STORY[3] in text_of(html)


def test_deep_trees_keep_their_text() -> None:
    html = "<html><body>" + "<div>" * 900 + paragraphs(STORY) + "</div>" * 900 + "</body></html>"

    assert lines(html) == STORY


@pytest.mark.parametrize("tag", ["div", "b", "span", "li", "table", "td", "section", "font", "q"])
def test_what_stands_below_all_depths_is_read(tag: str) -> None:
    deep = f"<{tag} class=x>" * 10_000
    html = page(f"<p>{STORY[0]}</p>{deep}<p>{STORY[1]}</p><script>if (a<b) c</script><p>{STORY[2]}")

    assert STORY[:3] == lines(html)


def test_formatting_that_is_never_closed_loses_no_line() -> None:
    many = [f"{STORY[k % 4]} This is number {k}." for k in range(4000)]

    assert many == lines(page("".join(f"<b>{text}<br>" for text in many)))


@pytest.mark.parametrize(
    "html",
    [
        "<div " * 50_000,
        "<" * 200_000,
        "<p class='" + "x " * 500_000,
        "<pre>a\nb" * 2_000,
        "<div " + " ".join(f"a{k}=1" for k in range(10_000)) + ">x",
        "<table><tr>" + "<td>a" * 15_000,
        "<table>" + "<tr><td>a<td>b" * 8_000,
        "<table><tr><td>a<td>" * 600,
        "<body>" + "".join(f"<div class='c{k}-story ad-{k}'>x</div>" for k in range(20_000)),
        "<body><div class='" + "ad story " * 200_000 + "'>x</div>",
        "<p>" + "\0\ufeff\ud800" * 100_000,
        "<p>" + "&amp;&#0;&foo;&#x1F600;" * 20_000,
        "<select>" + "<option>x" * 20_000,
        "<a>" * 1_900 + "<div>" * 50_000,
    ],
    ids=range(14),
)
def test_no_page_takes_the_square_of_its_size(html: str) -> None:
    start = time.process_time()
    page = read_page(html)

    assert page.text.count("\n") >= len(page.markup) - 1
    assert time.process_time() - start < 4


def test_a_huge_page_takes_little_time_and_keeps_everything() -> None:
    many = [f"{STORY[k % 4]} This is number {k}." for k in range(12_000)]

    assert many == lines(page(paragraphs(many)))  # four times what trafilatura is asked about


def test_control_characters_and_lone_surrogates_go() -> None:
    html = page(paragraphs([*STORY, "A\0 strange\x0b \ud800line"]))

    assert "A strange line" in lines(html)


def test_it_is_the_same_twice_and_as_bytes() -> None:
    html = page(paragraphs(STORY))

    assert read_page(html) == read_page(html) == read_page(html.encode())


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    read_page("<html><body><p></p>x</body></html>", url="https://news.example/1")

    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ("<meta charset='windows-1251'>", "cp1251"),
        ('<META http-equiv="Content-Type" content="text/html; charset=KOI8-R">', "koi8-r"),
        ("<meta name=x><meta charset=x-mac-cyrillic>", "mac_cyrillic"),
        ('<meta charset="iso-8859-1">', "utf-8"),  # it lies, as many pages do
    ],
)
def test_bytes_are_read_as_the_page_declares(head: str, encoding: str) -> None:
    text = "Дождь шёл весь день, и река поднялась на метр, сказал мэр города."
    html = page(paragraphs([text, text.upper()]), head)

    assert [text, text.upper()] == lines(html.encode(encoding))


@pytest.mark.parametrize(
    ("label", "encoding"),
    [("gb2312", "gb18030"), ("GBK", "gbk"), ("big5", "big5"), ("shift_jis", "cp932")],
)
def test_wide_encodings_are_read_as_declared(label: str, encoding: str) -> None:
    text = "大雨下了一天。" if encoding != "cp932" else "雨が一日中降った。"

    read = decode_page(f'<meta charset="{label}"><p>{text}'.encode(encoding))

    assert f'<meta charset="{label}"><p>{text}' == read


def test_western_pages_are_windows_pages() -> None:
    data = '<meta charset="iso-8859-1"><p>“Née” – 5 €'.encode("cp1252")

    assert decode_page(data).endswith("“Née” – 5 €")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_heard_first(encoding: str) -> None:
    html = '<meta charset="windows-1251"><p>Größe'

    assert html == decode_page(html.encode(encoding))


@pytest.mark.parametrize("label", ["base64", "rot13", "idna", "unicode_escape", "no-such", "utf-7"])
def test_a_declared_codec_that_no_page_has_is_not_used(label: str) -> None:
    html = f'<meta charset="{label}"><p>Größe 1+AOk- \\u0041</p>'

    assert html == decode_page(html.encode())


def test_undeclared_bytes_are_guessed() -> None:
    text = " ".join(["Der Bürgermeister sagte, die Brücke bleibe für Fußgänger geschlossen."] * 5)

    assert f"<p>{text}</p>" == decode_page(f"<p>{text}</p>".encode("cp1252"))


@pytest.mark.parametrize(
    ("told", "encoding"),
    [
        ("iso-8859-1", "cp1252"),  # servers name the smaller set, too
        ("ISO-8859-1", "utf-8"),
        ("utf-16", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("undefined", "utf-8"),
    ],
)
def test_what_a_server_says_of_the_encoding_counts_if_it_may_be(told: str, encoding: str) -> None:
    text = "<p>“Née” – 5 €"

    assert text == decode_page(text.encode(encoding), told)


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><html></html>",
        "<!doctype HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'><p>x",
        "\ufeff\n <html lang='en'>\n<head>",
        "<?xml version='1.0' encoding='utf-8'?>\n<!DOCTYPE html>",
        "<!-- saved from url=(0014) -->\n<!-- again --><HTML><body>x",
        "<html>Rain.</html>",
        "<head><meta charset='utf-8'><title>Rain</title><link rel='icon' href='/i'></head>",
        "<meta name='a' content='b'>\n<meta property='og:title' content='c'>\n<script></script>",
        "<script src='/a.js'></script><style>p {}</style><body>",
    ],
)
def test_pages_look_like_pages(text: str) -> None:
    assert looks_like_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Rain fell all day.",
        "<html> is the tag around a page, and <head>, <title> stand in it.",
        "The page begins with <!DOCTYPE html> and <html>, as it should.",
        "<!-- a comment only",
        "<b>Rain</b> fell on <i>the valley</i> all day.",
        "<p align='center'><img src='x.png'></p>\n\n# A Markdown page\n\nText.",
        "<div>Rain</div>",
        "<3 rain",
        "# A page\n\n```html\n<!DOCTYPE html>\n<html><head><title>x</title></head>\n```",
        "<rss version='2.0'><channel><title>News</title></channel></rss>",
        "<?xml version='1.0'?><feed><title>News</title></feed>",
        "<doctype html>",
        "&lt;html&gt;",
    ],
)
def test_texts_do_not_look_like_pages(text: str) -> None:
    assert not looks_like_html(text)


@pytest.mark.parametrize(
    "text",
    [
        "<p>Rain fell.</p>\n<p>Share</p>\n",
        "\n<div class='story'><p>Rain fell.</p></div>",
        "<article>Rain fell.</article>",
        "<!-- wp:paragraph -->\n<DIV>Rain fell.</DIV>\n<!-- /wp:paragraph -->",
    ],
)
def test_a_piece_of_a_page_is_told(text: str) -> None:
    assert looks_like_part(text)


@pytest.mark.parametrize(
    "text",
    ["", "Rain <p>fell</p>", "<b>Rain</b>", "<p align=center>\n\n# Rain\n", "<pre>x</pre>", "<!--"],
)
def test_other_texts_are_no_pieces_of_a_page(text: str) -> None:
    assert not looks_like_part(text)


def test_only_the_beginning_is_looked_at() -> None:
    assert not looks_like_html("\n" * HEAD_CHARS + "<!DOCTYPE html>")
    assert looks_like_html("<!DOCTYPE html>" + "x" * 10_000_000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "latin-1"])
def test_a_page_is_told_in_any_encoding(encoding: str) -> None:
    assert is_page(f"{' ' * 216}<!doctype html><title>Brücke</title>".encode(encoding))
    assert not is_page("Über die Brücke ging niemand, sagt <b>er</b>.".encode(encoding))


def test_many_comments_take_no_time() -> None:
    assert not looks_like_html("<!---->" * 100_000)


TAGS = (
    "p div ul li table tr td th br h2 pre code svg script style article body html a b !-- /p /div"
)
PIECES = st.one_of(
    st.sampled_from(
        [f"<{tag}>" for tag in TAGS.split()] + ["<", ">", "&", "&#0;", "-->", "<p a='"]
    ),
    st.sampled_from(STORY),
    st.text(max_size=20),
)


@given(st.lists(PIECES, max_size=30).map("".join))
@example("<table><td><table><td>x")
@example("<frameset><frame>")
def test_no_page_makes_it_raise(html: str) -> None:
    page = read_page(html)

    assert page.text == page.text.strip("\n")
    assert "\n\n\n" not in page.text
    assert [line for line in page.text.splitlines() if line.strip()] == list(page.markup.texts)
    assert not looks_like_html("x" + html)


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(data: bytes) -> None:
    for page in (data, b"<html><body><p>" + data, b"<meta charset=" + data[:12] + b"><p>" + data):
        assert isinstance(read_page(page).text, str)
