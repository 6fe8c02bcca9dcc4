"""Hold `clean eval` against the scorer that lies beside the development pages, page by page.

    python benchmarks/agreement.py --data ../shared/data

Both judge the same outputs: the raw text itself, its long lines, and what the cleaner keeps.
Prints the largest difference of each measure; exit code 1 if one is above a millionth. The pages
are those that `labelled_pages.py` wrote to `--labelled`. Without the data it says so and stops.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from labelled_pages import FLAVOURS, add_data

from cleaner.api import Cleaner
from cleaner.measure.labelled_text import LabelledText
from cleaner.measure.reading import read_labelled
from cleaner.measure.runs import Clean, cleaning_with, untouched
from cleaner.measure.scores import score_page

ENOUGH = 1e-6
PAIRS = {
    "precision": "rouge_p", "recall": "rouge_r", "f1": "rouge_f", "lost": "lost",
    "residue": "residue", "is_exact": "exact_clean", "chrome": "chrome",
    "chrome_removed": "chrome_removed",
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    add_data(parser)
    parser.add_argument("--labelled", default="build/labelled")
    parser.add_argument("--flavour", action="append", choices=FLAVOURS)
    options = parser.parse_args()
    scorer = Path(options.data).parent / "tools" / "score.py"
    if not scorer.exists():
        print(f"skipped: no {scorer}; give --data", file=sys.stderr)
        return 0
    worst = 0.0
    systems = {
        "untouched": untouched,
        "long lines": long_lines,
        "cleaner": cleaning_with(Cleaner()),
    }
    for flavour in options.flavour or FLAVOURS:
        texts = read_labelled([f"{options.labelled}/{flavour}.jsonl.gz"])
        for name, clean in systems.items():
            found = differences(texts, clean, scorer, flavour)
            worst = max(worst, *found.values())
            told = "  ".join(f"{measure} {value:.1e}" for measure, value in found.items())
            print(f"{flavour}, {name}, {len(texts)} pages: {told}", flush=True)
    return int(worst > ENOUGH)


def long_lines(text: LabelledText) -> str:
    """A cleaner that makes mistakes of both kinds."""
    return "\n".join(line for line in text.lines if len(line.split()) >= 12)


def differences(
    texts: Sequence[LabelledText], clean: Clean, scorer: Path, flavour: str
) -> dict[str, float]:
    """Return the largest difference of each measure over all pages."""
    outputs = {text.id: clean(text) for text in texts}
    ours = [score_page(text, outputs[text.id]) for text in texts]
    theirs = scored_by(scorer, outputs, flavour)
    return {
        name: max(abs(getattr(page, name) - theirs[page.id][other]) for page in ours)
        for name, other in PAIRS.items()
    }


def scored_by(scorer: Path, outputs: dict[str, str], flavour: str) -> dict[str, dict[str, float]]:
    """Return what the other scorer says of each page."""
    with tempfile.TemporaryDirectory() as folder:
        kept, scores = Path(folder) / "kept.jsonl", Path(folder) / "scores.json"
        lines = (json.dumps({"id": id, "text": text}) for id, text in outputs.items())
        kept.write_text("\n".join(lines), "utf-8")
        command = [sys.executable, str(scorer), "--flavour", flavour, "--jobs", "1"]
        command += ["--gold", "manual", "--gold", "silver"]
        command += ["--outputs", str(kept), "--json", str(scores)]
        subprocess.run(command, check=True, capture_output=True)
        return {page["id"]: page for page in json.loads(scores.read_text("utf-8"))["pages"]}


if __name__ == "__main__":
    raise SystemExit(main())
