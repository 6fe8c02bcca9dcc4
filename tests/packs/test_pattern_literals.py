"""What can be read off a regular expression holds for all that it matches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.folding import lower
from cleaner.packs.pattern_literals import MOST_TEXTS, always_holds_one, pattern_musts

PATTERNS = (
    r"photos? by [a-z]{2,9}(?: for us)?",
    r"(?:read|see)(?: the)? more\s?here",
    r"(?>by|from) our [sw]riters",
    r"(?:minute|min)s? ?reads?\.?",
    r"a{2,3}b|c(?:d|e)*f",
    r"lo+k (?:at|in)+ now",
    r"[^x]y(?!z)|yy",
    r"(a)b\1",
)
LITERALS = (
    *("photo", "photos by", "more", "read more", "see", "share", "it", "by our", "our ", "riters"),
    *("min", "read", "in read", "aa", "b", "cf", "f", "y", "ab", "aba", "ok", "look", "in now"),
)


@pytest.mark.parametrize("pattern", PATTERNS)
@given(st.data(), st.lists(st.sampled_from(LITERALS), min_size=1, max_size=3))
def test_what_is_always_held_stands_in_every_match(
    pattern: str, data: st.DataObject, literals: list[str]
) -> None:
    text = lower(data.draw(st.from_regex(pattern)))

    for musts in pattern_musts(pattern):
        assert any(must in text for must in musts)
    if always_holds_one(pattern, literals):
        assert any(literal in " ".join(text.split()) for literal in literals)


@pytest.mark.parametrize(
    ("pattern", "literals", "is_held"),
    [
        ("(?:minute|min)s? reads?", ["min"], True),
        ("(?:minute|min)s? reads?", ["minute", "mins"], False),
        ("photos? by", ["photo by", "photos by"], True),
        ("photos? by", ["photos by"], False),
        (r"read\s+more", ["read more"], True),
        ("[rl]ead more", ["read more", "lead more"], True),
        ("[r-t]ead more", ["read more"], False),
        ("(?=.*share)tweet", ["share"], True),
        ("(?!share)tweet", ["share"], False),
        ("(?:share )?tweet", ["share"], False),
        ("(?:share ){2}tweet", ["share"], True),
        ("lo+k now", ["look now", "ok now"], True),
        ("(?:word){e<=1}", ["word"], True),  # only `regex` reads it
        ("(?:word){e<=1}", ["share"], False),
        ("[abcd]" * 7, ["share"], False),
        ("(?:" + "|".join(f"w{n}" for n in range(900)) + ") " * 3, ["share"], False),
    ],
)
def test_a_literal_is_held_where_no_match_is_without(
    pattern: str, literals: list[str], is_held: bool
) -> None:
    assert MOST_TEXTS < 4**7
    assert always_holds_one(pattern, literals) is is_held


def test_what_is_seen_ahead_and_behind_must_stand_in_the_line() -> None:
    pattern = r"^(?=.*\b(?:gift|donation)\b)(?!.*refund).*(?<=our )news$"

    assert pattern_musts(pattern) == (("gift", "donation"), ("our",), ("news",))
