"""A pool of worker processes with limits on the time and memory of each task.

A task that takes too long, takes too much memory or ends its process fails alone. The executors
of the standard library abandon all tasks when one process dies, and cannot end a task that hangs.
"""

import faulthandler
import os
import signal
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec

from validator.model.errors import UserError
from validator.model.finding import Refusal
from validator.model.message import Values
from validator.processes import lifeline, refusals
from validator.processes.usage import kill_family, memory_use
from validator.reading.options import Bounds
from validator.serialization.packing import pack, unpack

Task = TypeVar("Task")
# Called first in each process; returns the function that performs a task.
Setup = Callable[[], Callable[[Task], bytes]]

# Called with a task and the progress that it reports (`report_progress`).
ProgressCallback = Callable[[Any, tuple[int, int]], None]

# Seconds between two checks of what processes use.
_CHECK_INTERVAL = 0.25
# Seconds that a process may take to get ready for its first task.
_SETUP_SECONDS = 60
# No task is faster with more processes than this for each processor.
_MOST_PER_PROCESSOR = 4


def process_count(jobs: int, tasks: int | None = None) -> int:
    """How many processes to use: `jobs`, 0 for one per processor, but no more than are of use."""
    processors = os.cpu_count() or 1
    count = min(jobs or processors, _MOST_PER_PROCESSOR * processors)
    return count if tasks is None else min(count, max(tasks, 1))


class FinishedTask(NamedTuple, Generic[Task]):
    """A finished task, with its answer or the reason for its failure.

    The key of the reason is `exceeds_seconds`, `exceeds_memory`, `work_memory`, `work_ended`,
    `internal`, or that of a UserError that the task raised.
    """

    task: Task
    answer: bytes | None
    failure: Refusal | None
    seconds: float


class Pool(Generic[Task]):
    """A pool of at most `jobs` processes, which are started on demand.

    Of the bounds, `seconds` and `memory` limit each task.
    """

    def __init__(
        self,
        setup: Setup[Task],
        jobs: int,
        bounds: Bounds,
        on_progress: ProgressCallback | None = None,
    ) -> None:
        """Each process starts by calling `setup`, which must be picklable."""
        self.setup, self.jobs, self.bounds, self.on_progress = setup, jobs, bounds, on_progress
        self._idle: list[_Process[Task]] = []

    def __enter__(self) -> "Pool[Task]":
        """Return the pool, whose processes end with the context."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all processes."""
        for process in self._idle:
            process.end()
        self._idle.clear()

    def _start_process(self) -> "_Process[Task]":
        return _Process(self.setup, self.bounds, self.on_progress)

    def _take_idle(self) -> "_Process[Task] | None":
        """A process that waits for a task; those that died while they did are let go."""
        while self._idle:
            process = self._idle.pop()
            if process.process.is_alive():
                return process
            process.end()
        return None

    def work(self, tasks: Iterable[Task]) -> Iterator[FinishedTask[Task]]:
        """Yield tasks in the order they finish; new ones are drawn as processes become free."""
        waiting = iter(tasks)
        busy: list[_Process[Task]] = []
        try:
            while True:
                while len(busy) < self.jobs:
                    try:
                        task = next(waiting)
                    except StopIteration:
                        break
                    process = self._take_idle() or self._start_process()
                    process.assign(task)
                    busy.append(process)
                if not busy:
                    return
                wait([p.connection for p in busy], timeout=_CHECK_INTERVAL)
                for process in list(busy):
                    if (finished := process.poll()) is None:
                        continue
                    busy.remove(process)
                    if process.alive:
                        self._idle.append(process)
                    yield finished
        finally:
            for process in busy:
                process.end()


@dataclass(slots=True)
class _Assignment(Generic[Task]):
    task: Task
    started_at: float
    seconds: int


