"""The whole cleaner says the same to the byte, compiled or not."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

from cleaner import Cleaner, native
from cleaner.corpus.labelled_article import load_corpus

ROOT = Path(__file__).resolve().parents[2]


def digest() -> str:
    """Name all that is said of the corpus and the seed, page by page and in a batch."""
    seed = ROOT / "seeds" / "independent-junior-doctors-2016.txt"
    texts = [article.text for article in load_corpus(ROOT / "corpus")]
    texts += [seed.read_text("utf-8"), " ".join(texts[:3]), "\r\n\u2028\x00 é\u0301 \ud800 日本。"]
    said = hashlib.blake2b()
    for profile in ("balanced", "safe", "strict", "rules-only"):
        cleaner = Cleaner(profile=profile)
        results = [*cleaner.clean_many(texts), *(cleaner.clean(text) for text in texts[::5])]
        for result in results:
            said.update(json.dumps(result.to_dict()).encode())
    return said.hexdigest()


def test_the_python_alone_says_the_same() -> None:
    code = "from tests.native.test_same_bytes import digest; print(digest())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {native.PURE: "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert digest() == done.stdout.strip()
