"""What the slots of a template stand for, as regular expressions on folded text, case kept.

Every repetition is bounded, so that no template can run away. The letters of both cases are spelt
out because the standard library's `re` (quicker to import than `regex`) has no class for them.
"""

from cleaner.dates import DATE, DATETIME, TIME

_NO_CAPITAL = "\\W\\d_a-zß-öø-ÿąćęłńśźżčďěňřšťůžğışőűа-џά-ώ"
_UP = f"[^{_NO_CAPITAL}]"  # a capital, or a letter of a script without case
_WORD = rf"{_UP}[\w'.&-]{{0,30}}"
_PARTICLES = (
    "de|del|della|di|da|dos|das|do|van|von|der|den|ten|ter|la|le|du|des|bin|ibn|al|el|zu|af|av|y|e"
)
_NAME = rf"(?:{_WORD}|(?:d|o)'{_WORD})(?: (?:(?:{_PARTICLES}) ){{0,2}}{_WORD}){{0,3}}"
_AND = r" ?(?:,|;|/|&|\+)(?: and| und)? ?| (?:and|und|et|y|e|en|i|og|och|with|mit|med|oraz) "
_TITLE_WORD = (
    rf"(?:(?:{_UP}|\d)[\w'.&!+-]{{0,30}}"
    r"|of|the|for|and|&|on|in|de|der|die|das|la|le|el|di|du|do|da|dos|van)"
)

_UNITS = (
    "seconds?|secs?|minutes?|mins?|hours?|hrs?|h|m|d|days?|weeks?|months?|years?"
    "|sekunden?|minuten?|stunden?|tag(?:en?)?|wochen?|monat(?:en?)?|jahr(?:en?)?"
    "|heures?|jours?|semaines?|mois|ans?|segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?"
    "|dias?|anos?|uur|uren|dagen|dag|weken|timer?|timmar|dagar|godz|dni|godzin[yę]?|minut[yę]?"
    "|tuntia?|minuuttia?|päivää?|viikkoa?|часа?|часов|минуты?|минуту|дней|дня|saat|dakika|gün|hafta"
)
_UNITS_FA = "or[ae]|minut[io]|giorn[io]|settiman[ae]|mes[ei]|ann[io]"
_UNITS_PRED = "minutou|minutami|hodinou|hodinami|dnem|dny|týdnem|týdny|měsícem|měsíci|rokem|lety"
_UNITS_HA = "segundos?|minutos?|horas?|dias|semanas?|meses|anos"
_AGO = (
    rf"(?:(?:about |over |an? |for |för )?(?:\d{{1,3}} ?)?(?:{_UNITS})\.? "
    r"(?:ago|geleden|atrás|siden|sedan|temu|sitten|назад|önce)"
    rf"|(?:\d{{1,3}}|una?|un') ?(?:{_UNITS_FA}) fa"
    rf"|(?:vor|il y a|hace) (?:etwa )?(?:\d{{1,3}}|einer|einem|une?) ?(?:{_UNITS})"
    rf"|před (?:\d{{1,3}} )?(?:{_UNITS_PRED})"
    rf"|há (?:cerca de )?(?:\d{{1,3}}|uma?) ?(?:{_UNITS_HA})"
    r")"
)
_SIGNS = r"(?:US|A|C|NZ|HK)?[$£€¥₹]|(?:EUR|USD|GBP|CHF|R\$)"
_AMOUNT = r"\d{1,12}(?:[.,' ]\d{3}){0,3}(?:[.,]\d{1,2})?"
_PRICE = (
    rf"(?:(?:{_SIGNS}) ?{_AMOUNT}(?: ?(?:m|k|bn|million|billion))?"
    rf"|{_AMOUNT} ?(?:[$£€¥₹]|euros?|dollars?|pounds?|EUR|USD|GBP|CHF|zł|pence|cents?))"
)

SLOTS = {
    "name": _NAME,
    "names": rf"{_NAME}(?:(?i:{_AND}){_NAME}){{0,5}}",
    "n": r"\d{1,12}(?:[.,' ]\d{3}){0,3}(?:[.,]\d{1,2})?(?: ?[kKmM](?![^\W\d_]))?\+?",
    "date": rf"(?i:{DATE})",
    "time": rf"(?i:{TIME})",
    "datetime": rf"(?i:{DATETIME}|{TIME})",
    "ago": rf"(?i:{_AGO})",
    "price": f"(?i:{_PRICE})",
    "publisher": rf"(?:{_UP}|\d)[\w'.&!+-]{{0,30}}(?: {_TITLE_WORD}){{0,5}}",
    "place": rf"{_WORD}(?:,? (?:{_PARTICLES}|{_WORD})){{0,3}}",
    "topic": r"[^\s]{1,40}(?: [^\s]{1,40}){0,5}",
    "text": r"[^\s]{1,60}(?: [^\s]{1,60}){0,11}",
    "email": r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
    "url": r"(?:https?://)?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}(?:/[^\s]{0,200})?",
    "handle": r"@\w{1,30}",
}
"""Slot name to pattern."""

SLOT_CHARS = {
    "name": 80, "names": 240, "n": 16, "date": 50, "time": 30, "datetime": 80, "ago": 30,
    "price": 24, "publisher": 100, "place": 80, "topic": 100, "text": 200, "email": 80, "url": 200,
    "handle": 32,
}  # fmt: skip
"""How many characters a slot is allowed for in the length of a whole line."""

MOST_SLOT_CHARS = {"n": 40, "ago": 60, "price": 60, "handle": 31}
"""How long the text of a slot can be at most, where that is short."""

TIME_SLOTS = frozenset({"date", "time", "datetime"})
"""Slots that never match where no date and no time stands."""

SLOT_LITERALS = {
    "ago": (
        *("ago", "geleden", "atrás", "siden", "sedan", "temu", "sitten", "назад", "önce", "před"),
        *("a fa", "e fa", "i fa", "o fa", "vor ", "il y a ", "hace "),
        *("segundo", "minuto", "hora", "dias", "semana", "meses", "anos"),  # "há" alone is short
    ),
    "email": ("@",),
    "handle": ("@",),
    "price": (
        *("$", "£", "€", "¥", "₹", "eur", "usd", "gbp", "chf"),
        *("dollar", "pound", "zł", "pence", "cent"),
    ),
}
"""Slots that never match without one of these."""

DATE_SLOTS = frozenset({"date", "datetime"})
"""Slots whose months `is_date` looks up."""

MAX_WORDS = {"topic": 6, "text": 12}
"""Slots that stand for any words, and for how many at most."""
