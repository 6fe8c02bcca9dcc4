"""What stands in quotation marks is cited; what stands between two quotations is not."""

import pytest

from cleaner.packs.finding.quotes import stands_quoted

QUOTED = (
    'He read: "[Join us]" and left.',
    '"[Join us] today," he read.',
    '"He read it. [Join us].',  # it goes on in the next paragraph
    "He read «[Join us]» there.",
    "He read « [Join us] » there.",
    "Er las »[Join us]« dort.",
    "He read: '[Join us].' He left.",
    "It's '[Join us]', he read.",
    "He read ›[Join us]‹ there.",
    "Il lut ‹[Join us]› là.",
    "Il lut ‹ [Join us] › là.",
    "彼は「[Join us]」と読んだ。",
    "彼は『[Join us]』と読んだ。",
    "彼は[「Join us」]と読んだ。",
)
PLAIN = (
    "[Join us]",
    '"One," he said. [Join us]. "Two."',
    '"One" and [join us]',
    "«One» [join us] «two»",
    "the gulls' [join us]",
    "the gull's [join us], isn't it",
    "rock 'n' [join us]",
    "‹ [Join us]",
    "[Join us] ›",
    "‹ [Join us] ›",  # arrows
    "› [Join us] ›",
    "‹ Back | [Join us] ›",
    "「One」 [join us] 「two」",
    "「One」 [join us]",
)


@pytest.mark.parametrize(
    ("marked", "is_so"), [*((m, True) for m in QUOTED), *((m, False) for m in PLAIN)]
)
def test_words_are_quoted_between_an_opening_mark_and_its_closing_one(
    marked: str, is_so: bool
) -> None:
    start, end = marked.index("["), marked.index("]") - 1

    assert is_so == stands_quoted(marked.replace("[", "").replace("]", ""), start, end)
