"""Every shipped rule does what its examples say, file by file."""

from pathlib import Path

import pytest
import yaml

from cleaner import Cleaner
from cleaner.corpus.rule_examples import run_examples
from cleaner.packs.cache import builtin_rules, load_pack
from cleaner.packs.load import load_rules, rule_files

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
    assert len(load_pack([str(FOLDER)])) > 3_000


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


STORY = (
    "The council voted on Tuesday to close the bridge for six months, the mayor told the hall.",
    "Repairs will cost £4.2m, of which the county pays half, according to a report seen later.",
    "Nobody in the hall disagreed, though a baker asked who would buy her bread in the meantime.",
    "Engineers from the county will begin by lifting the deck, which weighs 300 tonnes or more.",
    "Residents left the hall shortly after nine, and the lights on the bridge went out at ten.",
    "The work begins in April and is expected to last until the end of September, as ever.",
    "Divers found cracks in two of the piers in January, and the river has risen since then.",
    "The mayor said that the closure could not wait, and that she would walk to the baker herself.",
)
"""A sentence of the examples stands in its middle, one paragraph among others."""


SENTENCE_ENDS = (".", "!", "?", "”", '"')

TAKEN = frozenset(
    (rule, text)
    for part in yaml.safe_load(
        (Path(__file__).parent / "taken_examples.yaml").read_text(encoding="utf-8")
    ).values()
    for rule, texts in part.items()
    for text in texts
)
"""Sentences that one rule leaves alone and another takes, each with the rule that left it."""


def test_no_rule_takes_a_sentence_that_another_calls_journalism() -> None:
    """What a rule's author calls prose must not be dropped by the rule next door."""
    told = [
        (item, text)
        for item in load_rules(rule_files(FOLDER))
        for text in map(str.strip, filter(_is_text, item.rule.examples.no_match))
        if "\n" not in text and len(text.split()) >= 5 and text.endswith(SENTENCE_ENDS)
    ]
    cleaner = Cleaner(profile="rules-only")
    pages = ["\n\n".join([*STORY[:4], text, *STORY[4:]]) + "\n" for _, text in told]
    urls = [item.publisher and f"https://{item.publisher.domains[0]}/a" for item, _ in told]
    lost = {
        (item.id, text)
        for (item, text), page, url in zip(told, pages, urls, strict=True)
        if text not in cleaner.clean(page, url=url).text
    }

    assert len(told) > 5_000
    assert sorted(lost - TAKEN) == []
    assert sorted(TAKEN - lost) == [], "no longer taken: leave them out of taken_examples.yaml"


def _is_text(example: object) -> bool:
    return isinstance(example, str)
