"""The checks besides the rules: what each finds, why that matters, what to do."""

from __future__ import annotations

from typing import NamedTuple


class Check(NamedTuple):
    """One check.

    Attributes:
        id: group and name.
        summary: what it finds, in a line.
        why: why that matters in a corpus.
        way_out: what to do about a finding.
    """

    id: str
    summary: str
    why: str
    way_out: str


EXACT = "corpus/exact-duplicate"
NEAR = "corpus/near-duplicate"
LITTLE = "corpus/little-body"
REPEATED = "corpus/repeated-line"
LANGUAGE = "text/wrong-language"
MOJIBAKE = "text/mojibake"
MIXED = "text/mixed-encoding"
OTHER = "text/other-encoding"
INVISIBLE = "text/invisible-character"
CONTROL = "text/control-character"

CHECKS = (
    Check(
        EXACT,
        "The same body as another article",
        "A model that reads a text twice learns it by heart, and a test set that shares a text "
        "with the training set measures nothing. Bodies are compared, so that the same article "
        "with other chrome around it is found too.",
        "Delete one of the two.",
    ),
    Check(
        NEAR,
        "Nearly the same body as another article",
        "Agency copy, corrected versions and follow-ups repeat most of a text. The share of "
        "sequences of five words that both have is estimated (MinHash, 126 values; the standard "
        "error is about 4 percentage points).",
        "Keep the better version; `near-duplicate` in the settings moves the threshold.",
    ),
    Check(
        LITTLE,
        "An article with next to no body",
        "Pages of pictures, videos and error messages leave a headline and nothing beneath it.",
        "Delete the article; `min-body-words` in the settings moves the threshold.",
    ),
    Check(
        REPEATED,
        "The same line in many files, known to no rule",
        "What stands word for word (digits aside) under many articles was not written for any of "
        "them: it is chrome that the rules do not know yet. Articles that are duplicates of "
        "others do not count.",
        "Run `clean rules mine` on the files and make a rule of it; `repeated-line-files` in the "
        "settings moves the threshold.",
    ),
    Check(
        LANGUAGE,
        "The body is in another language than is declared",
        "Rules and scorer go by the declared language, and so do those who train on the corpus. "
        "Asked only where a language is declared and the body has some length.",
        "Mend the declaration or move the article.",
    ),
    Check(
        MOJIBAKE,
        "Text that was decoded with the wrong encoding",
        "“donâ€™t” is “don’t”, read as Western European and saved as UTF-8. "
        "A replacement character is a letter that was lost on the way.",
        "Fetch the page again, or repair the line: `ftfy FILE` does most of it.",
    ),
    Check(
        MIXED,
        "Two encodings in one file",
        "Part of the file is UTF-8, part is not: texts were joined as bytes. No program reads "
        "such a file as it was meant.",
        "Convert the odd part to UTF-8.",
    ),
    Check(
        OTHER,
        "Another encoding than most files of the corpus",
        "Readers expect one encoding of one corpus, and the encoding of this file had to be "
        "guessed or was announced by a mark.",
        "Convert it: `iconv -f FROM -t UTF-8`. Where the encoding is a guess, look first whether "
        "the letters beyond ASCII are right.",
    ),
    Check(
        INVISIBLE,
        "Invisible characters",
        "Zero-width spaces, soft hyphens, marks of direction and tags split words for search, "
        "counting and tokenising, and may hide text from a reader. Joiners inside emoji and in "
        "scripts that need them, and marks of direction beside right-to-left script, are fine.",
        "Delete them.",
    ),
    Check(
        CONTROL,
        "Control characters",
        "What steers terminals and printers is no text; it is a trace of broken conversion.",
        "Delete them.",
    ),
)

CHECK_IDS = tuple(check.id for check in CHECKS)
SCORE = "score"
RULES = "rules"
GROUPS = tuple(dict.fromkeys(check.id.partition("/")[0] for check in CHECKS))
SCORE_HELP = Check(
    SCORE,
    "A block that the scorer takes for chrome, though no rule speaks of it",
    "The scorer sums named terms of the block and its surroundings. `clean explain FILE` shows "
    "all of them, the reasons of a finding the largest ones. The word behind the slash is the "
    "role: headline, byline, caption, or boilerplate.",
    "Delete it (`--fix`), keep its role (`--keep title`), or leave the scorer out "
    "(`--ignore score`, `--profile rules-only`).",
)


def find_check(id: str) -> Check | None:
    """Return the check with an id; None if there is none. All of `score/…` are one."""
    if id.partition("/")[0] == SCORE:
        return SCORE_HELP
    return next((check for check in CHECKS if check.id == id), None)
