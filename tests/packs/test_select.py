"""Some of the rules of a pack."""

import json
from pathlib import Path
from typing import Any

import pytest

from cleaner import Cleaner
from cleaner.errors import UsageError
from cleaner.packs.compile import compile_rules
from cleaner.packs.load import load_rules
from cleaner.packs.pack import RulePack
from cleaner.packs.select import chosen
from tests.rules import packs_of, rule

NEAR = {"where": {"near": {"lines": 2, "any": ["{date}"]}}}
FILES: dict[str, Any] = {
    "share": [rule("line", "share", "share this page"), rule("phrase", "share now", name="p")],
    "share.de": [rule("template", "teilen {n}", "{n} teilen")],
    "mine": [
        rule("phrase", "share it now", category="share", where={"min_hits": 2}),
        rule("pattern", "abc[a-z]{1,3}", category="login", name="x"),
        rule("block", from_=["a start of it"], to=["an end of it"], max_lines=3, category="login",
             name="b"),
        rule("template", "{name}", category="byline", name="n", **NEAR),
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def pack() -> RulePack:
    return packs_of(FILES)


def ids(pack: RulePack) -> list[str]:
    return [row[0] for row in pack.rows]


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        (["share/p"], [], {"share/p"}),
        (["share"], [], {"share/it", "share/p", "share.de/it", "mine/it"}),
        (["category:share"], ["file:share"], {"share.de/it", "mine/it"}),
        (["mine, share.de"], ["login"], {"share.de/it", "mine/it", "mine/n"}),
        ([], ["share", "mine/x", "mine/b"], {"mine/n"}),
        (["donation"], [], set()),
        (["share/p"], ["share/p"], set()),
    ],
)
def test_names_mean_rules(
    pack: RulePack, select: list[str], ignore: list[str], expected: set[str]
) -> None:
    assert set(ids(chosen(pack, select, ignore))) == expected


def test_nothing_chosen_is_the_pack_itself(pack: RulePack) -> None:
    assert chosen(pack) is pack
    assert chosen(pack, ["share", "mine"]) is pack


def test_what_is_left_is_what_would_have_been_compiled(pack: RulePack, tmp_path: Path) -> None:
    for name, rules in FILES.items():
        (tmp_path / f"{name}.yaml").write_text(json.dumps(rules))
    loaded = load_rules([tmp_path])
    for left in (["share/p", "mine/b"], ["mine/n"], ["share/it", "mine/it", "mine/x"]):
        expected = compile_rules(item for item in loaded if item.id in left)
        actual = chosen(pack, left).tables

        assert expected == {key: actual[key] for key in expected}


def test_other_rules_have_another_fingerprint(pack: RulePack) -> None:
    prints = {chosen(pack, s).fingerprint for s in (["share"], ["share/p"], ["mine"], [])}

    assert len(prints) == 4


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("share/pp", "did you mean share/p, "),
        ("mine/share", "no rule"),
        ("sahre", "did you mean share"),
        ("category:mine", "no rule"),
        ("file:login", "no rule"),
        ("nosuchthing", "see `clean rules list`"),
    ],
)
def test_a_name_that_means_nothing_is_an_error(pack: RulePack, name: str, near: str) -> None:
    with pytest.raises(UsageError, match=r"is no rule, category or file of rules") as found:
        chosen(pack, ignore=[name])

    assert near in str(found.value)


def test_a_deprecated_rule_may_still_be_named() -> None:
    old = rule("line", "share", name="old", status="deprecated", category="tips")
    pack = packs_of({"ours": [rule("line", "read on", category="share"), old]})

    assert ids(chosen(pack, select=["ours/old", "tips"])) == []
    assert ids(chosen(pack, select=["ours"])) == ["ours/it"]
    assert chosen(pack, ignore=["ours/old", "tips"]) is pack
    assert ids(chosen(chosen(pack, ["share"]), ignore=["ours/old"])) == ["ours/it"]


def test_a_cleaner_takes_names(pack: RulePack) -> None:
    text = "Share now\nShare\n"

    assert Cleaner(pack, profile="rules-only", select="share/p").clean(text).text == "Share\n"
    assert Cleaner(pack, profile="rules-only", ignore=["share/p"]).clean(text).text == "Share now\n"
