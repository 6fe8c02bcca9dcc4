"""The article that the project grew from, in all its variants."""

import re

import pytest

from cleaner import Cleaner
from tests.conftest import ROOT

BODY = (ROOT / "seeds" / "independent-junior-doctors-2016.body.txt").read_text(encoding="utf-8")
GONE = (
    "notifications",
    "Comments",
    "Getty Images",
    "Your support",
    "parse out the facts",
    "reporters on the ground",
    "paywalls",
    "paid for by those",
    "Join our commenting forum",
    "thought-provoking",
    "Thank you for registering",
    "refresh",
)
TITLE = "Junior doctor strike live: NHS bosses tell Jeremy Hunt to unilaterally impose contract"


def upper_case_banners(text: str) -> str:
    return "\n".join(
        line.upper() if any(g in line for g in GONE) else line for line in text.split("\n")
    )


VARIANTS = {
    "as it is": lambda t: t,
    "curly quotes": lambda t: t.replace("'", "’"),
    "straight quotes": lambda t: t.replace("’", "'"),
    "windows line ends": lambda t: t.replace("\n", "\r\n"),
    "old line ends": lambda t: t.replace("\n", "\r"),
    "line separators": lambda t: t.replace("\n", "\u2028"),
    "leading blanks": lambda t: re.sub("(?m)^(?=.)", "   ", t),
    "upper-case banners": upper_case_banners,
    "byte order mark": lambda t: "\ufeff" + t,
    "one line": lambda t: t.replace("\n", " "),
    "one line, single blanks": lambda t: " ".join(t.split()),
}


def words(text: str) -> str:
    return " ".join(text.replace("’", "'").replace("\ufeff", "").split())


@pytest.mark.parametrize("name", VARIANTS)
def test_the_body_is_whole_and_nothing_else(name: str, cleaner: Cleaner, seed_text: str) -> None:
    text = VARIANTS[name](seed_text)
    result = cleaner.clean(text)

    assert words(BODY) == words(result.text)
    assert text == result.restore()
    assert result.text == cleaner.clean(result.text).text


@pytest.mark.parametrize("name", VARIANTS)
def test_rules_alone_remove_all_that_is_chrome(
    name: str, rules_only: Cleaner, seed_text: str
) -> None:
    got = rules_only.clean(VARIANTS[name](seed_text)).text

    assert [] == [g for g in GONE if g.lower() in got.lower()]
    assert words(BODY) in words(got)


@pytest.mark.parametrize("name", VARIANTS)
def test_headline_byline_and_date_come_out(name: str, cleaner: Cleaner, seed_text: str) -> None:
    result = cleaner.clean(VARIANTS[name](seed_text))

    assert (result.title or "").startswith(TITLE)
    assert "Jon Stone" == result.byline
    assert "Wednesday 10 February 2016 08:45 GMT" == result.date


def test_they_can_be_kept(seed_text: str) -> None:
    text = Cleaner(keep=["title", "byline", "date"]).clean(seed_text).text

    assert text.startswith(TITLE)
    assert "Jon Stone" in text
    assert "Wednesday 10 February 2016 08:45 GMT" in text
    assert "Comments" not in text


def test_a_date_is_read_over_odd_blanks(cleaner: Cleaner, seed_text: str) -> None:
    text = seed_text.replace("10 February 2016 08", "10\xa0February  2016\u202f08")

    assert "Wednesday 10 February 2016 08:45 GMT" == cleaner.clean(text).date
