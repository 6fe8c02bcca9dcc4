"""All stages by the compiled scorer, which says the same as `columns`; without numpy."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from cleaner.native import twin
from cleaner.scoring.characters import class_table, folded_codes
from cleaner.scoring.entries import Entries
from cleaner.scoring.lexicon import KINDS
from cleaner.scoring.names import ALL_NAMES
from cleaner.scoring.tables import BELIEFS, HALF_ROOTS, LOGS, ROOTS
from cleaner.scoring.weights import Weights

if TYPE_CHECKING:
    from cleaner.scoring.batch import Bounds
    from cleaner.scoring.columns import Added, Scores


N_STAGES: Final = 2  # whose values a row holds, one behind the other


@cache
def module() -> Any:
    """Return the compiled scorer, None where it is not there or knows other features."""
    found = twin("scorer")
    fits = found is not None and (found.FEATURES, found.KINDS) == (ALL_NAMES, KINDS)
    return found if fits else None


def score_documents(
    texts: Sequence[str],
    bounds: Sequence[Bounds],
    evidence: Sequence[Sequence[int]],
    weights: Weights,
) -> list[Scores]:
    """Return the scores of documents, see `model.score_batch`.

    Raises:
        ValueError: blocks that do not tile their text, or evidence of another length.
    """
    model = weights.made("compiled", _model)
    found = model.score(texts, bounds, evidence)
    return [(final, _added(model, rows, values)) for final, rows, values in found]


def made_model(
    entries: Entries, own: Sequence[int], own_base: int, stages: Sequence[Mapping[str, Any]]
) -> Any:
    """Return a compiled model.

    Args:
        entries: of its word lists.
        own, own_base: numbers of the first stage, see `Weights`.
        stages: numbers of the two that look around, by the names of a `Stage`; all in rows.
    """
    folded = folded_codes()
    numbers: dict[str, Iterable[int]] = {
        "unfolded": folded.keys(),
        "folded": folded.values(),
        "logs": LOGS,
        "half_roots": HALF_ROOTS,
        "roots": ROOTS,
        "beliefs": BELIEFS,
        "kinds": entries.kinds,
        "points": entries.points,
        "own": own,
        "own_base": (own_base,),
    }
    for prefix, stage in zip(("second", "third"), stages, strict=True):
        columns = {**stage, "hidden": chain.from_iterable(stage["hidden"])}
        columns["base"] = (stage["base"],)
        numbers |= {f"{prefix}.{name}": column for name, column in columns.items()}
    given: dict[str, Any] = {name: array("q", column) for name, column in numbers.items()}
    given |= {"classes": class_table(), "hashes": array("Q", entries.hashes)}
    return module().Model(given)


def _model(weights: Weights) -> Any:
    stages = [stage._asdict() for stage in weights.stages]
    return made_model(weights.entries, weights.own, weights.own_base, stages)


def _added(model: Any, rows: bytes, values: bytes) -> Callable[[int], Added]:
    """Return what tells the points of a document's blocks; worked out when somebody looks."""

    def added(block: int) -> Added:
        row = memoryview(rows).cast("i")[block]
        first = N_STAGES * len(ALL_NAMES) * row
        own = memoryview(values).cast("h")[first : first + len(ALL_NAMES)]
        return model.points(values, row), own.tolist()

    return added
