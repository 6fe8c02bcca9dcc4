"""A process in one environment that times contenders on demand: `python -m ...worker PAGES.json`.

It reads a line `{"round": NAME}` from its input and writes one line: `{"seconds": ..., "size": ...,
"documents": ...}` or `{"problem": ...}`. Times are CPU time of the whole process. What a peer
prints goes to standard error.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.speed import peers_html, peers_text
from benchmarks.speed.contenders import Contender, Run

KINDS = {"text": peers_text.CONTENDERS, "html": peers_html.CONTENDERS}


def main() -> int:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    kind, pages = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    worker = _Worker({c.name: c for c in KINDS[kind]}, pages)
    for line in sys.stdin:
        print(json.dumps(worker.answer(json.loads(line)["round"])), file=answers, flush=True)
    return 0


class _Worker:
    """Loads each contender when first asked for it."""

    def __init__(self, contenders: dict[str, Contender], pages: list[str]) -> None:
        self._contenders = contenders
        self._pages = pages
        self._loaded: dict[str, Run] = {}

    def answer(self, name: str) -> dict[str, Any]:
        """Time one round; whatever goes wrong in a peer is an answer too."""
        try:
            return self._timed(name)
        except (Exception, SystemExit) as error:
            text = " ".join(str(error).split())
            return {"problem": f"{type(error).__name__}: {text}"[:160]}

    def _timed(self, name: str) -> dict[str, Any]:
        contender = self._contenders[name]
        pages = self._pages[:: round(1 / contender.share)]
        run = self._loaded.get(name)
        if run is None:
            run = self._loaded[name] = contender.load()
        began = time.process_time()
        run(pages)
        seconds = time.process_time() - began
        size = sum(len(page.encode()) for page in pages)
        return {"seconds": seconds, "size": size, "documents": len(pages)}


if __name__ == "__main__":
    raise SystemExit(main())
