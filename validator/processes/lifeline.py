"""Processes that end with their parent, however it ends."""

import os
import select
import sys
import threading
from collections.abc import Callable


def follow(sentinel: int, wait: Callable[[], object]) -> None:
    """End this process as soon as its parent is gone, whatever it is doing then.

    `sentinel` is the reading end of a pipe whose other end only the parent holds, and never
    writes to; `wait` blocks until that is closed. On Linux the kernel signals the closing (SIGIO,
    which ends a process unless it is handled): a thread could be kept waiting by a long call
    that holds the interpreter. Elsewhere a thread waits.
    """
    if sys.platform != "linux":
        threading.Thread(target=_end_after, args=(wait,), daemon=True).start()
        return
    import fcntl

    fcntl.fcntl(sentinel, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(sentinel, fcntl.F_SETFL, fcntl.fcntl(sentinel, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([sentinel], [], [], 0)[0]:
        # It was closed before there was a signal for it.
        os._exit(1)


def _end_after(wait: Callable[[], object]) -> None:
    wait()
    os._exit(1)
