"""One labelled text as JSON: its fields, and what they must say (see `docs/training.md`)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from cleaner.languages import NO_CODE, is_code, language_of
from cleaner.measure.labelled_text import BODY, CHROME
from cleaner.measure.words import words_of

LEAST_WEIGHT, MOST_WEIGHT = 1e-6, 1e6  # so that sums of them are numbers, and none is lost in one


class SpanRecord(BaseModel):
    """A span of a text and what it is."""

    model_config = ConfigDict(strict=True)
    start: Annotated[int, Field(ge=0)]
    end: int
    label: Literal["body", "chrome", "neutral"] = "body"


class TextRecord(BaseModel):
    """One line of a file of labelled texts; other fields are passed over."""

    model_config = ConfigDict(strict=True)
    text: str
    labels: list[Literal[1, 0, -1] | None] | None = None
    spans: list[SpanRecord] | None = None
    body: str | list[str] | None = None
    mixed: dict[str, str] = {}
    optional: list[int] = []
    titles: list[str] = []
    id: str | int | None = None
    url: str | None = None
    lang: str | None = None
    source: str | None = None
    group: str | None = None
    weight: Annotated[float, Field(ge=LEAST_WEIGHT, le=MOST_WEIGHT)] = 1.0
    measured: bool = True

    @field_validator("lang")
    @classmethod
    def _is_code(cls, lang: str | None) -> str | None:
        if lang and not is_code(lang):
            raise ValueError(f"`lang` {lang!r} {NO_CODE}")
        return language_of(lang)

    @model_validator(mode="after")
    def _is_labelled(self) -> TextRecord:
        lines = self.text.count("\n") + 1
        if self.labels is None and self.spans is None and self.body is None:
            raise ValueError("no labels; give `labels`, `spans` or `body`")
        if self.labels is not None and self.spans is not None:
            raise ValueError("both `labels` and `spans`; give one of them")
        if self.labels is not None and len(self.labels) != lines:
            raise ValueError(
                f"{len(self.labels)} `labels` for {lines} lines; give one for each, "
                "also for what stands behind the last line end"
            )
        n = len(self.paragraphs)
        if any(not 0 <= number < n for number in self.optional):
            raise ValueError("`optional` names a paragraph that `body` has not; they count from 0")
        return self

    @model_validator(mode="after")
    def _is_mixed_where_undecided(self) -> TextRecord:
        """Lines that are partly body are there, and are labelled neither body nor chrome."""
        if self.mixed and self.labels is None:
            raise ValueError("`mixed` without `labels`; give `labels`, or say it with `spans`")
        labels = self.labels or []
        for key in self.mixed:
            if not key.isdecimal() or int(key) >= len(labels):
                raise ValueError("`mixed` names a line that is not there; lines count from 0")
            if labels[int(key)] in (BODY, CHROME):
                raise ValueError(f"`mixed` names line {key}, which has a label; label it -1")
            line = self.text.split("\n")[int(key)]
            if not set(words_of(self.mixed[key])) <= set(words_of(line)):
                raise ValueError(f"`mixed` gives line {key} words that do not stand in it")
        return self

    @property
    def paragraphs(self) -> list[str]:
        if isinstance(self.body, str):
            return [line for line in self.body.split("\n") if line.strip()]
        return self.body or []
