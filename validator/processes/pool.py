"""Work done in processes of its own, each piece with a bound of time and of memory.

A piece that takes too long, takes too much memory or ends its process costs that piece alone.
The executors of the standard library give up all work when one process dies, and cannot end a
piece that hangs.
"""

import faulthandler
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec
import psutil

from validator.model.errors import UserError

Task = TypeVar("Task")
# What a process does first; it gives what does the work.
Setup = Callable[[], Callable[[Task], bytes]]

# Who hears of a piece, and what it tells while it is worked on (`tell`).
Told = Callable[[Any, tuple[int, int]], None]

_MEGABYTE = 1_000_000
# Between two looks at what processes take.
_LOOK = 0.25


class Bounds(NamedTuple):
    """What one piece of work may take: seconds, and megabytes of memory."""

    seconds: int = 300
    megabytes: int = 2000


class Failure(NamedTuple):
    """Why a piece has no answer: the key of a sentence, and what fills its blanks.

    `work_too_long`, `work_too_large`, `work_memory`, `work_ended`, `internal`, or what a UserError
    of the work says.
    """

    key: str
    details: dict[str, str]


class Done(NamedTuple, Generic[Task]):
    """A piece of work that has ended, with its answer or its failure."""

    task: Task
    answer: bytes | None
    failure: Failure | None
    seconds: float


class Pool(Generic[Task]):
    """So many processes that work on pieces; they are started as they are needed."""

    def __init__(
        self, setup: Setup[Task], jobs: int, bounds: Bounds, told: Told | None = None
    ) -> None:
        """Processes each begin with `setup`, which must be picklable."""
        self.setup, self.jobs, self.bounds, self.told = setup, jobs, bounds, told
        self._idle: list[_Process[Task]] = []

    def __enter__(self) -> "Pool[Task]":
        """The pool, whose processes end with it."""
        return self

    def __exit__(self, *_: object) -> None:
        """End all processes."""
        for process in self._idle:
            process.end()
        self._idle.clear()

    def _begun(self) -> "_Process[Task]":
        return _Process(self.setup, self.bounds, self.told)

    def work(self, tasks: Iterable[Task]) -> Iterator[Done[Task]]:
        """Pieces as they end, in whatever order; tasks are drawn as processes are free."""
        waiting = iter(tasks)
        busy: list[_Process[Task]] = []
        try:
            while True:
                while len(busy) < self.jobs:
                    try:
                        task = next(waiting)
                    except StopIteration:
                        break
                    process = self._idle.pop() if self._idle else self._begun()
                    process.give(task)
                    busy.append(process)
                if not busy:
                    return
                wait([p.connection for p in busy], timeout=_LOOK)
                for process in list(busy):
                    if (done := process.done()) is None:
                        continue
                    busy.remove(process)
                    if process.alive:
                        self._idle.append(process)
                    yield done
        finally:
            for process in busy:
                process.end()


@dataclass(slots=True)
class _Given(Generic[Task]):
    task: Task
    since: float


class _Process(Generic[Task]):
    """A process, and the piece it is at."""

    def __init__(self, setup: Setup[Task], bounds: Bounds, told: Told | None) -> None:
        # Nothing of this process is inherited, least of all other processes' pipes: where this
        # one is killed, they must all see their pipe end.
        context = get_context("spawn")
        self.connection, theirs = context.Pipe()
        self.bounds, self.told = bounds, told
        self.process: BaseProcess = context.Process(
            target=_serve, args=(theirs, setup, bounds.seconds), daemon=True
        )
        self.process.start()
        theirs.close()
        self.alive = True
        self.given: _Given[Task] | None = None
        self.looked = 0.0

    def give(self, task: Task) -> None:
        self.given = _Given(task, time.monotonic())
        try:
            self.connection.send(task)
        except OSError:
            # It has ended; `done` tells how.
            return

    def done(self) -> Done[Task] | None:
        """What came of the piece, None while it is being worked on."""
        assert self.given is not None
        if self.connection.poll():
            try:
                message = _READ.decode(self.connection.recv_bytes())
            except (EOFError, OSError, msgspec.MsgspecError):
                return self._ended()
            if message.progress is not None:
                if self.told is not None:
                    self.told(self.given.task, message.progress)
                return None
            return self._came(message.answer, message.failure)
        if not self.process.is_alive():
            return self._ended()
        return self._beyond()

    def _beyond(self) -> Done[Task] | None:
        now = time.monotonic()
        assert self.given is not None
        if now - self.given.since > self.bounds.seconds:
            self.end()
            return self._came(None, Failure("work_too_long", {"seconds": str(self.bounds.seconds)}))
        if now - self.looked < _LOOK:
            return None
        self.looked = now
        if _memory(self.process.pid) > self.bounds.megabytes * _MEGABYTE:
            self.end()
            return self._came(None, _too_large(self.bounds))
        return None

    def _ended(self) -> Done[Task]:
        self.end()
        code = self.process.exitcode
        return self._came(None, Failure("work_ended", {"code": str(code)}))

    def _came(self, answer: bytes | None, failure: Failure | None) -> Done[Task]:
        given, self.given = self.given, None
        assert given is not None
        return Done(given.task, answer, failure, time.monotonic() - given.since)

    def end(self) -> None:
        """Kill the process and what it started."""
        self.alive = False
        try:
            started = psutil.Process(self.process.pid).children(recursive=True)
        except psutil.Error:
            started = []
        self.process.kill()
        self.process.join()
        for child in started:
            try:
                child.kill()
            except psutil.Error:
                continue
        self.connection.close()


class _Message(NamedTuple):
    """What a process says. It is no pickle: who has taken it over must not go any further."""

    progress: tuple[int, int] | None = None
    answer: bytes | None = None
    failure: Failure | None = None


_READ = msgspec.msgpack.Decoder(_Message)


def _say(connection: Connection, message: _Message) -> None:
    connection.send_bytes(msgspec.msgpack.encode(message))


# The pipe of this process, where it is one that works on pieces.
_own: list[Connection] = []


def tell(done: int, count: int) -> None:
    """Tell the pool, from a piece that is being worked on, how far it is."""
    for connection in _own:
        _say(connection, _Message(progress=(done, count)))


def _too_large(bounds: Bounds) -> Failure:
    return Failure("work_too_large", {"megabytes": str(bounds.megabytes)})


def _memory(pid: int | None) -> int:
    """The bytes that a process and what it started have in memory."""
    try:
        own = psutil.Process(pid)
        return sum(p.memory_info().rss for p in (own, *own.children(recursive=True)))
    except psutil.Error:
        return 0


def _serve(connection: Connection, setup: Setup[Any], seconds: int) -> None:
    """What a process does: pieces until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What libraries print would not say which document it is about.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    silent = open(os.devnull, "w")  # noqa: SIM115, as long as the process lives
    _own.append(connection)
    work = setup()
    while True:
        try:
            task = connection.recv()
        except (EOFError, OSError):
            return
        # Where the parent is gone nobody else ends a piece that hangs.
        faulthandler.dump_traceback_later(2 * seconds, exit=True, file=silent)
        failure, answer = None, None
        try:
            answer = work(task)
        except UserError as error:
            failure = Failure(error.key, dict(error.details))
        except MemoryError:
            failure = Failure("work_memory", {})
        except Exception as error:
            failure = Failure("internal", {"problem": type(error).__name__})
        faulthandler.cancel_dump_traceback_later()
        try:
            _say(connection, _Message(answer=answer, failure=failure))
        except OSError:
            return
