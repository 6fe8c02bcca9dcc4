"""Where the time goes: CPU seconds of each stage and of each pass, measured from outside.

The stages' functions are wrapped where the pipeline calls them, so that this measures whatever the
pipeline is made of today: each function of `cleaner.stages`, `cleaner.views` or `cleaner.result`
that `cleaner.pipeline` names is one row. What is left is the pipeline's own.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

from cleaner import pipeline
from cleaner.api import BATCH_CHARS, Cleaner

MEASURED = ("cleaner.stages.", "cleaner.result", "cleaner.views.")


@dataclass(frozen=True, slots=True)
class Profile:
    """CPU seconds over all pages.

    Attributes:
        total: of the whole.
        stages: of each function, under `module.function`; none calls another.
        passes: of the first pass, the second, and so on, over the pages that came so far.
        texts: how many texts each pass judged.
        chars: of all pages.
    """

    total: float
    stages: Mapping[str, float]
    passes: Sequence[float]
    texts: Sequence[int]
    chars: int


def profile_stages(cleaner: Cleaner, texts: Sequence[str]) -> Profile:
    """Clean the texts in batches, as corpora are, after a round that is not counted."""
    batches = _batches(texts)
    for batch in batches:
        _ = [result.text for result in cleaner.clean_many(batch)]
    clock = _Clock()
    with clock.running():
        for batch in batches:
            clock.passed = 0
            began = time.process_time()
            _ = [result.text for result in cleaner.clean_many(batch)]
            clock.total += time.process_time() - began
    passes = [clock.passes[i] for i in sorted(clock.passes)]
    judged = [clock.texts[i] for i in sorted(clock.texts)]
    return Profile(clock.total, dict(clock.stages), passes, judged, sum(map(len, texts)))


def _batches(texts: Sequence[str]) -> list[list[str]]:
    """Split the texts as `clean_many` does, so that each call is one run of the pipeline."""
    batches: list[list[str]] = [[]]
    for text in texts:
        batches[-1].append(text)
        if sum(map(len, batches[-1])) >= BATCH_CHARS:
            batches.append([])
    return [batch for batch in batches if batch]


class _Clock:
    """Adds up the time of wrapped functions; what runs inside another counts once, outermost."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = defaultdict(float)
        self.passes: dict[int, float] = defaultdict(float)
        self.texts: dict[int, int] = defaultdict(int)
        self.total = 0.0
        self.passed = 0
        self._is_inside = False

    @contextmanager
    def running(self) -> Iterator[None]:
        with ExitStack() as stack:
            for name, function in stage_functions(vars(pipeline)).items():
                label = f"{function.__module__.rpartition('.')[2]}.{name}"
                stack.enter_context(patch.object(pipeline, name, self._timed(label, function)))
            judge = self._timed_pass(pipeline.Stages.judge)
            stack.enter_context(patch.object(pipeline.Stages, "judge", judge))
            yield

    def _timed(self, label: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any, **named: Any) -> Any:
            if self._is_inside:
                return function(*arguments, **named)
            self._is_inside = True
            began = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                self.stages[label] += time.process_time() - began
                self._is_inside = False

        return timed

    def _timed_pass(self, judge: Callable[..., Any]) -> Callable[..., Any]:
        def timed(stages: Any, documents: Sequence[Any], *more: Any) -> Any:
            began = time.process_time()
            try:
                return judge(stages, documents, *more)
            finally:
                self.passes[self.passed] += time.process_time() - began
                self.texts[self.passed] += len(documents)
                self.passed += 1

        return timed


def stage_functions(names: Mapping[str, Any]) -> dict[str, Callable[..., Any]]:
    """Return the functions among a module's names that belong to a stage or to the result."""
    return {
        name: value
        for name, value in names.items()
        if callable(value)
        and not isinstance(value, type)
        and str(getattr(value, "__module__", "")).startswith(MEASURED)
    }