class _Process(Generic[Task]):
    """A worker process and its current task."""

    def __init__(
        self, setup: Setup[Task], bounds: Bounds, on_progress: ProgressCallback | None
    ) -> None:
        # Spawned workers inherit nothing of this process, in particular no pipe of another
        # worker: if this process is killed, each must see its own pipe close.
        context = get_context("spawn")
        self.connection, worker_connection = context.Pipe()
        self.bounds, self.on_progress = bounds, on_progress
        self.process: BaseProcess = context.Process(
            target=_run_worker, args=(worker_connection, setup, bounds.seconds), daemon=True
        )
        self.process.start()
        worker_connection.close()
        self.alive = True
        self.ready = False
        self.assignment: _Assignment[Task] | None = None
        self.sender: Thread | None = None
        self.checked_at = 0.0

    def assign(self, task: Task) -> None:
        # A task is not charged for the start of its process.
        seconds = self.bounds.seconds + (0 if self.ready else _SETUP_SECONDS)
        self.assignment = _Assignment(task, time.monotonic(), seconds)
        # A process that does not read holds up neither the others nor its own limits.
        self.sender = Thread(target=self._send, args=(task,), daemon=True)
        self.sender.start()

    def _send(self, task: Task) -> None:
        # A process that has ended reads nothing; `poll` reports how it ended.
        with suppress(OSError, ValueError):
            self.connection.send(task)

    def poll(self) -> FinishedTask[Task] | None:
        """The finished task, or None while it is running."""
        assert self.assignment is not None
        if self.connection.poll():
            try:
                message = unpack(self.connection.recv_bytes(), _Message)
            except (EOFError, OSError, zlib.error, msgspec.MsgspecError):
                return self._finish_dead()
            if message.ready:
                self.ready = True
                self.assignment.started_at = time.monotonic()
                self.assignment.seconds = self.bounds.seconds
                return None
            if message.progress is not None:
                if self.on_progress is not None:
                    self.on_progress(self.assignment.task, message.progress)
                return None
            return self._finish(message.answer, message.failure)
        if not self.process.is_alive():
            return self._finish_dead()
        return self._check_limits()

    def _check_limits(self) -> FinishedTask[Task] | None:
        now = time.monotonic()
        assert self.assignment is not None
        if now - self.assignment.started_at > self.assignment.seconds:
            self.end()
            return self._finish(None, _refusal(refusals.too_long(self.bounds.seconds)))
        if now - self.checked_at < _CHECK_INTERVAL:
            return None
        self.checked_at = now
        if memory_use(self.process.pid) > self.bounds.memory:
            self.end()
            return self._finish(None, _refusal(refusals.too_large(self.bounds.memory)))
        return None

    def _finish_dead(self) -> FinishedTask[Task]:
        self.end()
        return self._finish(None, _refusal(refusals.ended(self.process.exitcode)))

    def _finish(self, answer: bytes | None, failure: Refusal | None) -> FinishedTask[Task]:
        assignment, self.assignment = self.assignment, None
        assert assignment is not None
        return FinishedTask(
            assignment.task, answer, failure, time.monotonic() - assignment.started_at
        )

    def end(self) -> None:
        """Kill the process and its descendants."""
        self.alive = False
        kill_family(self.process.pid)
        self.process.kill()
        self.process.join()
        if self.sender is not None:
            # Nobody reads any longer, so that it ends.
            self.sender.join(timeout=1)
        self.connection.close()


class _Message(NamedTuple):
    """A message from a worker; not pickled, so that a hijacked worker cannot run code here."""

    ready: bool = False
    progress: tuple[int, int] | None = None
    answer: bytes | None = None
    failure: Refusal | None = None


def _send(connection: Connection, message: _Message) -> None:
    connection.send_bytes(pack(message))


# The connection to the pool, if this process is a worker.
_pool_connections: list[Connection] = []


def report_progress(done: int, total: int) -> None:
    """Report to the pool how far the running task is."""
    for connection in _pool_connections:
        _send(connection, _Message(progress=(done, total)))


def _refusal(error: UserError) -> Refusal:
    return Refusal(error.key, error.details)


def _run_worker(connection: Connection, setup: Setup[Any], seconds: int) -> None:
    """Run a worker: perform tasks until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if (parent := parent_process()) is not None:
        sentinel = parent.sentinel
        lifeline.follow(sentinel, lambda: wait([sentinel]))
    # Discarded, as what libraries print does not say which document it is about.
    devnull = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(devnull, stream)
    devnull_file = open(os.devnull, "w")  # noqa: SIM115, as long as the process lives
    _pool_connections.append(connection)
    work = setup()
    _send(connection, _Message(ready=True))
    while True:
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        # If the parent is gone, nobody else ends a task that hangs.
        faulthandler.dump_traceback_later(2 * seconds, exit=True, file=devnull_file)
        failure, answer = None, None
        try:
            answer = work(task)
        except UserError as error:
            failure = _refusal(error)
        except MemoryError:
            failure = Refusal("work_memory")
        except Exception as error:
            failure = Refusal("internal", Values(problem=type(error).__name__))
        faulthandler.cancel_dump_traceback_later()
        try:
            _send(connection, _Message(answer=answer, failure=failure))
        except OSError:
            return
