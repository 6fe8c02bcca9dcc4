"""What class names and ids say: families of words that publishers put in them.

A word is looked for anywhere in a name, case ignored, since names are built of words in every way
("storyBody", "story-body__text"). `<` and `>` mark where a name's word must begin or end, for
words too short to stand anywhere. All names of a page are looked through at once: a site has names
of its own, so that what was learnt of other pages is of little help.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import accumulate
from typing import Any, Final

from cleaner.markup import FAMILIES

MAX_CHARS: Final = 300  # of a class attribute, looked at

_WORDS: Final = {
    "body": """
        article+body article+text article+content entry+content post+content post+body story+body
        story+content story+text body+text body+content content+body main+content content__article
        article__content article__body rich+text paragraph wysiwyg <prose>
    """,
    "content": "article story entry post> content text",
    "share": "share social facebook twitter whatsapp follow",
    "related": """
        relat recommend more- read+more also teaser outbrain taboola trending popular most- latest
        next promo+list card carousel recirc rail river feed headline+list
    """,
    "news": """
        newsletter subscribe subscri signup sign-up login register paywall donat member cta mailing
    """,
    "caption": "caption credit image img photo figure gallery slide picture media video player",
    "promo": """
        promo sponsor <ad> <ads> advert <ad- -ad> affil commerce product shop partner banner
    """,
    "comment": "comment discuss disqus reply respond",
    "byline": "author byline bio> contributor avatar profile writer",
    "meta": """
        <date time meta publish update stamp kicker eyebrow category section+name label
    """,
    "tags": "<tag> <tags> topic keyword breadcrumb",
    "nav": "nav menu header masthead logo toolbar search dropdown drawer skip",
    "footer": "footer copyright legal cookie privacy consent gdpr disclaimer banner",
    "side": """
        side aside widget module box sticky modal popup overlay tooltip hidden sr-only visually
        screen-reader
    """,
    "deck": """
        summary subtitle sub+head dek> deck standfirst excerpt intro lead> description teaser
    """,
    "quote": "quote pull embed tweet",
    "title": "title headline heading",
}
"""`+` stands for nothing, `-` or `_`."""


def families_of(attributes: Sequence[str]) -> list[int]:
    """Return the families that class attributes (with their ids) hint at, one bit each.

    Of one another they know nothing.

    >>> body, none = families_of(["story-body__text Ad-slot", ""])
    >>> [FAMILIES[k] for k in range(17) if body >> k & 1], none
    (['body', 'content', 'promo'], 0)
    """
    names = [attribute[:MAX_CHARS].lower() for attribute in attributes]
    text = _JOINT.join(names) + _JOINT
    ends = list(accumulate(len(name) + 1 for name in names))
    bits = [0] * len(names)
    number = 0
    for word, start, end in _finder().find_matches_as_indexes(text, overlapping=True):
        while ends[number] < end:
            number += 1
        bit = _BITS[word]
        if bits[number] & bit != bit and _is_bounded(text, start, end, *_BOUNDS[word]):
            bits[number] |= bit
    return bits


def _is_bounded(text: str, start: int, end: int, is_first: bool, is_last: bool) -> bool:
    """True if a word of a name begins or ends where one must."""
    return not (
        (is_first and start > 0 and _is_of_a_word(text[start - 1]))
        or (is_last and _is_of_a_word(text[end]))
    )


def _is_of_a_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _spelled(word: str) -> list[str]:
    """The ways in which a word of the table is spelled."""
    return [word.replace("+", joint) for joint in ("", "-", "_")] if "+" in word else [word]


def _table() -> dict[tuple[str, bool, bool], int]:
    """Each spelling, whether a word must begin and end with it, and the families that it is of."""
    table: dict[tuple[str, bool, bool], int] = {}
    for number, family in enumerate(FAMILIES):
        for word in (way for given in _WORDS[family].split() for way in _spelled(given)):
            key = word.strip("<>"), word.startswith("<"), word.endswith(">")
            table[key] = table.get(key, 0) | 1 << number
    return table


_JOINT: Final = "\n"  # stands in no word of the table
_TABLE: Final = _table()
_BITS: Final = list(_TABLE.values())
_BOUNDS: Final = [(is_first, is_last) for _, is_first, is_last in _TABLE]


@cache
def _finder() -> Any:
    import ahocorasick_rs as ac

    words = [word for word, _, _ in _TABLE]
    return ac.AhoCorasick(words, ac.MatchKind.Standard, implementation=ac.Implementation.DFA)
