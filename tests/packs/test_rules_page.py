"""The rules in docs/rules.md load, do what their examples say, and pass the lint."""

import re
from pathlib import Path

import pytest

from cleaner.corpus.rule_examples import run_examples
from cleaner.packs.authoring.lint import lint_rules
from cleaner.packs.load import LoadedRule, load_rules

PAGE = Path(__file__).resolve().parents[2] / "docs" / "rules.md"


@pytest.fixture
def rules(tmp_path: Path) -> list[LoadedRule]:
    blocks = re.findall(r"```yaml\n(- name: .*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    file = tmp_path / "donation.yaml"
    file.write_text("".join(blocks), "utf-8")
    return load_rules([file])


def test_there_is_one_of_each_kind(rules: list[LoadedRule]) -> None:
    kinds = {item.rule.kind for item in rules}

    assert kinds == {"line", "phrase", "template", "signs", "pattern", "block"}


def test_they_do_what_they_say(rules: list[LoadedRule]) -> None:
    assert [] == [e for e in run_examples(rules) if not e.is_right]
    assert [] == lint_rules(rules)
