"""Keeps the journalistic body of news text and strips the publisher chrome around it.

>>> from cleaner import clean
>>> result = clean("Rain fell on the town all day, and the river rose by a metre.")
>>> result.status
'untouched'
"""

__version__ = "0.1.0"

__all__ = ["Cleaner", "CleanerError", "Result", "clean", "clean_html", "restore"]

TYPE_CHECKING = False  # those who check types know it by its name; so `typing` is not loaded
if TYPE_CHECKING:
    from cleaner.api import Cleaner, clean, clean_html
    from cleaner.errors import CleanerError
    from cleaner.result import Result
    from cleaner.views.restoring import restore

_HOMES = {
    "Cleaner": "cleaner.api",
    "CleanerError": "cleaner.errors",
    "Result": "cleaner.result",
    "clean": "cleaner.api",
    "clean_html": "cleaner.api",
    "restore": "cleaner.views.restoring",
}


def __getattr__(name: str) -> object:
    """Load what is asked for: `__main__` has to begin before all of it is there."""
    from importlib import import_module

    if name == "errors":
        return import_module("cleaner.errors")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
