"""`clean`: sends a command line to the filter or to a command, and every failure to its exit code.

The filter is the way that has to be fast, so its arguments are read by hand and the library that
the other commands and the help are made with is imported only for them.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, MutableMapping, Sequence
from importlib import import_module

from cleaner.cli import streams
from cleaner.cli.codes import Code
from cleaner.errors import CleanerError

FILTER = "_filter"  # hidden, for completion: what is no command is the filter's
COMMANDS = ("check", "explain", "restore", "rules", "run", "eval", "train")
LOADED = ("filter", "check", "run")  # at once; of the others, what they need last is small
OF_THE_APP = ("--install-completion", "--show-completion")
COMPLETING = "_CLEAN_COMPLETE"
TRACEBACK = "NEWS_CLEANER_TRACEBACK"  # set it to see where an internal error comes from
GARBAGE_EVERY = 50_000  # new objects; at every 700 a tenth of a cold start goes into the search


def main(argv: Sequence[str] | None = None) -> int:
    """Run `clean` and return its exit code.

    Args:
        argv: the arguments, without the program's name; those of the process if None.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if argv is not None:
        return _code_of(arguments)
    terminated: list[int] = []
    code = _code_of(arguments, lambda: _set_up(arguments, terminated))
    _die_of_signals()
    return Code.TERMINATED if terminated and code == Code.INTERRUPTED else code


def _code_of(arguments: list[str], set_up: Callable[[], None] | None = None) -> int:
    try:
        if set_up is not None:
            set_up()
        code = _run(arguments)
        streams.flush()
        return code
    except KeyboardInterrupt:
        return Code.INTERRUPTED
    except streams.ReaderGone:
        return _die_of_broken_pipe()
    except CleanerError as error:
        streams.complain(str(error))
    except Exception as error:
        if isinstance(error, OSError) and _asks_for_help(arguments):  # a library prints it
            streams.complain(str(streams.unwritable(error)))
            return Code.WRONG
        if isinstance(error.__cause__, KeyboardInterrupt):  # Python 3.11, while a class is made
            return Code.INTERRUPTED
        if os.environ.get(TRACEBACK):
            raise
        streams.complain(
            f"internal error: {type(error).__name__}: {error}; "
            f"please report it, with what {TRACEBACK}=1 shows"
        )
    return Code.WRONG


def _set_up(arguments: list[str], terminated: list[int]) -> None:
    """Make the process ours: it runs nothing but this command."""
    gc.set_threshold(GARBAGE_EVERY)
    if _asks_for_help(arguments):
        _end_with_the_reader()
    elif arguments[:1] == ["run"]:
        _stay_lean()
    command = next((name for name in arguments[:1] if name in COMMANDS), "filter")
    import_module(f"cleaner.cli.{command if command in LOADED else 'app'}")
    _hear_signals(terminated)


def _asks_for_help(arguments: Sequence[str]) -> bool:
    return not {"--help", "-h"}.isdisjoint(arguments)


def _hear_signals(terminated: list[int]) -> None:
    """Let Ctrl-C, and SIGTERM as well, unwind what is done: files half written, processes.

    Args:
        terminated: takes SIGTERM when it comes.
    """
    import signal

    def end(number: int, _: object) -> None:
        terminated.append(number)
        raise KeyboardInterrupt

    for number, hearing in ((signal.SIGINT, signal.default_int_handler), (signal.SIGTERM, end)):
        if signal.getsignal(number) == signal.SIG_DFL:  # not if they are to be passed over
            signal.signal(number, hearing)


def _die_of_signals() -> None:
    """All has been done: what interrupts the interpreter while it leaves has nothing to tell."""
    import signal

    for number in (signal.SIGINT, signal.SIGTERM):
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)


def _stay_lean() -> None:
    from cleaner.processes import without_pandas

    without_pandas()


def _run(arguments: list[str]) -> int:
    if os.environ.get(COMPLETING):
        _complete_the_filter(os.environ)
        from cleaner.cli.app import run_app

        return run_app([])
    if arguments and arguments[0] in (*COMMANDS, *OF_THE_APP):
        from cleaner.cli.app import run_app

        return run_app(arguments)
    from cleaner.cli.filter import run_filter
    from cleaner.cli.options import parse

    settings = parse(arguments)
    if settings is None:
        from cleaner.cli.app import run_app

        return run_app(["--help"])
    return run_filter(settings)


def _complete_the_filter(environment: MutableMapping[str, str]) -> None:
    """Put the hidden command into a line that is being completed, as `main` does."""
    for name in ("COMP_WORDS", "_TYPER_COMPLETE_ARGS"):
        program, _, rest = environment.get(name, "").partition(" ")
        first, blank, _ = rest.lstrip().partition(" ")
        if blank and first not in (*COMMANDS, FILTER):
            environment[name] = f"{program} {FILTER} {rest}"
            position = environment.get("COMP_CWORD", "0")
            environment["COMP_CWORD"] = str(int(position) + 1)


def _end_with_the_reader() -> None:
    """Let a reader that leaves end the process, where a library prints, which would exit with 1.

    Only there: elsewhere a pipe to a worker or a socket may break too, and that is to be told.
    """
    import signal

    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)


def _die_of_broken_pipe() -> int:
    """End as other filters do when their reader has gone: by the signal, without a word."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        import signal

        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGPIPE)
    except (AttributeError, OSError, ValueError):
        pass  # no such signal here
    return Code.BROKEN_PIPE
