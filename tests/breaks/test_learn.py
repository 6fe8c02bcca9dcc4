"""Learning where lines begin, and the file of what was learnt."""

from __future__ import annotations

from cleaner.breaks.guess import going_on_found, line_starts_found
from cleaner.breaks.learn import (
    BreakSettings,
    learn_points,
    lesson_on_going_on,
    lesson_on_starts,
)
from cleaner.breaks.table import ANYWHERE, dump_table, parse_table

SENTENCES = (
    "The river rose by a metre in one night and the council of Neustadt closed the bridge.",
    "The harbour was full of boats and nobody in Westport could say when they would leave.",
    "The mayor of Northam said that the school on Mill Road would open again in the spring.",
)
MENUS = (["Home", "Weather", "Traffic"], ["Home", "Traffic", "Weather"], ["Weather", "Home"])
TEXTS = [
    lesson_on_starts([*menu, sentence, "Share"], f"{number}.example")
    for number in range(6)
    for menu in MENUS
    for sentence in SENTENCES
]
HOW = BreakSettings(groups=3, cues=400, steps=80)


def test_what_breaks_lines_is_learnt_from_texts_with_line_breaks() -> None:
    table = learn_points(TEXTS, HOW)
    text = "Traffic Home The council of Westport closed the school on Mill Road"

    assert line_starts_found(text, table) == [text.index("Home"), text.index("The council")]


def test_which_lines_go_on_is_learnt_from_texts_that_are_broken() -> None:
    lessons = [
        lesson_on_going_on(f"{menu[0]}\nRead it in\n{name}\nShare\n{menu[1]}", {1}, f"{n}.example")
        for n, name in enumerate(["The Courier", "Die Woche", "Le Phare"] * 2)
        for menu in MENUS
    ]
    table = learn_points(lessons, HOW)

    assert going_on_found("Home Read it in The Post Share ", [0, 5, 16, 25], bytes(4), table) == [1]


def test_cues_of_few_sites_are_not_learnt() -> None:
    table = learn_points([*TEXTS, lesson_on_starts(["Zebra", "Home"], "one.example")], HOW)

    assert "after home" in table
    assert not any("zebra" in cue for cue in table)


def test_no_more_cues_are_kept_than_asked_for() -> None:
    assert len(learn_points(TEXTS, HOW._replace(cues=10))) == 11  # and what any place has


def test_the_same_texts_give_the_same_points() -> None:
    assert learn_points(TEXTS, HOW) == learn_points(list(TEXTS), HOW)


def test_the_file_gives_back_what_was_learnt() -> None:
    table = {ANYWHERE: -25, "after read more": 120, "before ": -7, "first •": 90}

    assert parse_table(dump_table(table, ["Made here."])) == table
    assert "since a1" not in parse_table(dump_table(table | {"since a1": 0}, []))


def test_a_text_without_any_place_teaches_nothing() -> None:
    assert learn_points([*TEXTS, lesson_on_starts(["Home"], "a.example")], HOW) == learn_points(
        TEXTS, HOW
    )
