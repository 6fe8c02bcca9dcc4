"""Every shipped rule does what its examples say, file by file."""

from pathlib import Path

import pytest

from cleaner import Cleaner
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


BODY = (
    "The council voted on Tuesday evening, after a long debate, for the budget of the coming year, "
    "which raises the tax on houses in the centre of the town."
)
"""Around each sentence, so that it stands inside a story."""

SHARED = frozenset(
    {
        "caption.de/bildzeile-mit-quelle",  # a caption in Spanish, too
        "mixed.da/kommentar-konto-og-abonnement",  # Norwegian says the same
    }
)
"""Rules of which a sentence that they leave alone is chrome to another language's rule."""


def test_no_rule_takes_what_a_rule_of_another_language_leaves_alone() -> None:
    """Where no language is told, all rules look; a loose one undoes the care of the others."""
    told = [
        (item.id, text.strip())
        for item in load_rules(rule_files(FOLDER / "general"))
        for text in item.rule.examples.no_match
        if item.languages and isinstance(text, str) and item.id not in SHARED
    ]
    left = [(rule, text) for rule, text in told if "\n" not in text]
    pages = ["\n".join([BODY] * 4 + [text] + [BODY] * 4) for _, text in left]
    wrong = [
        f"{rule}: {text!r} is dropped by {span.rule}"
        for (rule, text), result in zip(
            left, Cleaner(profile="rules-only").clean_many(pages), strict=True
        )
        for span in result.removed
        if span.rule and _language(span.rule) not in (None, _language(rule))
    ]

    assert len(left) > 2_000
    assert wrong == []


def _language(rule: str) -> str | None:
    """Return the language in the name of a rule's file; None of those for all languages."""
    _, dot, language = rule.split("/")[0].partition(".")
    return language if dot else None
