"""One shape for white space, apostrophes, quotes and dashes, so that spellings compare equal.

Two steps, because the first keeps every offset and the second is rarely needed:

- `fold` replaces characters one for one: the result has the same length as the text.
- `Compact` also closes runs of blanks, drops invisible characters and the dots below letters of
  Hindi and Bengali, joins combining marks and writes three dots as one, and remembers where, so
  that positions can be led back.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass

_APOSTROPHES = "’‘‛ʼ´`′ˈ"
_QUOTES = "“”„‟″〝〞＂"  # not « and »: they serve as arrows too
_DASHES = "‐‑‒–—―−－"
_BLANKS = (
    "\t\x1f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
    "\u205f\u3000"
)
_DOTS = "\u093c\u09bc"  # below letters: written, left out, or one character with the letter
INVISIBLE = f"\u200b\u200c\u200d\u2060\ufeff\u00ad{_DOTS}"
DOTTED = {
    "\u0958": "\u0915", "\u0959": "\u0916", "\u095a": "\u0917", "\u095b": "\u091c",
    "\u095c": "\u0921", "\u095d": "\u0922", "\u095e": "\u092b", "\u095f": "\u092f",
    "\u09dc": "\u09a1", "\u09dd": "\u09a2", "\u09df": "\u09af",
}  # fmt: skip
"""Letters with such a dot, and the same without."""

TWINS = (
    "ıi", "ſs", "ςσ", "µ\u03bc", "ϐβ", "ϵε", "ϑθ", "\u1fbeι", "\u0345ι", "ϰκ", "ϖπ", "ϱρ", "ϕφ",
    "ẛṡ", "ﬆﬅ", "\u1fd3\u0390", "\u1fe3\u03b0", "\u1c80в", "\u1c81д", "\u1c82о", "\u1c83с",
    "\u1c84т", "\u1c85т", "\u1c86ъ", "\u1c87ѣ", "\u1c88\ua64b",
)  # fmt: skip
"""Letters of one capital, or of none: `re` takes the first of each pair for the second."""

_TO_FOLD = (
    *((c, "'") for c in _APOSTROPHES),
    *((c, '"') for c in _QUOTES),
    *((c, "-") for c in _DASHES),
    *((c, " ") for c in _BLANKS),
)
_TO_FOLD_ASCII = tuple((a, b) for a, b in _TO_FOLD if a.isascii())

DECORATION = (
    " \r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"  # white space and line ends
    "•·●▪■□◦‣∙*-|¦>›<‹→←↓↑▶►▸▼▾▲△▽✓✔★☆+#=~_[]"  # bullets, arrows, rules
    ".:;,!?…"  # closing punctuation
    "◆◇▽▷◁◀○◎□※➤❯❮【】［］〔〕｜＞＜＝＋＊＃～"  # bullets and brackets of Japanese and Chinese
    "。．：；，、！？।॥؟،؛۔"  # closing punctuation there, of Hindi and of Arabic
)
"""What may stand around a whole line without making it another line."""

DECORATED = "[" + "".join(f"\\{sign}" for sign in DECORATION) + "]*"
"""The same, any of it, as a regular expression."""


def fold(text: str) -> str:
    """Return `text` with one shape for blanks, apostrophes, quotes and dashes, same length.

    >>> fold("It’s “on” – now")
    'It\\'s "on" - now'
    """
    if text.isascii():
        table = _TO_FOLD_ASCII
    else:
        table = _TO_FOLD
        if "»" in text and "«" not in text:  # an arrow: "Read more »"
            text = text.replace("»", "›")
    for old, new in table:
        text = text.replace(old, new)
    return text


def lower(folded: str) -> str:
    """Return the text in lower case, one character for each, whatever its neighbours.

    `str.lower` makes two characters of İ and looks at the neighbours of a final sigma.

    >>> lower("İSTANBUL ΟΔΟΣ")
    'istanbul οδοσ'
    """
    if folded.isascii():
        return folded.lower()
    return one_twin(folded.replace("İ", "i").lower())


def one_twin(lowered: str) -> str:
    """Return the text with one small letter for each capital: dotless i is i, long s is s.

    >>> one_twin("kaydı")
    'kaydi'
    """
    for pair in TWINS:
        lowered = lowered.replace(pair[0], pair[1])
    return lowered


def fold_wording(text: str) -> str:
    """Return a rule's wording as it is compared: folded, lower case, compact.

    >>> fold_wording("Sign  up for…")
    'sign up for…'
    """
    folded = fold(unicodedata.normalize("NFC", text))
    compact = _compacted(folded).text if needs_work(folded) else folded
    return lower(compact).strip()


@dataclass(frozen=True, slots=True)
class Compact:
    """A folded text with its superfluous characters left out, and the way back.

    Attributes:
        text: the compact text, case kept.
        marks: positions in `text`, ascending, from which on more of the original is missing.
        gone: for each mark, how many characters are missing before it in all.
    """

    text: str
    marks: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()

    @classmethod
    def of(cls, folded: str) -> Compact:
        """Make the compact form of a folded text."""
        if not needs_work(folded):
            return cls(folded)
        return _compacted(folded)

    def origin(self, position: int) -> int:
        """Return the offset in the folded text of the character at `position` here.

        For the end of a span, what is missing right behind it belongs to it.
        """
        if not self.marks:
            return position
        i = bisect_right(self.marks, position)
        return position + (self.gone[i - 1] if i else 0)


def needs_work(folded: str) -> bool:
    """True if the compact form of a folded text is another one."""
    if "  " in folded or "..." in folded:
        return True
    if folded.isascii():
        return False
    if any(c in folded for c in _LEFT_OUT):
        return True
    encoded = folded.encode("utf-8", "surrogatepass")
    return b"\xcc" in encoded or b"\xcd" in encoded  # U+0300 to U+037F: combining marks


def _compacted(folded: str) -> Compact:
    out: list[str] = []
    marks: list[int] = []
    gone: list[int] = []
    length = missing = start = 0
    for found in re.finditer(_SUPERFLUOUS, folded):
        instead = _instead(found.group())
        if instead == found.group():
            continue
        out += (folded[start : found.start()], instead)
        length += found.start() - start + len(instead)
        missing += len(found.group()) - len(instead)
        start = found.end()
        marks.append(length)
        gone.append(missing)
    out.append(folded[start:])
    return Compact("".join(out), tuple(marks), tuple(gone))


_LEFT_OUT = (*INVISIBLE, *DOTTED)
_SUPERFLUOUS = (
    f"(?: [{INVISIBLE}]*){{2,}}|\\.\\.\\.|[{INVISIBLE}]+|.[\u0300-\u036f]{{1,9}}"
    f"|[{''.join(DOTTED)}]"
)


def _instead(found: str) -> str:
    if found == "...":
        return "…"
    if found in DOTTED:
        return DOTTED[found]
    if "\u0300" <= found[-1] <= "\u036f":
        composed = unicodedata.normalize("NFC", found)
        return composed if len(composed) <= len(found) else found
    return " " if found[0] == " " else ""
