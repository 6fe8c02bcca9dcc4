"""Dates and times as they are printed, as regular expressions on folded text.

Every repetition is bounded, so that none can run away. A month may be any word to an expression;
`is_date` looks it up, since a list of all would be slow to compile.
"""

import re
from collections.abc import Iterator
from functools import cache

from cleaner.folding import lower

MONTHS = frozenset(
    """
    january february march april may june july august september october november december jan feb
    mar apr jun jul aug sept sep oct nov dec januar jänner februar märz mai juni juli maret oktober
    dezember mrz okt dez janvier février mars avril juin juillet août septembre octobre novembre
    décembre janv févr juil déc enero febrero marzo abril mayo junio julio agosto septiembre
    setiembre octubre noviembre diciembre ene abr ago dic gennaio febbraio aprile maggio giugno
    luglio settembre ottobre dicembre gen mag giu lug set ott janeiro fevereiro março maio junho
    julho setembro outubro novembro dezembro fev out januari februari maart mei augustus mrt maj
    augusti marts desember des stycznia lutego marca kwietnia maja czerwca lipca sierpnia września
    października listopada grudnia ledna února března dubna května června července srpna září října
    listopadu prosince tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta
    elokuuta syyskuuta lokakuuta marraskuuta joulukuuta ocak şubat mart nisan mayis haziran temmuz
    ağustos eylül ekim kasim aralik января февраля марта апреля мая июня июля августа сентября
    октября ноября декабря січня лютого березня квітня травня червня липня серпня вересня жовтня
    листопада грудня ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου
    σεπτεμβρίου οκτωβρίου νοεμβρίου δεκεμβρίου ιανουαριου φεβρουαριου μαρτιου απριλιου μαϊου
    ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου avgust oktobar novembar
    decembar јануар фебруар март април мај јун јул август септембар октобар новембар децембар
    јануара фебруара априла маја јуна јула септембра октобра новембра децембра januara februara
    aprila juna jula avgusta septembra oktobra novembra decembra siječnja veljače ožujka travnja
    svibnja lipnja srpnja kolovoza rujna studenoga studenog prosinca ianuarie februarie martie
    aprilie iunie iulie septembrie octombrie noiembrie decembrie január február március április
    május június július augusztus szeptember október agustus ogos disember
    """.split()
)
"""In lower case, dotless i as i; of Greek without accents too, as capitals have none."""

_MONTH = r"[^\W\d_]{3,14}\.?"
_LETTER = r"[^\W\d_]"
_DAY_ENDS = "day|tag|woch|abend|di|che|dì|ato|ica|dag|tes|les|nes|ves|ado|ngo|nda|ça|ta|ek|iela"
_WEEKDAY = (  # short, or ended like a day of the week: "Marsh 2 June" has a name before its date
    r"(?:mon|tue|wed|thu(?:rs)?|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun(?:es)?|mar|mer|mié|jeu|jue"
    r"|ven|vie|sam|sáb|dim|dom|gio|seg|ter|qua|qui|sex|maa|din|woe|don|vri|zat|zon|man|tir|ons"
    r"|tor|lør|søn|mån|tis|lör|sön|pon|wto|śro(?:da)?|czw|pią|sob|nie)"
    rf"(?:{_LETTER}{{0,8}}(?:{_DAY_ENDS})|{_LETTER}?)(?:-feira)?\.?,? "
)
_YEAR = r"(?:19|20)\d\d"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th|\.|º|er)?"
DATE = (
    rf"(?:{_WEEKDAY})?(?:"
    rf"(?:the )?{_ORDINAL} (?:de |of )?{_MONTH}(?:,? (?:de |del )?{_YEAR})?"
    rf"|{_MONTH} {_ORDINAL}(?:,? {_YEAR})?"
    rf"|{_YEAR}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
    rf"|\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:{_YEAR}|\d\d)"
    rf"|\d{{1,2}}-{_MONTH}-{_YEAR}"
    r"|(?:\d{4}年)?\d{1,2}月\d{1,2}日(?: ?\([月火水木金土日]\))?"
    r"|\d{4}년 ?\d{1,2}월 ?\d{1,2}일)"
)
_ZONE = (
    r"(?: ?(?:gmt|bst|utc|cet|cest|mez|mesz|e[sd]?t|c[sd]t|m[sd]t|p[sd]?t|aest|aedt|ist|sgt|hkt)"
    r"(?: ?[+-]\d{1,2}(?::?\d\d)?)?)?"
)
TIME = (
    rf"(?:\d{{1,2}}[:.]\d\d(?:[:.]\d\d)?(?: ?(?:[ap]\.?m\.?|uhr))?{_ZONE}"
    rf"|\d{{1,2}} ?(?:[ap]\.?m\.?|uhr|noon){_ZONE}"
    r"|\d{1,2} ?[hu] ?\d{0,2}|\d{1,2}時\d{1,2}分)"
)
_BETWEEN = r" ?(?:,|-|\||/|·|•)? ?(?:at |um |à |a las |alle |às |om |kl\.? |o )?"
DATETIME = rf"(?:{TIME}{_BETWEEN})?{DATE}(?:{_BETWEEN}{TIME})?"


def is_date(found: str) -> bool:
    """True if what looks like a date has a month's name, or figures alone.

    >>> is_date("10 February 2016"), is_date("Tue 10.02.2016"), is_date("10 Apples")
    (True, True, False)
    >>> is_date("8:45 CEST"), is_date("4 men"), is_date("8:45 4 men")
    (True, False, False)
    """
    is_figures = False
    for numbered, before in _time_pattern().findall(found):
        if lower(numbered or before) in MONTHS:
            return True
        if numbered:
            return False  # a number of something, "4 men"; no weekday stands there
        is_figures |= not before
    return is_figures


def dates_in(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the dates in a text begin and end, from left to right, with the time beside each.

    >>> text = "By Rosa Decker 5 March 2023 at 6.30pm, 9pm, 4 men, Jan Marsh 2 June"
    >>> [text[start:end] for start, end in dates_in(text)]
    ['5 March 2023 at 6.30pm', '2 June']
    """
    at = 0
    while found := _date_pattern().search(text, at):
        is_one = is_date(found.group())
        if is_one:
            yield found.span()
        at = found.end() if is_one else found.start() + 1


def holds_time(text: str) -> bool:
    """True if a text holds anything that {date}, {time} or {datetime} may match.

    >>> holds_time("Updated 3 March"), holds_time("at 8:45"), holds_time("10 Apples")
    (True, True, False)
    """
    for found in _time_pattern().finditer(text):
        word = found.group(1) or found.group(2)
        if word is None or lower(word) in MONTHS:
            return True
    return False


@cache
def _date_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_])(?i:{DATETIME})(?![^\W_])")


@cache
def _time_pattern() -> re.Pattern[str]:
    return re.compile(
        r"\d[:.]\d\d|\d ?(?i:[ap]\.?m|uhr|noon|[hu](?![^\W\d_]))"  # first: "8 Uhr" is no date
        r"|\d{1,2}(?:st|nd|rd|th|\.|º|er)?[ -](?:de |of )?([^\W\d_]{3,14})"
        r"|([^\W\d_]{3,14})\.? (?=\d{1,2}(?!\d))"
        r"|\d[-/.]\d{1,2}[-/.]\d\d|\d[年月時년월]"
    )
