"""Work done by the workers of a Dask cluster, each piece in a process of its own there.

Dask gives a piece to another worker when one is lost. It cannot end a piece that hangs, nor
tell which of several took all memory; so each worker has processes of ours (processes/pool.py).
"""

import logging
import pickle
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from itertools import islice
from multiprocessing import current_process
from typing import Any, Generic, Self, TypeVar

from distributed import Client, Worker, WorkerPlugin, as_completed, get_worker
from distributed.scheduler import KilledWorker

from validator import __version__
from validator.model.errors import UserError
from validator.processes.pool import Bounds, Done, Failure, Pool, Setup

Task = TypeVar("Task")

_NAME = "nianbao"
# Seconds until a scheduler and a first worker must have answered.
_PATIENCE = 30
# How often a piece is tried again that failed in Dask, not in our own code.
_RETRIES = 3
# Pieces at the workers for each thread they have: one is worked on while the next is under way.
_AHEAD = 3


class Cluster(Generic[Task]):
    """The workers of a cluster, as processes/pool.py has processes."""

    def __init__(self, address: str, setup: Setup[Task], bounds: Bounds) -> None:
        """Take the address of a scheduler, such as `tcp://10.0.0.5:8786`."""
        self.address = address
        self._plugin = _Pools(pickle.dumps((setup, bounds)))
        self._client: Client | None = None

    def __enter__(self) -> Self:
        """The cluster, ready to work.

        Raises UserError `cluster_unreachable`, `cluster_empty`, `cluster_differs` or
        `cluster_daemon`.
        """
        # What a user must know of it is told in our sentences.
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            client = Client(self.address, timeout=_PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            raise self._error("cluster_unreachable", problem=_first(error)) from None
        try:
            self._prepare(client)
        except BaseException:
            client.close()
            raise
        self._client = client
        return self

    def _prepare(self, client: Client) -> None:
        try:
            client.wait_for_workers(1, timeout=_PATIENCE)
        except TimeoutError:
            raise self._error("cluster_empty") from None
        try:
            told = client.run(_told)
        except ImportError as error:
            raise self._error("cluster_differs", problem=_first(error)) from None
        for worker, (version, daemon) in sorted(told.items()):
            if version != __version__:
                problem = f"{worker}: {version} ≠ {__version__}"
                raise self._error("cluster_differs", problem=problem)
            if daemon:
                raise self._error("cluster_daemon", worker=worker)
        client.register_plugin(self._plugin, name=_NAME)

    def __exit__(self, *_: object) -> None:
        """Leave the cluster, and end the processes that its workers began."""
        assert self._client is not None
        with closing(self._client), suppress(OSError, ValueError):
            # A scheduler that is gone would be waited for.
            if self._client.status == "running":
                self._client.unregister_worker_plugin(_NAME)

    def work(self, tasks: Iterable[Task]) -> Iterator[Done[Task]]:
        """Pieces as they end, in whatever order; tasks are drawn as workers are free.

        Raises UserError `cluster_lost` where the scheduler has gone.
        """
        client = self._client
        assert client is not None
        waiting = iter(tasks)
        given: dict[Any, Task] = {}

        def send(count: int) -> list[Any]:
            futures = []
            for task in islice(waiting, count):
                # As bytes: Dask would look for its own futures in everything else.
                future = client.submit(_done, pickle.dumps(task), pure=False, retries=_RETRIES)
                given[future] = task
                futures.append(future)
            return futures

        ended = as_completed(send(self._room(client)), loop=client.loop)
        try:
            for future in ended:
                task = given.pop(future)
                done: Done[Task] = self._answer(future, task)
                for another in send(max(self._room(client) - len(given), 0)):
                    ended.add(another)
                yield done
        finally:
            client.cancel(list(given))

    def _room(self, client: Client) -> int:
        threads: int = sum(client.nthreads().values())
        return max(threads, 1) * _AHEAD

    def _answer(self, future: Any, task: Task) -> Done[Task]:
        if future.status == "finished":
            answer, failure, seconds = future.result()
            return Done(task, answer, failure, seconds)
        if future.status != "error":
            raise self._error("cluster_lost")
        error = future.exception()
        if isinstance(error, KilledWorker):
            return Done(task, None, Failure("work_lost", {}), 0.0)
        return Done(task, None, Failure("internal", {"problem": type(error).__name__}), 0.0)

    def _error(self, key: str, **details: str) -> UserError:
        return UserError(key, name=self.address, **details)


class _Pools(WorkerPlugin):
    """What a worker has while an audit runs: for each of its threads a process of its own."""

    def __init__(self, made_of: bytes) -> None:
        self.made_of = made_of

    def setup(self, worker: Worker) -> None:
        self.of_thread = threading.local()
        self.all: list[Pool[Any]] = []

    def teardown(self, worker: Worker) -> None:
        for pool in self.all:
            pool.__exit__()

    def pool(self) -> Pool[Any]:
        own: Pool[Any] | None = getattr(self.of_thread, "pool", None)
        if own is None:
            setup, bounds = pickle.loads(self.made_of)
            own = self.of_thread.pool = Pool(setup, 1, bounds)
            self.all.append(own)
        return own


def _told() -> tuple[str, bool]:
    """What a worker must tell: the version it has, and whether it may not start processes."""
    return __version__, current_process().daemon


def _done(piece: bytes) -> tuple[Any, Failure | None, float]:
    """On a worker: the answer to a piece, or its failure, and the seconds it took."""
    plugin = get_worker().plugins[_NAME]
    assert isinstance(plugin, _Pools)
    (done,) = plugin.pool().work([pickle.loads(piece)])
    return done.answer, done.failure, done.seconds


def _first(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
