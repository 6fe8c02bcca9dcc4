"""How a command says by its exit code what it came to."""

from enum import IntEnum


class Code(IntEnum):
    """The exit codes of `clean` and all its commands."""

    FINE = 0
    FOUND = 1  # a difference, a finding, a bad rule
    WRONG = 2  # wrong use, unreadable input
    INTERRUPTED = 130
    BROKEN_PIPE = 141
    TERMINATED = 143
