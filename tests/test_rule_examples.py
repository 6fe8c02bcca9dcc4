"""Every shipped rule does what its examples say, file by file."""

from pathlib import Path

import pytest

from cleaner.corpus.rule_examples import run_examples
from cleaner.packs.cache import builtin_rules
from cleaner.packs.compile import compile_rules
from cleaner.packs.load import load_rules, read_rules, rule_files

FOLDER = Path(builtin_rules())


@pytest.mark.parametrize("file", rule_files(FOLDER), ids=lambda f: f.stem)
def test_a_rule_does_what_its_examples_say(file: Path) -> None:
    wrong = [
        f"{e.path}:{e.line}: {e.rule}: {e.text!r}"
        for e in run_examples(load_rules([file]))
        if not e.is_right
    ]

    assert wrong == []


def test_all_files_load_together() -> None:
    assert compile_rules(*read_rules([FOLDER]))["rules"]
