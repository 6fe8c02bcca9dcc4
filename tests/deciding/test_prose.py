"""What reads like prose."""

import pytest

from cleaner.deciding.prose import is_prose

PROSE = "The council said on Monday that the old gate of the harbour was broken."


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "Menu.",
        "word " * 30,
        "。",
        "雨" * 59,
        "首页 新闻 体育 " * 9,
        "뉴스 정치 경제 " * 9,
    ],
)
def test_short_or_endless_text_is_no_prose(text: str) -> None:
    assert not is_prose(text)


@pytest.mark.parametrize(
    "text",
    [
        *(PROSE, f"“{PROSE}”\n", "雨が降った。" * 5, "雨" * 60, "ฝนตกหนัก" * 8),
        *(f"{PROSE}{closing}" for closing in ("›", " ›", "}", "』", "】", "\u200b", "\u2060\n")),
    ],
)
def test_sentences_are_prose(text: str) -> None:
    assert is_prose(text)
