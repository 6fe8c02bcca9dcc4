"""Whether an example of what must not be hit is near enough to the rule to prove anything."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleaner.folding import fold, fold_wording
from cleaner.packs.load import LoadedRule
from cleaner.packs.slots import SLOTS
from cleaner.scripts import MARKS, chars_a_word

STEM = 5  # letters of a word that are compared, so that "adverts" is near to "advertisement"
_SLOT = re.compile(r"\{(\w+)\}")
_SAYS_NOTHING = frozenset({"text", "topic", "publisher", "place"})  # slots that most lines fill


def far_fetched(item: LoadedRule) -> Iterator[int]:
    """Yield the indexes of `no_match` examples that no sloppier form of the rule would hit.

    Such a form keeps a word of the rule, or a slot that few lines fill, as a date. An example with
    neither would pass whatever the rule says.
    """
    texts = tuple(_texts(item))
    words = frozenset(stem for text in texts for stem in _stems(_SLOT.sub(" ", text)))
    slots = {s for text in texts for s in _SLOT.findall(text) if s in SLOTS} - _SAYS_NOTHING
    shapes = [re.compile(SLOTS[slot]) for slot in sorted(slots)]
    if not words and not shapes:
        return
    for index, example in enumerate(item.rule.examples.no_match):
        is_near = words & _stems(example) or any(s.search(fold(example)) for s in shapes)
        if not is_near:
            yield index


def _texts(item: LoadedRule) -> Iterator[str]:
    rule = item.rule
    for texts in (rule.any, *(rule.all or ()), rule.from_, rule.to, rule.before, rule.needs):
        yield from texts or ()


def _stems(text: str) -> frozenset[str]:
    """Beginnings of the words; of scripts without blanks, each sign."""
    words = re.findall(rf"(?:[^\W\d_]|[{MARKS}]){{2,}}", fold_wording(text))
    return frozenset(
        stem
        for word in words
        for stem in (word if any(map(chars_a_word, word)) else (word[:STEM],))
    )
