"""Tasks run by the workers of a Dask cluster, in child processes of the workers.

Dask reassigns the tasks of a lost worker. It can neither end a task that hangs nor tell which of
several tasks used up the memory; so each worker runs a pool of our own (processes/pool.py).
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

from validator._version import __version__
from validator.model.errors import UserError
from validator.model.finding import Refusal
from validator.model.message import Value, Values, phrase
from validator.processes.pool import FinishedTask, Pool, Setup
from validator.reading.options import Bounds

Task = TypeVar("Task")

_NAME = "nianbao"
# Seconds to wait for the scheduler, and for a first worker.
_CONNECT_TIMEOUT = 4
# Retries of a task that failed in Dask itself, not in our code.
_RETRIES = 3
# Tasks submitted per worker thread: one runs while the next ones are in transit.
_TASKS_PER_THREAD = 3


class Cluster(Generic[Task]):
    """A pool of cluster workers, with the interface of `Pool` (processes/pool.py)."""

    def __init__(self, address: str, setup: Setup[Task], bounds: Bounds) -> None:
        """`address` is that of the scheduler, such as `tcp://10.0.0.5:8786`."""
        self.address = address
        self._plugin = _PoolPlugin(pickle.dumps((setup, bounds)))
        self._client: Client | None = None

    def __enter__(self) -> Self:
        """Connect to the cluster and prepare its workers.

        Raises UserError `cluster_unreachable`, `cluster_empty`, `cluster_differs` or
        `cluster_daemon`.
        """
        # The user gets our own messages, not Dask's log.
        for name in ("distributed", "distributed.client"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            client = Client(self.address, timeout=_CONNECT_TIMEOUT, set_as_default=False)
        except OSError:
            problem = phrase("problem.no_answer", seconds=_CONNECT_TIMEOUT)
            raise self._error("cluster_unreachable", problem=problem) from None
        except ValueError:
            problem = phrase("problem.no_cluster")
            raise self._error("cluster_unreachable", problem=problem) from None
        try:
            self._prepare(client)
        except BaseException:
            client.close()
            raise
        self._client = client
        return self

    def _prepare(self, client: Client) -> None:
        try:
            client.wait_for_workers(1, timeout=_CONNECT_TIMEOUT)
        except TimeoutError:
            raise self._error("cluster_empty") from None
        try:
            worker_infos = client.run(_worker_info)
        except ImportError:
            raise self._error("cluster_differs", problem=phrase("problem.not_there")) from None
        for worker, (version, daemon) in sorted(worker_infos.items()):
            if version != __version__:
                problem = f"{worker}: {version} ≠ {__version__}"
                raise self._error("cluster_differs", problem=problem)
            if daemon:
                raise self._error("cluster_daemon", worker=worker)
        client.register_plugin(self._plugin, name=_NAME)

    def __exit__(self, *_: object) -> None:
        """Disconnect, and end the processes that the workers started."""
        assert self._client is not None
        with closing(self._client), suppress(OSError, ValueError):
            # Unregistering would wait for a scheduler that is gone.
            if self._client.status == "running":
                self._client.unregister_worker_plugin(_NAME)

    def work(self, tasks: Iterable[Task]) -> Iterator[FinishedTask[Task]]:
        """Yield tasks as they end, in any order; new tasks are drawn as workers become free.

        Raises UserError `cluster_lost` if the scheduler is gone.
        """
        client = self._client
        assert client is not None
        waiting = iter(tasks)
        pending: dict[Any, Task] = {}

        def send(count: int) -> list[Any]:
            futures = []
            for task in islice(waiting, count):
                # Pickled: Dask would search any other argument for futures.
                future = client.submit(_run_task, pickle.dumps(task), pure=False, retries=_RETRIES)
                pending[future] = task
                futures.append(future)
            return futures

        completed = as_completed(send(self._capacity(client)), loop=client.loop)
        try:
            for future in completed:
                task = pending.pop(future)
                done: FinishedTask[Task] = self._result(future, task)
                for another in send(max(self._capacity(client) - len(pending), 0)):
                    completed.add(another)
                yield done
        finally:
            client.cancel(list(pending))

    def _capacity(self, client: Client) -> int:
        threads: int = sum(client.nthreads().values())
        return max(threads, 1) * _TASKS_PER_THREAD

    def _result(self, future: Any, task: Task) -> FinishedTask[Task]:
        if future.status == "finished":
            answer, failure, seconds = future.result()
            return FinishedTask(task, answer, failure, seconds)
        if future.status != "error":
            raise self._error("cluster_lost")
        error = future.exception()
        if isinstance(error, KilledWorker):
            return FinishedTask(task, None, Refusal("work_lost"), 0.0)
        return FinishedTask(
            task, None, Refusal("internal", Values(problem=type(error).__name__)), 0.0
        )

    def _error(self, key: str, **details: Value) -> UserError:
        return UserError(key, name=self.address, **details)


class _PoolPlugin(WorkerPlugin):
    """Gives each thread of a worker a process of its own while an audit runs."""

    def __init__(self, pickled_setup: bytes) -> None:
        self.pickled_setup = pickled_setup

    def setup(self, worker: Worker) -> None:
        self.thread_local = threading.local()
        self.pools: list[Pool[Any]] = []

    def teardown(self, worker: Worker) -> None:
        for pool in self.pools:
            pool.__exit__()

    def pool(self) -> Pool[Any]:
        thread_pool: Pool[Any] | None = getattr(self.thread_local, "pool", None)
        if thread_pool is None:
            setup, bounds = pickle.loads(self.pickled_setup)
            thread_pool = self.thread_local.pool = Pool(setup, 1, bounds)
            self.pools.append(thread_pool)
        return thread_pool


def _worker_info() -> tuple[str, bool]:
    """Run on a worker: its version, and whether it is daemonic and so cannot start processes."""
    return __version__, current_process().daemon


def _run_task(pickled_task: bytes) -> tuple[Any, Refusal | None, float]:
    """Run on a worker: the answer to a task or its failure, and the seconds it took."""
    plugin = get_worker().plugins[_NAME]
    assert isinstance(plugin, _PoolPlugin)
    (done,) = plugin.pool().work([pickle.loads(pickled_task)])
    return done.answer, done.failure, done.seconds
