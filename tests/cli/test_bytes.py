"""Encodings and line ends: what is kept is written as it stood."""

import pytest

from .conftest import ARTICLE, BODY, CLEANED, MORE, Run

LATIN = (
    "Partagez cet article à un ami\n\n"
    "Le conseil a voté mardi la fermeture du pont pendant six mois, a déclaré le maire à la presse "
    "après une longue réunion où l’on a beaucoup parlé d’été, de forêt et de sécurité.\n"
    "« Personne ne nous a rien demandé », a protesté une boulangère installée près de la rivière.\n"
)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029"])
def test_line_ends_stay_as_they_were(clean: Run, end: str) -> None:
    ran = clean("-", stdin=ARTICLE.replace("\n", end).encode())

    assert (0, CLEANED.replace("\n", end).encode()) == ran[:2]


def test_a_byte_order_mark_is_written_back(clean: Run) -> None:
    text = f"\ufeff{BODY}Share this article\n".encode()

    assert (0, f"\ufeff{BODY}".encode(), "") == clean("-", stdin=text)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_told_by_their_mark(clean: Run, encoding: str) -> None:
    ran = clean("-", stdin=f"\ufeff{BODY}Share this article\n{MORE}".encode(encoding))

    assert (0, f"\ufeff{BODY}{MORE}".encode(encoding), "") == ran


def test_western_text_keeps_its_encoding_and_the_guess_is_noted(clean: Run) -> None:
    ran = clean("-", stdin=LATIN.encode("cp1252"))

    assert (0, LATIN.split("\n\n")[1].encode("cp1252")) == ran[:2]
    assert ran.err.count("\n") == 1
    assert "guess" in ran.err
    assert clean("-q", "-", stdin=LATIN.encode("cp1252")).err == ""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"abc\0def", "NUL byte at offset 3"),
        (b"\xff\xfea\0\xff", "offset 4"),
        (b"\xff\xfea\0\0\0", "NUL character at offset 4"),
        (b"\xff\xfea\0b", "offset 4"),
        (bytes(range(1, 256)) * 3, "offset 127"),
    ],
)
def test_binary_input_is_refused_with_its_offset(clean: Run, data: bytes, said: str) -> None:
    ran = clean("-", stdin=data)

    assert ran[:2] == (2, b"")
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_a_diff_is_in_the_encoding_of_the_file(clean: Run) -> None:
    ran = clean("--diff", "-", stdin=LATIN.encode("cp1252"))

    assert ran.code == 1
    assert "-Partagez cet article à un ami\n".encode("cp1252") in ran.out
