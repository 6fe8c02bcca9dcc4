"""Comparing folds, never edits: lengths hold, and positions lead back."""

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from cleaner.folding import DOTTED, Compact, fold, fold_wording, lower

odd = st.text(
    st.one_of(
        st.sampled_from(" .…\t\n\u200b\u00ad\u0301\u0327\u0344e’“–İıſßςΣKक़\u095d\u09df"),
        st.characters(),
        st.characters(categories=["Cs"]),
    ),
    max_size=80,
)


@given(odd)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(text) == len(fold(text)) == len(lower(fold(text)))


def test_every_character_keeps_its_length_also_among_neighbours() -> None:
    every = [chr(i) for i in range(sys.maxunicode + 1)]

    assert not [c for c in every if len(lower(f"a{c}a")) != 3 or len(fold(c)) != 1]


def test_small_letters_of_one_capital_compare_equal() -> None:
    assert lower("İSTANBUL KAYDI ΟΔΟΣ ſee K ẞ") == lower("istanbul kaydı οδος see k ß")


def test_the_shapes_of_quotes_dashes_and_blanks_do_not_matter() -> None:
    assert fold("it’s „on“\u00a0– now\u3000−".replace("\u3000", " ")) == 'it\'s "on" - now -'


@given(odd)
def test_a_compact_text_leads_back_to_what_it_is_made_from(text: str) -> None:
    folded = fold(text)
    compact = Compact.of(folded)
    origins = [compact.origin(i) for i in range(len(compact.text) + 1)]

    assert len(folded) == origins[-1]
    assert origins == sorted(set(origins))
    assert all(
        folded[origin] == c for origin, c in zip(origins, compact.text, strict=False) if c.isalpha()
        and c.isascii()
    )  # fmt: skip


@given(odd)
def test_compacting_twice_changes_nothing_but_what_came_together(text: str) -> None:
    compact = Compact.of(fold(text)).text

    assert "  " not in compact
    assert not set("\u200b\u00ad") & set(compact)


def test_blanks_with_invisible_signs_between_are_one_blank() -> None:
    assert Compact.of("sign \u200b \u200b up  now").text == "sign up now"


def test_combining_marks_join_their_letter() -> None:
    compact = Compact.of("e\u0301te\u0301 x")

    assert compact.text == "été x"
    assert compact.origin(4) == 6


def test_dots_below_letters_of_hindi_and_bengali_do_not_matter() -> None:
    words = ("पढ\u093cें", "प\u095dें", "পড\u09bcুন", "প\u09dcুন")
    with_dot, one_sign, *bengali = (Compact.of(word) for word in words)

    assert with_dot.text == one_sign.text == fold_wording("प\u095dें") == "पढें"
    assert (with_dot.origin(4), one_sign.origin(4)) == (5, 4)
    assert {word.text for word in bengali} == {fold_wording("প\u09dcুন")}
    for letter, bare in DOTTED.items():
        assert unicodedata.normalize("NFD", letter)[0] == bare


def test_a_mark_that_would_make_the_text_longer_stays_as_it_is() -> None:
    assert Compact.of("b\u0344c").text == "b\u0344c"


def test_a_wording_is_folded_like_a_text() -> None:
    assert "sign up for… “x”".replace("“", '"').replace("”", '"') == fold_wording(
        " Sign  UP for... “X” "
    )


def test_all_white_space_within_lines_is_folded_to_blanks() -> None:
    signs = [chr(i) for i in range(sys.maxunicode + 1)]
    blanks = [sign for sign in signs if sign.isspace() and len(f"a{sign}a".splitlines()) == 1]

    assert fold("".join(blanks)) == " " * len(blanks)
