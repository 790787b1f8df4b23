"""The program as one file: the command line; opened without arguments, the page."""

import multiprocessing
import sys

from validator.cli import main

if __name__ == "__main__":
    # The processes that read documents begin here too.
    multiprocessing.freeze_support()
    if len(sys.argv) == 1:
        sys.argv += ["serve", "--open"]
    main()
