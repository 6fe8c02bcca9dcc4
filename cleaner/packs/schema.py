"""What a rule file may say. pydantic checks it; the field texts are the documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
)

from cleaner.data import CHROME_CATEGORIES, ROLES
from cleaner.folding import fold_wording
from cleaner.packs.citing import QUOTED
from cleaner.packs.signs import pattern_of

KINDS = ("line", "phrase", "template", "signs", "pattern", "block")
EXPRESSIONS = ("signs", "pattern")  # kinds whose texts are regular expressions
POSITIONS = ("head", "inside", "tail", "below")
MAX_NAME = 80  # signs of a rule's name
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)

NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_DOMAIN = r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"
LANGUAGE = r"^[a-z]{2}$"
SHAPES = {
    NAME: "write lower case, digits and hyphens, as share-buttons",
    _DOMAIN: "write it in small letters, as example.org",
    LANGUAGE: "write two small letters, as en",
}
"""By the pattern of a text, how to write it."""


def _without_www(domain: str) -> str:
    if domain.startswith("www."):
        raise ValueError("begins with `www.`, which sites are compared without; take it out")
    return domain


def _more_than_one(phrases: tuple[str, ...]) -> tuple[str, ...]:
    if any(len(phrase.strip().splitlines()) > 1 for phrase in phrases):
        raise ValueError("has a text of several lines, none of which holds it all; divide it")
    if len(set(map(fold_wording, phrases))) == 1:
        raise ValueError("never switches the pack on: that takes two different phrases; add one")
    return phrases


def _several(signs: tuple[str, ...]) -> tuple[str, ...]:
    if len(signs) < 2:
        raise ValueError("has no two signs that could meet; give another, or use kind pattern")
    return signs


def _as_day(value: Any) -> date:
    """Take nothing but ISO days; pydantic would read seconds since 1970 and times too."""
    day = _day_of(value)
    if day is None:
        raise ValueError("is no day; write it as 2024-05-31")
    return day


def _day_of(value: Any) -> date | None:
    try:
        is_day = isinstance(value, str) and _DAY.fullmatch(value)
        return date.fromisoformat(value) if is_day else None
    except ValueError:
        return None


Name = Annotated[str, StringConstraints(pattern=NAME, max_length=MAX_NAME)]
Wording = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Fingerprint = Annotated[str, StringConstraints(min_length=8, max_length=1000)]
Domain = Annotated[str, StringConstraints(pattern=_DOMAIN), AfterValidator(_without_www)]
Language = Annotated[str, StringConstraints(pattern=LANGUAGE)]
Day = Annotated[date, BeforeValidator(_as_day)]
Count = Annotated[int, Strict()]
YesOrNo = Annotated[bool, Strict()]
Category: Any = Literal[CHROME_CATEGORIES]
Role: Any = Literal[ROLES]
_Position: Any = Literal[POSITIONS]
_Kind: Any = Literal[KINDS]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _some(item: Any, most: int = 500) -> Any:
    """One item or a list of them."""
    return Annotated[
        tuple[item, ...], BeforeValidator(_as_list), Field(min_length=1, max_length=most)
    ]


Signs = Annotated[
    tuple[Wording, ...],
    AfterValidator(_several),
    Field(max_length=10, json_schema_extra={"minItems": 2}),
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Near(_Strict):
    """Templates looked for in the lines around."""

    lines: Count = Field(ge=1, le=50, description="how many non-blank lines to each side")
    any: _some(Wording, 50)  # type: ignore[valid-type]


class Where(_Strict):
    """Conditions under which a rule counts."""

    languages: _some(Language, 40) | None = None  # type: ignore[valid-type]
    domains: _some(Domain) | None = None  # type: ignore[valid-type]
    not_domains: _some(Domain) | None = None  # type: ignore[valid-type]
    position: _some(_Position, len(POSITIONS)) | None = None  # type: ignore[valid-type]
    max_words: Count | None = Field(default=None, ge=1, le=2000)
    min_words: Count | None = Field(default=None, ge=1, le=2000)
    max_chars: Count | None = Field(default=None, ge=1, le=20000)
    near: Near | None = None
    not_near: Near | None = None
    quoted: YesOrNo | None = None
    min_hits: Count = Field(default=1, ge=1, le=100)


class Examples(_Strict):
    """Texts that the rule hits, and texts that it must not hit."""

    match: _some(Wording, 50)  # type: ignore[valid-type]
    no_match: _some(Wording, 50)  # type: ignore[valid-type]


class Rule(_Strict):
    """One rule as written; what must fit together in it `misfits` says."""

    name: Name = Field(description="what is matched; unique in the file")
    summary: Wording = Field(description="what it is, in a line")
    why: Wording = Field(description="why it is not journalism, or why it must stay")
    kind: _Kind
    any: _some(Wording) | None = None  # type: ignore[valid-type]
    all: _some(Signs, 100) | None = Field(  # type: ignore[valid-type]
        default=None, description="for `signs`: lists of regular expressions that meet in a line"
    )
    from_: _some(Wording, 50) | None = Field(default=None, alias="from")  # type: ignore[valid-type]
    to: _some(Wording, 50) | None = None  # type: ignore[valid-type]
    before: _some(Wording, 50) | None = None  # type: ignore[valid-type]
    max_lines: Count | None = Field(default=None, ge=1, le=1000)
    needs: _some(Wording, 50) | None = Field(  # type: ignore[valid-type]
        default=None, description="for `pattern`: literals of which one must occur"
    )
    anchor: Literal["line", "start", "end", "none"] | None = None
    reach: Literal["phrase", "sentence", "line", "paragraph"] = "line"
    action: Literal["drop", "keep", "label"] = "drop"
    role: Role | None = None
    category: Category | None = None
    unless: _some(Wording, 50) | None = None  # type: ignore[valid-type]
    where: Where = Where()
    confidence: Annotated[float, Strict()] = Field(default=0.95, ge=0, le=1)
    status: Literal["stable", "experimental", "deprecated"] = "stable"
    since: Day | None = None
    until: Day | None = None
    examples: Examples


def texts_of(rule: Rule) -> list[tuple[tuple[str, int], str]]:
    """Return the texts of a rule that is no block, each with its place; of signs their patterns."""
    if rule.kind == "signs":
        return [(("all", i), pattern_of(signs)) for i, signs in enumerate(rule.all or ())]
    return [(("any", i), text) for i, text in enumerate(rule.any or ())]


def anchor_of(rule: Rule) -> str:
    """Return where in the line a rule's texts stand: its own anchor, or its kind's."""
    return rule.anchor or ("line" if rule.kind in ("line", "template") else "none")


def misfits(rule: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (key, problem, way out) for all that does not go together in a rule as written."""
    has = {key for key, value in rule.items() if value is not None}
    kind, action = rule.get("kind"), rule.get("action", "drop")
    yield from _block_misfits(has) if kind == "block" else _text_misfits(has, kind)
    if kind == "line" and rule.get("anchor") not in (None, "line"):
        yield "anchor", "kind line always fills the line", "take out `anchor` or use kind phrase"
    if kind == "signs" and "anchor" in has:
        yield "anchor", "kind signs always takes the whole line", "take it out"
    if "needs" in has and kind in KINDS and kind != "pattern":
        way_out = "take it out; other kinds find their literals themselves"
        yield "needs", "`needs` belongs to kind pattern only", way_out
    if ("role" in has) != (action == "label"):
        key = "role" if "role" in has else "action"
        yield key, "`role` and `action: label` belong together", "give both or neither"
    since, until = _day_of(rule.get("since")), _day_of(rule.get("until"))
    if since and until and since > until:
        yield "since", "`since` is later than `until`", "exchange them"
    where = rule.get("where")
    if isinstance(where, Mapping):
        least, most = where.get("min_words"), where.get("max_words")
        if isinstance(least, int) and isinstance(most, int) and least > most:
            yield "where", "`min_words` is above `max_words`", "exchange them"
        if where.get("quoted") is True and QUOTED in (_as_list(rule.get("unless")) or ()):
            problem = "`quoted: true` and `unless: quoted` exclude each other"
            yield "where", problem, "take one of them out"


