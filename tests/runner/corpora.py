"""Small corpora, and a run over them in this process."""

import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cleaner import Cleaner
from cleaner.formats.inlet import Inlet
from cleaner.runner.options import Options
from cleaner.runner.plan import make_plan
from cleaner.runner.run import Report, Streams, run
from tests.rules import pack_of, rule

BODY = "The council voted on Tuesday to close the bridge for six months, the mayor said.\n"
MORE = "“Nobody asked us,” said Ada Brook, who runs the bakery at the river. 橋の修理。😀\n"
SHARE = "Share this article\n"
PACK = pack_of(rule("line", "share this article"), name="share")
CLEANER = Cleaner(rules=PACK, profile="rules-only")


def text(number: int) -> str:
    """A text with chrome, unlike the others."""
    return f"{SHARE}{number}. {BODY}{SHARE}{MORE * (number % 3)}{SHARE}"


def cleaned(number: int) -> str:
    return f"{number}. {BODY}{MORE * (number % 3)}"


def lines(records: Iterable[Mapping[str, Any]], *, is_ascii: bool = False) -> bytes:
    return b"".join(json.dumps(r, ensure_ascii=is_ascii).encode() + b"\n" for r in records)


def some_lines(count: int) -> bytes:
    """Records of which every second one is spelt with escapes."""
    return b"".join(
        lines([{"id": f"a{n}", "n": n / 7, "text": text(n), "more": [n]}], is_ascii=n % 2 == 0)
        for n in range(count)
    )


def execute(inputs: object, output: object, stdin: bytes = b"", **asked: Any) -> Report:
    """Run here; what goes to standard output is lost."""
    return streamed(inputs, output, stdin, **asked)[0]


def streamed(
    inputs: object, output: object = "-", stdin: bytes = b"", piece_bytes: int = 2_000, **asked: Any
) -> tuple[Report, bytes]:
    """Run here, in small pieces; return the report and what went to standard output."""
    report, out, _ = streams_of(inputs, output, stdin, piece_bytes, **asked)
    return report, out


def streams_of(
    inputs: object,
    output: object = "-",
    stdin: bytes = b"",
    piece_bytes: int = 2_000,
    cleaner: Cleaner = CLEANER,
    out: list[bytes] | None = None,
    **asked: Any,
) -> tuple[Report, bytes, bytes]:
    """The same, and what went to standard error of bad records.

    Args:
        out: gets what goes to standard output, also of a run that ends in an error.
    """
    given = (str(inputs),) if isinstance(inputs, str | Path) else tuple(map(str, inputs))  # type: ignore[call-overload]
    options = Options(given, str(output), **asked)
    inlet = Inlet(io.BufferedReader(io.BytesIO(stdin)))  # type: ignore[arg-type]
    out = [] if out is None else out
    errors: list[bytes] = []
    plan = make_plan(options, cleaner, inlet)
    plan = plan._replace(limits=plan.limits._replace(piece_bytes=piece_bytes))
    report = run(plan, cleaner, inlet, lambda *_: None, Streams(out.append, errors.append))
    return report, b"".join(out), b"".join(errors)


def read_lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def files_in(folder: Path) -> dict[str, bytes]:
    """Content of every file below a folder, but for what the run needs to go on."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "manifest." not in path.name
    }
