"""Features: what single blocks show, and that all of them are documented."""

from __future__ import annotations

import pytest

from cleaner.scoring import words
from cleaner.scoring.characters import IDEOGRAPH, N_CLASSES, UPPER, class_table
from cleaner.scoring.entries import hash_of
from cleaner.scoring.features import own_features
from cleaner.scoring.lexicon import CUES, KINDS, STEM_LENGTH, words_by_kind
from cleaner.scoring.names import ALL_NAMES, OWN_FEATURES, WINDOW_FEATURES
from cleaner.scoring.weights import default_weights
from cleaner.scoring.windows import window_features
from cleaner.scoring.wording import vocabulary_of

VOCABULARY = vocabulary_of(default_weights().entries)


def feature(text: str, name: str, block: int = 0) -> int:
    """Return a feature of one line of a text."""
    lines = text.split("\n")
    ends = [sum(len(x) + 1 for x in lines[: i + 1]) for i in range(len(lines))]
    ends[-1] = len(text)
    rows = own_features([text], [([0, *ends[:-1]], ends)], [[0] * len(lines)], VOCABULARY)
    return int(rows.columns[name][block])


def test_every_feature_is_computed_and_documented() -> None:
    rows = own_features(["A line."], [([0], [7])], [[0]], VOCABULARY)
    around = window_features(rows, rows.evidence)

    assert set(OWN_FEATURES) == set(rows.columns)
    assert set(WINDOW_FEATURES) == set(around)
    assert len(ALL_NAMES) == len(set(ALL_NAMES))
    assert all(text.strip() for text in (OWN_FEATURES | WINDOW_FEATURES).values())


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("He left.", "ends_terminal", 1),
        ("“He left.”", "ends_terminal", 1),
        ("«Er ging.»)", "ends_terminal", 1),
        ("他走了。”", "ends_terminal", 1),
        ("He left", "ends_terminal", 0),
        ("Read more:", "ends_colon", 1),
        ("And then...", "ends_ellipsis", 1),
        ("Who left?", "ends_question", 1),
        ("• Menu", "starts_symbol", 1),
        ("“Menu”", "starts_quote", 1),
        ("menu", "starts_lower", 1),
        ("At 10:15 sharp", "time", 1),
        ("At 10: 15", "time", 0),
        ("In 1998 and 3098", "year", 1),
        ("In 3098", "year", 0),
        ("One", "words_1", 1),
        ("One two three", "words_2", 1),
        ("港口因风暴关", "words_2", 1),
        ("港口", "ideographs", 64),
        ("ABC", "upper", 64),
        ("12", "digits", 64),
        ("Il est parti.", "function_log", 13),
        ("The man", "function_share", 32),
        ("Newsletters", "cue_newsletter", 8),
        ("Newsletters", "cue_first", 1),
        ("A. B! C? D", "sentence_ends", 16),
    ],
)
def test_a_feature_sees_what_it_says(text: str, name: str, expected: int) -> None:
    assert expected == feature(text, name)


def test_repeats_count_within_the_document_only() -> None:
    text = "Read 10 comments\nRead 22 comments\nEnd"
    rows = own_features(
        [text, "End"], [([0, 17, 34], [17, 34, 37]), ([0], [3])], [[0, 0, 0], [0]], VOCABULARY
    )

    assert rows.columns["repeats"][0] == rows.columns["repeats"][1] > 0
    assert rows.columns["repeats"][2:].tolist() == [0, 0]


def test_blank_lines_show_on_their_neighbours() -> None:
    assert feature("a\n\nb", "blank_after", 0) == 1
    assert feature("a\n\nb", "blank_before", 1) == 1
    assert feature("a\nb", "blank_before", 1) == 0


def test_a_word_has_the_same_hash_wherever_it_stands() -> None:
    index = words.WordIndex.of([hash_of("share"), hash_of("^share")])
    text = "x " * 5000 + "Share"
    rows = own_features([text], [([0], [len(text)])], [[0]], VOCABULARY)

    assert rows.columns["cue_share"][0] == feature("Share", "cue_share") == 8
    assert len(index.keys) - 1 == 2


def test_words_are_cut_to_stems_and_have_one_kind() -> None:
    listed = [word for group in words_by_kind().values() for word in group]

    assert len(listed) == len(set(listed))
    assert max(len(word) for word in listed) <= STEM_LENGTH
    assert set(words_by_kind()) == set(KINDS)
    assert set(CUES) <= set(KINDS)


def test_character_classes_fit_their_table() -> None:
    classes = class_table()

    assert max(classes) < N_CLASSES
    assert classes[ord("É")] == UPPER
    assert classes[ord("ไ")] == IDEOGRAPH