def _block_misfits(has: Set[str]) -> Iterator[tuple[str, str, str]]:
    if "from" not in has:
        yield "kind", "kind block needs `from`", "say where the block begins"
    if ("to" in has) == ("before" in has):
        yield "kind", "kind block needs `to` or `before`, one of them", "say where the block ends"
    if "max_lines" not in has:
        yield "kind", "kind block needs `max_lines`", "bound its length"
    for key in sorted(has & {"any", "all"}):
        yield key, f"`{key}` does not belong to kind block", "use `from` and `to`"
    if "reach" in has:
        yield "reach", "`reach` does not belong to kind block", "take it out"


def _text_misfits(has: Set[str], kind: Any) -> Iterator[tuple[str, str, str]]:
    if kind not in KINDS:
        return
    wanted, other = ("all", "any") if kind == "signs" else ("any", "all")
    if wanted not in has:
        yield "kind", f"kind {kind} needs `{wanted}`", "list its texts there"
    if other in has:
        yield other, f"`{other}` does not belong to kind {kind}", f"use `{wanted}`"
    for key in ("from", "to", "before", "max_lines"):
        if key in has:
            way_out = "take it out or change the kind"
            yield key, f"`{key}` belongs to kind block only", way_out


class Publisher(_Strict):
    """Whose pack it is."""

    name: Wording
    domains: _some(Domain)  # type: ignore[valid-type]
    languages: _some(Language, 40) | None = None  # type: ignore[valid-type]
    fingerprint: Annotated[tuple[Fingerprint, ...], AfterValidator(_more_than_one)] = Field(
        default=(), description="unmistakable phrases; two different ones switch the pack on"
    )


class PublisherFile(_Strict):
    """A file in rules/publishers/."""

    publisher: Publisher
    rules: list[Rule]
