"""Puts what was measured where a page of the documentation has room for it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

END = "<!-- end -->"


def put(page: Path, begin: str, tables: str) -> bool:
    """Replace what stands between two comments of a page; False, and said, if they are missing.

    Args:
        page: a Markdown file.
        begin: the comment before the place; END comes behind it.
        tables: what is to stand there.
    """
    text = page.read_text("utf-8")
    pattern = f"{re.escape(begin)}.*?{re.escape(END)}"
    new, found = re.subn(pattern, lambda _: f"{begin}\n{tables}\n{END}", text, flags=re.DOTALL)
    if not found:
        print(f"{page}: no place for the tables ({begin} … {END})", file=sys.stderr)
        return False
    page.write_text(new, "utf-8")
    return True
