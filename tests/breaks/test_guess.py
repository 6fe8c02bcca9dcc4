"""Where lines seem to have begun in text that lost its line breaks, and which seem to go on."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.breaks.guess import going_on, line_starts
from cleaner.folding import fold
from cleaner.sentences import sentence_cuts
from tests.breaks.texts import running_texts


@pytest.mark.parametrize(
    "lines",
    [
        ["Home", "News", "Sport", "The river rose by a metre in one night, the council said."],
        ["Read more", "By Ada Brook 12 May 2021", "Residents were told to leave their homes."],
        ["Startseite", "Politik", "Wirtschaft", "Der Fluss stieg in einer Nacht um einen Meter."],
    ],
    ids=lambda lines: lines[0],
)
def test_a_sentence_behind_a_menu_begins_a_line(lines: list[str]) -> None:
    text = " ".join(lines)

    assert text.rindex(lines[-1]) in line_starts(text)


@pytest.mark.parametrize(
    "text",
    [
        "The river rose by a metre in one night, Ada Brook of the Riverside Council told us.",
        "Am Dienstag stimmte der Stadtrat von Neustadt mit großer Mehrheit für die Sperrung.",
        "Le conseil municipal de Saint-Martin a voté mardi la fermeture du pont pour six mois.",
        "記者会見で市長は、橋の修理には半年かかると述べた。住民からは不安の声が上がっている。",
    ],
)
def test_a_sentence_of_prose_is_not_cut(text: str) -> None:
    assert line_starts(fold(text)) == []


@given(running_texts)
def test_lines_begin_where_a_word_begins_and_no_sentence_does(text: str) -> None:
    starts = line_starts(text)

    assert starts == sorted(set(starts))
    assert all(text[at - 1] == " " != text[at] for at in starts)
    assert not set(starts) & set(sentence_cuts(text, 0, len(text)))


@pytest.mark.parametrize(
    ("lines", "known", "going"),
    [
        (["The gate was first seen in", "The Iron Harbour", "and later."], b"\0\1\0", [0, 1]),
        (["Share", "Tickets are sold at the", "Ferry House", "Home"], b"\0\0\0\0", [1]),
        (["Home", "News", "Sport", "Weather"], b"\0\0\0\0", []),
        (["The gate is closed.", "No boats were lost.", "Read more"], b"\0\0\0", []),
    ],
    ids=lambda value: value[0] if value and isinstance(value[0], str) else "",
)
def test_a_line_that_breaks_off_goes_on(lines: list[str], known: bytes, going: list[int]) -> None:
    text = "".join(f"{line} " for line in lines)

    assert going_on(text, [text.index(line) for line in lines], known) == going


@given(st.lists(running_texts, max_size=8))
def test_only_lines_with_words_above_others_with_words_go_on(lines: list[str]) -> None:
    text = "".join(f"{line} " for line in lines)
    starts = list(accumulate([len(line) + 1 for line in lines], initial=0))[: len(lines)]
    going = going_on(text, starts, bytes(len(lines)))

    assert going == sorted(set(going))
    assert all(lines[at].strip(" ") and lines[at + 1].strip(" ") for at in going)
