"""Headline, standfirst and byline, known by their place and words."""

import pytest

from cleaner.data import Document, Match, Span
from cleaner.roles import find_roles, is_headline_shaped
from cleaner.stages.blocks import split_blocks

ARTICLE = """Council closes bridge for months
The crossing will shut on Monday while engineers mend two arches
Ada Brook
The council voted on Tuesday to close the bridge for six months, the mayor said.
Engineers found cracks in two of the nine arches last autumn.
"""


def roles(text: str, *matches: Match) -> dict[str, str]:
    blocks = split_blocks(Document(text))
    spoken = {
        row: tuple(m for m in matches if m.start == blocks.starts[row])
        for row in range(len(blocks))
    }
    spoken = {row: found for row, found in spoken.items() if found}
    found = find_roles(blocks, b"\1" * len(blocks), spoken)
    return {blocks[row].text.strip(): role for row, role in found.items()}


def label(end: int, role: str, action: str = "label", rule: str = "a/b") -> Match:
    return Match(rule, 0, end, action, role, 0.95, False, Span(0, end))


def test_the_headline_shares_words_with_the_body() -> None:
    assert roles(ARTICLE) == {
        "Council closes bridge for months": "headline",
        "The crossing will shut on Monday while engineers mend two arches": "standfirst",
        "Ada Brook": "byline",
    }


JAPANESE = """ニュース スポーツ 天気
県議会、橋の修理費を可決　市長は年内着工を約束
県議会は火曜日、老朽化した橋の修理費として四億円を支出する予算案を賛成多数で可決した。
技術者は昨年の秋、九つのアーチのうち二つにひびが入っているのを見つけ、車線の一つを閉鎖した。
"""
CHINESE = """市议会批准修桥预算 市长承诺年内开工
市议会星期二以多数票批准了四亿元的修桥预算，市长承诺工程将在年内开工。
工程师去年秋天在九个桥拱中的两个发现裂缝，随即关闭了一条车道。
"""


THAI = """สภาเมืองอนุมัติงบซ่อมสะพาน นายกเทศมนตรีรับปากเริ่มงานปีนี้
สภาเมืองมีมติเมื่อวันอังคารอนุมัติงบซ่อมสะพานสี่ร้อยล้านบาท นายกเทศมนตรีรับปากว่าจะเริ่มงานภายในปีนี้ \
วิศวกรพบรอยร้าวในสองจากเก้าช่วงของสะพานเมื่อปีที่แล้ว และปิดช่องทางเดินรถหนึ่งช่องทันที \
ชาวบ้านกังวลว่าระหว่างซ่อมสะพานจะต้องใช้ท่าข้ามเก่าซึ่งใช้เวลานานกว่าเดิมสองเท่า
"""


@pytest.mark.parametrize("text", [JAPANESE, CHINESE, THAI])
def test_a_headline_without_blanks_between_its_words_is_one(text: str) -> None:
    headline = (
        "県議会、橋の修理費を可決　市長は年内着工を約束" if "橋" in text else text.split("\n")[0]
    )

    assert roles(text) == {headline: "headline"}


URDU = """دریا پر بنا پل منگل کو بند کر دیا گیا
دریا پر بنا پل منگل بند۔
شہر کی کونسل نے منگل کو دریا پر بنا پل چھ ماہ کے لیے بند کرنے کا فیصلہ کیا ہے، میئر نے کہا۔
انجینئروں نے پچھلے سال پل کی دو محرابوں میں دراڑیں دیکھی تھیں۔
"""


def test_a_sentence_with_a_stop_of_its_script_is_no_headline() -> None:
    headline, sentence, body = URDU.split("\n", 2)

    assert roles(f"{headline}\n{body}") == {headline: "headline"}
    assert "headline" not in roles(f"{sentence}\n{body}").values()


