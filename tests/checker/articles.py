"""Small articles and a checker for tests; the words are ours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from cleaner.checker.cache import ResultCache
from cleaner.checker.files import Files
from cleaner.checker.inspect import Inspector
from cleaner.checker.run import Outcome, check_files
from cleaner.checker.settings import CheckSettings
from cleaner.packs.cache import builtin_rules

FIRST = "The council voted on Tuesday to close the bridge for six months, the mayor said.\n"
SECOND = "Engineers found cracks in two of the nine arches last autumn, and closed a lane.\n"
THIRD = "The county pays half of the repair; the rest comes from the toll on the old ford.\n"
BODY = FIRST + SECOND + THIRD
APPEAL = "Support our journalism from as little as $1 a month.\n"
DIRTY = f"Share this article\n\n{FIRST}{APPEAL}{SECOND}{THIRD}"
RULES = builtin_rules()


def checked(
    folder: Path, paths: Sequence[str] = (".",), jobs: int = 1, **settings: object
) -> Outcome:
    """Check files below a folder, without a cache."""
    own = replace(CheckSettings(root=str(folder)), **settings)  # type: ignore[arg-type]
    inspector, files = Inspector(own, [RULES]), Files(own)
    found = files.below([str(folder / path) for path in paths])
    outcome = check_files(found, inspector, files, ResultCache(is_used=False), jobs)
    outcome.findings = [replace(one, path=files.relative(one.path)) for one in outcome.findings]
    return outcome


def codes(outcome: Outcome) -> list[str]:
    return [f"{one.path}:{one.place[0]} {one.code}" for one in outcome.findings]


def written(folder: Path, **texts: str | bytes) -> Path:
    """Write `name="text"` as `name.txt`."""
    for name, text in texts.items():
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        (folder / f"{name}.txt").write_bytes(data)
    return folder


def body(number: int, words: int = 60) -> str:
    """A body like no other, also where digits do not count."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in str(number))
    return " ".join(f"word{letters}x{i}" for i in range(words)).capitalize() + ".\n"


def damaged_table(path: Path, kind: str) -> list[bytes]:
    """Write three texts to Parquet, of which the second is no UTF-8; return their bytes."""
    pa = pytest.importorskip("pyarrow")
    from pyarrow.parquet import write_table

    if kind == "string_view" and not hasattr(pa, kind):
        pytest.skip("this pyarrow has no views of strings")
    texts = [(body(2) + APPEAL).encode(), b"caf\xe9 " + body(3).encode(), body(4).encode()]
    strings = pa.array(texts, pa.large_binary()).view(pa.large_string())
    if kind == "dictionary":
        plain = strings.cast(pa.string(), safe=False)
        column = pa.DictionaryArray.from_arrays(pa.array(range(3), pa.int32()), plain)
    else:
        column = strings.cast(getattr(pa, kind)(), safe=False)
    write_table(pa.table({"text": column, "n": range(3)}), path)
    return texts
