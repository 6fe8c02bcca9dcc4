"""What slots stand for, and what they do not."""

# ruff: noqa: E501  (tables)

import re

import pytest

from cleaner.dates import holds_time, is_date
from cleaner.folding import lower
from cleaner.packs.slots import SLOT_LITERALS, SLOTS
from tests.conftest import ROOT

FITTING = {
    "name": ["Ada Brook", "Ludwig van Beethoven", "J. R. Hartley", "O'Brien", "Анна Смирнова"],
    "names": ["Ada Brook and Al Roe", "Ada Brook, Al Roe & Jo Poe", "Anna Maier und Uwe Fels"],
    "n": ["7", "1,200", "3.5k", "9.3K", "1.2M+"],
    "date": ["10 February 2016", "Feb 10, 2016", "Wednesday 10 February 2016", "2016-02-10", "10.2.16", "3 de mayo de 2020", "2016年2月10日"],
    "time": ["08:45", "8.45 pm", "8 Uhr", "20:45 GMT", "14h30"],
    "datetime": ["10 February 2016 08:45 GMT", "08:45, 10 February 2016", "10 Feb 2016", "9:10"],
    "ago": ["3 hours ago", "vor 3 Stunden", "il y a 2 heures"],
    "price": ["$1", "£4.50", "€3 million", "12 euros"],
    "publisher": ["The Independent", "Gazette of the North", "20 Minuten"],
    "place": ["Leeds", "New York"],
    "topic": ["the view from here"],
    "text": ["any words at all, up to twelve"],
    "email": ["a.b@c-d.co.uk"],
    "url": ["www.a.org/b?c", "https://a.org"],
    "handle": ["@ada_b"],
}  # fmt: skip
MORE = {
    "date": [
        "Thurs 2 June",
        "Weds, 2 June",
        "Di., 2. Juni",
        "Mittwoch, 2. Juni",
        "lunes 2 de junio",
        "terça-feira, 2 de junho",
        "quinta, 2 de junho",
        "venerdì 2 giugno",
        "środa 2 czerwca",
        "wtorek 2 czerwca",
        "woensdag 2 juni",
        "søndag 2 juni",
    ],
    "price": ["R$ 20", "20 zł", "A$5", "10 CHF", "99 cents"],
    "ago": [
        "an hour ago",
        "hace 3 días",
        "há 3 horas",
        "há cerca de uma hora",
        "3 ore fa",
        "un'ora fa",
        "2 timer siden",
        "for 2 timer siden",
        "för 2 timmar sedan",
        "vor einer Stunde",
        "22 minuty temu",
        "5 tuntia sitten",
        "před 3 hodinami",
        "3 часа назад",
        "2 saat önce",
    ],
}
UNFITTING = {
    "name": ["ada brook", "Ada", ""][0::2],
    "n": ["x", "1234x", "3 Km", "3 More"],
    "time": ["8:5", "noon"],
    "date": ["Marsh 2 June", "Samson 2 June", "Sanders, 2 June", "Torres 2 June", "Martin 2 June"],
    "ago": ["hours", "3 hours", "há horas", "ore fa", "3 ore", "před domem"],
    "price": ["4", "$"],
    "email": ["a@b", "@b.org"],
    "topic": ["one two three four five six seven"],
    "handle": ["@", "ada"],
}

