"""What is wrong with characters, and what is not."""

import pytest

from cleaner.checker.characters import character_flaws, mixed_encoding


def flaws(text: str) -> list[tuple[str, int]]:
    return [(flaw.code, flaw.start) for flaw in character_flaws(text)]


@pytest.mark.parametrize(
    ("text", "code", "start"),
    [
        ("It isnâ€™t good, they said.", "text/mojibake", 3),
        ("One.\nLa sÃ©curitÃ© des élèves", "text/mojibake", 8),
        ("A lost \ufffd letter", "text/mojibake", 7),
        ("the may\u200bor", "text/invisible-character", 7),
        ("soft\u00adhyphen", "text/invisible-character", 4),
        ("hid\u202eden", "text/invisible-character", 3),
        ("joi\u200dned", "text/invisible-character", 3),
        ("middle \ufeff mark", "text/invisible-character", 7),
        ("tag\U000e0041", "text/invisible-character", 3),
        ("bell\x07", "text/control-character", 4),
        ("form\x0cfeed", "text/control-character", 4),
        ("c1 \x93quoted\x94", "text/control-character", 3),
    ],
)
def test_what_is_wrong_is_found_where_it_is(text: str, code: str, start: int) -> None:
    assert (code, start) in flaws(text)


@pytest.mark.parametrize(
    "text",
    [
        "“Don’t,” she said – café, naïve, Ångström, Łódź, Москва, 東京.\r\n\tIndented.",
        "\ufeffThe mark at the beginning of a file.",
        "A family 👨\u200d👩\u200d👧 and",
        "the flag 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f of England.",
        "می\u200cخواهم",
        "שלום \u200f(עולם)\u200e abc",
        "क्\u200dष",
    ],
)
def test_what_belongs_to_a_text_is_left_alone(text: str) -> None:
    assert [] == flaws(text)


def test_characters_of_one_sort_are_told_once_for_a_line() -> None:
    found = list(character_flaws("a\u200bb\u200bc\u2060d\n\u200b"))

    assert [
        "3 invisible characters: U+200B zero width space, U+2060 word joiner",
        "1 invisible character: U+200B zero width space",
    ] == [flaw.message for flaw in found]


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (b"plain", None),
        ("naïve café".encode(), None),
        ("naïve café".encode("cp1252"), None),
        ("naïve ".encode() + "café".encode("cp1252"), 10),
        ("“quoted” ".encode() + b"\x93quoted\x94", 13),
        ("Привет, как дела".encode("cp1251"), None),
        ("記者会見で市長は".encode("shift-jis"), None),
    ],
)
def test_two_encodings_in_one_file_are_told_from_another_encoding(
    data: bytes, offset: int | None
) -> None:
    assert offset == mixed_encoding(data)
