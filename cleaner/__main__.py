"""Where `clean` begins, which `python -m cleaner` is too."""

import sys


def main() -> int:
    """Run `clean` and return its exit code.

    Until the command is loaded, Ctrl-C ends the process at once: there is nothing to put in order,
    and an exception would come out of the middle of an import, or get lost there.
    """
    try:
        import signal

        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
    except KeyboardInterrupt:
        return 130
    from cleaner.cli.main import main as command

    return command()


if __name__ == "__main__":
    sys.exit(main())
