"""What the features are called: the columns of all stages, in order, each in plain words."""

from __future__ import annotations

from typing import Final

from cleaner.data import BYLINE, CAPTION, DATELINE, DOUBTED, HEADLINE
from cleaner.scoring.lexicon import CUES

LABELS: Final = (
    (HEADLINE, "headline"),
    (BYLINE, "byline"),
    (DATELINE, "dateline"),
    (CAPTION, "caption"),
    (DOUBTED, "weak_drop"),
)
"""Codes of the evidence that weak rules give, and the features they are."""

OWN_FEATURES: Final[dict[str, str]] = {
    "log_words": "number of words (log)",
    "log_chars": "number of characters (log)",
    "letters_per_word": "letters in a word",
    "capitalised": "share of words that begin with a capital",
    "upper": "share of letters that are capitals",
    "digits": "share of digits",
    "punctuation": "share of punctuation",
    "commas": "commas in a word",
    "sentence_ends": "sentence ends (log)",
    "ends_terminal": "ends like a sentence",
    "ends_colon": "ends in a colon",
    "ends_ellipsis": "ends in an ellipsis",
    "ends_question": "ends in a question mark",
    "starts_lower": "begins with a small letter",
    "starts_upper": "begins with a capital",
    "starts_digit": "begins with a digit",
    "starts_symbol": "begins with a symbol or bullet",
    "starts_quote": "begins with a quotation mark",
    "has_quote": "has a quotation mark",
    "has_bracket": "has a bracket",
    "has_exclamation": "has an exclamation mark",
    "has_at": "has an @",
    "has_separator": "has a separator (bar, bullet, arrow)",
    "separators": "separators in a word",
    "has_mark": "has a sign such as #, %, /, $",
    "has_symbol": "has an emoji or other symbol",
    "time": "has a time of day or a score such as 3:1",
    "year": "has a year",
    "repeats": "times it stands on the page (log)",
    "repeats_head": "blocks of the page that begin with the same two words (log)",
    "blank_before": "blank line before",
    "blank_after": "blank line after",
    "words_1": "one word",
    "words_2": "two or three words",
    "words_4": "four to six words",
    "words_7": "seven to eleven words",
    "words_12": "twelve to nineteen words",
    "words_20": "twenty to thirty-nine words",
    "words_40": "forty words or more",
    "ideographs": "share of characters of a script without spaces",
    "function_share": "share of small words",
    "function_log": "small words (log)",
    "function_none": "no small word among four or more",
    "sentence_like": "twelve words or more that end like a sentence",
    "cues": "kinds of chrome it has words of",
    "cue_first": "first word is a word of chrome",
    "you": "share of words that address the reader",
    "we": "share of words that mean ourselves",
    "speech": "a word of saying",
    "calendar": "names of months and days (log)",
    **{f"cue_{kind}": f"words of the kind '{kind}'" for kind in CUES},
    "wording": "learnt wording",
    "wording_sum": "learnt wording, all words together",
    **{f"rule_{name}": f"a weak rule says {name.replace('_', ' ')}" for _, name in LABELS},
}
"""Name and plain words of each own-block feature, in the order of the columns."""

_YES_OR_NO: Final = ("ends_", "starts_", "has_", "blank_", "words_", "rule_")
_DENIALS: Final = {
    "ends ": "does not end ",
    "begins ": "does not begin ",
    "has an ": "has no ",
    "has a ": "has no ",
    "first word is ": "first word is not ",
    "no small ": "some small ",
    "blank ": "no blank ",
    "a ": "no ",
    "": "not ",
}


def _denied(words: str) -> str:
    yes = next(yes for yes in _DENIALS if words.startswith(yes))
    return _DENIALS[yes] + words.removeprefix(yes)


DENIED: Final = {
    name: _denied(words)
    for name, words in OWN_FEATURES.items()
    if name.startswith(_YES_OR_NO)
    or name in ("time", "year", "function_none", "sentence_like", "cue_first", "speech")
}
"""Features that a block has or has not, in plain words of one that has not."""

STEPS: Final = (1, 2, 3)
REACHES: Final = (2, 5, 12, 30)
SIGNALS: Final = ("ends_terminal", "log_words", "cues", "function_share", "capitalised", "wording")
"""Own features that the windows sum up too."""

NEAR: Final = ("log_words", "wording", "ends_terminal")
"""Own features that are looked up one and two rows away."""

SIGNAL_REACH: Final = 5
CUTS: Final = ((500, "core"), (350, "wide"))


def _window_names() -> dict[str, str]:
    names = {
        "logit": "how it looks by itself",
        "belief": "how likely it is body by itself",
    }
    for side in ("before", "after"):
        for step in STEPS:
            names[f"logit_{side}_{step}"] = f"how block {step} {side} looks"
            if step < 3:
                for near in NEAR:
                    words = near.replace("_", " ")
                    names[f"{near}_{side}_{step}"] = f"block {step} {side}: {words}"
        names[f"edge_{side}"] = f"nothing {side} it"
        for reach in REACHES:
            names[f"belief_{side}_{reach}"] = f"{reach} blocks {side}: share of body"
            names[f"mass_{side}_{reach}"] = f"{reach} blocks {side}: words of body (log)"
        for signal in SIGNALS:
            names[f"{signal}_{side}"] = f"five blocks {side}: {signal.replace('_', ' ')}"
        names[f"drops_{side}"] = f"blocks {side} that a rule drops, of five"
        names[f"above_{side}"] = f"share of the page's body {side} it"
    names["balance_5"] = "weight of body against chrome, five blocks around"
    names["balance_15"] = "weight of body against chrome, fifteen blocks around"
    for _, cut in CUTS:
        names[f"{cut}_inside"] = f"inside the best run ({cut})"
        names[f"{cut}_before"] = f"blocks to the best run after it ({cut}, log)"
        names[f"{cut}_behind"] = f"blocks since the best run before it ({cut}, log)"
        names[f"{cut}_depth"] = f"strength of the best run through it ({cut})"
        names[f"{cut}_size"] = f"size of the best run ({cut}, log)"
    return names | {
        "page_share": "share of the page that looks like body",
        "page_best": "best look of any block on the page",
        "below_best": "how far it stands below the best block",
        "page_worst": "worst look of any block on the page",
        "page_chrome": "blocks on the page that look like chrome (log)",
        "page_rows": "blocks on the page (log)",
        "page_words": "words on the page (log)",
        "place": "place on the page, by blocks",
        "place_words": "place on the page, by words",
        "page_drops": "share of blocks that a rule drops",
    }


WINDOW_FEATURES: Final[dict[str, str]] = _window_names()
"""Name and plain words of what stands around a block, in the order of the columns."""

OWN_NAMES: Final = tuple(OWN_FEATURES)
ALL_NAMES: Final = (*OWN_FEATURES, *WINDOW_FEATURES)
