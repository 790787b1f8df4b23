"""What lies on the server while someone looks at it: documents in memory, work in processes."""

import queue
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import anyio
import anyio.to_thread

from validator.model.errors import UserError
from validator.model.finding import Run
from validator.model.text import Language
from validator.pipeline import refused
from validator.processes import codec
from validator.processes.pool import Bounds, Pool
from validator.web.shown import Shown
from validator.web.work import Checked, Checking, Given, Setup, Supposing, Work


class Limits(NamedTuple):
    """How much may lie there: documents, megabytes of files, minutes since one was looked at.

    `waiting` pieces of work may wait for a process.
    """

    documents: int = 200
    megabytes: int = 600
    minutes: int = 60
    waiting: int = 400


@dataclass(slots=True)
class Entry:
    """A document on the desk, those it came with, and what has come of it so far.

    `done` is None while it is being read; `recognised` tells how many pages of how many of a
    scan were. `runs` holds its run as bytes, by the language that it is worded in.
    """

    id: str
    document: Given
    previous: Given | None
    language: Language
    batch: tuple[str, ...]
    touched: float
    recognised: tuple[int, int] | None = None
    done: Run | None = None
    shown: Shown = field(default_factory=Shown)
    comments: bool = False
    last_year: bytes = b""
    runs: dict[Language, bytes] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The bytes of its files."""
        return len(self.document.data) + len(self.previous.data if self.previous else b"")


class Desk:
    """Documents, and the processes that read them. Nothing of it is ever on a disk."""

    def __init__(self, setup: Setup, jobs: int, bounds: Bounds, limits: Limits) -> None:
        """Prepare so many processes; they start when they are needed."""
        self.limits = limits
        self._entries: dict[str, Entry] = {}
        self._under_way: dict[int, Entry] = {}
        self._waiting = 0
        self._jobs = jobs
        self._pools: queue.SimpleQueue[Pool[Work]] = queue.SimpleQueue()
        self._all = [Pool[Work](setup, 1, bounds, self._told) for _ in range(jobs)]
        for pool in self._all:
            self._pools.put(pool)
        self._limiter: anyio.CapacityLimiter | None = None

    def close(self) -> None:
        """Forget all documents and end all processes."""
        self._entries.clear()
        for pool in self._all:
            pool.__exit__()

    # Work.

    async def do(self, piece: Work) -> bytes:
        """The answer to a piece of work. Raises UserError where there is none."""
        if self._waiting >= self.limits.waiting:
            raise UserError("too_busy")
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(self._jobs)
        self._waiting += 1
        try:
            return await anyio.to_thread.run_sync(self._done, piece, limiter=self._limiter)
        finally:
            self._waiting -= 1

    def _done(self, piece: Work) -> bytes:
        pool = self._pools.get()
        try:
            (done,) = pool.work([piece])
        finally:
            self._pools.put(pool)
        if done.failure is not None:
            raise UserError(done.failure.key, **done.failure.details)
        assert done.answer is not None
        return done.answer

    def _told(self, piece: Work, value: tuple[int, int]) -> None:
        if (entry := self._under_way.get(id(piece))) is not None:
            entry.recognised = value

    # Documents.

    def put(
        self, documents: Sequence[Given], previous: Given | None, language: Language
    ) -> tuple[Entry, ...]:
        """Lay documents that came together on the desk; others must go where there is no room."""
        now = time.monotonic()
        names = tuple(secrets.token_urlsafe(16) for _ in documents)
        entries = tuple(
            Entry(name, document, previous, language, names, now)
            for name, document in zip(names, documents, strict=True)
        )
        self._entries |= {entry.id: entry for entry in entries}
        self.tidy(keep=len(entries))
        return entries

    def get(self, name: str) -> Entry | None:
        """The document of an id, None where it is not there (any more)."""
        entry = self._entries.get(name)
        if entry is not None:
            entry.touched = time.monotonic()
        return entry

    def remove(self, name: str) -> None:
        """Take a document and those that came with it off the desk."""
        entry = self._entries.get(name)
        for other in entry.batch if entry else ():
            self._entries.pop(other, None)

    def tidy(self, keep: int = 0) -> None:
        """Take away what nobody has looked at for long, and the oldest beyond the limits."""
        oldest_first = sorted(self._entries.values(), key=lambda entry: entry.touched)
        since = time.monotonic() - 60 * self.limits.minutes
        room = self.limits.megabytes * 2**20 - sum(entry.size for entry in oldest_first)
        beyond = len(oldest_first) - self.limits.documents
        for position, entry in enumerate(oldest_first[: len(oldest_first) - keep]):
            if entry.touched < since or room < 0 or position < beyond:
                del self._entries[entry.id]
                room += entry.size

    async def read(self, entry: Entry) -> None:
        """Read and check a document; what comes of it, or why nothing does, is kept with it."""
        piece = Checking(entry.document, entry.previous, entry.language)
        self._under_way[id(piece)] = entry
        try:
            checked = codec.unpacked(await self.do(piece), Checked)
            run = codec.run(checked.run)
        except Exception as error:
            # Whatever it is, the page must not wait for ever.
            entry.done = refused(entry.document.name, error, debug=False)
            return
        finally:
            del self._under_way[id(piece)]
        entry.shown, entry.comments = checked.shown, checked.comments
        entry.last_year = checked.previous
        entry.runs[entry.language] = checked.run
        entry.done = run

    async def run(self, entry: Entry, language: Language) -> Run:
        """The run of a document that was read, worded in a language."""
        assert entry.done is not None
        if entry.done.findings is None or language == entry.language:
            return entry.done
        return codec.run(await self.worded(entry, language))

    async def worded(self, entry: Entry, language: Language) -> bytes:
        """The same as bytes; the document must not have been refused."""
        if language not in entry.runs:
            entry.runs[language] = await self._supposed(entry, {}, language)
        return entry.runs[language]

    async def supposed(self, entry: Entry, cells: dict[str, str], language: Language) -> Run:
        """The run of a document as if other figures stood in some cells, by concept id."""
        return codec.run(await self._supposed(entry, cells, language))

    async def _supposed(self, entry: Entry, cells: dict[str, str], language: Language) -> bytes:
        own = entry.runs[entry.language]
        return await self.do(Supposing(own, entry.last_year, cells, language))
