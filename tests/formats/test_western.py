"""Texts in one byte a letter: Western European first, others where Western makes no sense."""

import pytest

from cleaner.formats.plain import decode

TEXTS = {
    "cp1252": [
        "It’s “over” – the council paid £40,000 for the bridge, the mayor said on Monday.",
        "La riunione è finita alle otto; il sindaco non ha parlato, perché era già andato via.",
        "El alcalde habló ayer: «No habrá más obras», señaló en la reunión del miércoles.",
        "A câmara não aprovou o orçamento; a sessão terminou às três da manhã, em confusão.",
        "Le maire a été réélu dès le premier tour, avec une avance de trois points à peine.",
        "Der Bürgermeister über die Brücke: „Das wird größer, als wir dachten.“",
    ],
    "cp1251": ["Мэр заявил, что мост будет закрыт на полгода, а жителям придётся ехать в объезд."],
}


@pytest.mark.parametrize(
    ("encoding", "text"), [(e, t) for e, texts in TEXTS.items() for t in texts for t in (t, t * 20)]
)
def test_the_text_is_read_as_it_was_written(encoding: str, text: str) -> None:
    assert text == decode(text.encode(encoding)).text


def test_polish_is_not_taken_for_western() -> None:
    text = "Burmistrz zapowiedział, że most będzie zamknięty przez pół roku, może dłużej."

    assert "cp1252" != decode(text.encode("cp1250")).encoding
