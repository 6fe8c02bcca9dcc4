"""Only cuts are made in a line, and only inside the text's string."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.formats.json_line import cut_literal
from cleaner.formats.jsonl import records, rendered
from cleaner.formats.records import Cleaned, Names, Piece, Position, Style
from tests.documents import documents

NAMES = Names()


def piece(*lines: bytes) -> Piece:
    return Piece("jsonl", "in", Position(), Position(), list(lines), 0)


def cut(line: bytes, *kept: tuple[int, int]) -> bytes:
    (record,) = records(piece(line), NAMES)
    return rendered([Cleaned(record, "", kept, None, {})], Style(NAMES), piece(line)).body


def test_nothing_but_the_text_is_touched() -> None:
    line = (
        b'\xef\xbb\xbf {"n":12345678901234567890123, "f" : 1.50e+3,\t"d":1,"d":2, '
        b'"text": "A\\u00e9\\nBC\\/\\"", "t\\u0065xt2":"\\ud83d\\ude00","x":[NaN,-0]}  \r\n'
    )

    assert line.replace(b"A\\u00e9\\nBC\\/\\", b"\\u00e9C\\/\\") == cut(line, (1, 2), (4, 7))
    assert line == cut(line, (0, 7))


@given(documents, st.booleans(), st.lists(st.integers(0, 500), max_size=8))
def test_cut_literals_say_what_the_cut_text_says(
    text: str, is_ascii: bool, edges: list[int]
) -> None:
    text = text.replace("\ud800", "")  # JSON cannot keep half a pair apart from the other half
    edges = sorted({min(edge, len(text)) for edge in edges})
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    literal = json.dumps(text, ensure_ascii=is_ascii)[1:-1]

    expected = "".join(text[a:b] for a, b in spans)
    assert expected == json.loads(f'"{cut_literal(literal, spans)}"')


def test_half_a_surrogate_pair_stays_the_escape_it_is() -> None:
    line = b'{"text": "a\\ud800b"}\n'

    assert b'{"text": "\\ud800b"}\n' == cut(line, (1, 3))


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (b"{broken", "broken JSON"),
        (b'{"text": "a"', "broken JSON"),
        (b'{"text": "a"}}', "broken JSON"),
        (b'{"text": "a",}', "broken JSON"),
        (b'{"text": "a\tb"}', "broken JSON"),
        (b'{"a" 1, "text": ""}', "broken JSON"),
        (b'{"text": "\\x"}', "broken JSON"),
        (b"[" * 50_000, "broken JSON"),
        (b'["text"]', "not an object"),
        (b"7", "not an object"),
        (b'{"text": "\xff"}', "not UTF-8"),
        (b'{"body": "a"}', "no text field"),
        (b'{"text": "a", "text": "b"}', "text twice"),
        (b'{"text": 1.5}', "text is no string"),
        (b'{"text": {"a": "b"}}', "text is no string"),
        (b'{"text": false}', "text is no string"),
    ],
)
def test_a_bad_line_is_a_problem_of_a_kind(line: bytes, kind: str) -> None:
    (record,) = records(piece(line + b"\n"), NAMES)

    assert record.problem is not None
    assert kind == record.problem.kind
    assert line + b"\n" == record.raw


def test_null_is_no_text_but_no_problem() -> None:
    (record,) = records(piece(b'{"text": null, "id": 7}'), NAMES)

    assert (None, None, "7") == (record.problem, record.text, record.id)


def test_a_very_long_integer_is_no_problem() -> None:
    line = b'{"n": ' + b"9" * 10_000 + b', "text": "ab"}\n'

    assert line.replace(b'"ab"', b'"b"') == cut(line, (1, 2))


def spelt(text: str, way: str) -> str:
    """A string of JSON as the standard library, a browser or a thrifty program writes it."""
    if way == "slashes":
        return json.dumps(text, ensure_ascii=False).replace("/", "\\/")
    if way == "mixed":
        return json.dumps(text, ensure_ascii=False).replace("a", "\\u0061")
    return json.dumps(text, ensure_ascii=way == "ascii")


@given(
    st.text(st.sampled_from('ab/\\"\n\r\t\b\f\x01\x7f\u2028é漢🙂'), max_size=30),
    st.sampled_from(["ascii", "plain", "slashes", "mixed"]),
    st.lists(st.integers(0, 30), max_size=8),
)
def test_a_line_is_cut_alike_however_it_is_spelt(text: str, way: str, edges: list[int]) -> None:
    edges = sorted({min(edge, len(text)) for edge in edges})
    spans = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    literal = spelt(text, way)
    line = f'{{"n": 1.0, "text": {literal}, "z": "\\u00e9"}}\n'

    expected = line.replace(literal, f'"{cut_literal(literal[1:-1], spans)}"', 1)
    assert expected.encode() == cut(line.encode(), *spans)
