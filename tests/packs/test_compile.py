"""Rules to tables of plain data."""

import json
import marshal
import pickle
from pathlib import Path

import pytest

from cleaner.errors import RuleError
from cleaner.packs import templates
from cleaner.packs.cache import builtin_rules
from cleaner.packs.compile import compile_rules
from cleaner.packs.load import load_rules, rule_files
from cleaner.packs.pack import RulePack
from cleaner.packs.pattern_literals import pattern_musts
from tests.rules import matches_of, pack_of, rule


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("photo: .*", [("photo:",)]),
        ("(?:photo|image) by", [("photo", "image"), ("by",)]),
        ("(?:photo|x)?abc", [("abc",)]),
        ("(?i)PHOTO", [("photo",)]),
        (r"a{3}\d+bcd", [("a",), ("bcd",)]),
        ("(?:abc)*x", [("x",)]),
        (r"\p{L}+abc", [("abc",)]),
        ("(?:word){e<=1}", []),
        ("[[:alpha:]]abc", []),
        ("[abc]", []),
        ("(?!never)abc", [("abc",)]),
    ],
)
def test_a_pattern_tells_what_must_occur(pattern: str, expected: list[tuple[str, ...]]) -> None:
    assert expected == list(pattern_musts(pattern))


@pytest.mark.parametrize(
    "one",
    [
        rule("line", "***"), rule("line", "\u200b"), rule("phrase", "..."), rule("phrase", "   "),
        rule("template", "[x]"), rule("template", "{n}"), rule("pattern", "a.b"),
        rule("pattern", "(?:word){e<=1}"), rule("block", from_=["{n}"], to=["x"], max_lines=3),
    ],
    ids=str,
)  # fmt: skip
def test_a_text_that_would_match_anything_does_not_load(one: dict[str, object]) -> None:
    with pytest.raises(RuleError):
        pack_of(one)


@pytest.mark.parametrize(
    ("one", "problem"),
    [
        (rule("pattern", "(?u)(?a)harbour"), "ASCII, LOCALE and UNICODE flags are mutually"),
        (rule("pattern", "(?V0)(?V1)harbour"), "VERSION0 and VERSION1 flags are mutually"),
        (rule("pattern", f"{'(' * 480}harbour{')' * 480}"), "its groups nest too deeply"),
        (rule("pattern", f"{'(?:' * 200}harbour{')' * 200}"), "its groups nest too deeply"),
        (
            rule("block", from_=["read our appeal"], to=["end", "thank you all"], max_lines=3),
            "only `to: end` alone reaches to the end of the text",
        ),
    ],
    ids=["flags", "versions", "groups", "more-groups", "end-among-others"],
)
def test_what_cannot_be_compiled_is_a_mistake_with_its_reason(
    one: dict[str, object], problem: str
) -> None:
    with pytest.raises(RuleError, match=problem):
        pack_of(one)


def test_tables_are_plain_data_and_travel() -> None:
    pack = pack_of(rule("phrase", "sign up"), rule("template", "by {name}", name="b"))
    copies = [RulePack(marshal.loads(marshal.dumps(pack.tables))), pickle.loads(pickle.dumps(pack))]
    text = "Sign up\nBy Ada Brook"

    for copy in copies:
        assert matches_of(text, pack) == matches_of(text, copy)
        assert pack.fingerprint == copy.fingerprint


def test_a_pattern_may_name_its_literals() -> None:
    pack = pack_of(rule("pattern", "[a-c]+ (?:now|then)?", needs=["abc "]))

    assert matches_of("ABC now", pack)
    assert not matches_of("cab now", pack)


def test_the_literals_that_a_pattern_names_are_asked_for_where_others_find_it() -> None:
    pack = pack_of(rule("pattern", "[a-c]+ harbour", needs=["abc "]))

    assert matches_of("ABC harbour", pack)
    assert not matches_of("cab harbour", pack)


def test_common_words_narrow_a_search_little_however_many_there_are() -> None:
    assert templates.worth((" of the ",)) < templates.worth(("code",))
    assert matches_of("Views of the port", pack_of(rule("template", "{text} of the {text}")))


FILES = rule_files(Path(builtin_rules()))[::12]
"""Some of the shipped rules: for all texts, and of publishers."""


@pytest.mark.parametrize("cut", [0, 4, 17, len(FILES)])
def test_rules_added_to_compiled_ones_give_what_all_give_together(tmp_path: Path, cut: int) -> None:
    near = {"any": ["furniture"], "lines": 2}
    own = [
        rule("template", "[more ](ferry|gull) news of {name}", where={"near": near, "min_hits": 2}),
        rule("line", "gull", name="b", where={"domains": ["gull.org"]}, unless=["others", "cited"]),
        rule("pattern", "gulls? of {1,3}harbour", name="c", where={"domains": ["gull.org"]}),
        rule("line", "share it", name="d", status="deprecated"),
    ]
    (tmp_path / "share.yaml").write_text(json.dumps(own))
    (tmp_path / "widget.yaml").write_text(json.dumps(own[1:2]))
    files = [tmp_path / "share.yaml", *FILES, tmp_path / "widget.yaml"]
    before, after = load_rules(files[: cut + 1]), load_rules(files[cut + 1 :])
    added = compile_rules(after, base=compile_rules(before))

    assert compile_rules([*before, *after]) == added
