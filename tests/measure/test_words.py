"""Words and sentences as the measures count them."""

from cleaner.measure.words import Alphabet, sentences_of, words_of


def test_words_are_lower_case_runs_of_letters_and_digits():
    assert ("the", "mayor", "s", "2", "plans") == words_of("The mayor’s 2 plans —")


def test_scripts_without_spaces_have_a_word_for_each_character():
    assert ("雨", "の", "日", "ok", "비") == words_of("雨の日ok비")


def test_compatibility_forms_are_the_same_words():
    assert words_of("final") == words_of("\ufb01nal")


def test_sentences_end_at_line_ends_and_before_capitals():
    text = "It rained. “All day.” Then\nnot. more"

    assert (("it", "rained"), ("all", "day"), ("then",), ("not", "more")) == sentences_of(text)


def test_no_word_is_written_as_half_a_character():
    written = Alphabet().written(str(number) for number in range(0xD800 + 10))

    assert written.encode("utf-8").decode("utf-8") == written
    assert len(set(written)) == 0xD800 + 10
