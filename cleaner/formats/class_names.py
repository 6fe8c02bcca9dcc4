"""What class names and ids say: families of words that publishers put in them.

A word is looked for anywhere in a name, case ignored, since names are built of words in every way
("storyBody", "story-body__text"). `<` and `>` mark where a name's word must begin or end, for
words too short to stand anywhere.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

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


def families_of(attribute: str) -> int:
    """Return the families that a class attribute (with its id) hints at, one bit each.

    >>> [FAMILIES[k] for k in range(17) if families_of("story-body__text Ad-slot") >> k & 1]
    ['body', 'content', 'promo']
    """
    bits = 0
    for name in attribute[:MAX_CHARS].split():
        bits |= _families_of_name(name)
    return bits


def _spelled(word: str) -> list[str]:
    """The ways in which a word of the table is spelled."""
    return [word.replace("+", joint) for joint in ("", "-", "_")] if "+" in word else [word]


_SPELLED: Final = [
    (1 << FAMILIES.index(family), spelling)
    for family, words in _WORDS.items()
    for word in words.split()
    for spelling in _spelled(word)
]
_ANYWHERE: Final = [(bit, word) for bit, word in _SPELLED if not set("<>") & set(word)]
_BOUND: Final = [
    (bit, re.compile(word.replace("<", r"\b").replace(">", r"\b")))
    for bit, word in _SPELLED
    if set("<>") & set(word)
]


@lru_cache(maxsize=1 << 14)
def _families_of_name(name: str) -> int:
    lower = name.lower()
    bits = 0
    for bit, word in _ANYWHERE:
        if word in lower:
            bits |= bit
    for bit, pattern in _BOUND:
        if not bits & bit and pattern.search(lower):
            bits |= bit
    return bits