DATES = {
    "ar": "17/10/2024",  # of scripts without capitals rules name the months: any words are names there
    "bn": "17/10/2024",
    "cs": "10. února 2024",
    "da": "10. marts 2024",
    "de": "10. März 2024",
    "el": "10 Φεβρουαρίου 2024",
    "en": "10 February 2024",
    "es": "10 de febrero de 2024",
    "fa": "22/11/2024",
    "fi": "10. helmikuuta 2024",
    "fr": "10 février 2024",
    "he": "12/11/2024",
    "hi": "12/11/2024",
    "hu": "május 23.",
    "id": "24 Agustus 2024",
    "it": "10 febbraio 2024",
    "ja": "2024年2月10日",
    "ko": "2024년 2월 10일",
    "nl": "10 februari 2024",
    "no": "10. desember 2024",
    "pl": "10 lutego 2024",
    "pt": "10 de fevereiro de 2024",
    "ro": "11 februarie 2025",
    "ru": "10 февраля 2024",
    "sr": "21. мај 2024",
    "sv": "10 augusti 2024",
    "th": "23/10/2024",
    "tr": "10 Aralık 2024",
    "uk": "10 лютого 2024",
    "ur": "9/9/2024",
    "vi": "15/11/2025",
    "zh": "2024年2月10日",
}
YEARS = {
    "hr": "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "sr": "јануар фебруар март април мај јун јул август септембар октобар новембар децембар",
    "el": "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
    "el in capitals": "ΙΑΝΟΥΑΡΙΟΥ ΦΕΒΡΟΥΑΡΙΟΥ ΜΑΡΤΙΟΥ ΑΠΡΙΛΙΟΥ ΜΑΪΟΥ ΙΟΥΝΙΟΥ ΙΟΥΛΙΟΥ ΑΥΓΟΥΣΤΟΥ ΣΕΠΤΕΜΒΡΙΟΥ ΟΚΤΩΒΡΙΟΥ ΝΟΕΜΒΡΙΟΥ ΔΕΚΕΜΒΡΙΟΥ",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "uk in capitals": "СІЧНЯ ЛЮТОГО БЕРЕЗНЯ КВІТНЯ ТРАВНЯ ЧЕРВНЯ ЛИПНЯ СЕРПНЯ ВЕРЕСНЯ ЖОВТНЯ ЛИСТОПАДА ГРУДНЯ",
    "tr": "OCAK ŞUBAT MART NİSAN MAYIS HAZİRAN TEMMUZ AĞUSTOS EYLÜL EKİM KASIM ARALIK",
}


@pytest.mark.parametrize(
    ("slot", "text"), [(s, t) for more in (FITTING, MORE) for s, some in more.items() for t in some]
)
def test_a_slot_takes_what_it_stands_for(slot: str, text: str) -> None:
    assert re.fullmatch(SLOTS[slot], text)


@pytest.mark.parametrize(("slot", "text"), [(s, t) for s, some in UNFITTING.items() for t in some])
def test_a_slot_takes_nothing_else(slot: str, text: str) -> None:
    assert not re.fullmatch(SLOTS[slot], text)


def test_every_slot_has_examples_here() -> None:
    assert set(SLOTS) == set(FITTING)


@pytest.mark.parametrize("slot", ["date", "time", "datetime"])
def test_what_a_time_slot_takes_is_seen_to_hold_a_time(slot: str) -> None:
    assert all(holds_time(text) for text in FITTING[slot])
    assert not any(map(holds_time, ["10 Apples", "no digits", "Chapter 3"]))


def test_ten_apples_are_no_date() -> None:
    assert [*map(is_date, ["10 MAY", "10.02.2016", "10 Apples"])] == [True, True, False]


def test_every_language_of_general_rules_has_its_months() -> None:
    files = (ROOT / "rules" / "general").glob("*.*.yaml")

    assert {path.name.split(".")[1] for path in files} <= set(DATES)


@pytest.mark.parametrize("language", DATES)
def test_a_date_is_one_in_each_language(language: str) -> None:
    date = DATES[language]

    assert re.fullmatch(SLOTS["date"], date)
    assert (True, True) == (is_date(date), holds_time(date))


@pytest.mark.parametrize("language", YEARS)
def test_every_month_is_known(language: str) -> None:
    dates = [f"10 {month}" for month in YEARS[language].split()]

    assert [] == [date for date in dates if not (is_date(date) and holds_time(date))]


@pytest.mark.parametrize("slot", SLOTS)
@pytest.mark.parametrize("text", ["a" * 5000, "Aa " * 2000, "1" * 5000, "." * 5000, "1:1 " * 1000])
def test_no_slot_runs_away(slot: str, text: str) -> None:
    import time

    start = time.process_time()
    list(re.finditer(SLOTS[slot], text))

    assert time.process_time() - start < 2


@pytest.mark.parametrize("slot", SLOT_LITERALS)
def test_what_a_slot_takes_holds_one_of_its_literals(slot: str) -> None:
    texts = [*FITTING[slot], *MORE.get(slot, ())]

    assert all(re.fullmatch(SLOTS[slot], text) for text in texts)
    assert [t for t in texts if not any(x in lower(t) for x in SLOT_LITERALS[slot])] == []
