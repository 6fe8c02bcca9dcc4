"""The command line: it parses arguments, calls the library, prints, and sets the exit code."""
