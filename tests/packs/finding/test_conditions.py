"""The conditions of a rule, each asked alone."""

from __future__ import annotations

import pytest

from cleaner.data import Document
from cleaner.packs.finding.conditions import holds, is_domain, may_lie_within, shares_a_place
from cleaner.packs.finding.finder import find_hits
from cleaner.packs.finding.page import Page
from cleaner.stages.blocks import split_blocks
from tests.rules import pack_of, rule

PROSE = "The council voted on Tuesday to close the old bridge for six months, as the mayor said.\n"
PAGE = f"Share it now\n{PROSE * 7}Share it now\n"


def held(text: str, where: dict[str, object], *, is_example: bool = False, **known: str) -> bool:
    """Whether the first hit of a rule holds."""
    pack = pack_of(rule("phrase", "share it", where=where))
    page = Page(split_blocks(Document(text, **known)))
    parts = [pack.general, *map(pack.of_site, range(len(pack.sites)))]
    hit = next(hit for part in parts for hit in find_hits(page, part))
    return holds(page, pack.plan(hit.rule).asked, hit, None, is_example)


@pytest.mark.parametrize(
    ("domain", "is_so"),
    [("a.org", True), ("news.a.org", True), ("aa.org", False), ("org", False), ("a.org.uk", False)],
)
def test_a_domain_is_one_of_those_wanted_or_below_it(domain: str, is_so: bool) -> None:
    assert is_so == is_domain(domain, ["b.org", "a.org"])


@pytest.mark.parametrize(
    ("date", "is_so"),
    [
        ("2020-03-04", False), ("2020-03-05", True), ("2020-06-30T23:00", True),
        ("2020-07-01", False), ("20200304", False), ("2020-02", False), ("2020-03", True),
        ("2020-07", False), ("2019", False), ("2020", True), ("", True), ("yesterday", True),
    ],
)  # fmt: skip
def test_a_date_lies_outside_only_where_that_is_sure(date: str, is_so: bool) -> None:
    assert is_so == may_lie_within(date, "2020-03-05", "2020-06-30")


@pytest.mark.parametrize("where", [{"position": "tail"}, {"domains": "a.org"}, {"languages": "de"}])
def test_an_example_is_anywhere_but_says_what_it_says(where: dict[str, object]) -> None:
    known = {"language": "en", "domain": "b.org"}

    assert not held(PAGE, where, **known)
    assert held(PAGE, where, is_example=True, **known)
    assert not held(PAGE, {**where, "max_words": 2}, is_example=True, **known)


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("Share it\nby Ada Brook", True),
        ("Share it\n\nby Ada Brook", True),  # blank lines are no lines
        ("Share it\nA\nby Ada Brook", False),
        ("by Ada Brook\nShare it", True),
        ("Share it, by Ada Brook", True),  # the rest of its own line
        ("Share it\nShare it", False),
    ],
)
def test_near_is_within_so_many_lines_and_beside_it(text: str, is_so: bool) -> None:
    assert is_so == held(text, {"near": {"lines": 1, "any": ["by {name}"]}})
    assert is_so != held(text, {"not_near": {"lines": 1, "any": ["by {name}"]}})


@pytest.mark.parametrize(
    ("text", "is_so"),
    [("Share it with a friend", True), ("Share it", False), ("A\nShare it", False)],
)
def test_the_words_of_a_hit_are_not_near_itself(text: str, is_so: bool) -> None:
    assert is_so == held(text, {"near": {"lines": 1, "any": ["share it", "a friend"]}})


def test_the_ends_of_a_block_lie_in_one_place() -> None:
    block = rule(
        *("block",), from_=["share it"], to=["share it"], max_lines=99, where={"position": "head"}
    )
    pack = pack_of(block)
    page = Page(split_blocks(Document(PAGE)))
    begin, *_, end = sorted(find_hits(page, pack.general), key=lambda hit: hit.start)
    asked = pack.plan(0).asked

    assert shares_a_place(page, asked, begin, None)
    assert shares_a_place(page, asked, begin, begin)
    assert not shares_a_place(page, asked, begin, end)
