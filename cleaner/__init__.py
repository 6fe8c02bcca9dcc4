"""Keeps the journalistic body of news text and strips the publisher chrome around it.

>>> from cleaner import clean
>>> result = clean("Rain fell on the town all day, and the river rose by a metre.")
>>> result.status
'untouched'
"""

__version__ = "0.1.0"

__all__ = ["Cleaner", "CleanerError", "Result", "clean", "clean_html", "restore"]

from cleaner.api import Cleaner, clean, clean_html
from cleaner.errors import CleanerError
from cleaner.result import Result
from cleaner.views.restoring import restore
