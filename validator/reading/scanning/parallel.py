"""Pages recognised side by side: most of the time is spent in libraries that run in parallel."""

import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from validator.reading.options import Progress

Item = TypeVar("Item")
Result = TypeVar("Result")

# Pages at a time; each takes about 200 MiB.
_MOST = 4


def processors() -> int:
    """The processors that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def map_in_order(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    count: int,
    progress: Progress | None = None,
) -> Iterator[Result]:
    """The result for each of `count` items, in order; `progress` is told how many there are.

    Items are drawn by the caller's thread, no more of them than are worked on and one.
    """
    if progress is not None:
        progress(0, count)
    for done, result in enumerate(_in_order(work, items, count), 1):
        yield result
        if progress is not None:
            progress(done, count)


def _in_order(
    work: Callable[[Item], Result], items: Iterable[Item], count: int
) -> Iterator[Result]:
    workers = min(count, processors(), _MOST)
    if workers < 2:
        yield from map(work, items)
        return
    pending: deque[Future[Result]] = deque()
    executor = ThreadPoolExecutor(workers)
    try:
        for item in items:
            pending.append(executor.submit(work, item))
            while len(pending) > workers or (pending and pending[0].done()):
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        # Of an error or an interruption, the rest is not waited for.
        executor.shutdown(cancel_futures=True)
