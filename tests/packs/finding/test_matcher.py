"""Templates found in lines."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.folding import fold
from cleaner.packs.finding import matcher
from cleaner.packs.finding.line import Line
from cleaner.packs.grammar import parse
from cleaner.packs.templates import to_tree


def found(template: str, text: str, anchor: str = "none") -> list[str]:
    line, tree = Line.of(fold(text)), to_tree(parse(template))
    if anchor == "line":
        return [line.cased] if matcher.fills(tree, line) else []
    return [line.cased[a:b] for a, b in matcher.find(tree, line, anchor)]


@pytest.mark.parametrize(
    ("template", "text", "anchor", "expected"),
    [
        ("[by ]{name}", "By Ada Brook", "line", ["By Ada Brook"]),
        ("[by ]{name}", "• By Ada Brook |", "line", ["• By Ada Brook |"]),
        ("[by ]{name}", "By Ada Brook said so", "line", []),
        ("{name}'s column", "read Ada Brook's column today", "none", ["Ada Brook's column"]),
        ("{n} (comment|comments)", "1,200 Comments", "line", ["1,200 Comments"]),
        ("{n} (comment|comments)", "12 commentators", "none", []),
        ("sign up for {text}", "Sign up for the daily note", "none", ["Sign up for the"]),
        (
            "sign up for {text}",
            "Sign up for the daily note",
            "line",
            ["Sign up for the daily note"],
        ),
        ("logged in", "automatically logged inPlease refresh", "none", ["logged in"]),
        ("please refresh", "automatically logged inPlease refresh", "none", ["Please refresh"]),
        (
            "published {datetime}",
            "Published 3 May 2020, 8:45 GMT",
            "line",
            ["Published 3 May 2020, 8:45 GMT"],
        ),
        ("published {date}", "Published 10 Apples", "line", []),
        (
            "photo: {name}/{publisher}",
            "Photo: Ada Brook/The Gazette",
            "line",
            ["Photo: Ada Brook/The Gazette"],
        ),
        (r"\({topic}\)", "(as it was)", "line", ["(as it was)"]),
        ("コメント", "このコメントを読む", "none", ["コメント"]),
        ("शेयर करें", "वे शेयर करेंगे", "none", []),
        ("शेयर करें", "अब शेयर करें।", "none", ["शेयर करें"]),
        ("रें{n}", "वे करें5", "none", []),
        ("प्रकाश", "प्रकाशित", "none", []),
        ("अधिक {topic} पढ़ें", "अधिक खबरें पढें", "line", ["अधिक खबरें पढें"]),
        ("(क|ख|ग|घ|री)", "नौकरी घर", "none", []),
        ("แชร", "แชร์ข่าวนี้", "none", []),
        ("แชร์", "กดแชร์ข่าวนี้", "none", ["แชร์"]),
        ("של", "שֶלנו", "none", []),
    ],
)
def test_a_template_finds_what_it_says(
    template: str, text: str, anchor: str, expected: list[str]
) -> None:
    assert found(template, text, anchor) == expected


@given(st.text(alphabet="ab AB.,-'7é記", max_size=60))
def test_found_spans_are_in_order_and_never_overlap(text: str) -> None:
    line = Line.of(fold(text).strip())
    for template in ("{name}", "{text} a", "a[ b][ c]", "{n}", "{publisher}"):
        spans = matcher.find(to_tree(parse(template)), line, "none")

        assert all(a < b for a, b in spans)
        assert all(one[1] <= two[0] for one, two in pairwise(spans))


def test_many_slots_in_a_long_line_stay_quick() -> None:
    import time

    line = "word " * 400
    start = time.process_time()
    found("{text} {text} {text} {text} end", line)

    assert time.process_time() - start < 5
