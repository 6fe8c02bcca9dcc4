"""What the cleaner removes from an article, as findings: span by span, nothing more or less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cleaner.checker.catalogue import SCORE
from cleaner.checker.places import Places
from cleaner.data import Verdict
from cleaner.findings import Finding, digest_of
from cleaner.result import Result

MAX_WORDS_CHARS = 60  # of what is complained of, quoted in the message


def removal_findings(
    result: Result, places: Places, confidences: Mapping[str, float]
) -> Iterator[Finding]:
    """Yield one finding for each removed span, in reading order.

    The blank lines around a span go with it; they are part of its `cut`, so that the cuts of all
    findings together are exactly what the filter removes.

    Args:
        result: of the cleaning.
        places: of its document's text.
        confidences: of the rules, by id.
    """
    for verdict, start, end in _with_blanks(result.removed):
        yield _finding(verdict, (start, end), places, confidences)


def _with_blanks(removed: Sequence[Verdict]) -> Iterator[tuple[Verdict, int, int]]:
    """Each removed span that is not blank, with the range of it and of the blanks it takes along.

    Blanks belong to the span that they follow without a gap, else to the one that follows them.
    """
    waiting: Verdict | None = None
    start = end = 0
    for verdict in removed:
        is_blank = verdict.role == "blank"
        joins = waiting is not None and verdict.start == end
        if waiting is not None and joins and (is_blank or waiting.role == "blank"):
            waiting = waiting if is_blank else verdict
        else:
            if waiting is not None:
                yield waiting, start, end
            waiting, start = verdict, verdict.start
        end = verdict.end
    if waiting is not None:
        yield waiting, start, end


def _finding(
    verdict: Verdict, cut: tuple[int, int], places: Places, confidences: Mapping[str, float]
) -> Finding:
    lead = len(verdict.text) - len(verdict.text.lstrip())
    start = verdict.start + (lead if lead < len(verdict.text) else 0)
    end = max(start, verdict.start + len(verdict.text.rstrip()))
    place = places.of(start, end)
    return Finding(
        path="",
        record=0,
        field="",
        **place._asdict(),
        code=verdict.rule or f"{SCORE}/{verdict.role}",
        message=_message(verdict),
        reasons=verdict.reasons,
        confidence=_confidence(verdict, confidences),
        digest=digest_of(verdict.text),
        span=(start, end),
        cut=cut,
    )


def _message(verdict: Verdict) -> str:
    words = " ".join(verdict.text.split())
    if len(words) > MAX_WORDS_CHARS:
        words = words[: MAX_WORDS_CHARS - 1].rstrip() + "…"
    return f"{verdict.category or verdict.role}: “{words}”"


def _confidence(verdict: Verdict, confidences: Mapping[str, float]) -> float:
    """Of the rule that decided; where the scorer did, how far the score is from main content."""
    if verdict.rule:
        return confidences.get(verdict.rule, 1.0)
    return round(1 - (verdict.score or 0.0), 3)
