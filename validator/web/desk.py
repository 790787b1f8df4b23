"""The documents that the server holds in memory, and the processes that work on them."""

import queue
import secrets
import time
from collections.abc import Sequence

import anyio
import anyio.to_thread

from validator.model.errors import UserError
from validator.model.finding import Run
from validator.pipeline.document import refuse
from validator.processes.pool import Pool, Setup
from validator.reading.options import Bounds
from validator.serialization import packing
from validator.web.entry import Entry, Upload
from validator.web.options import Limits
from validator.web.tasks import CheckAnswer, CheckTask, ReadAgainTask, Task, WhatIfTask


class Desk:
    """Documents, and the processes that read them. Nothing is ever written to disk."""

    def __init__(self, setup: Setup[Task], jobs: int, bounds: Bounds, limits: Limits) -> None:
        """Prepare `jobs` processes, which start when first needed."""
        self.limits = limits
        self._entries: dict[str, Entry] = {}
        self._under_way: dict[int, Entry] = {}
        self._waiting = 0
        self._jobs = jobs
        self._pools: queue.SimpleQueue[Pool[Task]] = queue.SimpleQueue()
        self._all = [Pool[Task](setup, 1, bounds, self._on_progress) for _ in range(jobs)]
        for pool in self._all:
            self._pools.put(pool)
        self._limiter: anyio.CapacityLimiter | None = None

    def close(self) -> None:
        """Forget all documents and end all processes."""
        self._entries.clear()
        for pool in self._all:
            pool.__exit__()

    # Work.

    async def execute(self, task: Task) -> bytes:
        """Run a task and return its answer. Raises UserError if it fails."""
        if self._waiting >= self.limits.waiting:
            raise UserError("too_busy")
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(self._jobs)
        self._waiting += 1
        try:
            return await anyio.to_thread.run_sync(self._run_task, task, limiter=self._limiter)
        finally:
            self._waiting -= 1

    def _run_task(self, task: Task) -> bytes:
        pool = self._pools.get()
        try:
            (done,) = pool.work([task])
        finally:
            self._pools.put(pool)
        if done.failure is not None:
            raise UserError(done.failure.key, **done.failure.details)
        assert done.answer is not None
        return done.answer

    def _on_progress(self, task: Task, pages: tuple[int, int]) -> None:
        if (entry := self._under_way.get(id(task))) is not None:
            entry.recognised = pages

    # Documents.

    def put(self, documents: Sequence[Upload], previous: Upload | None) -> tuple[Entry, ...]:
        """Add a batch of documents; older ones are removed if there is no room."""
        now = time.monotonic()
        names = tuple(secrets.token_urlsafe(16) for _ in documents)
        entries = tuple(
            Entry(name, document, previous, names, now)
            for name, document in zip(names, documents, strict=True)
        )
        self._entries |= {entry.id: entry for entry in entries}
        self.tidy(keep=len(entries))
        return entries

    def get(self, name: str) -> Entry | None:
        """The document with an id or None if it is not on the desk."""
        entry = self._entries.get(name)
        if entry is not None:
            entry.touched = time.monotonic()
        return entry

    def remove(self, name: str) -> None:
        """Remove a document and the rest of its batch."""
        entry = self._entries.get(name)
        for other in entry.batch if entry else ():
            self._entries.pop(other, None)

    def tidy(self, keep: int = 0) -> None:
        """Remove expired documents and the oldest beyond the limits; keep the newest `keep`."""
        oldest_first = sorted(self._entries.values(), key=lambda entry: entry.touched)
        since = time.monotonic() - 60 * self.limits.minutes
        room = self.limits.megabytes * 2**20 - sum(entry.size for entry in oldest_first)
        beyond = len(oldest_first) - self.limits.documents
        for position, entry in enumerate(oldest_first[: len(oldest_first) - keep]):
            if entry.touched < since or room < 0 or position < beyond:
                del self._entries[entry.id]
                room += entry.size

    async def read(self, entry: Entry) -> None:
        """Read and check a document; the entry keeps its run, which may be a refusal."""
        task = CheckTask(entry.document, entry.previous)
        self._under_way[id(task)] = entry
        try:
            checked = packing.unpack(await self.execute(task), CheckAnswer)
            run = packing.unpack_run(checked.run)
        except Exception as error:
            # Whatever the error, the page must not wait forever.
            entry.run = refuse(entry.document.name, error, debug=False)
            return
        finally:
            del self._under_way[id(task)]
        entry.preview, entry.comments = checked.preview, checked.comments
        entry.last_year = checked.previous
        entry.encoded = checked.run
        entry.run = run

    async def what_if(self, entry: Entry, cells: dict[str, str]) -> Run:
        """The run of a document with the figures of some cells replaced, by concept id."""
        task = WhatIfTask(entry.encoded, entry.last_year, cells)
        return packing.unpack_run(await self.execute(task))

    async def read_again(self, entry: Entry, cells: dict[str, str], by: str) -> None:
        """Check a document again with figures that a person read; the entry keeps the run."""
        encoded = await self.execute(ReadAgainTask(entry.encoded, entry.last_year, cells, by))
        entry.run, entry.encoded = packing.unpack_run(encoded), encoded
