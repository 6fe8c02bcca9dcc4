"""The features that the tree adds, in the order of their columns, each in plain words."""

from __future__ import annotations

from typing import Final

from cleaner.markup import ANCESTORS, FAMILIES

LEVELS: Final = 4  # containers above a block that are looked at
SUMMED_LEVELS: Final = 3  # of these, how many are described

TAGS: Final = (
    ("p",), ("div",), ("li",), ("h1",), ("h2",), ("h3",), ("h4", "h5", "h6"), ("td", "th", "tr"),
    ("blockquote",), ("figcaption",), ("section", "main"), ("article",), ("pre",), ("dd", "dt"),
    ("body",), ("button",), ("label",), ("figure",),
)  # fmt: skip
"""Tags that are told apart, in kinds; any other is the last kind."""

PAGE_MARKS: Final = ("article", "main", "article_body")
"""Ancestors whose absence tells something where the page has them."""

_CONTAINERS: Final = ("its container", "the container around that", "the next container")
_GROUPS: Final = (
    *_CONTAINERS, "the fourth container", "blocks of its tag and class",
    "blocks of its and its container's class",
)  # fmt: skip


def _fact_names() -> dict[str, str]:
    names = {
        "depth": "how deep it stands (log)",
        "is_broken": "made by a line break",
        "links": "share of it in links",
        "links_log": "links in it (log)",
        "all_link": "just a link",
        "all_bold": "all bold",
        "has_wrapper": "has a class of its own",
    }
    names |= {f"tag_{kind[0]}": f"in <{kind[0]}>" for kind in TAGS}
    names["tag_other"] = "in a rarer tag"
    names |= {f"in_{name}": f"inside {name.replace('_', ' ')}" for name in ANCESTORS}
    for name in PAGE_MARKS:
        words = name.replace("_", " ")
        names[f"page_has_{name}"] = f"the page marks {words}"
        names[f"outside_{name}"] = f"outside the page's {words}"
    names |= {f"near_{name}": f"of a class that says '{name}'" for name in FAMILIES}
    names |= {f"far_{name}": f"in a class that says '{name}'" for name in FAMILIES}
    for level, words in enumerate(_CONTAINERS):
        names[f"up{level}_prose_of_page"] = f"{words}: share of the page's prose"
        names[f"up{level}_prose"] = f"{words}: how much is prose"
        names[f"up{level}_links"] = f"{words}: how much is links"
        names[f"up{level}_blocks"] = f"{words}: blocks (log)"
    names["sign_prose"] = "its tag and class: share of the page's prose"
    names["sign_blocks"] = "its tag and class: blocks (log)"
    names["sign_parent_prose"] = "its and its container's class: share of the page's prose"
    names["sign_parent_blocks"] = "its and its container's class: blocks (log)"
    names["tag_prose"] = "its tag: share of the page's prose"
    return names | {
        "in_heaviest": "inside the container with most prose",
        "up0_is_heaviest": "its container holds most prose",
        "up1_is_heaviest": "the container around that holds most prose",
        "steps_up": "steps from the container with most prose",
        "steps_down": "steps down from there",
        "heaviest_share": "how much of the page's prose one container holds",
        "prose": "reads like a paragraph",
        "common_prose": "a paragraph like most of the page's",
        "before_heaviest": "before the container with most prose",
        "after_heaviest": "after the container with most prose",
    }


def _window_names() -> dict[str, str]:
    names = {}
    for number, words in enumerate(_GROUPS):
        names[f"group{number}_belief"] = f"{words}: share of body among the others"
        names[f"group{number}_weighed"] = f"{words}: share of body, by words"
        names[f"group{number}_shrunk"] = f"{words}: share of body, with some doubt"
        names[f"group{number}_share"] = f"{words}: share of the page's body"
        names[f"group{number}_blocks"] = f"{words}: how many blocks (log)"
        names[f"group{number}_mass"] = f"{words}: words of body (log)"
        if number < SUMMED_LEVELS:
            names[f"group{number}_ratio"] = f"{words}: body against the fullest one"
    return names


FACTS: Final[dict[str, str]] = _fact_names()
"""What the tree says about a block: the columns of `facts.Facts`."""

TREE_WINDOWS: Final[dict[str, str]] = _window_names()
"""What the first stage says of the other blocks in its containers: `windows.tree_windows`."""
