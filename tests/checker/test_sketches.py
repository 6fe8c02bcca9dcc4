"""What two sketches have in common is what the bodies have in common, near enough."""

import random

import numpy as np
import pytest

from cleaner.checker.sketches import LINE_ROW, SHINGLE_WORDS, VALUES, masked, sketch_of


def sketch(words: list[str]) -> np.ndarray:
    text = " ".join(words)
    return np.frombuffer(sketch_of(text, [(0, len(text))], "").values, "<u4")


def shingles(words: list[str]) -> set[tuple[str, ...]]:
    size = SHINGLE_WORDS
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


@pytest.mark.parametrize("changed", [0, 2, 6, 12, 40])
def test_the_estimate_is_near_the_truth(changed: int) -> None:
    """Over twenty pairs the mean error is below two points, no single one above sixteen."""
    chance = random.Random(changed)
    errors = []
    for _ in range(20):
        words = [f"w{chance.randrange(4_000)}" for _ in range(600)]
        other = list(words)
        for i in chance.sample(range(600), changed):
            other[i] = "another"
        one, two = shingles(words), shingles(other)
        errors.append((sketch(words) == sketch(other)).mean() - len(one & two) / len(one | two))

    assert abs(float(np.mean(errors))) < 0.02
    assert max(map(abs, errors)) < 0.16


def test_a_short_body_has_no_values_and_an_empty_one_no_digest() -> None:
    assert b"" == sketch_of("Four words are few.", [(0, 19)], "").values
    assert b"" == sketch_of("", [], "").body
    assert VALUES == len(sketch([f"w{i}" for i in range(10)]))


def test_lines_lead_back_to_the_text() -> None:
    text = "Cut away.\n  The first line that stays here.  \nshort\n\tAnd another one of them.\n"
    rows = np.frombuffer(sketch_of(text, [(10, len(text))], "").lines, LINE_ROW)

    assert ["The first line that stays here.", "And another one of them."] == [
        text[row["offset"] : row["offset"] + row["length"]] for row in rows
    ]


def test_digits_case_and_blanks_do_not_tell_lines_apart() -> None:
    assert masked("Read our  12 best\u00a0stories") == masked("READ OUR 7 BEST STORIES")
    assert masked("Read our best stories") != masked("Read our 7 best stories")
