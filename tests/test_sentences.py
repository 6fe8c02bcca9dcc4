"""Where sentences begin."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.folding import fold
from cleaner.sentences import LINE_ENDS, line_end, sentence_cuts


def sentences(text: str) -> list[str]:
    folded = fold(text)
    cuts = [0, *sentence_cuts(folded, 0, len(text)), len(text)]
    return [text[a:b].strip() for a, b in pairwise(cuts)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained. Then sun.", ["It rained.", "Then sun."]),
        ("Mr. Poe left. Dr. Ada stayed.", ["Mr. Poe left.", "Dr. Ada stayed."]),
        ("He left on Nov. 13 by boat. Rain fell.", ["He left on Nov. 13 by boat.", "Rain fell."]),
        ("Er sah mich. Dann ging er.", ["Er sah mich.", "Dann ging er."]),
        ("J. R. Hartley wrote. Why?", ["J. R. Hartley wrote.", "Why?"]),
        ("Am 3. Mai kam er. Gut.", ["Am 3. Mai kam er.", "Gut."]),
        ("“Go.” She went.", ["“Go.”", "She went."]),
        ("Pone «Gracias». Bien (creo). No...", ["Pone «Gracias».", "Bien (creo).", "No..."]),
        ("He waited... Nobody came.", ["He waited...", "Nobody came."]),
        ("He said he can't. She left.", ["He said he can't.", "She left."]),
        ("Únete. «Seis años», dice. Más.", ["Únete.", "«Seis años», dice.", "Más."]),
        ("Lisez. « Nous avons… » Fin.", ["Lisez.", "« Nous avons… »", "Fin."]),
        ("Sagt es. »Wir auch.« Gut.", ["Sagt es.", "»Wir auch.«", "Gut."]),
        ("Fue ayer. —No lo sé —dijo.", ["Fue ayer.", "—No lo sé —dijo."]),
        ("He paid 3.5 million. No one saw.", ["He paid 3.5 million.", "No one saw."]),
        ("雨が降った。晴れた。", ["雨が降った。", "晴れた。"]),
        ("वर्षा हुई। धूप निकली।", ["वर्षा हुई।", "धूप निकली।"]),
        ("هل تمطر؟ نعم. حسنا.", ["هل تمطر؟", "نعم.", "حسنا."]),
        ("بارش ہوئی۔ دھوپ نکلی۔", ["بارش ہوئی۔", "دھوپ نکلی۔"]),
        ("Անձրեւ եկավ։ Արեւ էր։", ["Անձրեւ եկավ։", "Արեւ էր։"]),
        ("ዝናብ ዘነበ። ፀሐይ ወጣ።", ["ዝናብ ዘነበ።", "ፀሐይ ወጣ።"]),
        ("¿Qué? ¡Nada! Bien.", ["¿Qué?", "¡Nada!", "Bien."]),
        ("Share this  The council met", ["Share this", "The council met"]),
        ("yahoo! news is here", ["yahoo! news is here"]),
    ],
)
def test_a_sentence_begins_behind_the_end_of_another(text: str, expected: list[str]) -> None:
    assert expected == sentences(text)


@given(st.text(st.sampled_from("aA.!?… \"'。\n)1"), max_size=60), st.integers(0, 30))
def test_cuts_ascend_within_bounds(text: str, start: int) -> None:
    start = min(start, len(text))
    cuts = sentence_cuts(text, start, len(text))

    assert cuts == sorted(set(cuts))
    assert all(start < cut < len(text) for cut in cuts)


@pytest.mark.parametrize("end", [*LINE_ENDS, "\r\n", ""])
def test_a_line_knows_where_its_terminator_begins(end: str) -> None:
    assert line_end(f"abc{end}", 0, 3 + len(end)) == 3
