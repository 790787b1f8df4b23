"""Standard input, output and errors as a command finds them: full, closed, or of few characters."""

import os
import sys
from contextlib import suppress

# The exit code of a command whose output nobody reads on: that of one ended by SIGPIPE.
OUTPUT_CLOSED = 128 + 13


def open_streams() -> None:
    """Make the three streams usable.

    One that is closed is opened, so that no other file takes its number: nothing is read from
    standard input then, writing to standard output fails, and errors go nowhere.
    """
    for number, flags in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            # The lowest free number is the closed one's.
            os.open(os.devnull, flags)
            stream = open(number, "r" if number == 0 else "w", closefd=False)  # noqa: SIM115
            setattr(sys, ("stdin", "stdout", "stderr")[number], stream)
    for output in (sys.stdout, sys.stderr):
        # Legacy Windows consoles cannot encode Chinese and would raise an error.
        if hasattr(output, "reconfigure"):
            output.reconfigure(errors="replace")


def flush_output() -> None:
    """Flush what was written; raise OSError if it cannot be delivered."""
    try:
        sys.stdout.flush()
    finally:
        with suppress(OSError):
            sys.stderr.flush()
