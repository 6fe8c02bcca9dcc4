"""Where words begin and end in a line, in every script."""

from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.packs.finding import line as lines
from cleaner.packs.finding.line import Line

plain = st.text(st.characters(max_codepoint=0x590), max_size=30)
any_script = st.text(st.sampled_from("aB9é_- .'ПαI会क\u093cกိ한\u05b0ש"), max_size=12)


@given(plain | any_script)
def test_words_are_told_in_plain_scripts_as_they_are_in_all(text: str) -> None:
    quickly, fully = Line.of(text), Line.of(text)
    with mock.patch.object(lines, "is_plain", return_value=False):
        expected = fully.word_starts(), fully.borders()

    assert expected == (quickly.word_starts(), quickly.borders())


@pytest.mark.parametrize(
    ("text", "starts"),
    [("logged inPlease", [0, 7, 9]), ("कि है", [0, 3]), ("雨が", [0, 1])],
)
def test_words_begin_where_a_reader_sees_it(text: str, starts: list[int]) -> None:
    begun = [at for at in Line.of(text).word_starts() if not text[at].isspace()]

    assert starts == begun
