"""What follows from a template: the plain tree that the matcher walks, and what it asks of a line.

Above all the literals of which one must occur in any text that it matches, and with what such a
text begins.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from cleaner.packs.modes import TemplateTree
from cleaner.packs.nodes import Choice, Literal, Node, Sequence_, Slot
from cleaner.packs.slots import SLOT_CHARS, SLOT_LITERALS

_RARE_SIGNS = frozenset("©®|•·@»«><#%[]{}=~+_$£€¥₹ł…")
_LAST_ALPHABETIC = "\u3000"  # behind it are signs of Chinese, Japanese and Korean, each rare
ENOUGH = 8  # characters of a literal; longer ones hardly narrow a search further
MAX_SPELLINGS = 64  # of pieces side by side, looked for as literals
MAX_PREFIXES = 96  # more take longer to load than they save by telling beginnings apart
SLOT = "ʘ"  # stands for what fills a slot, where spellings are looked at: a letter of no text
_COMMON = frozenset(
    """
    about all and any are art at back been but by can could day did end for from get had has have
    her here him his how into its just last main make many may min more most much must new news
    next not now off one only other our out over own part people said see she show some take than
    that the their them then there these they this time two use was way well were what when where
    which who will with would year you your please first aus bei das dem den der des die ein eine
    für ist mit nach nicht sich sie und von war wie zu dans est les par pas plus pour que qui sur
    une con del las los más para por una che della non per dos mais não uma een het met van voor
    zijn rea sid ani pti arte
    """.split()
)


def to_tree(node: Node) -> TemplateTree:
    """Return the template as plain data, as `matcher` walks it."""
    match node:
        case Literal(text):
            return ("a", (text,))
        case Slot(name):
            return ("s", name)
        case Sequence_(parts):
            return ("q", tuple(map(to_tree, parts)))
        case Choice(branches, optional):
            texts = tuple(b.text for b in branches if isinstance(b, Literal))
            others = tuple(to_tree(b) for b in branches if not isinstance(b, Literal))
            if not others and not optional:
                return ("a", texts)
            return ("c", ((("a", texts),) if texts else ()) + others, optional)


def required_literals(node: Node) -> tuple[str, ...]:
    """Return literals, lower case, one of which any matching text holds; () if there are none.

    Pieces that stand side by side and have few spellings are taken together: of
    `\\((ap|afp)\\) {name}` one of "(ap) " and "(afp) " must occur.
    """
    match node:
        case Slot(name):
            return SLOT_LITERALS.get(name, ())
        case Choice(branches, optional=False) if spellings(node) is None:
            found = [required_literals(branch) for branch in branches]
            return tuple(dict.fromkeys(x for f in found for x in f)) if all(found) else ()
        case Sequence_(parts):
            options = [*_runs(parts), *map(required_literals, parts)]
            return max(options, key=rank, default=())
        case _:
            return spellings(node) or ()


def needs(node: Node, slots: frozenset[str]) -> bool:
    """True if every matching text holds one of these slots."""
    match node:
        case Slot(name):
            return name in slots
        case Sequence_(parts):
            return any(needs(part, slots) for part in parts)
        case Choice(branches, optional=False):
            return all(needs(branch, slots) for branch in branches)
        case _:
            return False


def musts(node: Node) -> tuple[tuple[str, ...], ...]:
    """Return sets of texts, lower case, of each of which one stands in any matching text."""
    match node:
        case Sequence_(parts):
            return tuple(texts for part in parts for texts in musts(part))
        case Slot(name):
            return (SLOT_LITERALS[name],) if name in SLOT_LITERALS else ()
        case Choice(_, True):
            return ()
        case _:
            texts = tuple(t.strip() for t in spellings(node) or ())
            return (texts,) if texts and all(texts) and len(texts) <= MAX_SPELLINGS else ()


def branches(node: Node) -> tuple[Node, ...]:
    """Return templates of which one stands where the template does.

    Those of a choice by itself, its plain texts together: these are looked for at once.
    """
    if not isinstance(node, Choice) or node.optional:
        return (node,)
    plain = tuple(one for one in node.branches if isinstance(one, Literal))
    others = (one for one in node.branches if not isinstance(one, Literal))
    together = (Choice(plain, optional=False),) if plain else ()
    return (*together, *chain.from_iterable(map(branches, others)))


def max_chars(node: Node) -> int:
    """Return how long a line may be that the template fills."""
    match node:
        case Literal(text):
            return len(text)
        case Slot(name):
            return SLOT_CHARS[name]
        case Sequence_(parts):
            return sum(map(max_chars, parts))
        case Choice(branches, _):
            return max(map(max_chars, branches))


def spellings(node: Node, slot: str | None = None) -> tuple[str, ...] | None:
    """Return all texts that a template stands for, lower case; None if there are too many.

    Args:
        node: of the template.
        slot: what to write for a slot; without it, a template with slots has too many.
    """
    match node:
        case Literal(text):
            return (text,)
        case Slot() if slot is not None:
            return (slot,)
        case Choice(branches, optional):
            found = [spellings(branch, slot) for branch in branches]
            if any(f is None for f in found):
                return None
            texts = dict.fromkeys(x for f in found if f for x in f)
            return tuple(texts | {"": None} if optional else texts)
        case Sequence_(parts):
            texts_: tuple[str, ...] = ("",)
            for part in parts:
                more = spellings(part, slot)
                if more is None or len(texts_) * len(more) > MAX_SPELLINGS:
                    return None
                texts_ = tuple(a + b for a in texts_ for b in more)
            return texts_
        case _:
            return None


def prefixes(node: Node) -> tuple[str, ...]:
    """Return texts, lower case, with one of which any matching text begins; () if unknown."""
    match node:
        case Sequence_(parts):
            run: tuple[str, ...] = ("",)
            for part in parts:
                more = spellings(part)
                if more is None or len(run) * len(more) > MAX_PREFIXES:
                    more = prefixes(part)
                    if more and len(run) * len(more) <= MAX_PREFIXES:
                        run = tuple(a + b for a in run for b in more)
                    break
                run = tuple(a + b for a in run for b in more)
            return run if all(run) else ()
        case Choice(branches, optional=False) if spellings(node) is None:
            found = [prefixes(branch) for branch in branches]
            return tuple(x for f in found for x in f) if all(found) else ()
        case _:
            texts = spellings(node) or ()
            return texts if all(texts) else ()


def worth(literals: tuple[str, ...]) -> int:
    """Return how well literals narrow a search: the length of the shortest that is no common word.

    A rare sign counts three; 3 and more is enough for a rule.
    """
    return min(map(_worth, literals), default=0)


def rank(literals: tuple[str, ...]) -> tuple[int, int]:
    """Long enough to be seldom, then few: each literal makes the automaton larger."""
    return min(worth(literals), ENOUGH), -len(literals)


def _worth(literal: str) -> int:
    if not _RARE_SIGNS.isdisjoint(literal) or max(literal, default="") > _LAST_ALPHABETIC:
        return len(literal) + 2
    words = literal.split()
    if all(len(word) < 3 or word in _COMMON for word in words):
        return min(len(literal), 1 + len(words), 3)
    return len(literal)


def _runs(parts: tuple[Node, ...]) -> Iterator[tuple[str, ...]]:
    """The spellings of every longest run of neighbours that have few."""
    run: tuple[str, ...] = ("",)
    for part in (*parts, None):
        more = None if part is None else spellings(part)
        if more is not None and len(run) * len(more) <= MAX_SPELLINGS:
            run = tuple(a + b for a in run for b in more)
            continue
        if all(run):
            yield run
        run = more or ("",)
    if all(run):
        yield run
