"""A regular expression and the time that it may take."""

from __future__ import annotations

from time import thread_time
from typing import Any

_NEARLY_ALL = 0.9  # of the time left: so much spent is all, since two clocks never quite agree


def spans_within(left: float, pattern: Any, text: str) -> tuple[list[tuple[int, int]], float]:
    """Return where a pattern stands, and the seconds of this thread that it took.

    The library's clock is the process's: while other threads are busy it runs out too soon. So the
    interpreter is held meanwhile (letting go of it also costs a wait for the others at every line),
    and against threads that do not need it the pattern is given more, from the beginning, until
    this thread has spent what is left.

    Raises:
        TimeoutError: it would take more seconds of this thread than are left.
    """
    given = left
    while left > 0:
        start = thread_time()
        try:
            found = [m.span() for m in pattern.finditer(text, concurrent=False, timeout=given)]
        except MemoryError:  # it calls itself without end, and would run out of time too
            break
        except TimeoutError:
            if thread_time() - start > _NEARLY_ALL * left:
                break
            given *= 2
        else:
            seconds = thread_time() - start
            if seconds > left:
                break
            return found, seconds
    raise TimeoutError
