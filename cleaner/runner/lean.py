"""Keeps pandas out of processes that only clean.

Where pandas is installed, pyarrow imports it to ask of a list whether it is one of its columns:
50 MB in each process, and nothing of it is ever used. Only for processes of ours: in one that
somebody else has begun, pandas may be wanted.
"""

from __future__ import annotations

import sys

_UNWANTED = "pandas"


def without_pandas() -> None:
    """Let this process find no pandas, unless it has it already."""
    if _UNWANTED not in sys.modules and not any(isinstance(f, _Refusal) for f in sys.meta_path):
        sys.meta_path.insert(0, _Refusal())


class _Refusal:
    """Finds no module, but stops the search for one."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        if name == _UNWANTED:
            raise ModuleNotFoundError(f"{name} is not needed here", name=name)
