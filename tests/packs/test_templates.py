"""Templates: read, turned into patterns, and their required literals."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner.folding import lower
from cleaner.packs.finding.line import Line
from cleaner.packs.finding.matcher import find
from cleaner.packs.grammar import TemplateError, parse
from cleaner.packs.slots import SLOTS
from cleaner.packs.templates import prefixes, required_literals, spellings, to_tree

words = st.sampled_from(["by", "share", "comments", "©", "read more", "ı", "été"])
pieces = st.recursive(
    words,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(" ".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda x: f"({'|'.join(x)})"),
        inner.map(lambda x: f"[{x}]"),
    ),
    max_leaves=6,
)
optional_pieces = st.builds(
    str.format,
    st.sampled_from(["{}", "[{}]", "({1}|{0} [{2}])", "[[{}] {}]", "({}|)", "[{}|{}]", "[ {} ]"]),
    words,
    words,
    words,
)


@given(pieces)
def test_every_spelling_matches_and_holds_a_literal_and_a_prefix(template: str) -> None:
    node = parse(template)
    texts = spellings(node) or ()
    literals, begins = required_literals(node), prefixes(node)

    assert texts
    for text in filter(str.strip, texts):
        line = Line(text.strip(), lower(text.strip()))
        assert text.strip() != text or find(to_tree(node), line, "line") == [(0, len(text))]
    assert not literals or all(any(x in text for x in literals) for text in texts)
    assert not begins or all(text.startswith(begins) for text in texts)


@given(st.lists(optional_pieces, min_size=1, max_size=3).map(" ".join))
def test_no_two_blanks_meet_whatever_is_left_out(template: str) -> None:
    texts = spellings(parse(f"from {template} on")) or ()

    assert [text for text in texts if "  " in text] == []


@pytest.mark.parametrize(
    ("template", "lines"),
    [
        ("read [more] here", ["read here", "read more here"]),
        ("(see|read [more]) here", ["see here", "read here", "read more here"]),
        ("read (more|) here", ["read here", "read more here"]),
        ("read [[more] of] it", ["read it", "read of it", "read more of it"]),
        ("read (more | less ) of it", ["read more of it", "read less of it"]),
        ("read [ more ] here", ["read here", "read more here"]),
        ("[please] [do] read {n}", ["read 7", "do read 7", "please read 7", "please do read 7"]),
        (
            "read {n} [of them] [now]",
            ["read 7", "read 7 now", "read 7 of them", "read 7 of them now"],
        ),
    ],
)
def test_what_is_left_out_of_a_template_takes_its_blank_along(
    template: str, lines: list[str]
) -> None:
    tree = to_tree(parse(template))

    for text in lines:
        assert find(tree, Line(text, text), "none") == [(0, len(text))]


@given(pieces, st.sampled_from(["{n}", "{ago}", "{name}"]))
def test_literals_stand_in_every_text_with_a_slot(template: str, slot: str) -> None:
    told = {"{n}": "7", "{ago}": "3 hours ago", "{name}": "Ada Brook"}
    texts = spellings(parse(template)) or ()
    literals = required_literals(parse(f"{template} {slot}"))

    for text in texts:
        assert not literals or any(x in lower(f"{text} {told[slot]}") for x in literals)


@pytest.mark.parametrize(
    ("template", "problem"),
    [
        ("by {nam}", "slot {nam} is unknown"),
        ("by {name", "'{' is not closed"),
        ("share this \\", "'\\' stands before nothing"),
        ("by [name", "'[' is not closed by ']'"),
        ("(a|b", "'(' is not closed by ')'"),
        ("a) b", "')' closes nothing"),
        ("a] b", "']' closes nothing"),
        ("a} b", "'}' closes nothing"),
        ("a" + " [b" * 300 + "]" * 300, "brackets nest too deeply"),
        ("a " + "(b|" * 300 + "c" + ")" * 300, "brackets nest too deeply"),
    ],
)
def test_a_template_that_cannot_be_read_says_why(template: str, problem: str) -> None:
    with pytest.raises(TemplateError, match=re.escape(problem)) as told:
        parse(template)

    assert "; " in str(told.value)


def test_a_backslash_takes_a_sign_literally() -> None:
    assert spellings(parse(r"\(getty\) \{n\}|\[x\]")) == ("(getty) {n}|[x]",)


def test_signs_taken_literally_do_not_nest() -> None:
    assert spellings(parse(r"\(" * 30)) == ("(" * 30,)


def test_a_choice_may_be_empty_and_an_option_may_have_branches() -> None:
    assert {"a b", "a c", "a"} == set(spellings(parse("a [b|c]")) or ())


@pytest.mark.parametrize("slot", SLOTS)
def test_a_slot_alone_has_no_spellings_and_no_prefix(slot: str) -> None:
    node = parse(f"{{{slot}}}")

    assert spellings(node) is None
    assert prefixes(node) == ()