@pytest.mark.parametrize("signs", ["،", "؟", "؛", "۔", "।"])
def test_words_are_compared_without_the_signs_of_any_script(signs: str) -> None:
    text = "पुल पर महापौर{0} चिंतित{0} लोग\nपुल बंद है और महापौर कहते हैं कि वे नदी को देखकर चिंतित हैं।\n"

    assert "headline" in roles(text.format(signs)).values()


def test_without_a_body_there_are_no_roles() -> None:
    assert roles("Share\n\nComments\n") == {}
    assert roles("") == {}


def test_a_body_without_a_head_has_no_headline() -> None:
    assert roles(ARTICLE.partition("Brook\n")[2]) == {}


def test_a_rule_that_covers_least_says_what_a_line_is() -> None:
    end = ARTICLE.index("\n") + 1
    found = roles(ARTICLE, label(end, "caption"), label(end + 9, "credit"))

    assert found["Council closes bridge for months"] == "caption"


def test_a_keep_rule_gives_no_role() -> None:
    end = ARTICLE.index("\n") + 1
    found = roles(ARTICLE, label(end, "caption", action="keep"))

    assert "caption" not in found.values()


def test_the_label_of_a_column_is_no_headline_beside_a_longer_line() -> None:
    text = "Council voted\nCouncil closes bridge over the river for six months\n" + "".join(
        ARTICLE.splitlines(keepends=True)[3:]
    )

    assert roles(text)["Council closes bridge over the river for six months"] == "headline"


@pytest.mark.parametrize(
    "line",
    [
        "«No hay heridos ni daños graves en la zona.»",
        "लड़कियों ने मिलकर फुटबॉल टीम बनाई है।",
        "شہر کے کئی علاقوں میں پانی جمع ہو گیا۔",
        "Քաղաքային խորհուրդը որոշեց փակել կամուրջը։",
        "The council has voted to close the bridge.\u200b",
        "The council has voted to close the bridge —",
        "21.40 | Vuelve la luz a Valladolid",
        "18:05 Uhr: Gewerkschaft kündigt Gespräche an",
        "Un cerf est entré lundi dans la gare de Lons-le-",
        "The crossing has been shut since " + "the long and very wet winter " * 3 + "began",
    ],
)
def test_a_sentence_of_any_script_is_no_headline(line: str) -> None:
    assert not is_headline_shaped(split_blocks(Document(line)), 0)
    for headline in ("Council closes bridge for months", "3.5 million people flee the river"):
        assert is_headline_shaped(split_blocks(Document(headline)), 0)


def test_a_name_above_the_headline_is_no_byline() -> None:
    """Menus and the names of sites look like those of writers."""
    assert "byline" not in roles(f"Recipes Shop\n{ARTICLE.replace('Ada Brook', '')}").values()
    assert roles(f"Recipes Shop\n{ARTICLE}")["Ada Brook"] == "byline"


def test_a_name_above_the_title_of_the_page_is_no_byline() -> None:
    body = ARTICLE.split("\n", 3)[3]
    blocks = split_blocks(Document(f"Politik Sport\nBridge shut\n{body}", title="Bridge shut"))

    assert find_roles(blocks, b"\1" * len(blocks), {}) == {}


def test_without_a_headline_only_the_last_line_before_the_body_is_a_byline() -> None:
    body = ARTICLE.split("\n", 3)[3]

    assert roles(f"Ada Brook\n{body}") == {"Ada Brook": "byline"}
    assert roles(f"Recipes Shop\nSmoked haddock chowder\n{body}") == {}


def test_a_date_alone_is_no_byline_though_its_weekday_looks_like_a_name() -> None:
    stamp = "Monday, 3 May 2021 12:00 BST"
    text = ARTICLE.replace("Ada Brook", stamp)
    start = text.index(stamp)
    stop = start + len(stamp) + 1
    match = Match("byline/a", start, stop, "drop", "byline", 0.95, False, Span(start, stop))

    assert roles(text, match)[stamp] == "dateline"
