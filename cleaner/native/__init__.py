"""Compiled twins of the hottest loops, used where they are built.

Each twin says exactly what the Python beside it says, to the byte; `tests/native/` holds the two
together. A platform without a compiler runs the Python, more slowly.
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

PURE = "NEWS_CLEANER_PURE"
"""The variable of the environment that, set to anything, leaves the compiled modules alone."""


def twin(name: str) -> Any:
    """Return the compiled module of a name, None where Python is to do the work.

    >>> twin("nothing of this name") is None
    True
    """
    if os.environ.get(PURE):
        return None
    try:
        return import_module(f"cleaner.native._{name}")
    except ImportError:
        return None
