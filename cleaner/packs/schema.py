"""What a rule file may say. pydantic checks it; the field texts are the documentation."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    model_validator,
)

from cleaner.data import CHROME_CATEGORIES, ROLES

KINDS = ("line", "phrase", "template", "pattern", "block")
POSITIONS = ("head", "inside", "tail")

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Wording = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
Domain = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Category = Literal[CHROME_CATEGORIES]
Role = Literal[ROLES]


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _some(item: Any, most: int = 500) -> Any:
    """One item or a list of them."""
    return Annotated[
        tuple[item, ...], BeforeValidator(_as_list), Field(min_length=1, max_length=most)
    ]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Near(_Strict):
    """Templates looked for in the lines around."""

    lines: int = Field(ge=1, le=50, description="how many non-blank lines to each side")
    any: _some(Wording, 50)  # type: ignore[valid-type]


class Where(_Strict):
    """Conditions under which a rule counts."""

    languages: _some(Language, 40) | None = None  # type: ignore[valid-type]
    domains: _some(Domain) | None = None  # type: ignore[valid-type]
    not_domains: _some(Domain) | None = None  # type: ignore[valid-type]
    position: _some(Literal[POSITIONS], 3) | None = None  # type: ignore[valid-type]
    max_words: int | None = Field(default=None, ge=1, le=2000)
    min_words: int | None = Field(default=None, ge=1, le=2000)
    max_chars: int | None = Field(default=None, ge=1, le=20000)
    near: Near | None = None
    not_near: Near | None = None
    quoted: bool | None = None
    min_hits: int = Field(default=1, ge=1, le=100)


class Examples(_Strict):
    """Texts that the rule hits, and texts that it must not hit."""

    match: _some(Wording, 50)  # type: ignore[valid-type]
    no_match: _some(Wording, 50)  # type: ignore[valid-type]


class Rule(_Strict):
    """One rule as written."""

    name: Name = Field(description="what is matched; unique in the file")
    summary: Wording = Field(description="what it is, in a line")
    why: Wording = Field(description="why it is not journalism, or why it must stay")
    kind: Literal[KINDS]
    any: _some(Wording) | None = None  # type: ignore[valid-type]
    from_: _some(Wording, 50) | None = Field(default=None, alias="from")  # type: ignore[valid-type]
    to: _some(Wording, 50) | None = None  # type: ignore[valid-type]
    before: _some(Wording, 50) | None = None  # type: ignore[valid-type]
    max_lines: int | None = Field(default=None, ge=1, le=1000)
    needs: _some(Wording, 50) | None = Field(  # type: ignore[valid-type]
        default=None, description="for `pattern`: literals of which one must occur"
    )
    anchor: Literal["line", "start", "end", "none"] | None = None
    reach: Literal["phrase", "sentence", "line", "paragraph"] = "line"
    action: Literal["drop", "keep", "label"] = "drop"
    role: Role | None = None  # type: ignore[valid-type]
    category: Category | None = None  # type: ignore[valid-type]
    unless: _some(Wording, 50) | None = None  # type: ignore[valid-type]
    where: Where = Where()
    confidence: float = Field(default=0.95, ge=0, le=1)
    status: Literal["stable", "experimental", "deprecated"] = "stable"
    since: date | None = None
    until: date | None = None
    examples: Examples

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if self.kind == "block":
            self._check_block()
        else:
            _demand(self.any is not None, f"kind {self.kind} needs `any`", "list its texts there")
            for key in ("from_", "to", "before", "max_lines"):
                _demand(
                    getattr(self, key) is None,
                    f"`{key.rstrip('_')}` belongs to kind block only",
                    "take it out or change the kind",
                )
        _demand(
            self.needs is None or self.kind == "pattern",
            "`needs` belongs to kind pattern only",
            "take it out; other kinds find their literals themselves",
        )
        _demand(
            (self.role is not None) == (self.action == "label"),
            "`role` and `action: label` belong together",
            "give both or neither",
        )
        _demand(
            not (self.since and self.until) or self.since <= self.until,  # type: ignore[operator]
            "`since` is later than `until`",
            "exchange them",
        )
        _demand(
            self.kind != "line" or self.anchor in (None, "line"),
            "kind line always fills the line",
            "take out `anchor` or use kind phrase",
        )
        return self

    def _check_block(self) -> None:
        _demand(self.from_ is not None, "kind block needs `from`", "say where the block begins")
        _demand(
            (self.to is None) != (self.before is None),
            "kind block needs `to` or `before`, one of them",
            "say where the block ends",
        )
        _demand(self.max_lines is not None, "kind block needs `max_lines`", "bound its length")
        _demand(self.any is None, "`any` does not belong to kind block", "use `from` and `to`")
        _demand(self.anchor is None, "`anchor` does not belong to kind block", "take it out")


class Publisher(_Strict):
    """Whose pack it is."""

    name: Wording
    domains: _some(Domain)  # type: ignore[valid-type]
    languages: _some(Language, 40) | None = None  # type: ignore[valid-type]
    fingerprint: tuple[Wording, ...] = Field(
        default=(), description="unmistakable phrases; two different ones switch the pack on"
    )

    @model_validator(mode="after")
    def _fingerprints_are_long(self, info: ValidationInfo) -> Self:
        for phrase in self.fingerprint:
            _demand(
                len(phrase) >= 8,
                f"fingerprint {phrase!r} is too short to be unmistakable",
                "use 8 characters or more",
            )
        return self


class PublisherFile(_Strict):
    """A file in rules/publishers/."""

    publisher: Publisher
    rules: list[Rule]


def _demand(is_fine: bool, problem: str, way_out: str) -> None:
    if not is_fine:
        raise ValueError(f"{problem}; {way_out}")
