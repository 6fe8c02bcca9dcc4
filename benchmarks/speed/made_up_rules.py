"""More rules of the same shape as those that ship, to see what rules cost.

A made-up rule is a shipped one whose words are exchanged for other words of the rules, of the same
length and each always for the same one. So kinds, slots, choices, conditions, lengths and the
wording of news chrome stay what they are, and the rule's own examples still hold.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from cleaner.api import Cleaner
from cleaner.data import CHROME_CATEGORIES
from cleaner.packs.cache import builtin_rules, load_pack
from cleaner.packs.pack import RulePack
from cleaner.packs.tree import read_tree

WORDED = ("any", "from", "to", "before", "unless", "examples", "near", "not_near")
LEFT_ALONE = re.compile(r"\{\w+\}|\\.|[^\W\d_]{5,}")
COMMON = 20  # a word that stands more often in the rules stays: it carries their shape
RULES_IN_A_FILE = 500


def pack_of(count: int, folder: Path) -> RulePack:
    """Return `count` rules: a sample spread over the shipped ones, or those and made-up ones.

    Args:
        count: how many; made-up rules come in whole rounds over the shipped ones and are sampled.
        folder: where the made-up rules' files are written.
    """
    shipped = load_pack([builtin_rules()])
    ids = [row[0] for row in shipped.rows]
    if count <= len(ids):
        chosen = [ids[i * len(ids) // count] for i in range(count)]
        return Cleaner(shipped, select=chosen)._stages.pack
    more = count - len(ids)
    write_rules(folder, more)
    return load_pack([builtin_rules(), str(folder)])


def write_rules(folder: Path, count: int) -> None:
    """Write `count` made-up rules round after round over the shipped ones."""
    written = [rule for rule in _shipped() if rule["kind"] != "pattern"]
    words = sorted(w for w, n in Counter(_words(written)).items() if n <= COMMON)
    folder.mkdir(parents=True, exist_ok=True)
    round_ = 0
    while count > 0:
        round_ += 1
        others = exchanged(words, round_)
        taken = written if count >= len(written) else _spread(written, count)
        rules = [{**_translated(rule, others), "name": f"r-{i}"} for i, rule in enumerate(taken)]
        for first in range(0, len(rules), RULES_IN_A_FILE):
            few = rules[first : first + RULES_IN_A_FILE]
            text = yaml.dump(few, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
            (folder / f"made-up-{round_}-{first}.yaml").write_text(text, "utf-8")
        count -= len(taken)


def exchanged(words: Sequence[str], step: int) -> dict[str, str]:
    """Return for each word another of the same length, `step` places further on.

    >>> exchanged(["form", "give", "read", "story"], 1)
    {'form': 'give', 'give': 'read', 'read': 'form', 'story': 'story'}
    """
    of_length: dict[int, list[str]] = {}
    for word in words:
        of_length.setdefault(len(word), []).append(word)
    return {
        word: group[(i + step) % len(group)]
        for group in of_length.values()
        for i, word in enumerate(group)
    }


def _spread(rules: Sequence[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    return [rules[i * len(rules) // count] for i in range(count)]


def _shipped() -> Iterator[dict[str, Any]]:
    """Yield the rules as written; a publisher's and a file's category and language put in."""
    for file in sorted(Path(builtin_rules()).rglob("*.yaml")):
        content = read_tree(file.read_bytes(), file.name)[0].data
        rules = content["rules"] if isinstance(content, dict) else content
        for rule in rules:
            if file.parent.name == "publishers":
                where = {"domains": content["publisher"]["domains"]} | rule.get("where", {})
                rule = rule | {"where": where}
            elif (category := file.name.split(".")[0]) in CHROME_CATEGORIES:
                rule = {"category": category} | rule
            yield rule


def _words(value: Any, is_worded: bool = False) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _words(inner, is_worded or key in WORDED)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner, is_worded)
    elif is_worded and isinstance(value, str):
        yield from (w for w in LEFT_ALONE.findall(value.lower()) if w[0].isalpha())


def _translated(value: Any, others: Mapping[str, str], is_worded: bool = False) -> Any:
    if isinstance(value, Mapping):
        return {k: _translated(v, others, is_worded or k in WORDED) for k, v in value.items()}
    if isinstance(value, list):
        return [_translated(v, others, is_worded) for v in value]
    if not is_worded or not isinstance(value, str):
        return value
    return LEFT_ALONE.sub(lambda m: _as_cased(m[0], others.get(m[0].lower(), m[0])), value)


def _as_cased(model: str, word: str) -> str:
    return word.capitalize() if model[0].isupper() else word
